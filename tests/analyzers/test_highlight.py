"""Marks and passages: on the original text, at the best places, however the text is written."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzers import FoldedPages, best_passages, find_marks, fold, fold_with_map

FILLER = "本次会议由支部书记主持，全体同志认真听取了汇报。" * 20


def marked(text: str, *words: str) -> list[str]:
    return [
        text[start:end] for start, end in find_marks(fold_with_map(text), [[fold(word)] for word in words])
    ]


def test_marks_fall_on_the_original() -> None:
    assert marked("黨 支 部\n會議記錄", "党支部", "会议记录") == ["黨 支 部", "會議記錄"]
    assert marked("㈠通过２０２１年预算", "（一）", "2021年") == ["㈠", "２０２１年"]
    assert marked("气温３８℃", "c") == ["℃"]


def test_overlapping_marks_are_one() -> None:
    assert marked("支部党员大会", "党员大会", "支部党员") == ["支部党员大会"]
    assert marked("党员党员", "党员") == ["党员", "党员"]


def test_a_lone_character_is_marked_only_beside_a_longer_word() -> None:
    assert marked("三月的党员，和的", "党员", "的") == ["的", "党员"]
    assert marked("党和政府", "党") == ["党"]


def test_other_forms_of_a_word_are_marked() -> None:
    text = "支部委员会（支委会）"
    spans = find_marks(fold_with_map(text), [["支委会", "支部委员会"]])
    assert [text[start:end] for start, end in spans] == ["支部委员会", "支委会"]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=3), max_size=4))
def test_marks_cover_every_occurrence(text: str, words: list[str]) -> None:
    folds = [[fold(word)] for word in words if fold(word)]
    spans = find_marks(fold_with_map(text), folds)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    for [word] in folds:
        if len(word) > 1 and word in fold(text):
            assert any(word[0] in fold(text[start:end]) for start, end in spans)


def test_the_passage_shows_all_words_together() -> None:
    page = f"{FILLER}路灯坏了三盏。{FILLER}会议同意拨付路灯维修经费五万元。{FILLER}办公经费另议。{FILLER}"
    [first, *_] = best_passages([page], [["路灯"], ["经费"]], FoldedPages())
    assert "会议同意拨付路灯维修经费五万元" in first.text
    assert [first.text[start:end] for start, end in first.marks] == ["路灯", "经费"]
    assert page[first.start : first.end] == first.text
    assert len(first.text) <= 140


def test_passages_start_and_end_with_a_sentence() -> None:
    page = f"{FILLER}会议同意拨付路灯维修经费五万元。{FILLER}"
    [first, *_] = best_passages([page], [["路灯"]], FoldedPages())
    assert page[first.start - 1] == "。"
    assert first.text.endswith("。")


def test_further_passages_show_other_words_and_other_pages() -> None:
    pages = [FILLER, f"{FILLER}路灯{FILLER}", FILLER, f"{FILLER}经费{FILLER}"]
    found = best_passages(pages, [["路灯"], ["经费"]], FoldedPages())
    assert [(one.page, [one.text[a:b] for a, b in one.marks]) for one in found] == [
        (1, ["路灯"]),
        (3, ["经费"]),
    ]


def test_passages_do_not_overlap_or_repeat() -> None:
    page = "路灯经费。" * 200
    found = best_passages([page, page], [["路灯"]], FoldedPages())
    assert len({one.text for one in found}) == len(found)
    for left in found:
        for right in found:
            if left is not right and left.page == right.page:
                assert left.end <= right.start or right.end <= left.start


def test_without_a_word_the_document_begins() -> None:
    found = best_passages(["  \n", "\n第一行。第二行。"], [["路灯"]], FoldedPages())
    assert [(one.page, one.text, one.marks) for one in found] == [(1, "第一行。第二行。", ())]
    assert best_passages([], [["路灯"]], FoldedPages()) == []
    assert best_passages([" "], [], FoldedPages()) == []


@given(st.lists(st.text(max_size=300), max_size=3), st.lists(st.text(min_size=1, max_size=2), max_size=3))
def test_passages_are_slices_with_marks_inside(pages: list[str], words: list[str]) -> None:
    folds = [[fold(word)] for word in words if fold(word)]
    for one in best_passages(pages, folds, FoldedPages(), length=40):
        assert pages[one.page][one.start : one.end] == one.text
        assert all(0 <= start < end <= len(one.text) for start, end in one.marks)


def test_a_long_unbroken_page_gives_short_passages() -> None:
    page = "路灯" + "灯" * 5000 + "经费"
    for one in best_passages([page], [["路灯"], ["经费"]], FoldedPages()):
        assert len(one.text) <= 120


def test_folded_pages_forget_the_oldest() -> None:
    folds = FoldedPages(most_characters=10)
    first = folds.fold("甲" * 6)
    assert folds.fold("甲" * 6) is first
    folds.fold("乙" * 6)
    assert folds.fold("甲" * 6) is not first


def test_in_a_book_the_page_with_all_words_is_shown_whatever_stands_everywhere() -> None:
    pages = [f"第{number}页的规定，" * 40 for number in range(300)]
    pages[250] = "这一页写明路灯经费的规定。"
    [best, *_] = best_passages(pages, [("的",), ("规定",), ("路灯",)], FoldedPages())
    assert best.page == 250
    assert [best.text[slice(*mark)] for mark in best.marks] in (["路灯", "的规定"], ["路灯", "的", "规定"])
