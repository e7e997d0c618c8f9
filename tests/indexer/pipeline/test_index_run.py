"""An index run: every file accounted for, nothing read twice, nothing lost, identities kept."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from indexer.documents import Outcome, ProblemKind
from indexer.engines import open_engine
from indexer.engines.query import MISSING, Facet, OneOf
from indexer.errors import Busy, UsageError
from indexer.pipeline import Cause, Phase, Progress, run_lock
from indexer.settings import Settings

from .archive import ANALYZER, Archive, keep_times

pytestmark = pytest.mark.usefixtures("archive")


def outcomes(archive: Archive) -> dict[Outcome, int]:
    return {outcome: count for outcome, count in archive.catalog.outcomes().items() if count}


def test_files_are_found_by_their_text_and_every_path_has_an_outcome(archive: Archive) -> None:
    archive.write("第一党支部/2021/支委会.txt", "研究路灯维修经费")
    archive.write("第一党支部/说明.md", "# 说明\n\n无")
    archive.write("~$支委会.docx")
    archive.write("坏.docx", b"PK\x03\x04 not a document")
    summary = archive.run()
    assert archive.found("路灯维修") == {"第一党支部/2021/支委会.txt"}
    assert archive.found("坏") == {"坏.docx"}
    assert summary.seen == 4
    assert summary.causes == {Cause.NEW: 3}
    assert {outcome: count for outcome, count in summary.outcomes.items() if count} == outcomes(archive)
    assert outcomes(archive)[Outcome.IGNORED] == 1
    assert summary.exit_code == 0


def test_the_year_in_which_a_file_was_saved_waits_to_be_confirmed_and_counts_nowhere(
    archive: Archive,
) -> None:
    archive.write("说明.txt", "各位党员：请互相转告。")
    archive.run()
    record = archive.record("说明.txt")
    assert record.description.fields["work_year"].value is not None
    assert archive.catalog.count_to_confirm()["work_year"] == 1
    assert record.description.counted("work_year") is None
    assert archive.engine.ids(OneOf(Facet.YEAR, frozenset({MISSING})), 10)[0] == 1


def test_a_document_of_400_pages_is_found_by_its_words_to_the_last_page(archive: Archive) -> None:
    breaks = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    filler = "会议研究了路灯维修经费的安排并作出决定。" * 54
    paragraphs = (f"<w:p><w:r><w:t>第{n}号议题{filler}</w:t></w:r></w:p>" for n in range(1, 401))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{breaks.join(paragraphs)}</w:body></w:document>'
    with zipfile.ZipFile(archive.write("汇编.docx", b"-"), "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
    archive.write("别的.txt", "第401号议题")
    archive.run()
    record = archive.record("汇编.docx")
    assert (record.page_count, record.outcome, record.problems) == (400, Outcome.SEARCHABLE, ())
    pages = archive.catalog.pages(record.id)
    assert sum(len(page.text) for page in pages) > 430_000
    assert (pages[-1].number, "第400号议题" in pages[-1].text) == (400, True)
    for number in (1, 200, 399, 400):
        assert archive.found(f"第{number}号议题") == {"汇编.docx"}


def test_a_second_run_reads_no_file(archive: Archive) -> None:
    for number in range(3):
        archive.write(f"{number}.txt", f"原文{number}")
    archive.run()
    for number in range(3):
        keep_times(archive.folder / f"{number}.txt", lambda file: file.write_text("变了x", encoding="utf-8"))
    summary = archive.run()
    assert (summary.unchanged, summary.causes) == (3, {})
    assert archive.found("原文") == {"0.txt", "1.txt", "2.txt"}


def test_verify_finds_what_changed_behind_size_and_time(archive: Archive) -> None:
    archive.write("a.txt", "原文一")
    archive.write("b.txt", "原文二")
    archive.run()
    keep_times(archive.folder / "a.txt", lambda file: file.write_text("变成三", encoding="utf-8"))
    summary = archive.run(verify=True)
    assert summary.causes == {Cause.CHANGED: 1}
    assert archive.found("变成三") == {"a.txt"}
    assert archive.found("原文") == {"b.txt"}


def test_a_changed_file_keeps_its_id_and_its_corrections(archive: Archive) -> None:
    file = archive.write("a.txt", "第一版")
    archive.run()
    before = archive.record("a.txt")
    archive.catalog.correct(before.id, {"title": "更正的题名"}, (), "clerk", "", before.revision)
    file.write_text("第二版的内容", encoding="utf-8")
    archive.run()
    after = archive.record("a.txt")
    assert (after.id, after.title) == (before.id, "更正的题名")
    assert after.stale_corrections
    assert archive.found("第二版") == {"a.txt"}
    assert archive.found("第一版") == set()


def test_a_file_with_a_new_time_and_the_same_bytes_stays_as_it_is(archive: Archive) -> None:
    file = archive.write("a.txt")
    archive.run()
    before = archive.catalog.latest_change()
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1_000_000_000))
    archive.run()
    assert archive.catalog.latest_change() == before
    assert archive.run().causes == {}


def test_copies_are_documents_of_their_own_with_one_content(archive: Archive) -> None:
    for path in ("a.txt", "b/a.txt", "c/另名.txt"):
        archive.write(path, "同样的内容")
    archive.run()
    archive.write("d/又一份.txt", "同样的内容")
    archive.run()
    records = archive.records("同样的内容")
    assert len(records) == 4
    assert len({record.sha256 for record in records}) == 1
    assert archive.catalog.copies([records[0].id]) == {records[0].id: 3}


def test_empty_files_are_accounted_for(archive: Archive) -> None:
    archive.write("a.txt", b" ").write_bytes(b"")
    archive.write("b.docx", b" ").write_bytes(b"")
    summary = archive.run()
    assert summary.seen == 2
    assert archive.found() == {"a.txt", "b.docx"}


def test_members_of_containers_are_documents(archive: Archive) -> None:
    with zipfile.ZipFile(archive.folder / "会议.zip", "w") as container:
        container.writestr("6月/记录.txt", "支委会记录正文")
        container.writestr("空.txt", "")
    archive.run()
    assert archive.found("支委会记录正文") == {"会议.zip!6月/记录.txt"}
    assert archive.found() == {"会议.zip", "会议.zip!6月/记录.txt", "会议.zip!空.txt"}
    assert archive.run().unchanged == 1


def test_a_copy_of_a_container_brings_its_members_without_being_opened(archive: Archive) -> None:
    with zipfile.ZipFile(archive.folder / "会议.zip", "w") as container:
        container.writestr("记录.txt", "支委会记录正文")
    archive.run()
    shutil.copy(archive.folder / "会议.zip", archive.folder / "备份.zip")
    archive.run()
    assert archive.found("支委会记录正文") == {"会议.zip!记录.txt", "备份.zip!记录.txt"}


def test_a_vanished_file_leaves_the_results_and_comes_back_with_its_corrections(archive: Archive) -> None:
    file = archive.write("a.txt", "会消失的")
    archive.write("b.txt")
    archive.run()
    record = archive.record("a.txt")
    archive.catalog.correct(record.id, {"title": "更正"}, (), "clerk", "", record.revision)
    aside = archive.folder.parent / "aside.txt"
    shutil.move(file, aside)
    assert archive.run().vanished == 1
    assert archive.found() == {"b.txt"}
    gone = archive.catalog.document(record.id)
    assert gone is not None
    assert gone.vanished
    assert archive.run().vanished == 0
    shutil.move(aside, file)
    assert archive.run().back == 1
    assert archive.record("a.txt").title == "更正"


def test_a_single_file_that_is_deleted_leaves_the_results(archive: Archive) -> None:
    file = archive.write("a.txt")
    archive.run()
    file.unlink()
    summary = archive.run()
    assert (summary.vanished, summary.seen, summary.exit_code) == (1, 0, 0)
    assert archive.found() == set()


def test_a_moved_file_keeps_its_id_and_its_corrections(archive: Archive) -> None:
    file = archive.write("旧/会议记录.txt", "要移动的")
    archive.run()
    record = archive.record("旧/会议记录.txt")
    archive.catalog.correct(record.id, {"title": "更正"}, (), "clerk", "", record.revision)
    (archive.folder / "新").mkdir()
    file.rename(archive.folder / "新/改名.txt")
    summary = archive.run()
    assert (summary.moved, summary.vanished) == (1, 0)
    moved = archive.record("新/改名.txt")
    assert (moved.id, moved.title) == (record.id, "更正")
    assert archive.found("要移动的") == {"新/改名.txt"}


def test_several_moved_files_with_the_same_bytes_are_paired_by_name_then_folder(archive: Archive) -> None:
    for path in ("一/甲.txt", "一/乙.txt", "二/丙.txt"):
        archive.write(path, "同样的内容")
    archive.run()
    before = {path: archive.record(path).id for path in ("一/甲.txt", "一/乙.txt", "二/丙.txt")}
    (archive.folder / "三").mkdir()
    (archive.folder / "一/甲.txt").rename(archive.folder / "三/甲.txt")
    (archive.folder / "二/丙.txt").rename(archive.folder / "二/丁.txt")
    (archive.folder / "一/乙.txt").rename(archive.folder / "三/戊.txt")
    assert archive.run().moved == 3
    after = {path: archive.record(path).id for path in ("三/甲.txt", "二/丁.txt", "三/戊.txt")}
    assert list(after.values()) == [before["一/甲.txt"], before["二/丙.txt"], before["一/乙.txt"]]


def test_a_file_moved_to_another_root_is_followed_even_when_only_that_one_is_indexed(
    archive: Archive, tmp_path: Path
) -> None:
    file = archive.write("a.txt", "换了根")
    archive.run()
    record = archive.record("a.txt")
    other = tmp_path / "另一处"
    other.mkdir()
    file.rename(other / "a.txt")
    assert archive.run(other).moved == 1
    moved = archive.record("a.txt")
    assert (moved.id, moved.root) == (record.id, "另一处")


def test_a_copy_of_a_file_that_is_still_there_is_new_and_not_moved(archive: Archive, tmp_path: Path) -> None:
    archive.write("a.txt", "还在原处")
    archive.run()
    other = tmp_path / "另一处"
    archive.write("a.txt", "还在原处", other)
    assert archive.run(other).moved == 0
    assert len(archive.records("还在原处")) == 2


def test_a_root_out_of_reach_loses_nothing_and_asks_for_another_run(archive: Archive, tmp_path: Path) -> None:
    archive.write("a.txt")
    archive.run()
    archive.folder.rename(tmp_path / "away")
    summary = archive.run()
    assert (summary.vanished, summary.unreached, summary.exit_code) == (0, ("档案",), 1)
    assert archive.found() == {"a.txt"}
    other = tmp_path / "另一处"
    archive.write("a.txt", folder=other)
    assert archive.run(other).moved == 0
    (tmp_path / "away").rename(archive.folder)
    assert archive.run().exit_code == 0


def test_an_empty_folder_on_another_device_is_out_of_reach(archive: Archive) -> None:
    archive.write("a.txt")
    archive.run()
    (root,) = archive.catalog.roots()
    archive.catalog.set_meta(f"root.device.{root.id}", "another")
    (archive.folder / "a.txt").unlink()
    summary = archive.run()
    assert (summary.vanished, summary.unreached) == (0, ("档案",))
    assert archive.found() == {"a.txt"}


def test_a_run_over_a_part_of_a_root_leaves_the_rest_alone(archive: Archive) -> None:
    archive.write("2021/a.txt")
    archive.write("2022/b.txt")
    archive.run()
    (archive.folder / "2021/a.txt").unlink()
    (archive.folder / "2022/b.txt").unlink()
    archive.write("2022/c.txt")
    summary = archive.run(archive.folder / "2022")
    assert (summary.seen, summary.vanished) == (1, 1)
    assert archive.found() == {"2021/a.txt", "2022/c.txt"}
    assert [root.name for root in archive.catalog.roots()] == ["档案"]


def test_a_folder_and_one_inside_it_given_together_are_walked_once(archive: Archive) -> None:
    archive.write("2021/a.txt")
    assert archive.run(archive.folder, archive.folder / "2021").seen == 1


def test_a_folder_around_a_known_root_takes_it_over(archive: Archive, tmp_path: Path) -> None:
    archive.write("a.txt", "原来的根里")
    archive.run()
    before = archive.record("a.txt").id
    archive.write("b.txt", folder=tmp_path / "旁边")
    archive.run(tmp_path)
    assert archive.record("档案/a.txt").id == before
    assert archive.found() == {"档案/a.txt", "旁边/b.txt"}


def test_the_data_folder_inside_a_root_is_left_out(archive: Archive, tmp_path: Path) -> None:
    archive.write("a.txt")
    summary = archive.run(tmp_path)
    assert archive.found() == {"档案/a.txt"}
    assert summary.outcomes[Outcome.IGNORED] == 1


def test_a_file_that_a_new_rule_ignores_leaves_the_results(archive: Archive) -> None:
    archive.write("a.bak")
    archive.write("b.txt")
    archive.run()
    archive.options["ignore"] = ("*.bak",)
    summary = archive.run()
    assert archive.found() == {"b.txt"}
    assert (summary.seen, summary.outcomes[Outcome.IGNORED]) == (2, 1)


def test_a_file_that_disappears_while_the_run_goes_on_can_be_tried_again(archive: Archive) -> None:
    archive.write("a.txt")
    archive.write("b.txt")

    def disappear(progress: Progress) -> None:
        if progress.phase is Phase.SURVEY and progress.last:
            (archive.folder / "b.txt").unlink()

    summary = archive.run(observe=disappear)
    assert (summary.seen, summary.retryable, summary.exit_code) == (2, 1, 1)
    total, (problem,) = archive.catalog.problems(ProblemKind.UNREADABLE)
    assert (total, problem.path) == (1, "b.txt")
    assert archive.run().exit_code == 0
    assert archive.found() == {"a.txt"}


def test_a_known_file_that_cannot_be_read_now_keeps_its_text_and_says_so(archive: Archive) -> None:
    file = archive.write("a.txt", "上一版的文字")
    archive.run()
    file.write_text("新的一版", encoding="utf-8")

    def disappear(progress: Progress) -> None:
        if progress.phase is Phase.SURVEY and progress.last:
            file.rename(archive.folder.parent / "aside.txt")

    summary = archive.run(observe=disappear)
    assert (summary.retryable, summary.exit_code) == (1, 1)
    assert summary.outcomes[Outcome.PARTLY] == 1
    assert archive.found("上一版的文字") == {"a.txt"}
    (archive.folder.parent / "aside.txt").rename(file)
    assert archive.run().exit_code == 0
    assert archive.found("新的一版") == {"a.txt"}
    assert outcomes(archive) == {Outcome.SEARCHABLE: 1}


def test_a_file_over_the_limit_is_known_by_name_and_read_when_the_limit_is_raised(archive: Archive) -> None:
    archive.write("大文件.txt", "很长" * 400_000)
    archive.options["max_file_megabytes"] = 1
    assert archive.run().outcomes[Outcome.NOT_SEARCHABLE] == 1
    assert archive.found("大文件") == {"大文件.txt"}
    assert archive.run().causes == {}
    archive.options["max_file_megabytes"] = 10
    assert archive.run().causes == {Cause.AGAIN: 1}
    assert archive.found("很长很长") == {"大文件.txt"}


def test_files_with_problems_are_tried_again_when_the_means_change_and_others_are_not(
    archive: Archive,
) -> None:
    archive.write("坏.docx", b"PK\x03\x04 not a document")
    archive.write("好.txt")
    archive.run()
    assert archive.run().causes == {}
    (archive.data / "密码.txt").write_text("123456\n", encoding="utf-8")
    archive.options["passwords_file"] = archive.data / "密码.txt"
    assert archive.run().causes == {Cause.AGAIN: 1}


def test_nothing_is_written_to_the_archive(archive: Archive) -> None:
    archive.write("a/b.txt")
    with zipfile.ZipFile(archive.folder / "c.zip", "w") as container:
        container.writestr("d.txt", "x")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in archive.folder.rglob("*")}
    archive.run()
    assert {
        path: (path.stat().st_mtime_ns, path.stat().st_size) for path in archive.folder.rglob("*")
    } == before


def test_only_one_run_goes_on_at_a_time(archive: Archive) -> None:
    archive.write("a.txt")
    with run_lock(archive.data), pytest.raises(Busy):
        archive.run()
    assert archive.run().exit_code == 0


def test_a_folder_that_is_not_there_is_refused_before_anything_is_registered(
    archive: Archive, tmp_path: Path
) -> None:
    archive.write("a.txt")
    with pytest.raises(UsageError, match="不存在"):
        archive.run(archive.folder, tmp_path / "没有")
    with pytest.raises(UsageError, match="不是文件夹"):
        archive.run(archive.folder / "a.txt")
    assert archive.catalog.roots() == []


def test_the_run_stands_in_the_catalog_while_it_goes_on_and_after(archive: Archive) -> None:
    archive.write("a.txt")
    seen: list[str] = []

    def look(progress: Progress) -> None:
        run = archive.catalog.current_run()
        assert run is not None
        seen.append(run.state.value)

    archive.run(observe=look)
    assert set(seen) == {"running"}
    assert archive.catalog.current_run() is None
    last = archive.catalog.last_run()
    assert last is not None
    assert last.progress.counts["searchable"] == 1


def test_an_engine_that_is_away_leaves_the_catalog_whole_and_the_next_run_catches_up(
    archive: Archive,
) -> None:
    archive.write("a.txt", "引擎不在")
    # Port 9 is the discard service: nothing listens there.
    away = Settings(data=archive.data, elasticsearch_url="http://127.0.0.1:9")
    engine = open_engine(away, ANALYZER)
    summary = archive.run(engine=engine)
    engine.close()
    assert summary.exit_code == 3
    assert summary.engine_failure is not None
    assert summary.engine_failure.hint
    assert summary.outcomes[Outcome.SEARCHABLE] == 1
    assert archive.found() == set()
    assert archive.run().causes == {}
    assert archive.found("引擎不在") == {"a.txt"}
