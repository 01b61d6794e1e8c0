"""Whose private chat has a menu of the staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "menu",
        Column("person_id", BigInteger, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_menu"),
    )
