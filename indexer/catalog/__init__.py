"""The database that remembers files, texts, descriptions and corrections: see ``Catalog``."""

from .catalog import Catalog
from .database import sqlite_url

__all__ = ["Catalog", "sqlite_url"]
