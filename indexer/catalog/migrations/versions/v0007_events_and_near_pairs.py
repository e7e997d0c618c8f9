"""Know each document's role and meeting, and which texts say nearly the same.

The columns are filled as descriptions are made anew; texts are sketched again, now with their pairs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    identifier = sa.String(24).with_variant(sa.String(24, collation="C"), "postgresql")
    op.add_column("documents", sa.Column("role", sa.Text))
    op.add_column("documents", sa.Column("event", sa.Text))
    known = sa.text("event IS NOT NULL")
    op.create_index("ix_documents_event", "documents", ["event"], sqlite_where=known, postgresql_where=known)
    op.create_table(
        "near_pairs",
        sa.Column("first", sa.String(64), nullable=False),
        sa.Column("second", sa.String(64), nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name="pk_near_pairs"),
    )
    op.create_index("ix_near_pairs_second", "near_pairs", ["second"])
    op.create_table(
        "event_members",
        sa.Column("document_id", identifier, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_event_members"),
    )
    op.create_index("ix_event_members_event", "event_members", ["event"])
    op.execute("DELETE FROM likeness_bands")
    op.execute("DELETE FROM likenesses")
    op.execute("UPDATE documents SET fingerprint = NULL")
