"""发文字号: the document's own number; one that its text cites is never taken."""

from __future__ import annotations

import re

from indexer.documents import Evidence, FieldSource, FieldValue

from .paper import plain
from .view import View
from .written_number import NO_BRACKET, NUMBER, DocNumber, normal_number, read_number

_CITING = re.compile(
    r"(?:根据|按照|依据|遵照|参照|转发|印发|落实|贯彻|学习|详见|参见|收到|关于|以及|及|和|与|见|按|由|《|“|\"|。|,|、|;)$"
)
#: 转发湘组发〔2018〕6号, 学习湘组发〔2018〕6号心得: the number of another paper.
_CITED = re.compile(
    r"(?:关于)?(?:根据|按照|依据|遵照|转发|印发|批转|落实|贯彻|传达|学习|研读|对照|执行|详见|参见|回复|答复)"
)
_SIGNER = re.compile(r"\s*(?:签发人?|签\s?发)\s?:?\s?[\u4e00-\u9fff·\s]{0,12}$")
_LABEL = re.compile(r"^(?:发文字号|发文号|文\s?号|字\s?号|编\s?号)\s?:?\s?")
_ORG_LINE = re.compile(r"[\u4e00-\u9fff]{2,16}[发字函办通组宣纪党委]")
_LABEL_CELL = re.compile(r"发文字号|发文号|文\s?号|字\s?号")
#: A row of more cells than so is a list's; in it only a cell beside 文号 is the paper's own.
_HEAD_LINES, _FORM_CELLS = 18, 3


def doc_no(view: View) -> FieldValue:
    """The number that stands by itself at the head, else in the file's name, else in the manifest."""
    return _at_head(view) or _in_name(view) or _in_manifest(view) or FieldValue()


def _at_head(view: View) -> FieldValue | None:
    lines = view.lines[:_HEAD_LINES]
    for at, line in enumerate(lines):
        if len(line.text) > 60 and at > 6:
            return None
        if "号" not in line.text:
            continue
        offset = line.start
        cells = line.text.split("\t")
        listed = sum(bool(cell.strip()) for cell in cells) > _FORM_CELLS
        for number, cell in enumerate(cells):
            if listed and not (number and _LABEL_CELL.fullmatch(cells[number - 1].strip())):
                offset += len(cell) + 1
                continue  # an inventory's row speaks of other papers
            found = _alone(cell.strip(), lines[at - 1].text if at else "")
            if found is not None:
                evidence = view.head.evidence(offset, offset + len(cell))
                return FieldValue(str(found), FieldSource.EXTRACTED, evidence, 0.97)
            offset += len(cell) + 1
    return None


def _alone(cell: str, above: str) -> DocNumber | None:
    """A line or cell that is a number and little else (文号: before it, 签发人 behind it)."""
    text = _LABEL.sub("", _SIGNER.sub("", cell)).strip("()[] ")
    match = NUMBER.fullmatch(text.rstrip(" .。"))
    if match and match["org"]:
        return read_number(match)
    if match:
        return read_number(match, above) if _ORG_LINE.fullmatch(above) else None
    match = NO_BRACKET.match(text)
    return read_number(match) if match else None


def _in_name(view: View) -> FieldValue | None:
    match = NUMBER.search(view.stem) if "号" in view.stem else None
    found = read_number(match) if match else None
    if match is None or found is None or _CITING.search(view.stem[: match.start()]):
        return None
    if _CITED.match(match["org"] or ""):
        return None
    return FieldValue(str(found), FieldSource.NAME, Evidence(view.stem), 0.85)


def _in_manifest(view: View) -> FieldValue | None:
    listed = normal_number(plain((view.subject.manifest or {}).get("doc_no", "")))
    return FieldValue(listed, FieldSource.MANIFEST, None, 0.9) if listed else None
