"""Remember when a document first came into the archive. Of those that are there already nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("arrived_at", sa.DateTime))
