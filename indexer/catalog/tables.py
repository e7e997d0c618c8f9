"""The catalog's tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: A number the database gives: SQLite counts rows by itself only for a plain INTEGER key.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")
#: Texts ordered by code points, as SQLite does: the order of a list must not depend on the server's locale.
Identifier = String(24).with_variant(String(24, collation="C"), "postgresql")
Name = Text().with_variant(Text(collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone (SQLite has none) and returned as an aware value."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


roots = Table(
    "roots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Name, nullable=False),
    Column("path", Name, nullable=False),
    Column("removed_at", UtcDateTime),
    Index("uq_roots_name", "name", unique=True),
)

# ``sealed``: a person marked these bytes as secret; no later reading may fill the row again.
# ``text_stamp`` identifies the page texts; the blobs come last so that a scan need not read them.
contents = Table(
    "contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("doc_type", Text, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("mark", Text),
    Column("reader", Text, nullable=False),
    Column("text_stamp", LargeBinary, nullable=False),
    Column("info", LargeBinary, nullable=False),
    Column("pages", LargeBinary, nullable=False),
    Index("ix_contents_reader", "reader"),
    Index("ix_contents_complete", "complete"),
)

# ``place`` is a digest of path, member and part: it is unique in a root and, unlike the texts, short enough
# for an index in every database. ``sort_key`` is the part of the id that the sort keys carry.
# ``role`` and ``event`` are derived from the effective description, the latter the meeting that it names
# (see ``archival.events``). ``visible``: the engine should hold it. ``stamp`` identifies the values the
# engine last had to see.
# ``arrived_at``: when it first came into the archive, NULL where that was before arrivals were noted.
documents = Table(
    "documents",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("sort_key", BigInteger, nullable=False),
    Column("root_id", Integer, ForeignKey("roots.id"), nullable=False),
    Column("place", LargeBinary, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("path", Name, nullable=False),
    Column("path_bytes", LargeBinary),
    Column("member", Name),
    Column("part_number", Integer, nullable=False),
    Column("part_label", Text),
    Column("parent_id", Identifier),
    Column("file_id", Identifier, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("sha256", String(64)),
    Column("doc_type", Text, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("split", Boolean, nullable=False),
    Column("visible", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("branch", Text),
    Column("role", Text),
    Column("event", Text),
    Column("doubts", Text),
    Column("fingerprint", Text),
    Column("revision", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("stamp", LargeBinary),
    Column("vanished_at", UtcDateTime),
    Column("arrived_at", UtcDateTime),
    Column("description", LargeBinary, nullable=False),
    Index("uq_documents_place", "root_id", "place", unique=True),
    Index("uq_documents_sort_key", "sort_key", "part_number", unique=True),
    Index("ix_documents_change", "change"),
    Index("ix_documents_sha256", "sha256"),
    Index("ix_documents_file_id", "file_id"),
    Index("ix_documents_accounting", "kind", "vanished_at", "outcome", "root_id"),
    # Partial, so that it counts and nothing else: half of all rows are no way to find a few of them.
    Index(
        "ix_documents_visible",
        "root_id",
        "visible",
        sqlite_where=text("visible IS 1"),
        postgresql_where=text("visible IS TRUE"),
    ),
    Index(
        "ix_documents_event",
        "event",
        sqlite_where=text("event IS NOT NULL"),
        postgresql_where=text("event IS NOT NULL"),
    ),
    Index("ix_documents_fingerprint", "fingerprint", "vanished_at", "kind"),
    Index(
        "ix_documents_doubts",
        "root_id",
        sqlite_where=text("doubts IS NOT NULL"),
        postgresql_where=text("doubts IS NOT NULL"),
    ),
)

part_pages = Table(
    "part_pages",
    metadata,
    Column("document_id", Identifier, primary_key=True),
    Column("text_stamp", LargeBinary, nullable=False),
    Column("pages", LargeBinary, nullable=False),
)

# ``text_stamp`` is that of the text that was sketched; ``band`` a number that like texts have in common.
likenesses = Table(
    "likenesses",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("text_stamp", LargeBinary, nullable=False),
)

likeness_bands = Table(
    "likeness_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", String(64), primary_key=True),
    Index("ix_likeness_bands_sha256", "sha256"),
)

# Texts that say nearly the same, each pair once; ``share`` of what they say is common, 0 to 1.
near_pairs = Table(
    "near_pairs",
    metadata,
    Column("first", String(64), primary_key=True),
    Column("second", String(64), primary_key=True),
    Column("share", Float, nullable=False),
    Index("ix_near_pairs_second", "second"),
)

# The meeting that a document belongs to without saying so itself (an undated photo, a notice before it).
event_members = Table(
    "event_members",
    metadata,
    Column("document_id", Identifier, primary_key=True),
    Column("event", Text, nullable=False),
    Index("ix_event_members_event", "event"),
)

# ``origin``: where a problem lies (see ``Origin``). No foreign key: they are written before their document.
problems = Table(
    "problems",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("document_id", Identifier, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("hint", Text, nullable=False),
    Index("ix_problems_document_id", "document_id"),
    Index("ix_problems_kind", "kind"),
)

# Corrections made together. ``source`` and ``source_sha256`` name the table they were read from.
batches = Table(
    "batches",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("who", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_sha256", String(64)),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("document_id", Identifier, ForeignKey("documents.id"), nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sha256", String(64)),
    Column("reverted_at", UtcDateTime),
    Column("reverted_by", Text),
    Column("batch_id", RowNumber),
    Index("ix_corrections_document_id", "document_id"),
    Index("ix_corrections_batch_id", "batch_id"),
)

ignored = Table(
    "ignored",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("root_id", Integer, ForeignKey("roots.id"), nullable=False),
    Column("path", Name, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_ignored_root_id", "root_id"),
)

# The unit's own words, by kind (see ``archival.words``).
unit_words = Table(
    "unit_words",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("word", Name, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Index("uq_unit_words_kind_word", "kind", "word", unique=True),
)

# A search under a name: ``address`` is the query string of its page of results. Whatever came before
# ``looked_at`` has been seen; NULL where nobody has looked at it here.
saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("who", Name, nullable=False),
    Column("name", Name, nullable=False),
    Column("address", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("looked_at", UtcDateTime),
    Index("uq_saved_searches_who_name", "who", "name", unique=True),
)

past_queries = Table(
    "past_queries",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("who", Name, nullable=False),
    Column("text", Name, nullable=False),
    Column("times", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Index("uq_past_queries_who_text", "who", "text", unique=True),
)

branches = Table(
    "branches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Name, nullable=False),
    Column("aliases", Text, nullable=False),
    Column("committee", Boolean),
    Column("groups", Integer),
    Column("since", Date),
    Column("until", Date),
    Column("confirmed", Boolean, nullable=False),
    Column("term", Date),
    Index("uq_branches_name", "name", unique=True),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("folders", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("message", Text, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)

# One row, ``change``: every writing transaction locks it, so that change numbers appear in order.
counters = Table(
    "counters",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

#: The tables in which words of files stand, or what people wrote about them.
HOLDING_TEXT = (contents, documents, part_pages, problems, corrections)
