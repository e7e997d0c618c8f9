"""What every side of the catalog shares."""

from __future__ import annotations

from ..archival.taxonomy import Taxonomy
from .database import Database


class Door:
    """The open database, and the taxonomy that says which values corrections may name."""

    def __init__(self, database: Database, taxonomy: Taxonomy) -> None:
        self._database = database
        self._taxonomy = taxonomy
