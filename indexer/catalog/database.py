"""The connection to the database: SQLite in WAL mode or PostgreSQL, one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, NoSuchModuleError

from ..errors import Busy, CatalogUnavailable, UsageError
from ..stop_points import stop_point
from .tables import HOLDING_TEXT, counters

_about_to_commit = stop_point("catalog.write.about_to_commit")
_committed = stop_point("catalog.write.committed")

#: How long a writer waits for another process's transaction, in seconds.
BUSY_SECONDS = 60
#: How long readers are waited for that keep SQLite's log from being emptied, in seconds.
_READERS_SECONDS = 2


def sqlite_url(file: Path) -> str:
    """The database URL of a SQLite file."""
    return URL.create("sqlite", database=str(file.absolute())).render_as_string()


class Database:
    """An open database. ``read`` and ``write`` give a connection inside one transaction."""

    def __init__(self, url: str) -> None:
        self.engine = _create(_parse(url))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database from its first statement on."""
        with _translated(), self.engine.connect() as connection:
            connection = connection.execution_options(**_snapshot(self.engine))
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one writing transaction: others wait for its end. Committed on success, else rolled back."""
        with _translated(), self.engine.connect() as connection:
            connection = connection.execution_options(dangan_writes=True)
            with connection.begin():
                _lock(connection)
                yield connection
                _about_to_commit()
        _committed()

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """A writing transaction before there are tables."""
        with _translated(), self.engine.connect() as connection:
            connection = connection.execution_options(dangan_writes=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4407241)")
                yield connection

    def forget_deleted(self) -> None:
        """Empty SQLite's log of changes, in which deleted text may still stand.

        Where a reader keeps it from that, the log is emptied by a later writer. PostgreSQL overwrites
        deleted rows when it vacuums.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with _translated(), self.engine.connect() as connection:
            _empty_log(connection)

    def rewrite(self) -> None:
        """Write the whole database anew, so that nothing deleted is left in its files.

        SQLite's log of changes is emptied too; that of PostgreSQL and the disk under it are out of reach.
        Raises ``Busy`` where a reader keeps SQLite's log from being emptied.
        """
        with _translated(), self.engine.connect() as connection:
            if self.engine.dialect.name != "sqlite":
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
                for table in HOLDING_TEXT:
                    connection.exec_driver_sql(f"VACUUM FULL {table.name}")
                return
            connection.connection.cursor().execute("VACUUM")
            if not _empty_log(connection):
                raise Busy("有程序正在读数据库，旧内容还没有清除干净", "稍后会自动再试")

    def learn_sizes(self) -> None:
        """Let SQLite look at its tables, so that it chooses the better indexes. PostgreSQL does by itself."""
        if self.engine.dialect.name != "sqlite":
            return
        with self.write() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
            connection.exec_driver_sql("ANALYZE")

    def close(self) -> None:
        self.engine.dispose()


def _empty_log(connection: Connection) -> bool:
    """Empty SQLite's log of changes, waiting a moment for its readers; whether that was possible."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_READERS_SECONDS * 1000}")
    try:
        (held_up, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return not held_up


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError(
            "数据库地址写法不对", "例如 sqlite:///D:/dangan/catalog.db", parameter="database_url"
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError("只支持 SQLite 和 PostgreSQL 数据库", parameter="database_url")
    return parsed


def _create(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "sqlite":
            return _create_sqlite(url)
        return _create_postgres(url)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise CatalogUnavailable(
            "没有安装 PostgreSQL 的驱动", "请安装：pip install 'dangan[postgres]'"
        ) from error


def _create_postgres(url: URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_postgres(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()


def _create_sqlite(url: URL) -> Engine:
    if url.database:
        _make_folder(Path(url.database).parent)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogUnavailable(f"数据文件夹建不起来：{folder}", "请检查路径和权限") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun by _begin_sqlite alone: the driver's own would leave DDL outside of them.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what a person marks as secret must not stay in freed pages
        "cache_size = -65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for another writer: take the lock at once.
    writes = connection.get_execution_options().get("dangan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _snapshot(engine: Engine) -> dict[str, Any]:
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _lock(connection: Connection) -> None:
    """On PostgreSQL, wait for the other writer as SQLite does by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(counters.c.value).where(counters.c.name == "change").with_for_update())


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError):
        raise  # a mistake of the program, not of the database: it must not look like a failing disk
    except DBAPIError as error:
        raise _explained(error) from error


def _explained(error: DBAPIError) -> CatalogUnavailable | Busy:
    text = str(error.orig)
    lower = text.lower()
    if "database is locked" in lower or "table is locked" in lower or "lock timeout" in lower:
        return Busy("数据库正被另一个程序写入", "请稍后再试")
    if "disk is full" in lower or "no space left" in lower:
        return CatalogUnavailable("磁盘已满，数据库写不进去", "请腾出空间后再试")
    if "readonly" in lower or "read-only" in lower:
        return CatalogUnavailable("数据库只读，写不进去", "请检查数据文件夹的权限")
    if "malformed" in lower or "not a database" in lower:
        return CatalogUnavailable("数据库文件已损坏", "请把它移走，用 dangan restore 恢复备份后重新建索引")
    return CatalogUnavailable(f"数据库不可用：{text}", "请检查数据库地址、服务和权限")
