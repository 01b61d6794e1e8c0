"""Many processes on one database: who runs and leads, who took which update and which source."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Text

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "process",
        Column("id", Text, primary_key=True),
        Column("roles", Text, nullable=False),
        Column("seen_at", MOMENT, nullable=False),
        Column("steady_since", MOMENT, nullable=False),
    )
    op.create_table(
        "leader",
        Column("work", Text, primary_key=True),
        Column("owner", Text, nullable=False),
    )
    _inbox()
    with op.batch_alter_table("source_look") as batch:
        batch.add_column(Column("owner", Text))
        batch.alter_column("looked_at", existing_type=MOMENT, nullable=True)


def _inbox() -> None:
    op.drop_index("ix_inbox_chat_id_update_id", "inbox")
    with op.batch_alter_table("inbox") as batch:
        batch.add_column(Column("owner", Text))
        batch.add_column(Column("done_at", MOMENT))
        batch.add_column(Column("print", Text, nullable=False, server_default=""))
    with op.batch_alter_table("inbox") as batch:
        batch.alter_column("print", existing_type=Text(), existing_nullable=False, server_default=None)
    op.create_index("ix_inbox_waiting", "inbox", ["update_id"], **_where("done_at IS NULL"))
    op.create_index("ix_inbox_turn", "inbox", ["chat_id", "update_id"], **_where("done_at IS NULL"))
    op.create_index("ix_inbox_done", "inbox", ["done_at"], **_where("done_at IS NOT NULL"))


def _where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
