"""Thousands of searches of every operator, made up from and around real texts, against reading every text.

What a search must find is worked out from how the query was put together, not from how it is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from analyzers import Analyzer, fold
from indexer.catalog import Catalog, sqlite_url
from indexer.catalog.index_documents import names_of
from indexer.documents import Page
from indexer.sample.archive import sample_files
from search_app.search.answers import HitAnswer
from tests.indexer.catalog.drafts import content, plain_draft, root_of, sha
from tests.indexer.engines.conftest import ENGINES, opened

from .conftest import Archive, flat, opened_archive

SEARCHES = 1_200
#: Characters that mean something in a query; texts are cut at them.
_PLAIN = re.compile(r"[\u4e00-\u9fff〇０-９0-9A-Za-zａ-ｚ，。、％℃㈠𠮷]{1,40}")
ODD = (
    "气温３５℃，完成率98.5%，GB/T 9704-2012，㈠总体情况㈡存在问题",
    "𠮷野家与㐂聚会，Ｗord文档v2.0终稿",
    "戶籍 ⼾口 黨支部會議記錄 二○二一年六月",
    "甲乙丙丁" * 30,
    "第十二条" + "长" * 300 + "终",
)


@dataclass(frozen=True)
class Read:
    """One document as reading it by eye gives it: folded title, names and pages; its year and day."""

    title: str
    names: tuple[str, ...]
    pages: tuple[str, ...]
    year: int
    day: str

    def texts(self, field: str = "") -> tuple[str, ...]:
        return {"题名:": (self.title,), "文件名:": self.names, "正文:": self.pages}.get(
            field, (self.title, *self.names, *self.pages)
        )


Holds = Callable[[Read], bool]
Asked = tuple[str, Holds]


def written() -> Iterator[tuple[str, list[str]]]:
    """(path, pages) of the sample's plain texts and of some odd ones."""
    for file in sample_files(2, 2, small=True):
        if file.path.endswith((".txt", ".md")):
            text = _decoded(file.data)
            half = len(text) // 2
            yield file.path, [text] if len(text) < 400 else [text[:half], text[half:]]
    for number, text in enumerate(ODD):
        yield f"杂/{number}号.txt", [text]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def fill(catalog: Catalog, folder: Path) -> dict[str, Read]:
    root = root_of(catalog, folder)
    found: dict[str, Read] = {}
    for number, (path, pages) in enumerate(written()):
        year, day = 2019 + number % 4, f"{2019 + number % 4}-{1 + number % 12:02}-{1 + number % 28:02}"
        title = pages[0].strip().splitlines()[0][:40] or "无题"
        draft = plain_draft(root, path, "\n".join(pages) + path, title=title, work_year=year, date=day)
        shown = tuple(Page(at, f"第{at}页", text) for at, text in enumerate(pages, 1))
        own = content("\n".join(pages) + path, pages=shown, page_count=len(shown))
        assert own.sha256 == sha("\n".join(pages) + path)
        catalog.save_file(draft, [own], "readers")
        names = tuple(map(fold, names_of(path, None)))
        found[path] = Read(fold(title), names, tuple(map(fold, pages)), year, day)
    return found


class Questions:
    """Queries as they are typed, each with what it must find."""

    def __init__(self, seed: int, read: dict[str, Read], written: list[str], analyzer: Analyzer) -> None:
        self.random = Random(seed)
        self.read = list(read.values())
        self.runs = [run for text in written for run in _PLAIN.findall(text)]
        self.cut = analyzer.query_words

    def piece(self, most: int = 6) -> str:
        run = self.random.choice(self.runs)
        size = self.random.randint(1, min(most, len(run)))
        start = self.random.randint(0, len(run) - size)
        piece = run[start : start + size]
        if self.random.random() < 0.1:  # around a text: what hardly stands anywhere
            piece = "".join(self.random.sample(piece, len(piece)))
        return piece if fold(piece).strip("，。、%") and piece[0] not in "，。、" else self.piece(most)

    def words(self) -> Asked:
        typed, field = self.piece(), self.random.choice(("", "", "", "题名:", "正文:", "文件名:"))
        words = self.cut(typed)
        if not words:
            return self.words()
        return field + typed, lambda one: all(any(w in t for t in one.texts(field)) for w in words)

    def phrase(self) -> Asked:
        typed = self.piece(14)
        folded, field = fold(typed), self.random.choice(("", "", "题名:"))
        return f'{field}"{typed}"', lambda one: any(folded in text for text in one.texts(field))

    def near(self) -> Asked:
        one, other = fold(self.piece(3)), fold(self.piece(3))
        distance = self.random.choice((0, 1, 3, 8, 20, 60))

        def holds(read: Read) -> bool:
            return any(_near(text, one, other, distance) for text in read.texts())

        return f'"{one} {other}"~{distance}', holds

    def pattern(self) -> Asked:
        head, sign, tail = fold(self.piece(3)), self.random.choice("*??"), fold(self.piece(2))
        if not (head.isalnum() and tail.isalnum()):
            return self.pattern()
        sought = re.compile(re.escape(head) + (".*?" if sign == "*" else ".") + re.escape(tail), re.DOTALL)
        return f"{head}{sign}{tail}", lambda read: any(sought.search(text) for text in read.texts())

    def years(self) -> Asked:
        first = self.random.randint(2018, 2023)
        last = first + self.random.randint(0, 2)
        return self.random.choice(
            (
                (f"年度:{first}", lambda read: read.year == first),
                (f"年度:{first}..{last}", lambda read: first <= read.year <= last),
                (f"{first}..{last}", lambda read: first <= read.year <= last),
                (f"年度:{first}..", lambda read: read.year >= first),
            )
        )

    def days(self) -> Asked:
        first, last = sorted(self.random.choice(self.read).day for _ in "ab")
        return self.random.choice(
            (
                (f"日期:{first}", lambda read: read.day == first),
                (f"日期:{first}..{last}", lambda read: first <= read.day <= last),
                (f"日期:{first[:7]}", lambda read: read.day[:7] == first[:7]),
                (f"日期:..{last[:7]}", lambda read: read.day[:7] <= last[:7]),
            )
        )

    def leaf(self) -> Asked:
        kinds = (self.words, self.words, self.words, self.phrase, self.phrase, self.near, self.pattern)
        return self.random.choice((*kinds, self.years, self.days))()

    def question(self) -> Asked:
        """Up to three operands, any of them excluded, an alternative or in parentheses."""
        typed, tests = [], []
        for _ in range(self.random.choice((1, 1, 2, 2, 3))):
            text, holds = self.operand()
            typed.append(text)
            tests.append(holds)
        return " ".join(typed), lambda read: all(holds(read) for holds in tests)

    def operand(self) -> Asked:
        text, holds = self.leaf()
        kind = self.random.random()
        if kind < 0.2:
            return f"-{text}", lambda read: not holds(read)
        if kind < 0.4:
            other, also = self.leaf()
            sign = self.random.choice((" OR ", " 或 ", "|"))
            return f"({text}{sign}{other})", lambda read: holds(read) or also(read)
        return text, holds


