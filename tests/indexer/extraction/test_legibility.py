"""Telling a text layer that is rubbish from one that says what the page shows."""

from __future__ import annotations

import random

import pytest

from indexer.extraction.legibility import garbled, mended

MINUTES = (
    "会议由支部书记主持，传达学习上级文件精神，研究路灯节能改造经费使用方案。"
    "与会同志结合实际进行讨论，一致同意改造方案，并要求抓紧组织实施，按时完成任务。"
)
ENGLISH = "The committee met on the third of June and agreed to renew the street lights of the town. " * 2


def shifted(text: str) -> str:
    return "".join(chr(ord(char) + 37) if char >= "\u4e00" else char for char in text)


def exchanged(text: str) -> str:
    """Every character stands for another one of the same text: only the words are lost."""
    chars = sorted(set(text))
    other = chars[:]
    random.Random(4).shuffle(other)
    return text.translate(dict(zip(map(ord, chars), other, strict=True)))


@pytest.mark.parametrize("text", [MINUTES, ENGLISH, "", "第1页", "2021-06-03", "…………" * 40, "1,234.50 " * 60])
def test_what_people_write_is_legible(text: str) -> None:
    assert not garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        shifted(MINUTES),
        exchanged(MINUTES),
        "".join(chr(0xE000 + i) for i in range(60)),
        MINUTES.encode().decode("gb18030", "replace"),
        "".join(chr(ord(char) - 29) for char in ENGLISH if char.isalpha()),
        "\ufffd" * 40,
    ],
)
def test_layers_with_wrong_codes_are_garbled(text: str) -> None:
    assert garbled(text)


def test_chinese_bytes_taken_for_latin_letters_are_put_right() -> None:
    assert mended("会议记录".encode("gb18030").decode("latin-1")) == "会议记录"
    assert mended("会议记录".encode().decode("latin-1")) == "会议记录"
    assert mended("Bertrand Delacrétaz") == "Bertrand Delacrétaz"
    assert mended("会议记录") == "会议记录"
