"""What both engines are sent for a request of every kind, as golden files.

After a change that is meant, ``DANGAN_TEST_WRITE_GOLDEN=1`` writes them anew; read the difference.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from indexer.engines.elastic import compile as elastic
from indexer.engines.elastic.schema import State, index_mappings, index_settings
from indexer.engines.embedded import compile as embedded
from indexer.engines.embedded.schema import build_schema
from indexer.engines.fields import FIELDS
from indexer.engines.plan import plan
from indexer.engines.query import (
    AllOf,
    Among,
    AnyOf,
    Arrived,
    Boost,
    DateRange,
    Everything,
    Facet,
    Keyword,
    Not,
    OneOf,
    Search,
    Sort,
    Text,
    TextField,
)

GOLDEN = Path(__file__).parent / "golden"

BRANCH = OneOf(Facet.BRANCH, frozenset({"一支部", "-"}))
KIND = OneOf(Facet.SUBCATEGORY, frozenset({"02.支委会"}))
MEETING = Boost(("会议", "记录"), ("会议", "议记", "记录"), 1.0)
REQUESTS = {
    "everything": Search(),
    "nothing": Search(AnyOf(())),
    "one_character": Search(Text("会")),
    "one_strange_character": Search(Text("\\", TextField.TITLE)),
    "two_characters": Search(Text("会议")),
    "phrase_of_even_length": Search(Text("会议记录", TextField.BODY)),
    "phrase_of_odd_length": Search(Text("2021年", TextField.NAME)),
    "lone_not": Search(Not(Text("会议", TextField.TITLE))),
    "nested": Search(
        AllOf(
            (
                AnyOf((Text("会议", TextField.BODY), Text("报告", TextField.BODY))),
                AllOf((Not(Not(BRANCH)), Everything(), Not(AnyOf((KIND, DateRange(20210601, 20210630)))))),
                AnyOf((Keyword("person", "张三"), Keyword("doc_no", "国发[2021]1号"), AnyOf(()))),
                Among(frozenset({"b", "a"})),
            )
        )
    ),
    "scored": Search(Text("会议", TextField.BODY), (MEETING, Boost(("会议",), (), 0.5))),
    "newest": Search(scoring=(MEETING,), sort=Sort.NEWEST, offset=40, limit=20),
    "oldest": Search(sort=Sort.OLDEST),
    "arrived": Search(Arrived(1_600_000_000_000)),
    "counted": Search(facets=(Facet.BRANCH, Facet.YEAR)),
    "counted_and_filtered": Search(
        Text("会议", TextField.BODY),
        (Boost(("会议",), ()),),
        {Facet.BRANCH: BRANCH, Facet.SUBCATEGORY: KIND, Facet.YEAR: OneOf(Facet.YEAR, frozenset({"2021"}))},
        (Facet.BRANCH, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.ROLE),
    ),
}


def _check(name: str, text: str) -> None:
    file = GOLDEN / name
    if os.environ.get("DANGAN_TEST_WRITE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def _readable(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", REQUESTS)
def test_elasticsearch_is_sent(name: str) -> None:
    request = REQUESTS[name]
    _check(f"elastic/{name}.json", _readable(elastic.compile_request(plan(request), request.sort)))


@pytest.mark.parametrize("name", REQUESTS)
def test_tantivy_is_asked(name: str) -> None:
    schema = build_schema()
    planned = plan(REQUESTS[name])
    queries = {"hits": embedded.compile_request(schema, planned.selection, planned.terms)}
    for left_out, facets in planned.counted.items():
        queries["+".join(facets)] = embedded.compile_request(schema, planned.without(left_out))
    lines = (f"{use}: {_indented(repr(query))}\n" for use, query in queries.items())
    _check(f"embedded/{name}.txt", "".join(lines))


def _indented(query: str) -> str:
    """tantivy prints a query in one line, fields by number, and a regular expression with its automaton."""
    short = re.sub(r'Regex\("(.*?)"\)\n.*?, field:', r'"\1", field:', query, flags=re.DOTALL)
    named = re.sub(r"(?<=field=)\d+|(?<=Field\()\d+", lambda match: FIELDS[int(match[0])].name, short)
    return re.sub(r"\((Must|Should|MustNot), ", r"\n  (\1, ", named)


def test_an_elasticsearch_index_is_made_with() -> None:
    made = {"settings": index_settings(2), "mappings": index_mappings(State("fingerprint", "1", 7))}
    _check("elastic/index.json", _readable(made))
