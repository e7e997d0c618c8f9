"""Say when the term of a branch's committee began."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("branches", sa.Column("term", sa.Date))
