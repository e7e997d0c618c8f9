"""Bring a database to the tables of this version, or refuse one that a newer version wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from ..errors import CatalogUnavailable
from ..stop_points import stop_point
from .database import Database

if TYPE_CHECKING:
    from alembic.config import Config

#: The revision of the tables in ``tables.py``; a test checks that it is the last one in the scripts.
HEAD = "0008"

_tables_made = stop_point("catalog.migrate.tables_made")


def prepare(database: Database) -> None:
    """Create the tables, or migrate older ones; both within one transaction.

    Raises ``CatalogUnavailable`` where the database was written by a newer version of the program.
    """
    with database.read() as connection:
        if _revision(connection) == HEAD:
            return
    with database.alter() as connection:
        upgrade(connection, HEAD)
        _tables_made()


def upgrade(connection: Connection, target: str) -> None:
    """Run the steps that lead to ``target`` on a connection in a transaction."""
    from alembic import command
    from alembic.script import ScriptDirectory

    config = configuration(connection)
    found = _revision(connection)
    if found is not None and found not in _known(ScriptDirectory.from_config(config)):
        raise CatalogUnavailable(
            f"这个数据库由更新版本的程序写成（结构版本 {found}，本程序为 {HEAD}）",
            "请升级本程序，或另设数据文件夹（DANGAN_DATA）",
        )
    command.upgrade(config, target)


def configuration(connection: Connection) -> Config:
    """The settings of Alembic, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _known(scripts: object) -> set[str]:
    from alembic.script import ScriptDirectory

    assert isinstance(scripts, ScriptDirectory)
    return {script.revision for script in scripts.walk_revisions()}


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
