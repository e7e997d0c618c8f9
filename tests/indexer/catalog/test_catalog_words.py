"""The unit's own words: kept by kind, checked, in the order of a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archival.words import WordKind
from indexer.catalog import Catalog, sqlite_url
from indexer.errors import UsageError


def listed(catalog: Catalog, *kinds: WordKind) -> list[tuple[str, str]]:
    return [(one.kind.value, one.word) for one in catalog.words(*kinds)]


def test_words_are_added_once_and_taken_away(catalog: Catalog) -> None:
    assert catalog.add_words(WordKind.PERSON, ["欧阳洁琼", "樊炫腾", "欧阳洁琼"], "张三") == [
        "欧阳洁琼",
        "樊炫腾",
    ]
    assert catalog.add_words(WordKind.PERSON, ["樊炫腾"], "李四") == []
    assert catalog.add_words(WordKind.TERM, ["樊炫腾", " 灯杆  编号".replace("  ", "")], "李四")
    assert listed(catalog, WordKind.PERSON) == [("person", "樊炫腾"), ("person", "欧阳洁琼")]
    assert catalog.words(WordKind.PERSON)[0].added_by == "张三"
    assert catalog.remove_words(WordKind.PERSON, ["樊炫腾", "没有的"]) == 1
    assert ("term", "樊炫腾") in listed(catalog)


@pytest.mark.parametrize("word", ["", "灯", "LED灯", "a b", "第3季度", "二" * 21, "灯杆，编号"])
def test_what_the_segmenter_cannot_be_taught_is_refused(catalog: Catalog, word: str) -> None:
    with pytest.raises(UsageError) as refused:
        catalog.add_words(WordKind.TERM, ["灯杆编号", word], "")
    assert refused.value.parameter == "word"
    assert catalog.words() == []


def test_lines_of_synonyms_are_kept_for_whoever_expands_queries(catalog: Catalog) -> None:
    catalog.add_words(WordKind.SYNONYM, ["路灯所、路灯管理站"], "")
    assert listed(catalog, WordKind.SYNONYM) == [("synonym", "路灯所、路灯管理站")]


def test_words_come_back_with_a_backup(catalog: Catalog, tmp_path: Path) -> None:
    catalog.add_words(WordKind.TERM, ["灯杆编号"], "张三")
    catalog.backup(tmp_path / "备份.zip")
    with Catalog.open(sqlite_url(tmp_path / "另一个" / "catalog.db")) as other:
        other.add_words(WordKind.TERM, ["配电箱"], "李四")
        for _ in range(2):
            other.restore(tmp_path / "备份.zip")
        assert {(one.word, one.added_by) for one in other.words()} == {
            ("灯杆编号", "张三"),
            ("配电箱", "李四"),
        }
