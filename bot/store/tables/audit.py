"""What editors did, and what they were told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from bot.store.tables.columns import KEY, Moment, Prose, metadata

act = Table(
    "act",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("editor_id", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    # What it was done to, in words that stay true when that is gone.
    Column("subject", Prose, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# Which editor knows already that an announcement was quarantined.
notice = Table(
    "notice",
    metadata,
    Column("announcement_id", KEY, ForeignKey("announcement.id"), primary_key=True),
    Column("editor_id", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
