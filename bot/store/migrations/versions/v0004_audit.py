"""What editors did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0004"
down_revision = "0003"

KEY = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "act",
        Column("id", KEY, primary_key=True),
        Column("editor_id", BigInteger, nullable=False),
        Column("act", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
