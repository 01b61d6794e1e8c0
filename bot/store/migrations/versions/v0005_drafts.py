"""Drafts of every kind: texts by language, media, corrections, a time, and where their progress is shown."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Integer, Text

revision = "0005"
down_revision = "0004"

KEY = BigInteger().with_variant(Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NEW: dict[str, tuple[Any, str]] = {
    "kind": (Text(), "alert"),
    "awaits": (Text(), ""),
    "album": (Text(), ""),
    "doubt": (Text(), "retry"),
    "revision": (Integer(), "0"),
}
"""Columns that are never null, with what the rows of before have in them."""


def upgrade() -> None:
    op.drop_index("uq_draft_open", "draft")
    op.add_column("draft", Column("alert", JSON))
    for words in op.get_bind().execute(sa.text("SELECT id, html FROM draft WHERE html <> ''")).all():
        alert = sa.text("UPDATE draft SET alert = :alert WHERE id = :id").bindparams(
            sa.bindparam("alert", {"texts": [["", words.html]], "media": [], "poll": None}, JSON), id=words.id
        )
        op.execute(alert)
    with op.batch_alter_table("draft") as batch:
        for name, (type_, before) in NEW.items():
            batch.add_column(Column(name, type_, nullable=False, server_default=before))
        batch.add_column(Column("story_id", KEY))
        batch.add_column(Column("of_id", KEY))
        batch.add_column(Column("opens_at", MOMENT))
        batch.add_column(Column("message_id", BigInteger))
        batch.drop_column("html")
    with op.batch_alter_table("draft") as batch:
        for name, (type_, _) in NEW.items():
            batch.alter_column(name, existing_type=type_, existing_nullable=False, server_default=None)
        batch.create_foreign_key("fk_draft_story_id", "story", ["story_id"], ["id"])
        batch.create_foreign_key("fk_draft_of_id", "announcement", ["of_id"], ["id"])
    # The steps that their buttons led to are not there any more.
    op.execute("UPDATE draft SET state = 'cancelled' WHERE state IN ('waiting_text', 'choosing')")
    open_ = sa.text("state = 'open'")
    op.create_index("uq_draft_open", "draft", ["editor_id"], unique=True, sqlite_where=open_, postgresql_where=open_)