def _near(text: str, one: str, other: str, distance: int) -> bool:
    """Whether both stand with at most so many characters between, apart from each other."""
    firsts, seconds = ([m.start() for m in re.finditer(f"(?={re.escape(t)})", text)] for t in (one, other))
    return any(
        (one != other or a != b)
        and max(a + len(one), b + len(other)) - min(a, b) <= len(one) + len(other) + distance
        for a in firsts
        for b in seconds
    )


@pytest.fixture(scope="module", params=ENGINES)
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Iterator[tuple[Archive, dict[str, Read]]]:
    folder = tmp_path_factory.mktemp("library")
    with (
        Catalog.open(sqlite_url(folder / "catalog.db")) as catalog,
        opened(request.param, folder, analyzer) as engine,
    ):
        read = fill(catalog, folder / "档案")
        yield opened_archive(catalog, engine, analyzer), read


def test_every_operator_finds_what_reading_finds(
    library: tuple[Archive, dict[str, Read]], analyzer: Analyzer
) -> None:
    archive, read = library
    questions = Questions(1, read, [text for _, pages in written() for text in pages], analyzer)
    some = 0
    for _ in range(SEARCHES):
        q, holds = questions.question()
        expected = {path for path, one in read.items() if holds(one)}
        answer = archive.ask(q)
        found = {hit.path for hit in flat(answer.hits)}
        assert answer.total == len(expected), (q, expected ^ found)
        assert found <= expected and len(found) == min(100, len(expected)), (q, expected ^ found)
        some += 0 < len(expected) < len(read)
    assert some > SEARCHES / 3  # most questions part the archive


def test_every_mark_stands_on_a_word_of_the_query_or_what_was_looked_for_along(
    library: tuple[Archive, dict[str, Read]], analyzer: Analyzer
) -> None:
    archive, read = library
    questions = Questions(2, read, [text for _, pages in written() for text in pages], analyzer)
    marked = 0
    for _ in range(SEARCHES // 3):
        q, _holds = questions.question()
        answer = archive.ask(q, expand=True, size=10)
        words = {form for forms in archive.service.words_to_mark(q) for form in forms}
        for hit in flat(answer.hits):
            marked += sum(_check_marks(hit, words, q))
    assert marked > SEARCHES / 3


def _check_marks(hit: HitAnswer, words: set[str], q: str) -> Iterator[int]:
    for passage in hit.passages:
        before = 0
        for start, end in passage.marks:
            assert before <= start < end <= len(passage.text), (q, passage)
            assert _is_made_of(fold(passage.text[start:end]), words), (q, passage.text[start:end], words)
            before = end
            yield 1


def _is_made_of(folded: str, words: set[str]) -> bool:
    """Whether the words cover the text, overlapping or side by side: neighbours are marked as one."""
    reach = 0
    while reach < len(folded):
        ends = [
            at + len(word)
            for word in words
            for at in range(max(0, reach - len(word) + 1), reach + 1)
            if folded.startswith(word, at)
        ]
        if max(ends, default=0) <= reach:
            # a character that folds to several is marked whole
            return any(word in folded for word in words) and len(folded) <= 8
        reach = max(ends)
    return True
