"""Where a reader was, what is saved for later, and what a chat had before its last change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKeyConstraint, Integer

from bot.store.migrations.versions.v0012_quiet import MOMENT, ROWID_KEPT, numbers_kept

revision = "0015"
down_revision = "0014"

KEY = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    # Whoever is known has been welcomed already.
    with numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.add_column(Column("set_up", Boolean, nullable=False, server_default=sa.true()))
    with numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.alter_column("set_up", existing_type=Boolean(), existing_nullable=False, server_default=None)
    op.create_table(
        "last_look",
        Column("chat_number", KEY, primary_key=True),
        Column("tag_id", KEY, primary_key=True, autoincrement=False),
        Column("looked_at", MOMENT, nullable=False),
        Column("before_at", MOMENT),
        _of_chat("last_look"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved",
        Column("chat_number", KEY, primary_key=True),
        Column("story_id", KEY, primary_key=True),
        Column("saved_at", MOMENT, nullable=False),
        _of_chat("saved"),
        ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_saved_story_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_story_id", "saved", ["story_id"])
    op.create_table(
        "change",
        Column("chat_number", KEY, primary_key=True),
        Column("made_at", BigInteger, nullable=False),
        Column("was", JSON, nullable=False),
        _of_chat("change"),
    )


def _of_chat(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["chat_number"], ["chat.number"], name=f"fk_{table}_chat_number")
