"""Plain text, tables and XML."""

from __future__ import annotations

import pytest

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import content_of, kinds, labels, texts


def test_a_text_is_one_page_and_form_feeds_part_pages() -> None:
    assert labels(content_of("x.txt", "会议记录".encode())) == ["全文"]
    content = content_of("x.txt", "第一页\f第二页\f".encode("gb18030"))
    assert texts(content) == ["第一页", "第二页"]
    assert labels(content) == ["第1页", "第2页"]
    assert content.metadata["encoding"] == "gb18030"


def test_a_doubtful_encoding_is_told() -> None:
    content = content_of("x.txt", "Протокол собрания первичной партийной организации".encode("koi8-r"))
    assert kinds(content) == [ProblemKind.LIMITED]
    assert content.pages


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_a_table_gives_its_rows_with_cells_parted_by_tabs(mark: str) -> None:
    data = f'姓名{mark}备注\n张三{mark}"一{mark}二\n三"\n李四{mark}\n'.encode("gb18030")
    content = content_of("名册.csv", data)
    assert content.doc_type == "csv"
    assert texts(content) == [f"姓名\t备注\n张三\t一{mark.replace(chr(9), ' ')}二\n三\n李四"]


def test_a_table_with_a_quote_that_never_closes_loses_nothing() -> None:
    content = content_of("名册.csv", '姓名,备注\n张三,"没有关上\n李四,好\n'.encode())
    for word in ("张三", "没有关上", "李四", "好"):
        assert word in texts(content)[0]


def test_xml_gives_the_text_of_its_elements_in_the_encoding_it_is_in() -> None:
    data = '<?xml version="1.0" encoding="utf-8"?><档案><题名>会议记录</题名><日期 y="1">6月3日</日期></档案>'
    content = content_of("x.xml", data.encode("gb18030"))
    assert content.doc_type == "xml"
    assert texts(content) == ["会议记录\n6月3日"]


def test_entities_of_xml_are_never_expanded_from_files() -> None:
    data = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>前&x;后</a>'
    (text,) = texts(content_of("x.xml", data.encode()))
    assert text.replace("\n", "") == "前后"


def test_an_empty_file_has_no_text_and_is_said_to_be_empty() -> None:
    content = content_of("x.txt", b"")
    assert kinds(content) == [ProblemKind.NO_TEXT]
    assert "0 字节" in content.problems[0].reason
