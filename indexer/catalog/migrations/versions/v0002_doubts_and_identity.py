"""Find documents that wait for confirmation by an index; give every catalog an identity of its own."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waiting = sa.text("doubts IS NOT NULL")
    op.create_index(
        "ix_documents_doubts", "documents", ["root_id"], sqlite_where=waiting, postgresql_where=waiting
    )
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.bulk_insert(meta, [{"key": "catalog.identity", "value": uuid.uuid4().hex}])
