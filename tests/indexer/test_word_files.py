"""The unit's words as text and as worksheet; a roster is taken as it is."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from indexer.archival.words import WordKind
from indexer.catalog.records import UnitWord
from indexer.errors import UsageError
from indexer.word_files import parse_words, read_words, write_words

WORDS = [
    UnitWord(WordKind.PERSON, "欧阳洁琼", "", datetime.now(UTC)),
    UnitWord(WordKind.TERM, "灯杆编号", "", datetime.now(UTC)),
    UnitWord(WordKind.SYNONYM, "路灯所、路灯管理站", "", datetime.now(UTC)),
]


@pytest.mark.parametrize("name", ["词典.txt", "词典.xlsx"])
def test_what_was_written_is_read_again(tmp_path: Path, name: str) -> None:
    write_words(tmp_path / name, WORDS)
    assert read_words(tmp_path / name) == {one.kind: [one.word] for one in WORDS}


def test_a_text_has_a_word_a_line_with_remarks_and_kinds() -> None:
    text = "\ufeff灯杆编号  # 每根灯杆的号\n\n配电箱\n[人名]\n樊炫腾\n"
    assert parse_words("a.txt", text.encode()) == {
        WordKind.TERM: ["灯杆编号", "配电箱"],
        WordKind.PERSON: ["樊炫腾"],
    }
    assert parse_words("a.txt", "樊炫腾".encode(), WordKind.PERSON) == {WordKind.PERSON: ["樊炫腾"]}


def roster(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_roster_gives_its_names() -> None:
    data = roster(
        ["党员名册"], ["序号", "姓名", "性别"], [1, "樊炫腾", "男"], [2, "欧 阳洁琼".replace(" ", ""), "女"]
    )
    assert parse_words("名册.xlsx", data) == {WordKind.PERSON: ["樊炫腾", "欧阳洁琼"]}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", "灯杆编号\nLED灯\n".encode(), "第 2 行：“LED灯”不能加入词典"),
        ("a.txt", "[地名]\n".encode(), "第 1 行：没有“地名”这个类别"),
        ("a.txt", b"\xb5\xc6", "不是 UTF-8"),
        ("a.txt", b"# \n", "没有词"),
        ("a.docx", b"", "不知道怎么读写"),
        ("a.xlsx", roster(["名字"], ["灯杆编号"]), "没有“词”这一列"),
        ("a.xlsx", roster(["词"], ["=A1"]), "第 2 行：词是公式"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_words(name, data)
    assert said in refused.value.message
