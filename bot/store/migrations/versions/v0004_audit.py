"""What editors did, and what they were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, Text

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
    op.create_table(
        "notice",
        Column("announcement_id", KEY, primary_key=True),
        Column("editor_id", BigInteger, primary_key=True, autoincrement=False),
        ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_notice_announcement_id"),
        sqlite_with_rowid=False,
    )
