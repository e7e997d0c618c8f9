"""A search finds exactly the documents in which reading every text finds the query's words."""

from __future__ import annotations

from random import Random

import pytest

from analyzers import Analyzer, fold
from indexer.catalog.index_documents import names_of
from indexer.engines.query import TextField
from search_app.search.finding.verify import meets
from search_app.search.query.parse import parse
from search_app.search.query.syntax import And, Near, Negated, Node, Or, Pattern, Phrase, Piece

from .conftest import Archive, flat

WORDS = (
    "路灯",
    "经费",
    "党员",
    "大会",
    "会议",
    "通知",
    "2021",
    "7万",
    "一",
    "党",
    "的",
    "记录",
    "两学一做",
    "GB/T",
    "。",
)
FORMS = (
    "{}",
    "{}",
    '"{}"',
    "-{}",
    "题名:{}",
    "正文:{}",
    "文件名:{}",
    "({} OR {})",
    "({} {})",
    '"{} {}"~9',
    "{}*{}",
    "{}?{}",
)


def made_up(random: Random) -> str:
    form = random.choice(FORMS)
    return form.format(*(random.choice(WORDS) for _ in range(form.count("{}"))))


def texts(archive: Archive, identifier: str, field: TextField) -> list[str]:
    record = archive.catalog.document(identifier)
    assert record is not None
    found = {
        TextField.TITLE: [record.title],
        TextField.NAME: [*names_of(record.path, record.member)],
        TextField.BODY: [page.text for page in archive.catalog.pages(identifier)],
    }
    found[TextField.ANY] = [text for some in found.values() for text in some]
    return [fold(text) for text in found[field]]


def holds(node: Node | None, archive: Archive, identifier: str) -> bool:
    match node:
        case And(parts):
            return all(holds(part, archive, identifier) for part in parts)
        case Or(parts):
            return any(holds(part, archive, identifier) for part in parts)
        case Negated(part):
            return not holds(part, archive, identifier)
        case Piece(_, words, field):
            folds = texts(archive, identifier, field)
            return all(any(word in text for text in folds) for word in words)
        case Phrase(_, folded, field):
            return any(folded in text for text in texts(archive, identifier, field))
        case Near() | Pattern():
            return any(meets(node, text) for text in texts(archive, identifier, node.field))
    return True


@pytest.mark.parametrize("seed", range(60))
def test_a_search_finds_what_reading_finds(archive: Archive, analyzer: Analyzer, seed: int) -> None:
    random = Random(seed)
    q = " ".join(made_up(random) for _ in range(random.randint(1, 3)))
    tree = parse(q, analyzer.query_words).tree
    read = {identifier for identifier in archive.ids.values() if holds(tree, archive, identifier)}
    answer = archive.ask(q)
    assert {hit.id for hit in flat(answer.hits)} == read
    assert answer.total == len(read)
