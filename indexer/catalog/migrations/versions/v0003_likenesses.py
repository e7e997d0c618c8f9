"""Remember sketches of texts, so that nearly equal ones are found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text_stamp", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_likenesses"),
    )
    op.create_table(
        "likeness_bands",
        sa.Column("band", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("band", "sha256", name="pk_likeness_bands"),
    )
    op.create_index("ix_likeness_bands_sha256", "likeness_bands", ["sha256"])
