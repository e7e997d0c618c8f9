"""The second look at the first hits: who has all of the question, together, and up front, comes first."""

from __future__ import annotations

from analyzers import FoldedPages
from indexer.engines.protocol import IndexDocument
from indexer.engines.query import Hit
from search_app.search.finding.boilerplate import only_in_boilerplate
from search_app.search.finding.ranking import (
    MOST_OF_ONE,
    Asked,
    Ranking,
    coverage,
    reranked,
    together,
    trigrams_of,
)
from search_app.search.finding.texts import FoldedTexts

WORDS = {("路灯", "街灯"): 3.0, ("经费",): 1.0}


def order(*pages: str, asked: Asked | None = None, scores: tuple[float, ...] = ()) -> list[str]:
    """The order of documents with these pages, by number, whose engine scores are the same."""
    names = [str(number) for number in range(len(pages))]
    hits = [Hit(name, score) for name, score in zip(names, scores or [1.0] * len(pages), strict=True)]
    folds = FoldedPages()
    texts = {
        name: FoldedTexts(IndexDocument(name, "", (f"{name}.txt",), (page,)), folds)
        for name, page in zip(names, pages, strict=True)
    }
    return [hit.id for hit in reranked(hits, texts, asked or Asked(WORDS, frozenset()), Ranking())]


def test_coverage_is_by_weight_and_takes_any_form() -> None:
    assert coverage(["街灯坏了"], WORDS) == 0.75
    assert coverage(["经费", "路灯"], WORDS) == 1.0
    assert coverage(["别的"], {}) == 0.0


def test_words_are_together_within_one_passage() -> None:
    assert together("路灯维修经费", WORDS) == 1.0
    assert together("路灯" + "一" * 200 + "经费", WORDS) == 0.75
    assert together("别的", WORDS) == 0.0


def test_all_words_before_some_near_before_far_up_front_before_later() -> None:
    filler = "今天天气很好。" * 30
    pages = (
        filler + "路灯",
        filler + "路灯维修经费",
        "路灯维修经费" + filler,
        filler + "路灯" + filler + "经费",
    )
    assert order(*pages) == ["2", "1", "3", "0"]


def test_the_questions_own_wording_comes_before_its_words_apart() -> None:
    asked = Asked(WORDS, trigrams_of(["路灯维修经费怎么用"]))
    assert order("路灯的维修和经费", "路灯维修经费", asked=asked) == ["1", "0"]


def test_what_stands_only_in_set_phrases_counts_little() -> None:
    asked = Asked({("贯彻",): 1.0, ("学习",): 1.0}, frozenset())
    pages = (
        "关于维修路灯的意见\n深入学习贯彻上级精神，特此通知",
        "怎样学习、怎样贯彻的讨论",
        "会议记录\n学习了文件",
    )
    assert order(*pages, asked=asked) == ["1", "2", "0"]
    assert coverage([pages[0]], asked.words) == 0.2
    assert coverage(["深入学习贯彻，再学习"], asked.words) == 0.6


def test_a_questions_own_set_phrases_are_told_from_its_words() -> None:
    asked = ["会议强调要切实加强路灯经费管理"]
    assert [only_in_boilerplate(asked, word) for word in ("强调", "加强", "路灯", "没有的")] == [
        True,
        True,
        False,
        False,
    ]
    assert not only_in_boilerplate([*asked, "再强调一次"], "强调"), "it stands by itself, too"


def test_ties_are_by_id_and_a_hit_without_texts_keeps_its_score() -> None:
    assert order("路灯经费", "路灯经费") == ["0", "1"]
    hits = [Hit("b", 2.0), Hit("a", 2.0)]
    assert reranked(hits, {}, Asked(WORDS, frozenset()), Ranking()) == [Hit("a", 2.0), Hit("b", 2.0)]


def test_of_a_very_long_document_the_beginning_is_read() -> None:
    assert order("一" * (MOST_OF_ONE + 10) + "路灯经费", "二" * 300 + "路灯经费") == ["1", "0"]
