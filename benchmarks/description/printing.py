"""Tallies as Markdown: accuracy by field and archive, confusion tables, misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.description.judging import ANY_NAME, MEETING, STATED, WORDED, Tallies, Tally

ROWS = (
    STATED[0],
    ANY_NAME,
    *STATED[1:],
    "mark",
    "parts",
    "persons",
    *(f"meeting.{name}" for name in MEETING),
)
CONFUSIONS = ("category", "role")


def accuracy(by_unit: Mapping[str, Tallies]) -> list[str]:
    """A row a field: share of the stated values found, of how many; ``+n`` invented where none is."""
    units = list(by_unit)
    lines = ["| field | " + " | ".join(units) + " |", "| --- |" + " ---: |" * len(units)]
    for name in (*ROWS, "meeting"):
        cells = [_cell(name, by_unit[unit]) for unit in units]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def _cell(name: str, tallies: Tallies) -> str:
    tally = _meeting(tallies) if name == "meeting" else tallies.get(name, Tally())
    if not tally.stated and not tally.invented:
        return ""
    text = f"{tally.share:.1f} % of {tally.stated}" if tally.stated else "none stated"
    if name in WORDED and tally.exact != tally.right:
        text += f" ({tally.exact} exact)"
    return text + (f" +{tally.invented}" if tally.invented else "")


def _meeting(tallies: Tallies) -> Tally:
    """All fields of minutes together."""
    whole = Tally()
    for name in MEETING:
        whole.add(tallies.get(f"meeting.{name}", Tally()))
    return whole


def confusion(name: str, by_unit: Mapping[str, Tallies]) -> list[str]:
    """The truth's values against those found, of all archives, those that differ."""
    whole = Tally()
    for tallies in by_unit.values():
        whole.add(tallies.get(name, Tally()))
    lines = [f"| {name}: truth | found | times |", "| --- | --- | ---: |"]
    return lines + [f"| {truth} | {value} | {n} |" for (truth, value), n in whole.confused.most_common()]


def misses(tallies: Tallies, wanted: Sequence[str]) -> list[str]:
    """Every miss of the fields wanted (``all``: of all)."""
    lines: list[str] = []
    for name in ROWS:
        tally = tallies.get(name)
        if tally is not None and tally.misses and (name in wanted or "all" in wanted):
            lines += [f"{name}:", *(f"    {miss}" for miss in tally.misses)]
    return lines
