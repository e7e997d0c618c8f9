"""Reading order from places: columns, tables, paragraphs."""

from __future__ import annotations

from indexer.extraction.layout import Piece, compose, reading_order


def line(text: str, left: float, top: float, width: float | None = None) -> Piece:
    return Piece(text, left, top, left + (width or len(text) * 10), top + 10)


def read(pieces: list[Piece]) -> str:
    return compose(reading_order(pieces)).text


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行写满十几个字直到边上" for n in "一二三四五六"]
    right = [f"右栏第{n}行写满十几个字直到边上" for n in "一二三四五六"]
    pieces = [line(text, 0, 20 * n) for n, text in enumerate(left)]
    pieces += [line(text, 200, 20 * n) for n, text in enumerate(right)]
    text = read(pieces)
    assert text.index("左栏第六行") < text.index("右栏第一行")


def test_three_columns_under_a_heading_are_read_in_order() -> None:
    pieces = [line("通栏的标题写在上面一直到右边", 100, 0, 400)]
    for column in range(3):
        pieces += [line(f"第{column}栏第{n}行写满了十几个字", 200 * column, 30 + 20 * n) for n in range(6)]
    text = read(pieces)
    marks = ["通栏", "第0栏第5", "第1栏第0", "第1栏第5", "第2栏第0"]
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)


def test_the_cells_of_a_table_are_read_row_by_row() -> None:
    cells = [
        ["姓名", "职务", "签到"],
        ["张三", "书记", "张三"],
        ["李四", "委员", "李四"],
        ["王五", "委员", "请假"],
    ]
    pieces = [line(cell, 100 * c, 20 * r) for r, row in enumerate(cells) for c, cell in enumerate(row)]
    assert read(pieces) == "\n".join("\t".join(row) for row in cells)


def test_spans_say_where_each_piece_stands() -> None:
    pieces = [Piece("上面", 0, 0, 20, 10, key=7), Piece("下面", 0, 20, 20, 30, key=9)]
    composed = compose(reading_order(pieces))
    assert {key: composed.text[start:end] for key, start, end in composed.spans} == {7: "上面", 9: "下面"}


def test_an_indented_line_begins_a_paragraph() -> None:
    full = "这一行写满了整整二十个字一直写到右边的边上"
    pieces = [line(full, 0, 0), line("接着写完。", 0, 15), line("另起一段，" + full[:13], 20, 30)]
    assert read(pieces).split("\n") == [full + "接着写完。", "另起一段，" + full[:13]]
