"""Reading order from places: columns, tables, paragraphs."""

from __future__ import annotations

from itertools import pairwise

from indexer.extraction.composing import compose
from indexer.extraction.layout import Cell, Piece, reading_order


def line(text: str, left: float, top: float, width: float | None = None) -> Piece:
    return Piece(text, left, top, left + (width or len(text) * 10), top + 10)


def read(pieces: list[Piece], cells: list[Cell] | None = None) -> str:
    return compose(reading_order(pieces, cells or [])).text


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


def test_pages_that_lie_side_by_side_are_read_one_after_the_other() -> None:
    left = [line(text, 20, 30 * n) for n, text in enumerate(["证书", "根据有关规定", "特发此证", "某某机关"])]
    right = [line(text, 200, 30 * n + 14) for n, text in enumerate(["项目", "地址", "面积", "备注"])]
    above = [line("编号 0001 横贯左右两页的一行字写得很长很长", 0, -40)]
    text = read(above + left + right)
    assert text.split("\n") == [above[0].text, *(piece.text for piece in left), *(p.text for p in right)]


def grid(columns: list[float], rows: list[float]) -> list[Cell]:
    return [
        Cell(left, top, right, bottom) for top, bottom in pairwise(rows) for left, right in pairwise(columns)
    ]


def test_what_is_written_in_a_ruled_cell_is_read_together() -> None:
    cells = grid([0, 30, 130, 230], [0, 20, 60])
    pieces = [line("序号", 5, 5), line("问题", 35, 5), line("措施", 135, 5)]
    pieces += [line("1", 5, 35), line("学习安排不够及时抓", 35, 26, 92), line("得不够紧", 35, 38)]
    pieces += [
        line("每月定一次学习的日", 135, 22, 92),
        line("期并且请专人登记缺", 135, 34, 92),
        line("课的人", 135, 46),
    ]
    assert read(pieces, cells).split("\n") == [
        "序号\t问题\t措施",
        "1\t学习安排不够及时抓得不够紧\t每月定一次学习的日期并且请专人登记缺课的人",
    ]


def test_an_empty_cell_keeps_its_place_and_an_upright_label_is_one_word() -> None:
    cells = grid([0, 30, 130, 230], [0, 20, 60])
    pieces = [line("姓名", 5, 5), line("石长根", 135, 5)]
    pieces += [line("简", 10, 28), line("历", 10, 42), line("一九九五年入党。", 35, 30)]
    assert read(pieces, cells) == "姓名\t\t石长根\n简历\t一九九五年入党。"


def test_rows_without_lines_between_them_inside_a_table_are_rows() -> None:
    cells = grid([0, 100, 150, 200, 250], [0, 60])
    names, prices = ["名称", "餐费", "车费"], ["单价", "25", "30"]
    columns = [names, ["数量", "4", "1"], prices, ["金额", "100", "30"]]
    pieces = [
        line(text, [0, 100, 150, 200][at] + 5, 5 + 18 * n)
        for at, column in enumerate(columns)
        for n, text in enumerate(column)
    ]
    assert read(pieces, cells).split("\n") == [
        "名称\t数量\t单价\t金额",
        "餐费\t4\t25\t100",
        "车费\t1\t30\t30",
    ]


def test_text_above_and_below_a_table_keeps_its_place() -> None:
    cells = grid([0, 50, 150], [30, 50, 70])
    pieces = [line("签到表", 40, 0), line("记录人签名", 0, 90)]
    pieces += [line("姓名", 5, 35), line("签到", 55, 35), line("张三", 5, 55), line("到会", 55, 55)]
    assert read(pieces, cells).split("\n") == ["签到表", "姓名\t签到", "张三\t到会", "记录人签名"]


def test_a_framed_drawing_in_one_column_does_not_cut_the_other() -> None:
    left = [f"左栏第{n}行写满十几个字直到边上" for n in range(10, 20)]
    right = [f"右栏第{n}行写满十几个字直到边上" for n in range(10, 26)]
    pieces = [line(text, 0, 20 * n, 150) for n, text in enumerate(left)]
    pieces += [line(text, 200, 20 * n, 150) for n, text in enumerate(right)]
    pieces += [line(text, 5 + 60 * (n % 2), 220 + 50 * (n // 2)) for n, text in enumerate("甲乙丙丁")]
    cells = grid([0, 60, 120], [200, 250, 300])
    assert "".join(right) in read(pieces, cells).replace("\n", "")


def test_a_cell_whose_line_is_missing_keeps_its_place_in_the_table() -> None:
    words = [("合同工期", 10, 5), ("十一个月", 110, 8), ("合同价格", 210, 5), ("五百万元", 310, 6)]
    words += [("单位", 10, 45), ("设计院", 110, 45), ("负责人", 210, 45), ("王麻子", 310, 45)]
    cells = [Cell(100 * n, top, 100 * n + 100, top + 40) for top in (0, 40) for n in range(4)]
    text = read([line(*word) for word in words], cells[1:])
    assert text == "合同工期\t十一个月\t合同价格\t五百万元\n单位\t设计院\t负责人\t王麻子"


def test_a_cover_beside_a_page_of_text_is_read_after_it() -> None:
    pieces = [line(f"左页第{n}行写满十几个字直到边上为止", 0, 15 * n) for n in range(12)]
    pieces += [line(text, 300, top) for text, top in (("中华人民共和国", 8), ("许可证", 70), ("印制", 160))]
    text = read(pieces)
    assert text.index("左页第11行") < text.index("中华人民共和国")
