"""One document, one workbook and one show, as another program writes them in its formats.

``written_by_libreoffice.zip`` holds them; page breaks of the ``doc`` were set as characters, as Word does.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.documents import Content, ProblemKind
from tests.indexer.extraction.reading_of import content_of, kinds, labels, texts

WRITTEN = Path(__file__).with_name("written_by_libreoffice.zip")


def written(name: str, called: str | None = None) -> Content:
    with zipfile.ZipFile(WRITTEN) as archive:
        return content_of(called or name, archive.read(name))


@pytest.mark.parametrize("name", ["记录.doc", "记录.docx", "记录.odt", "记录.rtf"])
def test_a_document_says_the_same_in_every_format(name: str) -> None:
    content = written(name)
    assert content.problems == () and content.doc_type == name.rpartition(".")[2]
    first, second, third = texts(content)
    assert labels(content) == ["第1页", "第2页", "第3页"]
    assert first.startswith("页眉：机关党委编印") and "第一党支部支委会会议记录" in first
    assert "研究了路灯节能改造经费的安排，新加的话，并通过决议。" in first and "已删掉的话" not in "".join(
        texts(content)
    )
    assert "石长根\t书记\t到会\n第二段" in first
    assert second.startswith("第二页开头：党员大会通报") and third.startswith("第三页开头：下步打算")
    for words in ("脚注：经费来自党费留存", "请核对金额", "文本框里的提示", "页脚：内部资料"):
        assert "".join(texts(content)).count(words) == 1
    assert "\ufffd" not in "".join(texts(content))


@pytest.mark.parametrize("called", ["名册.xls", "名册.et"])
def test_a_workbook_is_read_by_what_it_is(called: str) -> None:
    content = written("名册.xls", called)
    assert (content.doc_type, labels(content)[:2]) == ("xls", ["党员名册", "隐藏的账（隐藏）"])
    assert texts(content)[0] == "党员名册\n姓名\t入党时间\t党费\n石长根\t1995年7月1日\t12.5\n批注：批注在表里"


@pytest.mark.parametrize("called", ["党课.ppt", "党课.dps"])
def test_a_show_has_its_slides_tables_and_notes(called: str) -> None:
    content = written("党课.ppt", called)
    assert (content.doc_type, labels(content)) == ("ppt", ["第1张", "第2张"])
    assert texts(content) == ["党课：不忘初心\n讲稿备注：先问好", "第二张的要点\n甲格\t乙格"]


def test_a_document_of_kingsoft_is_the_word_document_it_holds() -> None:
    assert texts(written("记录.doc", "通知.wps")) == texts(written("记录.doc"))


@pytest.mark.parametrize(("name", "words"), [("记录.doc", "路灯节能改造经费"), ("党课.ppt", "不忘初心")])
def test_what_still_stands_in_a_truncated_document_is_saved_and_said_to_be_part(
    name: str, words: str
) -> None:
    with zipfile.ZipFile(WRITTEN) as archive:
        data = archive.read(name)
    content = content_of(name, data[: len(data) * 9 // 10])
    assert words in "".join(texts(content))
    assert kinds(content) == [ProblemKind.BROKEN]


@pytest.mark.parametrize("name", ["记录.doc", "名册.xls", "党课.ppt"])
def test_a_stump_is_broken_in_words_a_clerk_understands(name: str) -> None:
    with zipfile.ZipFile(WRITTEN) as archive:
        content = content_of(name, archive.read(name)[:3000])
    assert kinds(content) == [ProblemKind.BROKEN]
    assert not any(word in content.problems[0].reason for word in ("Exception", "apache", "@"))
