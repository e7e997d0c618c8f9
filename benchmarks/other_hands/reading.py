"""Reads a unit's source text: for each document a header of facts, then the lines of the paper.

``@@ path`` begins a document (``archive.zip!member`` a member of a ZIP). Header lines are ``key: value``
pairs parted by ``|``: b branch, y work year, d date, c category/subcategory, c2 secondary category,
r role, no 文号, is issuer, g 文种, s secrecy, o outcome, p all who are named,
e the meeting or activity it shares with other documents (``?`` after the name: a paper that prepared or
followed it, which may stand with them or not; several parted by ；),
t title (else the first ``#`` line), enc encoding,
``m.…`` the fields of the meeting. Body lines begin with ``#`` (title), ``##`` (heading), ``!!`` (red head),
``^`` (centred), ``>`` (right), ``|`` (a table's row, ⏎ for a new line in a cell), ``.`` (flush left);
``%% date | kind [| event]`` begins a meeting of a longer file and is not part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.sample.truth import MeetingTruth, PartTruth, TruthEntry

TEXTS = Path(__file__).with_name("texts")
UNITS = (
    "university",
    "village",
    "hospital",
    "enterprise",
    "town",
    "community",
    "power",
    "tax",
    "school",
    "water",
    "city_works",
    "subdistrict",
    "rural_bank",
    "institute",
    "court",
    "faculty",
    "builders",
    "culture",
    "cement",
    "traffic_police",
    "vocational",
    "cooperative",
    "street_lamps",
)
LISTS = {"attending", "absent", "topics", "resolutions"}
#: Second level of the taxonomy → kind of meeting; a meeting of another kind has none.
MEETINGS = {
    name: name for name in ("支部党员大会", "支委会", "党小组会", "党课", "主题党日", "组织生活会")
} | {
    "换届选举": "支部党员大会",
    "红色教育": "主题党日",
    "政治生日": "主题党日",
}
NUMBERS = {"expected", "present"}
MARKS = ("!!", "##", "#", "^", ">", "|", ".")


@dataclass(frozen=True)
class Document:
    """``lines``: (mark, text) pairs, the mark empty for running text; ``truth`` has path and member."""

    truth: TruthEntry
    lines: tuple[tuple[str, str], ...]
    encoding: str
    parts: tuple[TruthEntry, ...]


def documents(unit: str) -> Iterator[Document]:
    """The documents of a unit of ``UNITS``, or of the text at a path that ends in .txt."""
    source = Path(unit) if unit.endswith(".txt") else TEXTS / f"{unit}.txt"
    text = source.read_text(encoding="utf-8")
    for block in re.split(r"^@@ ", text, flags=re.MULTILINE)[1:]:
        yield _document(block)


def _document(block: str) -> Document:
    path, *rows = block.strip().split("\n")
    facts: dict[str, str] = {}
    while rows and re.match(r"(?:[a-z0-9]{1,3}|m\.[a-z]+): ", rows[0]):
        for pair in re.split(r" \| (?=(?:[a-z0-9]{1,3}|m\.[a-z]+): )", rows.pop(0)):
            key, _colon, value = pair.partition(": ")
            facts[key] = value.strip()
    lines = [_line(row) for row in rows if row.strip() and not row.startswith("%%")]
    title = facts.get("t") or next((text for mark, text in lines if mark == "#"), None)
    truth = _truth(path, facts, title)
    parts = tuple(_part(truth, number, row) for number, row in enumerate(_meetings(rows), 1))
    return Document(replace(truth, parts=len(parts)), tuple(lines), facts.get("enc", "utf-8"), parts)


def _line(row: str) -> tuple[str, str]:
    mark = next((mark for mark in MARKS if row.startswith(mark)), "")
    return mark, row.removeprefix(mark).strip() if mark != "|" else row


def _meetings(rows: list[str]) -> list[str]:
    return [row.removeprefix("%%") for row in rows if row.startswith("%%")]


def _truth(path: str, facts: dict[str, str], title: str | None) -> TruthEntry:
    place, _mark, member = path.partition("!")
    category, _slash, second = facts.get("c", "").partition("/")
    suffix = path.rpartition(".")[2]
    return TruthEntry(
        path=place,
        member=member or None,
        doc_type=suffix,
        outcome=facts.get("o", "searchable"),
        problems=("quarantined",) if "o" in facts else (),
        kind="other",
        title=title,
        branch=facts.get("b"),
        issuer=facts.get("is"),
        work_year=int(facts["y"]) if "y" in facts else None,
        date=facts.get("d"),
        category=category or None,
        subcategory=second or None,
        category_secondary=facts.get("c2"),
        role=facts.get("r") if facts.get("r") != "其他" else None,
        genre=facts.get("g"),
        doc_no=facts.get("no"),
        secrecy=facts.get("s"),
        persons=tuple(re.split("[、；]", facts["p"])) if "p" in facts else (),
        meeting=_meeting(facts, second),
        event=facts.get("e"),
    )


def _meeting(facts: dict[str, str], kind: str) -> MeetingTruth | None:
    told: dict[str, Any] = {key[2:]: value for key, value in facts.items() if key.startswith("m.")}
    if not told:
        return None
    for key in LISTS & told.keys():
        names = (
            []
            if told[key] == "无"
            else re.split("[；、]" if key in ("absent", "attending") else "；", told[key])
        )
        told[key] = tuple(names)
    for key in NUMBERS & told.keys():
        told[key] = int(told[key])
    return MeetingTruth(**({"type": MEETINGS.get(kind), "date": facts["d"]} | told))


def _part(whole: TruthEntry, number: int, row: str) -> TruthEntry:
    day, kind, *event = (value.strip() for value in row.split("|"))
    return replace(
        whole,
        part=PartTruth(number, day),
        title=None,
        date=day,
        work_year=int(day[:4]),
        subcategory=kind,
        parts=0,
        meeting=None,
        event=event[0] if event else None,
    )
