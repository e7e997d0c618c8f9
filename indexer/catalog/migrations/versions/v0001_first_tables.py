"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTIFIER = sa.String(24).with_variant(sa.String(24, collation="C"), "postgresql")
NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "branches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("committee", sa.Boolean(), nullable=True),
        sa.Column("groups", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_branches"),
    )
    op.create_index("uq_branches_name", "branches", ["name"], unique=True)
    op.create_table(
        "contents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("doc_type", sa.Text(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("text_stamp", sa.LargeBinary(), nullable=False),
        sa.Column("info", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_contents"),
    )
    op.create_index("ix_contents_reader", "contents", ["reader"])
    op.create_index("ix_contents_complete", "contents", ["complete"])
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "roots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("path", NAME, nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_roots"),
    )
    op.create_index("uq_roots_name", "roots", ["name"], unique=True)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("folders", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "documents",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("sort_key", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("path", NAME, nullable=False),
        sa.Column("path_bytes", sa.LargeBinary(), nullable=True),
        sa.Column("member", NAME, nullable=True),
        sa.Column("part_number", sa.Integer(), nullable=False),
        sa.Column("part_label", sa.Text(), nullable=True),
        sa.Column("parent_id", IDENTIFIER, nullable=True),
        sa.Column("file_id", IDENTIFIER, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("doc_type", sa.Text(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=True),
        sa.Column("doubts", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=True),
        sa.Column("vanished_at", sa.DateTime(), nullable=True),
        sa.Column("description", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["roots.id"], name="fk_documents_root_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index(
        "ix_documents_accounting", "documents", ["kind", "vanished_at", "outcome", "root_id"], unique=False
    )
    op.create_index("ix_documents_change", "documents", ["change"], unique=False)
    op.create_index("ix_documents_file_id", "documents", ["file_id"], unique=False)
    op.create_index(
        "ix_documents_fingerprint", "documents", ["fingerprint", "vanished_at", "kind"], unique=False
    )
    op.create_index("ix_documents_sha256", "documents", ["sha256"], unique=False)
    op.create_index(
        "ix_documents_visible",
        "documents",
        ["root_id", "visible"],
        sqlite_where=sa.text("visible IS 1"),
        postgresql_where=sa.text("visible IS TRUE"),
    )
    op.create_index("uq_documents_place", "documents", ["root_id", "place"], unique=True)
    op.create_index("uq_documents_sort_key", "documents", ["sort_key", "part_number"], unique=True)
    op.create_table(
        "ignored",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("path", NAME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["roots.id"], name="fk_ignored_root_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ignored"),
    )
    op.create_index("ix_ignored_root_id", "ignored", ["root_id"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("document_id", IDENTIFIER, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("reverted_at", sa.DateTime(), nullable=True),
        sa.Column("reverted_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_corrections_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_document_id", "corrections", ["document_id"], unique=False)
    op.create_table(
        "part_pages",
        sa.Column("document_id", IDENTIFIER, nullable=False),
        sa.Column("text_stamp", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_part_pages"),
    )
    op.create_table(
        "problems",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("document_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_problems"),
    )
    op.create_index("ix_problems_document_id", "problems", ["document_id"], unique=False)
    op.create_index("ix_problems_kind", "problems", ["kind"], unique=False)
    op.bulk_insert(
        sa.table("counters", sa.column("name"), sa.column("value")), [{"name": "change", "value": 0}]
    )
