"""Presentations: a slide a page, in the order shown, with notes and comments."""

from __future__ import annotations

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import content_of, kinds, labels, package, texts

P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(**targets: str) -> str:
    """``kind_n=target`` as a part's relations."""
    each = (
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name.split("_")[0]}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f"<Relationships>{''.join(each)}</Relationships>"


def paragraphs(*lines: str) -> str:
    return "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)


def shape(*lines: str, kind: str | None = None) -> str:
    mark = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return f"<p:sp><p:nvSpPr>{mark}</p:nvSpPr><p:txBody>{paragraphs(*lines)}</p:txBody></p:sp>"


def slide(*shapes: str, tag: str = "sld", attributes: str = "") -> str:
    tree = f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>"
    return f"<p:{tag} {P} {A} {R} {attributes}>{tree}</p:{tag}>"


def presentation(parts: dict[str, str], shown: list[str]) -> bytes:
    """``shown`` are the slides' numbers in the order of the show."""
    ids = "".join(f'<p:sldId r:id="slide_{number}"/>' for number in shown)
    links = {f"slide_{number}": f"slides/slide{number}.xml" for number in shown}
    return package(
        {
            "ppt/presentation.xml": f"<p:p {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:p>",
            "ppt/_rels/presentation.xml.rels": relations(**links),
            **{f"ppt/{name}": part for name, part in parts.items()},
        }
    )


def test_slides_come_in_the_order_of_the_show_with_their_titles_first() -> None:
    parts = {
        "slides/slide1.xml": slide(shape("第二张的正文"), shape("第二张", kind="title")),
        "slides/slide2.xml": slide(shape("第一张", kind="ctrTitle"), attributes='show="0"'),
    }
    content = content_of("x.pptx", presentation(parts, ["2", "1"]))
    assert content.doc_type == "pptx"
    assert labels(content) == ["第1张（隐藏）", "第2张"]
    assert texts(content) == ["第一张", "第二张\n第二张的正文"]


def test_tables_groups_notes_and_comments_belong_to_their_slide() -> None:
    cells = "".join(f"<a:tc><a:txBody>{paragraphs(text)}</a:txBody></a:tc>" for text in ("应到", "12"))
    table = f"<p:graphicFrame><a:graphic><a:tbl><a:tr>{cells}</a:tr></a:tbl></a:graphic></p:graphicFrame>"
    parts = {
        "slides/slide1.xml": slide(
            table, f"<p:grpSp>{shape('组里的字')}</p:grpSp>", shape("1", kind="sldNum")
        ),
        "slides/_rels/slide1.xml.rels": relations(
            notesSlide_1="../notesSlides/n.xml", comments_1="../comments/c.xml"
        ),
        "notesSlides/n.xml": slide(shape("讲到这里停一下", kind="body"), tag="notes"),
        "comments/c.xml": f"<p:cmLst {P}><p:cm><p:text>换一张图</p:text></p:cm></p:cmLst>",
    }
    (text,) = texts(content_of("x.pptx", presentation(parts, ["1"])))
    assert text.split("\n") == ["应到\t12", "组里的字", "备注：", "讲到这里停一下", "批注：换一张图"]


def test_what_the_master_writes_on_every_slide_is_read_once() -> None:
    master = slide(shape("机关第一党支部"), shape("单击此处编辑标题", kind="title"), tag="sldMaster")
    parts = {
        **{f"slides/slide{n}.xml": slide(shape(f"第{n}张的字")) for n in (1, 2)},
        **{f"slides/_rels/slide{n}.xml.rels": relations(slideLayout_1="../l.xml") for n in (1, 2)},
        "l.xml": slide(tag="sldLayout"),
        "_rels/l.xml.rels": relations(slideMaster_1="m.xml"),
        "m.xml": master,
    }
    content = content_of("x.pptx", presentation(parts, ["1", "2"]))
    assert texts(content) == ["第1张的字\n机关第一党支部", "第2张的字"]


def test_a_slide_that_is_missing_leaves_the_others_and_their_numbers() -> None:
    parts = {
        "slides/slide1.xml": slide(shape("一")),
        "slides/slide2.xml": "<not xml",
        "slides/slide3.xml": slide(shape("三")),
    }
    content = content_of("x.pptx", presentation(parts, ["1", "2", "3"]))
    assert labels(content) == ["第1张", "第3张"]
    assert content.page_count == 3


def test_slides_without_words_have_no_text() -> None:
    data = presentation({"slides/slide1.xml": slide()}, ["1"])
    assert kinds(content_of("x.pptx", data)) == [ProblemKind.NO_TEXT]
