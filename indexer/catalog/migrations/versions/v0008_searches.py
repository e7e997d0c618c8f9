"""Keep searches that people save, and what they looked for before."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    name = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "saved_searches",
        sa.Column("id", number, nullable=False),
        sa.Column("who", name, nullable=False),
        sa.Column("name", name, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("looked_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
    )
    op.create_index("uq_saved_searches_who_name", "saved_searches", ["who", "name"], unique=True)
    op.create_table(
        "past_queries",
        sa.Column("id", number, nullable=False),
        sa.Column("who", name, nullable=False),
        sa.Column("text", name, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_past_queries"),
    )
    op.create_index("uq_past_queries_who_text", "past_queries", ["who", "text"], unique=True)
