"""Sources as rows: those of the file and those that editors add; where a feed moved for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, Text, UniqueConstraint

revision = "0007"
down_revision = "0006"

KEY = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "source",
        Column("number", KEY, primary_key=True),
        Column("id", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("feed", Text, nullable=False),
        Column("top", Text, nullable=False),
        Column("page", Text, nullable=False),
        Column("every", Integer, nullable=False),
        Column("tags", JSON, nullable=False),
        Column("state", Text, nullable=False),
        Column("listed", Boolean, nullable=False),
        Column("moved_to", Text, nullable=False),
        Column("added_at", sa.DateTime(timezone=True), nullable=False),
        UniqueConstraint("id", name="uq_source_id"),
        sqlite_autoincrement=True,
    )
