"""The loader and the rebuild: the engine follows the catalog, whoever changes it and whenever."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzers import Analyzer
from indexer.archival.values import Branch
from indexer.engines import open_engine
from indexer.pipeline import (
    Phase,
    Progress,
    adopt_branches,
    index,
    load,
    load_patiently,
    rebuild,
    rebuild_due,
)
from indexer.pipeline.loader import BackgroundLoader, Loaded
from indexer.pipeline.progress import Meter
from indexer.settings import Settings

from .archive import ANALYZER, Archive


def correct(archive: Archive, path: str, title: str) -> None:
    record = archive.record(path)
    archive.catalog.correct(record.id, {"title": title}, (), "clerk", "", record.revision)


def test_a_correction_is_in_the_results_after_a_load(archive: Archive) -> None:
    archive.write("a.txt")
    archive.run()
    correct(archive, "a.txt", "路灯站更正题名")
    assert archive.found("更正题名") == set()
    assert load(archive.catalog, archive.engine) == Loaded(put=1)
    assert archive.found("更正题名") == {"a.txt"}
    assert load(archive.catalog, archive.engine) == Loaded()


def test_the_background_loader_carries_what_is_there_and_finishes_with_the_rest(archive: Archive) -> None:
    archive.write("a.txt")
    archive.write("b.txt")
    archive.run()
    with BackgroundLoader(archive.catalog, archive.engine) as loader:
        correct(archive, "a.txt", "更正之一")
        correct(archive, "b.txt", "更正之二")
        loader.finish()
    assert archive.found("更正之") == {"a.txt", "b.txt"}
    assert archive.engine.applied() == archive.catalog.latest_change()


def test_a_correction_made_while_a_run_goes_on_is_not_lost(archive: Archive) -> None:
    archive.write("a.txt")
    archive.run()
    archive.write("b.txt")

    def meanwhile(progress: Progress) -> None:
        if progress.phase is Phase.READ and progress.last:
            correct(archive, "a.txt", "途中更正")

    archive.run(observe=meanwhile)
    assert archive.found("途中更正") == {"a.txt"}


def test_many_changes_are_loaded_in_batches_and_in_order(archive: Archive) -> None:
    for number in range(40):
        archive.write(f"{number}.txt", f"编号{number}号文件")
    archive.run()
    archive.engine.close()
    fresh = open_engine(Settings(data=archive.data / "other"), ANALYZER)
    reports: list[Progress] = []
    assert load(archive.catalog, fresh, observe=reports.append).put == 40
    assert (fresh.count(), fresh.applied()) == (40, archive.catalog.latest_change())
    assert (reports[-1].phase, reports[-1].done, reports[-1].last) == (Phase.LOAD, 40, True)
    fresh.close()


def test_a_rebuild_reads_no_file_and_gives_the_same_results(archive: Archive) -> None:
    file = archive.write("a.txt", "重建以前的文字")
    archive.write("b.txt")
    archive.run()
    file.unlink()
    assert rebuild(archive.catalog, archive.engine, ANALYZER.fingerprint).put == 2
    assert archive.found("重建以前") == {"a.txt"}
    assert archive.found() == {"a.txt", "b.txt"}


def test_a_rebuild_follows_what_changes_while_it_goes_on(archive: Archive) -> None:
    archive.write("a.txt")
    archive.write("b.txt")
    archive.run()
    gone = archive.record("b.txt").id

    def meanwhile(progress: Progress) -> None:
        if progress.phase is Phase.REBUILD and progress.last:
            correct(archive, "a.txt", "重建途中更正")
            archive.catalog.vanish([gone])

    rebuild(archive.catalog, archive.engine, ANALYZER.fingerprint, observe=meanwhile)
    assert archive.found("重建途中更正") == {"a.txt"}
    assert archive.found() == {"a.txt"}


def test_an_index_with_other_terms_is_rebuilt_by_the_next_run(archive: Archive) -> None:
    archive.write("a.txt", "路灯维修经费")
    archive.run()
    other = Analyzer(extra_words=["路灯维修"])
    assert not rebuild_due(archive.catalog, archive.engine, ANALYZER.fingerprint)
    assert rebuild_due(archive.catalog, archive.engine, other.fingerprint)
    engine = open_engine(archive.settings, other)
    summary = index(archive.catalog, engine, archive.settings, [], fingerprint=other.fingerprint)
    assert summary.rebuilt
    assert summary.unchanged == 1
    assert not rebuild_due(archive.catalog, engine, other.fingerprint)
    assert engine.count() == 1
    engine.close()


def test_an_index_of_another_catalog_is_rebuilt(archive: Archive, tmp_path: Path) -> None:
    archive.write("a.txt")
    archive.write("b.txt")
    archive.run()
    from .archive import open_archive

    with open_archive(tmp_path / "second") as second:
        second.write("c.txt")
        summary = index(
            second.catalog,
            archive.engine,
            archive.settings,
            [second.folder],
            fingerprint=ANALYZER.fingerprint,
        )
        assert summary.rebuilt
        assert archive.engine.count() == 1


def test_a_confirmed_list_of_branches_describes_everything_anew_without_the_files(archive: Archive) -> None:
    file = archive.write(
        "养护/支委会.txt", "养护支部委员会会议记录\n时间：2021年6月3日\n主持人：张三\n记录人：李四"
    )
    archive.run()
    file.unlink()
    branches = [
        Branch("第一党支部"),
        Branch("养护党支部", ("养护",), True, 2, date(2018, 1, 1), confirmed=True),
    ]
    assert adopt_branches(archive.catalog, archive.engine, archive.settings, branches) == 1
    assert archive.record("养护/支委会.txt").description.value("branch") == "养护党支部"
    assert archive.catalog.branches() == branches
    assert adopt_branches(archive.catalog, archive.engine, archive.settings, branches) == 0


def test_branches_are_found_once_and_later_only_added_to(archive: Archive) -> None:
    for branch in ("第一党支部", "第二党支部"):
        for month in range(1, 5):
            archive.write(f"{branch}/2021/{month}月支委会.txt", f"{branch}支委会记录 {month}月")
    archive.run()
    assert [branch.name for branch in archive.catalog.branches()] == ["第一党支部", "第二党支部"]
    assert archive.record("第二党支部/2021/1月支委会.txt").description.value("branch") == "第二党支部"
    for month in range(1, 5):
        archive.write(f"第三党支部/2021/{month}月支委会.txt", f"第三党支部支委会记录 {month}月")
    archive.run()
    assert [b.name for b in archive.catalog.branches()] == ["第一党支部", "第二党支部", "第三党支部"]
    assert archive.record("第三党支部/2021/1月支委会.txt").description.value("branch") == "第三党支部"


def test_a_year_of_minutes_in_one_file_is_found_meeting_by_meeting(archive: Archive) -> None:
    meetings = [
        f"支委会会议记录\n时间：2021年{month}月3日\n地点：会议室\n主持人：张三\n记录人：李四\n"
        f"议题：研究{topic}事项。会议认为应当抓紧落实，确定由王五负责，月底前完成并报告结果。\n散会\n"
        for month, topic in ((3, "路灯维修"), (4, "党费收缴"), (5, "主题党日"))
    ]
    archive.write("2021年支委会记录.txt", "\n".join(meetings))
    archive.run()
    (record,) = archive.records("党费收缴")
    assert record.part is not None
    assert (record.part.number, record.description.value("date")) == (2, "2021-04-03")
    assert len(archive.records()) == 3


def test_progress_says_how_much_of_how_much_and_how_long_still() -> None:
    reports: list[Progress] = []
    with Meter(reports.append, Phase.READ, 4, 400) as meter:
        meter.add(size=100, count="pdf")
        meter.add(size=100, count="pdf")
    assert [(one.done, one.last) for one in reports] == [(0, False), (2, True)]
    assert reports[-1].counts == {"pdf": 2}
    half = Progress(Phase.READ, 2, 4, 200, 400, seconds=10)
    assert (half.share, half.rate, half.seconds_left) == (0.5, 0.2, 10.0)
    assert Progress(Phase.SURVEY, 5).share is None
    assert Progress(Phase.READ, 0, 0).share is None


def test_a_phase_that_fails_reports_no_end() -> None:
    reports: list[Progress] = []
    with pytest.raises(RuntimeError), Meter(reports.append, Phase.READ, 4):
        raise RuntimeError
    assert not any(one.last for one in reports)


def test_load_patiently_waits_for_another_writer(archive: Archive) -> None:
    import threading

    archive.write("a.txt")
    archive.run()
    correct(archive, "a.txt", "等待以后")
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with archive.engine.writer():
            held.set()
            let_go.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(30)
    threading.Timer(0.5, let_go.set).start()
    assert load_patiently(archive.catalog, archive.engine) == Loaded(put=1)
    other.join()
