"""发文字号: the document's own number, in its normal form 国发〔2021〕12号 (GB/T 9704-2012 7.2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.documents import FieldSource, FieldValue

from .paper import Passage
from .view import View

_BODY = (
    r"(?P<org>[\u4e00-\u9fff×XxA-Z·]{1,16}?(?:\([\u4e00-\u9fff]{1,4}\))?[\u4e00-\u9fff]{0,4})?\s?"
    r"[\[({<]\s?(?P<year>(?:19|20)\s?\d\s?\d|二[〇零]\d?[〇零一二三四五六七八九]{1,2})\s?年?\s?[\])}>]\s?年?\s?(?:第\s?)?[0〇O]*(?P<no>\d{1,4})\s?号"
)
NUMBER = re.compile(_BODY)
_NO_BRACKET = re.compile(
    r"^(?P<org>[\u4e00-\u9fff]{2,12}(?:发|字|函|办|通|组|宣|纪|党|委|任|干|报|请|复))\s?(?P<year>(?:19|20)\d{2})\s?[-年]?\s?(?:第\s?)?[0]*(?P<no>\d{1,4})\s?号$"
)
_CITING = re.compile(
    r"(?:根据|按照|依据|遵照|参照|转发|印发|详见|参见|收到|关于|以及|及|和|与|见|按|由|《|“|\"|。|,|、|;|:)+$"
)
_ORG_JUNK = re.compile(r"^(?:文号|发文字号|发文号|编号|字号|签发人|文件)+:?")
_LABEL = re.compile(r"(?:发文字号|发文号|文件字号|文\s?号|字\s?号)\s?[::\t ]\s?$")


@dataclass(frozen=True, slots=True)
class DocNumber:
    org: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.org}〔{self.year}〕{self.number}号"


def normal_number(text: str) -> str | None:
    """The normal form of a written 发文字号 (any bracket, blanks, padding), None where it is none.

    ``湘衡党发[2021]012 号`` → ``湘衡党发〔2021〕12号``. ``text`` must be plain.
    """
    match = NUMBER.search(text)
    found = _read(match) if match else None
    return str(found) if found else None


def doc_no(view: View) -> FieldValue:
    """The number that stands by itself at the head, else in the file's name, else in the manifest.

    A number cited in the text is never taken.
    """
    return _at_head(view) or _in_name(view) or _in_manifest(view) or FieldValue()


def _read(match: re.Match[str], org: str | None = None) -> DocNumber | None:
    org = _ORG_JUNK.sub("", (org or match["org"] or "").replace("·", ""))
    if len(org) < 2:
        return None
    year = int(re.sub(r"\D", "", match["year"]) or 0)
    return DocNumber(org, year, int(match["no"])) if 1949 <= year <= 2099 and int(match["no"]) else None


def _at_head(view: View) -> FieldValue | None:
    lines = view.lines[:18]
    for at, line in enumerate(lines):
        if len(line.text) > 60 and at > 6:
            break
        for cell_start, cell in _cells(line.text):
            found = _alone(cell, lines[at - 1].text if at else "")
            if found is not None:
                start = line.start + cell_start
                return FieldValue(
                    str(found), FieldSource.EXTRACTED, view.head.evidence(start, start + len(cell)), 0.97
                )
    return None


def _cells(text: str) -> list[tuple[int, str]]:
    cells, at = [], 0
    for cell in text.split("\t"):
        cells.append((at, cell.strip()))
        at += len(cell) + 1
    return cells


def _alone(cell: str, above: str) -> DocNumber | None:
    """A cell or line that is a number and little else (签发人 may follow, 文号: precede)."""
    text = re.sub(r"\s*(?:签发人?|签\s?发)\s?:?\s?[\u4e00-\u9fff·\s]{0,12}$", "", cell)
    text = re.sub(r"^(?:发文字号|发文号|文\s?号|字\s?号|编\s?号)\s?:?\s?", "", text).strip("()[] ")
    match = NUMBER.fullmatch(text if text.endswith("号") else text.rstrip(" .。"))
    if match:
        if match["org"]:
            return _read(match)
        joined = re.fullmatch(r"[\u4e00-\u9fff]{2,16}", above)
        return _read(match, above) if joined and re.search(r"[发字函办通组宣纪党委]$", above) else None
    match = _NO_BRACKET.match(text)
    return _read(match) if match else None


def _in_name(view: View) -> FieldValue | None:
    match = NUMBER.search(view.stem)
    found = _read(match) if match else None
    if found is None or _CITING.search(view.stem[: match.start() if match else 0]):
        return None
    return FieldValue(str(found), FieldSource.NAME, None, 0.85)


def _in_manifest(view: View) -> FieldValue | None:
    listed = (view.subject.manifest or {}).get("doc_no", "")
    found = normal_number(Passage([(1, listed)]).text) if listed else None
    return FieldValue(found, FieldSource.MANIFEST, None, 0.9) if found else None
