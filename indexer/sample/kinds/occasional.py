"""Papers that come up now and then, from ``texts/occasional.toml``: one of a kind, each in its own words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from indexer.sample.filling import Filling
from indexer.sample.kinds.tables import TABLES
from indexer.sample.numerals import chinese_date, full_date
from indexer.sample.paper import Block, Draft, Grid, Paper, body, plain, right, title
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import Branch, branch, load_texts


def papers_of(number: int, year: int) -> Iterator[Draft]:
    """The papers of a branch (0: the general branch) in a year, of the first copy of the archive."""
    for paper in load_texts("occasional.toml")["paper"]:
        if paper["branch"] == number and paper["year"] == year:
            yield _write(paper)


def _write(paper: dict[str, Any]) -> Draft:
    owner = branch(paper.get("belongs", paper["branch"]) or 1)
    rng = random.Random(f"occasional {paper['title']}")
    day, written = _day(paper)
    filling = Filling(rng, owner, day)
    filling |= {"host": owner.secretary.name, "recorder": owner.people[-1].name}
    filling["board"] = "、".join(sorted(person.name for person in owner.board))
    lines = [filling.fill(text) for text in paper.get("body", ())]
    blocks: list[Block] = [title(paper["title"])]
    if "salutation" in paper:
        blocks.append(plain(paper["salutation"]))
    blocks += body(*lines)
    if "table" in paper:
        blocks.append(Grid(TABLES[paper["table"]](owner, rng)))
    blocks += _foot(paper, owner, day)
    author = owner.board[-1].name
    truth = _truth(paper, owner, written, _phrase(lines, blocks))
    return Draft(paper["title"], Paper(tuple(blocks), author, day, paper["title"]), truth)


def _day(paper: dict[str, Any]) -> tuple[date, str]:
    """The day, and how far the paper itself tells it."""
    if not paper["day"]:
        return date(paper["year"], 12, 31), str(paper["year"])
    month, day = map(int, paper["day"].split("-"))
    return date(paper["year"], month, day), date(paper["year"], month, day).isoformat()


def _foot(paper: dict[str, Any], owner: Branch, day: date) -> tuple[Block, ...]:
    written = chinese_date(day) if paper.get("numerals") else full_date(day)
    if "table" in paper:
        return (
            (plain(f"填报：{owner.name if paper['branch'] else '站总支'}　{written}"),)
            if paper["day"]
            else ()
        )
    if paper.get("author"):
        return (
            right(f"{owner.name}　{owner.people[len(paper['title']) % len(owner.people)].name}"),
            right(written),
        )
    return (right(paper["sign"]), right(written)) if "sign" in paper else ()


def _phrase(lines: list[str], blocks: list[Block]) -> str:
    if lines:
        return max(lines, key=len)
    grid = next(block for block in blocks if isinstance(block, Grid))
    return max((cell for row in grid.rows for cell in row), key=len)


def _truth(paper: dict[str, Any], owner: Branch, written: str, phrase: str) -> TruthEntry:
    is_general = paper["branch"] == 0 and "belongs" not in paper
    return TruthEntry(
        path="",
        kind="occasional",
        event=paper.get("event"),
        title=paper["title"],
        branch=None if is_general else owner.name,
        work_year=paper.get("work_year", paper["year"]),
        date=written,
        category=paper["category"],
        subcategory=paper["sub"],
        category_secondary=paper.get("secondary"),
        role=paper["role"] if paper["role"] != "其他" else None,
        persons=tuple(paper.get("persons", ())),
        phrases=(phrase,),
    )
