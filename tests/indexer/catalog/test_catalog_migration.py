"""The tables come from migrations: complete, from any older state, and never from a newer one."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text

import indexer.catalog
from indexer.catalog import Catalog, sqlite_url
from indexer.catalog.codec import pack_description, pack_info, pack_pages, text_stamp
from indexer.catalog.database import Database
from indexer.catalog.identity import document_id, place_digest, sort_key
from indexer.catalog.migrate import HEAD, configuration, upgrade
from indexer.catalog.tables import metadata
from indexer.documents import Page
from indexer.errors import CatalogUnavailable, UsageError

from .drafts import described, root_of, save_plain, sha


def test_the_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    Catalog.open(database_url).close()
    database = Database(database_url)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert ScriptDirectory.from_config(configuration(connection)).get_current_head() == HEAD
    database.close()


def test_a_database_of_the_first_version_is_migrated_with_all_it_holds(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    with database.alter() as connection:
        upgrade(connection, "0001")
        old = MetaData()
        old.reflect(connection)
        assert "ix_documents_doubts" not in {
            one["name"] for one in inspect(connection).get_indexes("documents")
        }
        identifier = _fill_first_version(connection, old, tmp_path / "档案")
    database.close()
    with Catalog.open(database_url) as catalog:
        record = catalog.document(identifier)
        assert record is not None and record.description.value("branch") == "第二党支部"
        assert [page.text for page in catalog.pages(identifier)] == ["甲"]
        assert catalog.identity
        assert save_plain(catalog, "档案", "a.txt", "甲", title="题名").id == identifier


def _fill_first_version(connection: object, old: MetaData, folder: Path) -> str:
    """One root with one corrected document, written as the first version did."""
    from sqlalchemy import Connection

    assert isinstance(connection, Connection)
    identifier = document_id("档案", "a.txt", None)
    connection.execute(old.tables["roots"].insert(), {"id": 1, "name": "档案", "path": str(folder)})
    connection.execute(
        old.tables["contents"].insert(),
        {
            "sha256": sha("甲"),
            "size": 3,
            "doc_type": "txt",
            "page_count": 1,
            "outcome": "searchable",
            "complete": True,
            "sealed": False,
            "reader": "readers-1",
            "text_stamp": text_stamp([Page(1, "第1页", "甲")]),
            "info": pack_info({}, (), ()),
            "pages": pack_pages([Page(1, "第1页", "甲")]),
        },
    )
    connection.execute(
        old.tables["documents"].insert(),
        {
            "id": identifier,
            "sort_key": sort_key(identifier),
            "root_id": 1,
            "place": place_digest("a.txt", None, 0),
            "kind": "file",
            "path": "a.txt",
            "part_number": 0,
            "file_id": identifier,
            "size": 3,
            "mtime_ns": 1,
            "sha256": sha("甲"),
            "doc_type": "txt",
            "page_count": 1,
            "outcome": "searchable",
            "split": False,
            "visible": True,
            "title": "题名",
            "fingerprint": "rules-1",
            "revision": 2,
            "change": 1,
            "stamp": b"x" * 16,
            "description": pack_description(described(title="题名")),
        },
    )
    values = {
        "document_id": identifier,
        "field": "branch",
        "value": '"第二党支部"',
        "who": "张三",
        "reason": "",
    }
    correction = old.tables["corrections"].insert().values(values | {"sha256": sha("甲")})
    connection.execute(correction.values(made_at=text("'2024-01-02 03:04:05'")))
    return identifier


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    Catalog.open(database_url).close()
    database = Database(database_url)
    with database.alter() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(CatalogUnavailable) as refused:
        Catalog.open(database_url)
    assert "更新" in refused.value.message and refused.value.hint


def test_processes_that_open_a_new_catalog_at_once_share_it(tmp_path: Path) -> None:
    program = "import sys; from indexer.catalog import Catalog; print(Catalog.open(sys.argv[1]).identity)"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, sqlite_url(tmp_path / "catalog.db")],
            cwd=Path(indexer.catalog.__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    answers = [child.communicate() for child in children]
    assert [child.returncode for child in children] == [0, 0, 0], answers
    assert len({identity for identity, _ in answers}) == 1


def test_two_catalogs_have_two_identities(tmp_path: Path) -> None:
    urls = [sqlite_url(tmp_path / name) for name in ("a.db", "b.db")]
    identities = set()
    for url in urls * 2:
        with Catalog.open(url) as catalog:
            identities.add(catalog.identity)
    assert len(identities) == 2


def test_a_file_that_is_no_database_is_reported(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"this is no database, not at all" * 100)
    with pytest.raises(CatalogUnavailable) as refused:
        Catalog.open(sqlite_url(tmp_path / "catalog.db"))
    assert "损坏" in refused.value.message and refused.value.hint


def test_a_server_that_is_not_there_is_reported() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(CatalogUnavailable):
        Catalog.open("postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=3")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "oracle+nothing://x"])
def test_a_url_that_cannot_be_taken_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        Catalog.open(url)
    assert refused.value.parameter == "database_url"


def test_no_migration_uses_the_code_it_will_outlive() -> None:
    """A step must do the same in every later version, so it names its tables itself."""
    folder = Path(indexer.catalog.__file__).parent / "migrations" / "versions"
    for file in folder.glob("v*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {name for name in modules if name.startswith("indexer")}, file.name


def test_the_scripts_are_packages_so_that_they_are_installed() -> None:
    folder = Path(indexer.catalog.__file__).parent / "migrations"
    assert (folder / "__init__.py").is_file() and (folder / "versions" / "__init__.py").is_file()


def test_root_names_survive_reopening(database_url: str, tmp_path: Path) -> None:
    with Catalog.open(database_url) as catalog:
        root_of(catalog, tmp_path / "档案")
    with Catalog.open(database_url) as catalog:
        assert [root.name for root in catalog.roots()] == ["档案"]
