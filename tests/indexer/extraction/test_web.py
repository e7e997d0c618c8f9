"""Saved web pages: the matter without the furniture, and nothing of the matter lost."""

from __future__ import annotations

import pytest

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import content_of, kinds, labels, texts

SENTENCES = [
    "6月3日下午，机关第一党支部召开支部委员会会议，研究路灯节能改造经费使用方案。",
    "会议由支部书记主持，全体支委参加，会议传达学习了上级有关文件精神。",
    "会议强调，要严格执行财经纪律，按程序办理各项手续，确保资金使用规范。",
]
MENU = '<ul class="{}">' + "".join(f'<li><a href="/{n}">栏目名称{n}</a></li>' for n in range(12)) + "</ul>"
FOOTER = '<div class="footer"><p>版权所有：某某局 | ICP备12345号 | 联系我们 | 网站地图</p></div>'


def page(main: str, head: str = "", menu: str = "nav") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>召开支委会</title>{head}<style>p{{}}</style></head><body>"
        f"<div id='top'>{MENU.format(menu)}</div>{main}{FOOTER}"
        "<script>var x = '脚本里的字';</script></body></html>"
    )


def article(tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in SENTENCES)


TEMPLATES = {
    "one block": f'<div class="article">{article()}</div>',
    "no names": f"<div><div>{article()}</div></div>",
    "table layout": f"<table><tr><td>{MENU.format('x')}</td><td>{article()}</td></tr></table>",
    "line breaks": "<div>" + "<br/><br/>".join(SENTENCES) + "</div>",
    "split blocks": "".join(f"<section><div>{text}</div></section>" for text in SENTENCES),
    "spans in divs": f"<div class='TRS_Editor'>{article('div')}</div>",
    "semantic": f"<nav>{MENU.format('y')}</nav><main><article>{article()}</article></main>",
}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("menu", ["nav", "list-unnamed"])
def test_the_text_of_the_page_is_kept_whole_and_its_furniture_left_out(template: str, menu: str) -> None:
    content = content_of("x.html", page(TEMPLATES[template], menu=menu).encode())
    assert content.doc_type == "html"
    main = texts(content)[0]
    for sentence in SENTENCES:
        assert sentence in main
    everything = "".join(texts(content))
    for unwanted in ("栏目名称3", "版权所有", "脚本里的字"):
        assert unwanted not in everything
    assert content.metadata["title"] == "召开支委会"
    assert main.startswith("召开支委会")


def test_running_text_outside_the_main_block_is_kept_on_a_page_of_its_own() -> None:
    aside = "本栏目由机关党委主办，主要刊登各支部组织生活情况，欢迎各支部积极投稿，稿件请注明支部名称。"
    content = content_of(
        "x.html", page(f'<div class="content">{article() * 3}</div><div>{aside}</div>').encode()
    )
    assert labels(content) == ["正文", "其他文字"]
    assert "欢迎各支部积极投稿" in texts(content)[1]


def test_a_table_saved_as_a_page_keeps_its_rows_whatever_it_is_called() -> None:
    rows = "".join(f"<tr><td>党员{n}</td><td>男</td><td>2011-07-{n:02d}</td></tr>" for n in range(1, 30))
    content = content_of("名册.xls", f"<html><body><table>{rows}</table></body></html>".encode("gb18030"))
    assert content.doc_type == "html"
    assert content.metadata["claimed_type"] == "xls"
    (text,) = texts(content)
    assert "党员1\t男\t2011-07-01\n党员2\t男\t2011-07-02" in text
    assert "党员29" in text


def test_a_cell_keeps_its_paragraphs_and_a_row_its_cells() -> None:
    cells = "<td><p>石长根</p></td><td><div><p>书记</p></div></td><td><p>到会</p><p>第二段</p></td>"
    page = (
        f"<html><body><table><tr><th><p>姓名</p></th><th>职务</th></tr><tr>{cells}</tr></table></body></html>"
    )
    assert texts(content_of("表.html", page.encode()))[0] == "姓名\t职务\n石长根\t书记\t到会\n第二段"


def test_dates_and_sources_come_from_the_head() -> None:
    head = '<meta name="PubDate" content="2021-06-03 10:20"><meta name="ContentSource" content="机关党委">'
    content = content_of("x.html", page(TEMPLATES["one block"], head).encode())
    assert content.metadata["created"] == "2021-06-03"
    assert content.metadata["source"] == "机关党委"


@pytest.mark.parametrize(
    ("codec", "said"), [("gb18030", "gb2312"), ("utf-8", "gb2312"), ("gb18030", "utf-8")]
)
def test_the_bytes_win_against_a_wrong_declaration(codec: str, said: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">'
    content = content_of("x.html", page(TEMPLATES["one block"], head).encode(codec))
    assert SENTENCES[0] in texts(content)[0]


def test_white_space_is_shown_as_a_browser_shows_it() -> None:
    content = content_of("x.html", "<html><body><p>会议\n   记录</p><pre>一\n二</pre></body></html>".encode())
    assert texts(content) == ["会议 记录\n一\n二"]


@pytest.mark.parametrize(
    "data", ["<html></html>", "<html><body><script>1</script></body></html>", "<!DOCTYPE html>"]
)
def test_a_page_without_words_has_no_text(data: str) -> None:
    assert kinds(content_of("x.html", data.encode())) == [ProblemKind.NO_TEXT]


def test_deep_and_broken_markup_is_read() -> None:
    depth = 3000
    data = "<html><body>" + "<div>" * depth + "深处的字，" + "<p>没有关上" * 50
    assert "深处的字" in "".join(texts(content_of("x.html", data.encode())))


def test_a_page_of_one_paragraph_keeps_its_headline_and_its_signature() -> None:
    page = (
        "<html><body><div><h3>红马甲守护校门口</h3><div>连日来，后勤党支部党员在校门口测温、疏导车流，一站就是"
        "两小时。</div><address>2022年3月16日</address></div></body></html>"
    )
    lines = texts(content_of("x.html", page.encode()))[0].split("\n")
    assert lines[0] == "红马甲守护校门口"
    assert lines[-1] == "2022年3月16日"
