"""Groups and channels that their admins set up: who did, what they are told, topics; and what was stopped."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Integer, Text

from bot.store.migrations.versions.v0012_quiet import MOMENT, ROWID_KEPT, numbers_kept

revision = "0016"
down_revision = "0015"

KEY = BigInteger().with_variant(Integer, "sqlite")
NO_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


def upgrade() -> None:
    with numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.add_column(Column("stopped", Boolean, nullable=False, server_default=sa.false()))
        batch.add_column(Column("filed", Boolean, nullable=False, server_default=sa.false()))
    with numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.alter_column("stopped", existing_type=Boolean(), existing_nullable=False, server_default=None)
        batch.alter_column("filed", existing_type=Boolean(), existing_nullable=False, server_default=None)
    op.create_table(
        "keeper",
        _chat(),
        Column("person_id", BigInteger, primary_key=True, autoincrement=False),
        Column("since", MOMENT, nullable=False),
        **NO_ROWID,
    )
    op.create_index("ix_keeper_person_id", "keeper", ["person_id"])
    op.create_table(
        "topic",
        _chat(),
        Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
        Column("name", Text, nullable=False),
        Column("tag_id", KEY, ForeignKey("tag.id")),
        **NO_ROWID,
    )
    op.create_index("ix_topic_tag_id", "topic", ["tag_id"])
    op.create_table(
        "tiding",
        _chat(),
        Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", Text, primary_key=True),
        Column("at", MOMENT, nullable=False),
        Column("told", Boolean, nullable=False),
        Column("ended", JSON, nullable=False),
        **NO_ROWID,
    )


def _chat() -> Column[Any]:
    return Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True)
