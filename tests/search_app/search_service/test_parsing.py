"""What a search text is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import Analyzer
from indexer.engines.query import TextField
from indexer.errors import QueryTooBroad
from search_app.search.query.parse import parse
from search_app.search.query.syntax import And, Near, Negated, Node, Or, Pattern, Phrase, Piece, Value

ANALYZER = Analyzer()


def read(text: str) -> str:
    """The tree in a short form: words bare, phrases quoted, fields before a colon."""
    return shown(parse(text, ANALYZER.query_words).tree)


def shown(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case And(parts):
            return f"({' & '.join(map(shown, parts))})"
        case Or(parts):
            return f"({' | '.join(map(shown, parts))})"
        case Negated(part):
            return f"-{shown(part)}"
        case Piece(_, words, field):
            return prefix(field) + "+".join(words)
        case Phrase(_, folded, field):
            return f'{prefix(field)}"{folded}"'
        case Near(terms, distance, field):
            return f"{prefix(field)}{' '.join(terms)}~{distance}"
        case Pattern(_, segments, field):
            return prefix(field) + "*".join("".join(part or "?" for part in segment) for segment in segments)
        case Value(name, text):
            return f"{name}={text}"


def prefix(field: TextField) -> str:
    return "" if field is TextField.ANY else f"{field}:"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ""),
        (" \u3000\n", ""),
        ("支委会会议记录", "支委会+会议记录"),
        ("去年 路灯经费", "(去年 & 路灯+经费)"),
        ('"支委会 会议"', '"支委会会议"'),
        ("＂支委会＂", '"支委会"'),
        ("“支委会” 记录", '("支委会" & 记录)'),
        ("「支委會」", '"支委会"'),
        ("关于“两学一做”教育的通知", "关于+两学一做+教育+的+通知"),
        ("“两学一做”教育", "两学一做+教育"),
        ('关于"两学一做"教育', '(关于 & "两学一做" & 教育)'),
        ("党员 -照片", "(党员 & -照片)"),
        ("党员 －照片", "(党员 & -照片)"),
        ("-照片", "-照片"),
        ("党员-照片", "党员+照片"),
        ("2016—2020", "2016-2020"),
        ('-"党员 大会"', '-"党员大会"'),
        ("-(党员 团员)", "-(党员 & 团员)"),
        ("--照片", "-照片"),
        ("党员 OR 团员", "(党员 | 团员)"),
        ("党员 或 团员", "(党员 | 团员)"),
        ("党员|团员", "(党员 | 团员)"),
        ("党员 ｜ 团员", "(党员 | 团员)"),
        ("党员 or 团员", "(党员 & or & 团员)"),
        ("或者 党员", "(或者 & 党员)"),
        ("党员 团员 OR 名册", "((党员 & 团员) | 名册)"),
        ("(党员 OR 团员) 名册", "((党员 | 团员) & 名册)"),
        ("（党员 或 团员）名册", "((党员 | 团员) & 名册)"),
        ("名册(党员|团员)", "(名册 & (党员 | 团员))"),
        ("((党员))", "党员"),
        ("党支部(一)", "党支部+一"),
        ("（2015）17号", "2015+17号"),
        ("(草案)", "草案"),
        ('"路灯 经费"~10', "路灯 经费~10"),
        ("“路灯 经费”~10", "路灯 经费~10"),
        ('"支委会会议记录"~3', "支委会 会议记录~3"),
        ('"路灯"~3', '"路灯"'),
        ("支?会", "支?会"),
        ("关于*的通知", "关于*的通知"),
        ("通知*", "通知"),
        ("支？会", "支+会"),
        ("路灯怎么修?", "路灯+怎么+修"),
        ("题名:会议", "title:会议"),
        ("题名： 会议", "title:会议"),
        ('标题:"会议 记录"', 'title:"会议记录"'),
        ("正文:(甲 OR 乙)", "(body:甲 | body:乙)"),
        ("Title:会议", "title:会议"),
        ("-题名:会议", "-title:会议"),
        ("题名:-会议", "-title:会议"),
        ("支部:一支部 年度:2021..2023", "(branch=一支部 & year=2021..2023)"),
        ('支部:"第一 支部"', "branch=第一 支部"),
        ("支部:(一支部 OR 二支部)", "(branch=一支部 | branch=二支部)"),
        ("2021..2023", "year=2021..2023"),
        ("2021-03..", "date=2021-03.."),
        ("http://example.com", "http+example+com"),
        ("12:30", "12:30"),
        ("-", '"-"'),
        ("。", '"。"'),
        ("*", '"*"'),
        ("党员 。", "党员"),
        ("()", '"()"'),
        ('"" 党员', "党员"),
    ],
)
def test_trees(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree", "notice"),
    [
        ('"党员', "党员", "引号"),
        ("(党员", "党员", "括号"),
        ("党员)", "党员", "括号"),
        ("党员 OR", "(党员 & or)", "OR"),
        ("OR 党员", "(or & 党员)", "OR"),
        ("或", "或", "或"),
        ("党员 | | 团员", "(党员 | 团员)", "|"),
        ("- 党员", "党员", "-"),
        ("作者:张三", "作者+张三", "作者"),
        ("题名:", "题名", "题名"),
        ("**", '"**"', "通配符"),
        ('"路灯"~3', '"路灯"', "~"),
        ("2021..2023", "year=2021..2023", "年度"),
    ],
)
def test_what_is_no_operator_is_plain_text_with_a_notice(text: str, tree: str, notice: str) -> None:
    parsed = parse(text, ANALYZER.query_words)
    assert shown(parsed.tree) == tree
    assert len(parsed.notices) == 1
    assert notice in parsed.notices[0]


@pytest.mark.parametrize(
    "text", ["党员", "党支部(一)", "12:30", "关于“两学一做”的通知", "http://a.cn", "党员？", "a-b"]
)
def test_no_notice_for_plain_text(text: str) -> None:
    assert parse(text, ANALYZER.query_words).notices == ()


def test_a_quotation_inside_running_text_is_raised() -> None:
    parsed = parse("关于“两学一做”和「三嚴三實」的通知", ANALYZER.query_words)
    assert parsed.raised == ("两学一做", "三严三实")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("一" * 1001, "1000"),
        (" ".join(f"词{number}" for number in range(150)), "120"),
        ("?".join("党员大会会议记录一二三四"), "10"),
        (" ".join(['"党员 大会"~3'] * 7), "6"),
        ("(" * 7 + "党员" + ")" * 7, "6"),
        ('"党员 大会"~99999', "10000"),
    ],
)
def test_too_much_is_refused_with_its_limit(text: str, limit: str) -> None:
    with pytest.raises(QueryTooBroad) as refused:
        parse(text, ANALYZER.query_words)
    assert f"最多 {limit}" in refused.value.message
    assert refused.value.hint


OPERATORS = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "-",
        "－",
        "OR",
        "或",
        "|",
        "(",
        ")",
        "（",
        "）",
        "~3",
        "?",
        "*",
        ":",
        "：",
        "题名:",
        "年度:",
        " ",
    ]
)
TEXTS = st.lists(
    OPERATORS | st.sampled_from(["党员", "大会", "a", "2021"]) | st.text(max_size=3), max_size=14
)


@given(TEXTS.map("".join))
def test_nothing_typed_is_an_error(text: str) -> None:
    """A query is read or refused for its size; its words are folded and never empty."""
    try:
        parsed = parse(text, ANALYZER.query_words)
    except QueryTooBroad:
        return
    assert all(parsed.words)
    assert read(text) == shown(parsed.tree)
