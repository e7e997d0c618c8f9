"""What a run works with, from the settings: the readers' context, how current a reading is, the unit."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from indexer.archival.taxonomy import Taxonomy, default_taxonomy, load_taxonomy
from indexer.archival.values import Branch, Unit
from indexer.archival.words import TAUGHT
from indexer.catalog import Catalog
from indexer.errors import UsageError, explain_os_error
from indexer.extraction.pool import ExtractionPool
from indexer.extraction.reading import MEBIBYTE, Context, Limits
from indexer.settings import Settings

from .survey import Currency

#: Under this name the catalog keeps the unit's name as found in its papers.
FOUND_UNIT = "unit.found"
#: Raised when the readers read better: then every file is read again by the next run.
READERS = "2"


def extraction_context(settings: Settings) -> Context:
    """Raises ``UsageError`` where the password book cannot be read."""
    limits = Limits(
        file_bytes=settings.max_file_megabytes * MEBIBYTE,
        member_bytes=settings.max_file_megabytes * MEBIBYTE,
        members=settings.container_members,
        total_bytes=settings.container_megabytes * MEBIBYTE,
        depth=settings.container_depth,
    )
    passwords = read_passwords(settings.passwords_file) if settings.passwords_file else ()
    return Context(settings.ocr, passwords, settings.tika_urls, limits)


def extraction_pool(settings: Settings, context: Context) -> ExtractionPool:
    return ExtractionPool(settings.workers, settings.file_seconds, settings.file_megabytes, context)


def currency(settings: Settings, context: Context) -> Currency:
    """What readings of this run are kept under."""
    means = (
        context.passwords,
        context.tika_urls,
        context.limits,
        settings.file_seconds,
        settings.file_megabytes,
    )
    digest = hashlib.blake2b(repr(means).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return Currency(READERS, digest, context.limits.file_bytes)


def unit_taxonomy(settings: Settings) -> Taxonomy:
    """Raises ``UsageError`` where the unit's own taxonomy cannot be taken."""
    return load_taxonomy(settings.taxonomy) if settings.taxonomy else default_taxonomy()


def unit_of(settings: Settings, catalog: Catalog, branches: Sequence[Branch]) -> Unit:
    """The unit as set, else as the archive's own papers told its name."""
    name = settings.unit_name or catalog.meta(FOUND_UNIT)
    return Unit(name, tuple(branches), unit_taxonomy(settings))


def words_of_unit(catalog: Catalog) -> tuple[str, ...]:
    """What the segmenter is taught of this unit: its own words, persons' names, and its branches' names.

    Branches count once a person has confirmed them: those that a run finds by itself would have the index
    built anew after every first run.
    """
    branches = [name for one in catalog.branches() if one.confirmed for name in (one.name, *one.aliases)]
    return tuple(sorted({*branches, *(one.word for one in catalog.words(*TAUGHT))}))


def read_passwords(file: Path) -> tuple[str, ...]:
    """One password a line; blank lines count for nothing. Raises ``UsageError``."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = explain_os_error(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        raise UsageError(
            f"密码本 {file} 读不出来：{reason}",
            "检查路径和权限，用 UTF-8 保存，一行一个密码",
            parameter="passwords_file",
        ) from None
    return tuple(line for line in lines if line.strip())
