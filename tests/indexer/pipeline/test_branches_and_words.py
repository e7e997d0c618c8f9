"""What a unit says of its branches and words, applied to everything stored, with the cost known before."""

from __future__ import annotations

from analyzers import Analyzer
from indexer.archival.values import Branch
from indexer.archival.words import WordKind
from indexer.pipeline import adopt_branches, rebuild_due
from indexer.pipeline.costs import ENOUGH, Measured, cost_of_branches, cost_of_rebuild, rebuilding_rate
from indexer.pipeline.means import words_of_unit
from indexer.pipeline.rebuild import rebuild

from .archive import ANALYZER, Archive

FIRST = Branch("城区党支部", ("第一党支部", "一支部"), True, 3, confirmed=True)


def filled(archive: Archive) -> None:
    for month in range(1, 7):
        archive.write(f"第一党支部/2021/{month}月会议.txt", f"第一党支部会议 {month} 月，议题：路灯维修")
    archive.run()


def test_what_is_found_by_itself_asks_for_no_rebuild_and_what_is_confirmed_does(archive: Archive) -> None:
    filled(archive)
    assert archive.catalog.branches() and words_of_unit(archive.catalog) == ()
    analyzer = Analyzer()
    count = adopt_branches(archive.catalog, archive.engine, archive.settings, [FIRST], analyzer=analyzer)
    assert count == 6
    assert words_of_unit(archive.catalog) == ("一支部", "城区党支部", "第一党支部")
    assert archive.engine.fingerprint() == analyzer.fingerprint != ANALYZER.fingerprint
    assert {record.description.value("branch") for record in archive.records()} == {"城区党支部"}
    assert not rebuild_due(archive.catalog, archive.engine, analyzer.fingerprint)


def test_the_cost_is_told_before_and_is_nothing_where_nothing_is_due(archive: Archive) -> None:
    filled(archive)
    cost = cost_of_branches(archive.catalog, archive.settings, [FIRST])
    assert cost.described == 6 and cost.indexed == 0 and cost.seconds > 0
    assert [branch.name for branch in archive.catalog.branches()] == ["第一党支部"], (
        "nothing is changed by asking"
    )
    same = [Branch(b.name, b.aliases, True, 5, confirmed=True) for b in archive.catalog.branches()]
    assert cost_of_branches(archive.catalog, archive.settings, same).described == 0
    assert cost_of_rebuild(archive.catalog, ANALYZER).indexed == 6


def test_what_a_rebuild_took_tells_what_the_next_will_take(archive: Archive) -> None:
    filled(archive)
    rebuild(archive.catalog, archive.engine, ANALYZER.fingerprint)
    assert rebuilding_rate(archive.catalog).rate is None, "six documents say nothing"
    Measured(archive.catalog, "rebuild").note(ENOUGH, 20.0)
    assert rebuilding_rate(archive.catalog).rate == ENOUGH / 20
    assert cost_of_rebuild(archive.catalog, ANALYZER).seconds == 6 / (ENOUGH / 20)


def test_a_branch_renamed_is_renamed_in_corrections_too(archive: Archive) -> None:
    filled(archive)
    record = archive.record("第一党支部/2021/1月会议.txt")
    other = archive.record("第一党支部/2021/2月会议.txt")
    archive.catalog.correct(record.id, {"branch": "一支部"}, (), "王五", "看错了", record.revision)
    archive.catalog.correct(other.id, {"branch": "养护班党支部"}, (), "王五", "看错了", other.revision)
    adopt_branches(archive.catalog, archive.engine, archive.settings, [FIRST], who="张三")
    found = {one.path: one.description.value("branch") for one in archive.records()}
    assert found["第一党支部/2021/1月会议.txt"] == "城区党支部"
    assert found["第一党支部/2021/2月会议.txt"] == "养护班党支部"
    (batch,) = archive.catalog.batches()[1]
    assert (batch.kind, batch.who, batch.documents) == ("branches", "张三", 1)
    archive.catalog.undo_batch(batch.id, "李四")
    again = archive.catalog.document(record.id)
    assert again is not None and again.description.value("branch") == "一支部"


def test_the_units_words_are_taught_and_its_synonyms_are_not(archive: Archive) -> None:
    archive.catalog.add_words(WordKind.TERM, ["灯杆编号"], "")
    archive.catalog.add_words(WordKind.PERSON, ["樊炫腾"], "")
    archive.catalog.add_words(WordKind.SYNONYM, ["路灯所、路灯管理站"], "")
    assert words_of_unit(archive.catalog) == ("樊炫腾", "灯杆编号")
