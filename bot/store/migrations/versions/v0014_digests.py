"""When a chat gets its digest, and which topics make a sound."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Boolean, Column, Integer, Text

revision = "0014"
down_revision = "0013"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("chat", Column("digest_hour", Integer))
    op.add_column("chat", Column("digest_weekdays", Boolean))
    op.add_column("chat", Column("digest_at", MOMENT))
    op.add_column("chat", Column("digest_since", MOMENT))
    op.add_column("subscription", Column("sound", Text))
    owed, hushed = sa.text("digest_at IS NOT NULL"), sa.text("sound IS NOT NULL")
    op.create_index("ix_chat_digest_at", "chat", ["digest_at", "number"], sqlite_where=owed, postgresql_where=owed)
    op.create_index(
        "ix_subscription_hushed",
        "subscription",
        ["tag_id", "chat_number"],
        sqlite_where=hushed,
        postgresql_where=hushed,
    )
