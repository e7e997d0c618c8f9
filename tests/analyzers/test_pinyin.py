"""How words sound."""

from __future__ import annotations

import pytest

from analyzers.pinyin import initials, sound, spelled, syllables


@pytest.mark.parametrize(
    ("word", "pinyin", "first"),
    [
        ("支委会", "zhiweihui", "zwh"),
        ("重庆", "chongqing", "cq"),
        ("银行", "yinhang", "yh"),
        ("路灯2号", "ludeng2hao", "ld2h"),
        ("abc", "abc", "abc"),
        ("", "", ""),
    ],
)
def test_spelling_and_initials(word: str, pinyin: str, first: str) -> None:
    assert (spelled(word), initials(word)) == (pinyin, first)


def test_a_syllable_a_character() -> None:
    assert syllables("党支部") == ("dang", "zhi", "bu")
    assert len(syllables("GB/T 9704")) == 9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("民主", "民住"),
        ("支部", "资部"),
        ("路灯", "怒灯"),
        ("评议", "贫议"),
        ("党费", "单费"),
        ("生活", "森活"),
    ],
)
def test_words_that_are_taken_for_each_other_by_ear_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("党费", "党课"), ("支部", "总部"), ("路灯", "路牌")])
def test_others_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)
