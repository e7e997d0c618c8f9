"""How often the rules see what is not there: near copies, events, splitting, marks, numbers, years."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.description.events import together, told_together
from benchmarks.description.running_text import Counted
from benchmarks.other_hands import UNITS, documents
from indexer.archival.describe import describe
from indexer.archival.events.finding import Described, find_events
from indexer.archival.likeness import ALIKE, likeness, shingles
from indexer.archival.minutes.splitting import split_meetings
from indexer.archival.secrecy import find_mark
from indexer.archival.values import Branch, Subject, Unit
from indexer.documents import Page

_TEXTS = Path(__file__).with_name("negatives.toml")
_UNIT = Unit("衡东县路灯管理站", (Branch("第一党支部"), Branch("第二党支部")))
#: What every month's minutes of a branch share in the set of near copies, word for word.
_SHARED = (
    "会议首先学习了党的二十大报告有关章节，支部书记领学，与会同志结合岗位谈了体会。会议认为，要把学习成果转化为工作的实际"
    "行动。会议指出，支部要认真落实三会一课制度，党员要发挥先锋模范作用，立足岗位作贡献。会议强调，要高度重视，加强领导，"
    "明确分工，责任到人，确保各项工作落到实处。会议要求，全体党员要提高认识，统一思想，按时参加组织生活，按月交纳党费。"
)


def constructed() -> dict[str, Counted]:
    """The sets of ``negatives.toml``, and minutes that share half their words."""
    told = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
    counts = {name: Counted() for name in ("splitting", "secrecy", "numbers", "rule years")}
    for text in told["splitting"]:
        counts["splitting"].add(len(split_meetings(_pages(text))), text[:20])
    for text in told["secrecy"]:
        mark = find_mark(_pages(text), "材料.docx")
        counts["secrecy"].add(mark or _described(text).value("secrecy"), text[:20])
    for text in told["numbers"]:
        counts["numbers"].add(_described(text).value("doc_no"), text[:20])
    for case in told["rule_years"]:
        year = _described(case["text"]).value("work_year")
        counts["rule years"].add(None if year == case["year"] else year, case["text"][:20])
    counts["events put together"], counts["events taken apart"] = _events(told["events"])
    counts["near copies: other matters"], counts["near copies missed"] = _near_copies()
    return counts


def _pages(text: str) -> tuple[Page, ...]:
    return (Page(1, "", text),)


def _described(text: str) -> Any:
    return describe(Subject("档案", "材料.docx", None, "docx", _pages(text)), _UNIT)


def _events(cases: Sequence[Mapping[str, Any]]) -> tuple[Counted, Counted]:
    """Pairs of one meeting as the rules see it that are of two, and pairs of one that they see apart."""
    false, missed = Counted(), Counted()
    for case in cases:
        truth = {one["path"]: one.get("event", "") for one in case["documents"]}
        found = together({event.key: event.documents for event in find_events(_placed(case["documents"]))})
        wanted, allowed = told_together(truth)
        for pair in itertools.combinations(sorted(truth), 2):
            where = f"{case['name']}: {' + '.join(pair)}"
            if pair in wanted:
                missed.add(pair not in found, where)
            elif pair not in allowed:
                false.add(pair in found, where)
    return false, missed


def _placed(documents: Sequence[Mapping[str, str]]) -> Iterator[Described]:
    for one in documents:
        folder, _, name = f"档案/{one['path']}".rpartition("/")
        subject = Subject("档案", one["path"], None, name.rpartition(".")[2], _pages(one["text"]))
        yield Described(one["path"], folder, name, describe(subject, _UNIT), partial(str, one["text"]))


def _near_copies() -> tuple[Counted, Counted]:
    """Minutes of other matters in the same words of course, and the same minutes under another day."""
    false, missed = Counted(), Counted()
    for unit in UNITS:
        own = [text for text in _minutes(unit) if len(text) >= len(_SHARED)]
        sketches = [shingles([_SHARED + text]) for text in own]
        for (a, one), (b, other) in itertools.combinations(enumerate(sketches), 2):
            false.add(likeness(one, other) >= ALIKE, f"{unit} {a} {b}")
        for at, text in enumerate(own):
            again = re.sub(r"\d{4}年\d{1,2}月\d{1,2}日", "2030年1月2日", text).replace(
                "主持人：", "主持人：新任"
            )
            if shingles([text]):  # shorter ones are never compared
                missed.add(likeness(shingles([text]), shingles([again])) < ALIKE, f"{unit} {at}")
    return false, missed


def _minutes(unit: str) -> Iterator[str]:
    for document in documents(unit):
        if document.truth.role in ("会议记录", "会议纪要") and not document.truth.parts:
            yield "\n".join(text for _mark, text in document.lines)


def table(named: Mapping[str, Counted]) -> Sequence[str]:
    lines = ["| set | texts or pairs | wrong | rate |", "| --- | ---: | ---: | ---: |"]
    return lines + [
        f"| {name} | {one.texts} | {one.wrong} | {one.rate:.2f} % |" for name, one in named.items()
    ]
