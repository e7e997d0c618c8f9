"""Folding: what is equal for a search, and the way back to the original."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzers import SENTINEL, fold, fold_with_map
from analyzers.characters import extending, extends, is_removed

INTERESTING = (
    "党黨員 \u3000\n\u200b\u00adé\u0301\u0308Å①㈠℃½〇○◯一二9零〔【（“‘「·•—－⺠⼆\ufe0fﾞｶ각ᄀİSß¨"
    "\ud800\x00\ufdd0"
)
anything = st.text(st.characters(exclude_categories=()), max_size=40)
mixed = st.text(st.sampled_from(INTERESTING) | st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("黨支部會議記錄", "党支部会议记录"),
        ("２０２１年", "2021年"),
        ("国发〔2021〕12号", "国发[2021]12号"),
        ("国发【2021】12号", "国发［2021］ 12 号"),
        ("二〇二一年", "二○二一年"),
        ("二◯二一年", "二零二一年"),
        ("二 ○ ○ 六年", "二〇〇六年"),
        ("WS·2016—D30", "ws・2016-d30"),
        ("WS•2016－D30", "WS‧2016–D30"),
        ("“两学一做”", '"两学一做"'),
        ("「两学一做」", '"两学一做"'),
        ("‘四风’", "'四风'"),
        ("⼆月", "二月"),
        ("⻓沙", "长沙"),
        ("㈠", "(一)"),
        ("℃", "°C"),
        ("ﬁle", "FILE"),
        ("党 支\u3000部\n", "党支部"),
        ("党\u200b支\u00ad部\ufeff", "党支部"),
        ("葛\U000e0100城", "葛城"),
        ("\uf9dc山", "隆山"),
        ("Cafe\u0301", "café"),
        ("e\u200b\u0301", "é"),
        ("党\ud800部\x00", "党部"),
        ("１２：３０", "12:30"),
        ("A／B", "a/b"),
    ],
)
def test_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"), [("（一）", "[一]"), ("四风", "四凤"), ("○项", "零项"), ("a.b", "a·b")]
)
def test_kept_apart(left: str, right: str) -> None:
    assert fold(left) != fold(right)


def test_punctuation_stays() -> None:
    assert fold("通知，（草案）。") == "通知,(草案)。"


def test_circles_are_zeros_only_beside_a_numeral() -> None:
    assert fold("○ 通知") == "○通知"
    assert fold("一○○号 ○○单位") == "一零零号○○单位"


@given(anything)
@example("각")
@example("ｶﾞ")
@example("¨\u0301")
@example("a¨\u0301")
def test_the_map_folds_the_same(text: str) -> None:
    folded = fold_with_map(text)
    assert folded.text == fold(text)
    assert len(folded.spans) == len(folded.text)


@settings(max_examples=400)
@given(mixed)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@settings(max_examples=400)
@given(mixed)
def test_spans_are_in_order_and_fold_to_their_character(text: str) -> None:
    folded = fold_with_map(text)
    assert folded.text == fold(text)
    previous = (0, 0)
    for character, (start, end) in zip(folded.text, folded.spans, strict=True):
        assert 0 <= start < end <= len(text)
        assert (start, end) == previous or start >= previous[1]
        assert character in fold(text[start:end]).replace("○", "零").replace("◯", "零") + "○◯"
        previous = (start, end)


@settings(max_examples=400)
@given(mixed, mixed, mixed)
def test_the_fold_of_a_part_is_in_the_fold_of_the_whole(before: str, part: str, after: str) -> None:
    """Except where a part begins or is followed by a combining mark, and for circles at its edges."""
    visible = "".join(c for c in part if not is_removed(c))
    following = "".join(c for c in after if not is_removed(c))
    if extending().match(visible[:1]) or extending().match(following[:1]):
        return
    if fold(part)[:1] in {"○", "◯"} or fold(part)[-1:] in {"○", "◯"}:
        return
    assert fold(part) in fold(before + part + after)


@settings(max_examples=200)
@given(mixed)
def test_index_counts_the_characters_that_begin_before(text: str) -> None:
    folded = fold_with_map(text)
    starts = [start for start, _ in folded.spans]
    assert [folded.index(place) for place in range(len(text) + 1)] == [
        sum(start < place for start in starts) for place in range(len(text) + 1)
    ]


def test_a_long_text_is_mapped_as_a_short_one() -> None:
    """Longer than what is mapped at a time, with clusters, blanks and circles on every border."""
    for unit in ("党e\u0301 ㈠○", "一○ ", " \u0301", "二 \u200b\u0308"):
        text = unit * 5000
        folded = fold_with_map(text)
        assert folded.text == fold(text)
        spans = folded.spans
        assert all(left <= right for left, right in pairwise(spans))
        place = len(folded.text) - 3
        assert fold("二" + text[slice(*folded.span(place, place + 3))]).endswith(folded.text[-3:])


def test_every_character_of_unicode() -> None:
    """Each one folds to a fixed point without white space, controls, surrogates or the sentinel."""
    for code in range(sys.maxunicode + 1):
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)
        assert not any(is_removed(character) for character in folded), hex(code)
        assert folded.split() == ([folded] if folded else []), hex(code)
    assert fold(SENTINEL) == ""


def test_no_character_outside_the_pattern_extends() -> None:
    seconds = frozenset({"\u0301"})
    outside = range(0x20000, sys.maxunicode + 1)
    assert not any(extends(chr(code), seconds) for code in outside)


def test_normal_forms_are_alike() -> None:
    for text in ("Ế ộ 한국어 ガギ é ệ", "각ǭ"):
        forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
        assert len(forms) == 1
