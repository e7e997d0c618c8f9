"""A meeting as it went: who was there, what was said, what was decided. Hands then write it down."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from indexer.sample.events import CATEGORY, Event
from indexer.sample.filling import Filling
from indexer.sample.truth import MeetingTruth, TruthEntry
from indexer.sample.unit import Person, load_texts

#: What must be found where a clerk remembers it: (branch, kind, year, month) → the topic that comes first.
PINNED = {
    (1, "支委会", 2021, 6): "路灯经费",
    (1, "支委会", 2023, 9): "路灯经费",
    (2, "支委会", 2021, 4): "党史学习教育",
    (4, "支委会", 2022, 11): "二十大",
    (2, "支部党员大会", 2022, 6): "预备党员转正",
    (1, "支部党员大会", 2023, 6): "接收预备党员",
    (6, "支委会", 2020, 12): "路灯经费",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One item of an agenda, from the report to the decision."""

    title: str
    short: str
    reporter: str
    report: str
    speeches: tuple[tuple[str, str], ...]
    decision: str


@dataclass(frozen=True, slots=True)
class Meeting:
    event: Event
    start: str
    end: str
    place: str
    host: str
    recorder: str
    present: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    attending: tuple[str, ...]
    matters: tuple[Matter, ...]
    opening: str
    agree: str
    closing: str

    @property
    def expected(self) -> int:
        return len(self.present) + len(self.absent)

    def truth(self, *, left_out: Sequence[str] = (), **told: Any) -> MeetingTruth:
        """What a complete minute tells; ``left_out`` names what this one does not, ``told`` changes some."""
        values: dict[str, Any] = {
            "type": self.event.kind,
            "date": self.event.day.isoformat(),
            "place": self.place,
            "host": self.host,
            "recorder": self.recorder,
            "expected": self.expected,
            "present": len(self.present),
            "attending": self.attending,
            "absent": tuple(name for name, _reason in self.absent),
            "topics": tuple(matter.title for matter in self.matters),
            "resolutions": tuple(matter.decision for matter in self.matters),
        }
        values.update(told)
        return MeetingTruth(**{name: value for name, value in values.items() if name not in left_out})


def entry_of(event: Event, /, *, kind: str, role: str, title: str | None, **values: Any) -> TruthEntry:
    """The truth that every document of a meeting shares, without a path."""
    facts: dict[str, Any] = {
        "path": "",
        "kind": kind,
        "title": title,
        "branch": event.branch.name,
        "work_year": event.year,
        "date": event.day.isoformat(),
        "category": CATEGORY[event.kind],
        "subcategory": event.kind,
        "role": role,
        "event": event.key,
    }
    return TruthEntry(**(facts | values))


def hold(event: Event) -> Meeting:
    """Let the meeting take place; the same event always goes the same way."""
    rng = event.random("meeting")
    pools = load_texts("names.toml")
    expected = _expected(event)
    absent = _absent(rng, expected)
    present = tuple(person.name for person in expected if person.name not in {name for name, _ in absent})
    hour = rng.choice((9, 10, 14, 15, 15, 16))
    filling = Filling(rng, event.branch, event.day)
    matters = tuple(_matters(event, rng, present))
    filling["host"] = present[0]
    filling["end"] = f"{hour + 2}时"
    manners = load_texts("speech.toml")
    return Meeting(
        event=event,
        start=f"{hour}:{rng.choice(('00', '30'))}",
        end=f"{hour + 2}:00",
        place=rng.choice(pools["places"]),
        host=present[0],
        recorder=present[-1] if len(present) > 1 else present[0],
        present=present,
        absent=absent,
        attending=(event.branch.people[-1].name,) if event.kind == "支委会" and rng.random() < 0.3 else (),
        matters=matters,
        opening=filling.one(manners["opening"]),
        agree=rng.choice(manners["agree"]),
        closing=filling.one(manners["closing"]),
    )


def _expected(event: Event) -> tuple[Person, ...]:
    if event.kind == "支委会":
        return event.branch.board
    return event.branch.group(event.group) if event.group else event.branch.people


def _absent(rng: random.Random, expected: tuple[Person, ...]) -> tuple[tuple[str, str], ...]:
    """Nobody, one or two; never the host, and never half of a committee."""
    most = min(2, (len(expected) - 1) // 2)
    count = rng.choice((0, 0, 1, most)) if most else 0
    missing = rng.sample([person.name for person in expected[1:]], min(count, most))
    return tuple((name, rng.choice(load_texts("names.toml")["reasons"])) for name in missing)


def _matters(event: Event, rng: random.Random, present: tuple[str, ...]) -> list[Matter]:
    most = 1 if event.kind == "党小组会" else 3
    topics = _topics(event, rng, rng.randint(min(2, most), most))
    return [_matter(topic, event, rng, present) for topic in topics]


def _matter(topic: dict[str, Any], event: Event, rng: random.Random, present: tuple[str, ...]) -> Matter:
    filling = Filling(rng, event.branch, event.day)
    filling |= {"present": str(len(present)), "expected": str(len(_expected(event)))}
    reporter = rng.choice(present)
    others = [name for name in present if name != reporter] or [reporter]
    speeches = filling.some(topic["speech"], 1, 3)
    speakers = rng.sample(others, min(len(others), len(speeches)))
    return Matter(
        title=filling.fill(topic["title"]),
        short=topic["short"],
        reporter=reporter,
        report=filling.one(topic["report"]),
        speeches=tuple(zip(speakers, speeches, strict=False)),
        decision=filling.one(topic["decision"]),
    )


def _topics(event: Event, rng: random.Random, count: int) -> list[dict[str, Any]]:
    possible = _possible(event.kind, event.day.year, event.day.month)
    pinned = None
    if event.branch.copy == 0:
        pinned = PINNED.get((event.branch.number, event.kind, event.day.year, event.day.month))
    chosen = [topic for topic in possible if topic["key"] == pinned]
    rest = [topic for topic in possible if topic["key"] != pinned]
    return chosen + rng.sample(rest, min(len(rest), count - len(chosen)))


@cache
def _possible(kind: str, year: int, month: int) -> list[dict[str, Any]]:
    def fits(topic: dict[str, Any]) -> bool:
        return (
            kind in topic.get("meetings", (kind,))
            and year in topic.get("years", (year,))
            and month in topic.get("months", (month,))
        )

    return [topic for topic in load_texts("topics.toml")["topic"] if fits(topic)]
