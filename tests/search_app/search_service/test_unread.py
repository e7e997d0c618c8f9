"""Files without text are named where their path has the words of the query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers import Analyzer
from indexer.catalog import Catalog, sqlite_url
from indexer.documents import Problem, ProblemKind
from indexer.engines.query import Among
from tests.indexer.catalog.drafts import content, plain_draft, root_of, save_plain
from tests.indexer.engines.conftest import opened

from .conftest import Archive, opened_archive

EMPTY = Problem(ProblemKind.NO_TEXT, "图片里没有认出文字")


@pytest.fixture
def archive(tmp_path: Path, analyzer: Analyzer) -> Iterator[Archive]:
    with (
        Catalog.open(sqlite_url(tmp_path / "catalog.db")) as catalog,
        opened("embedded", tmp_path, analyzer) as engine,
    ):
        root = root_of(catalog, tmp_path / "档案")
        for path in ("2021/路灯维修/IMG_1.jpg", "2021/路灯維修/IMG_2.jpg", "2021/党课/IMG_3.jpg"):
            draft = plain_draft(root, path, path, title=path[-9:])
            catalog.save_file(draft, [content(path, pages=(), problems=(EMPTY,))], "readers")
        save_plain(catalog, root, "2021/路灯维修/记录.txt", "路灯维修完工", title="记录")
        yield opened_archive(catalog, engine, analyzer)


def named(archive: Archive, q: str, **other: object) -> list[str]:
    unread = archive.ask(q, **other).unread
    assert unread.total == len(unread.files)
    return [file.path for file in unread.files]


def test_files_whose_folders_have_the_words_are_named(archive: Archive) -> None:
    assert set(named(archive, "路灯 维修")) == {"2021/路灯维修/IMG_1.jpg", "2021/路灯維修/IMG_2.jpg"}
    assert archive.names("路灯 维修") == ["记录"]


def test_every_word_must_be_there(archive: Archive) -> None:
    assert named(archive, "路灯 党课") == []
    assert named(archive, "") == []


def test_what_is_a_hit_is_not_named_again(archive: Archive) -> None:
    assert named(archive, "IMG_1") == []
    assert archive.names("IMG_1") == ["IMG_1"]


def test_only_what_the_reader_may_see(archive: Archive) -> None:
    scope = Among(frozenset({archive.ids["2021/路灯维修/IMG_1.jpg"]}))
    assert named(archive, "路灯维修", scope=scope) == ["2021/路灯维修/IMG_1.jpg"]
