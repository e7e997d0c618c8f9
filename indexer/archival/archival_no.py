"""档号 in its normal form 0194-WS·2021-D30-BGS-0007 (DA/T 13-2022, DA/T 22-2015); many archives have none."""

from __future__ import annotations

import re

from indexer.documents import Evidence, FieldSource, FieldValue

from .paper import plain
from .view import View

_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<fonds>[A-Z]?\d{3,4}|[A-Z]{1,3}\d{1,3})-)?(?P<kind>[A-Z]{2})(?P<sub>(?:[·.](?:[A-Z]{1,3}|\d{2})(?![\d]))*)"
    r"[·.](?P<year>(?:19|20)\d{2})-(?P<term>Y|D30|D10|C|D|永久|30年|10年)-(?:(?P<part>[A-Z0-9]{2,4}|[\u4e00-\u9fff]{2,6})-)?(?P<item>\d{3,5})(?!\d)"
)
_LABELLED = re.compile(r"档\s?号\s?[:\t]\s?(?P<code>[A-Z0-9\u4e00-\u9fff·.-]{6,40})")
_TERMS = {"永久": "Y", "30年": "D30", "10年": "D10"}


def archival_no(view: View) -> FieldValue:
    """The code on the paper's first lines or last page, in its name or its inventory row."""
    for line in (*view.lines[:12], *view.tail.lines[-6:]):
        code = normal_code(line.text)
        if code is not None:
            return FieldValue(code, FieldSource.EXTRACTED, Evidence(line.text[:80], line.page), 0.93)
    code = normal_code(view.stem)
    if code is not None:
        return FieldValue(code, FieldSource.NAME, Evidence(view.stem), 0.9)
    listed = plain((view.subject.manifest or {}).get("archival_no", "")).strip()
    return (
        FieldValue(normal_code(listed) or listed, FieldSource.MANIFEST, None, 0.93)
        if listed
        else FieldValue()
    )


def normal_code(text: str) -> str | None:
    """A 档号 written with any separators, in normal form; None where plain ``text`` has none."""
    match = _CODE.search(text)
    if match is None:
        labelled = _LABELLED.search(text)
        return labelled["code"] if labelled and re.search(r"\d{2}", labelled["code"]) else None
    head = f"{match['fonds']}-" if match["fonds"] else ""
    part = f"{match['part']}-" if match["part"] else ""
    sub = match["sub"].replace(".", "·")
    term = _TERMS.get(match["term"], match["term"])
    return f"{head}{match['kind']}{sub}·{match['year']}-{term}-{part}{match['item']}"


def term_of(code: str) -> str | None:
    """The retention that a 档号 states: 永久, 30年, 10年 (old ones: 长期, 短期)."""
    match = _CODE.search(code)
    if match is None:
        return None
    return {"Y": "永久", "D30": "30年", "D10": "10年", "C": "长期", "D": "短期"}.get(
        match["term"], match["term"]
    )


def year_of(code: str) -> int | None:
    """The 归档年度 that a 档号 states."""
    match = _CODE.search(code)
    return int(match["year"]) if match else None
