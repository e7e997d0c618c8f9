"""The catalog: the one door to the database. Every method is one transaction."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from ..archival.taxonomy import Taxonomy, default_taxonomy
from . import backup, restore, unit
from .database import Database
from .for_engines import ForEngines
from .for_readers import ForReaders
from .for_runs import ForRuns
from .for_searchers import ForSearchers
from .migrate import prepare
from .portable import CARRIED, HISTORY
from .records import RestoreSummary


class Catalog(ForRuns, ForReaders, ForEngines, ForSearchers):
    """An open catalog. Methods raise ``CatalogUnavailable`` or ``Busy`` where the database fails them.

    It may be used from several threads, and by several processes at once, each with a catalog of its own.
    """

    @classmethod
    def open(cls, url: str, taxonomy: Taxonomy | None = None) -> Catalog:
        """Open a database by its URL, creating or migrating its tables.

        ``taxonomy`` says which categories, roles and levels of secrecy a correction may name (by default
        the product's own). Raises ``UsageError`` for a URL that cannot be taken, ``CatalogUnavailable``
        where the database cannot be opened or was written by a newer version.
        """
        database = Database(url)
        try:
            prepare(database)
        except BaseException:
            database.close()
            raise
        return cls(database, taxonomy or default_taxonomy())

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def identity(self) -> str:
        """What tells this catalog from every other: an index made from another one is not this one's."""
        return self.meta(unit.IDENTITY) or ""

    def backup(self, file: Path, *, history: bool = False) -> None:
        """Write what cannot be rebuilt (roots, branches, corrections …) to one file, whole or not at all;
        with ``history`` what people looked for, too.

        Raises ``CatalogUnavailable`` where the file cannot be written.
        """
        with self._database.read() as connection:
            backup.write_backup(connection, file, (*CARRIED, HISTORY) if history else CARRIED)

    def restore(self, file: Path) -> RestoreSummary:
        """Bring a backup back into this catalog, of whatever database it was made from.

        Nothing that a person said here is overwritten, and a second time adds nothing. Corrections of
        documents that are not here wait for a run to find their files. Raises ``UsageError`` where the file
        is no backup or of a newer format.
        """
        with backup.BackupFile(file) as opened, self._database.write() as connection:
            return restore.restore(connection, opened, self._taxonomy.quarantined)
