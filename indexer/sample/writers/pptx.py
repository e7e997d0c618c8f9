"""PPTX: a slide a heading, with the parts that PowerPoint insists on (ECMA-376 part 1, PresentationML)."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from indexer.sample.paper import Break, Line, Paper, Style
from indexer.sample.writers.office import XML, content_types, core_properties, relations
from indexer.sample.writers.pptx_parts import LAYOUT, MASTER, NAMESPACES, THEME, TREE
from indexer.sample.writers.zips import pack

_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
_LINES_A_SLIDE = 8


@dataclass
class _Slide:
    title: str
    lines: list[str] = field(default_factory=list)


def pptx(paper: Paper) -> bytes:
    slides = _slides(paper)
    numbers = range(1, len(slides) + 1)
    members = {
        "[Content_Types].xml": _types(numbers),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml"), core=True),
        "ppt/presentation.xml": XML + _presentation(numbers),
        "ppt/_rels/presentation.xml.rels": relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            *(("slide", f"slides/slide{n}.xml") for n in numbers),
        ),
        "ppt/slideMasters/slideMaster1.xml": XML + MASTER,
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": XML + LAYOUT,
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/theme/theme1.xml": XML + THEME,
        "docProps/core.xml": core_properties(paper),
    }
    for number, slide in zip(numbers, slides, strict=True):
        members[f"ppt/slides/slide{number}.xml"] = XML + _slide(slide)
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
            ("slideLayout", "../slideLayouts/slideLayout1.xml")
        )
    return pack((name, text.encode()) for name, text in members.items())


def _types(numbers: range) -> str:
    return content_types(
        ("/ppt/presentation.xml", f"{_TYPE}.presentation.main+xml"),
        ("/ppt/slideMasters/slideMaster1.xml", f"{_TYPE}.slideMaster+xml"),
        ("/ppt/slideLayouts/slideLayout1.xml", f"{_TYPE}.slideLayout+xml"),
        ("/ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
        *((f"/ppt/slides/slide{n}.xml", f"{_TYPE}.slide+xml") for n in numbers),
    )


def _slides(paper: Paper) -> list[_Slide]:
    """Titles, headings and breaks begin a slide; a long one goes on on the next. Tables are left out."""
    slides: list[_Slide] = []
    for block in paper.blocks:
        if isinstance(block, Break):
            slides.append(_Slide(block.label))
        elif isinstance(block, Line) and block.style in (Style.TITLE, Style.HEADING):
            slides.append(_Slide(block.text))
        elif isinstance(block, Line):
            if not slides or len(slides[-1].lines) >= _LINES_A_SLIDE:
                slides.append(_Slide(f"{slides[-1].title}（续）" if slides else ""))
            slides[-1].lines.append(block.text)
    return slides


def _presentation(numbers: range) -> str:
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in numbers)
    return (
        f'<p:presentation {NAMESPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f"</p:sldMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst>"
        '<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )


def _slide(slide: _Slide) -> str:
    shapes = _shape(2, 'type="title"', 3200, [slide.title]) + _shape(
        3, 'type="body" idx="1"', 2000, slide.lines
    )
    return (
        f"<p:sld {NAMESPACES}>{TREE.format(shapes)}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def _shape(number: int, place: str, size: int, lines: list[str]) -> str:
    """A text in a placeholder of the layout, which gives it its box."""
    run = f'<a:r><a:rPr lang="zh-CN" sz="{size}"/><a:t>{{}}</a:t></a:r>'
    paragraphs = "".join(f"<a:p>{run.format(escape(line))}</a:p>" for line in lines or [""])
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="占位符 {number}"/><p:cNvSpPr/><p:nvPr>'
        f"<p:ph {place}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}"
        "</p:txBody></p:sp>"
    )
