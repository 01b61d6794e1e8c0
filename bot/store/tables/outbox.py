"""What chats are owed: announcements and deliveries."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    or_,
)

from bot.store.tables.columns import KEY, Moment, Prose, metadata

announcement = Table(
    "announcement",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("story_id", KEY, ForeignKey("story.id")),
    Column("html", Prose, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("high_water", BigInteger, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("author_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Index(None, "story_id", "kind"),
)

# Written out and not bound: only then do both databases see that a partial index fits a query.
FANNING = announcement.c.state == literal_column("'fanning'")

Index("ix_announcement_fanning", announcement.c.id, sqlite_where=FANNING, postgresql_where=FANNING)

delivery = Table(
    "delivery",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("announcement_id", KEY, ForeignKey("announcement.id"), nullable=False),
    Column("story_id", KEY),
    Column("chat_number", KEY, ForeignKey("chat.number"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ambiguous", Integer, nullable=False),
    Column("owner", Text),
    Column("lease_until", Moment),
    Column("started_at", Moment),
    Column("settled_at", Moment),
    Column("message_id", BigInteger),
    Column("reason", Prose),
    UniqueConstraint("announcement_id", "chat_number", "thread_id"),
    # One story is told once to a chat; alerts have no story, and NULLs are distinct.
    UniqueConstraint("story_id", "chat_number", "thread_id"),
    Index(None, "announcement_id", "state"),
    sqlite_autoincrement=True,
)

DUE = delivery.c.state == literal_column("'due'")
STARTED = delivery.c.state == literal_column("'started'")
OPEN = or_(DUE, STARTED)

Index(
    "ix_delivery_due",
    delivery.c.lane,
    delivery.c.due_at,
    delivery.c.id,
    sqlite_where=DUE,
    postgresql_where=DUE,
)
Index("ix_delivery_started", delivery.c.lease_until, sqlite_where=STARTED, postgresql_where=STARTED)
Index("ix_delivery_open", delivery.c.chat_number, sqlite_where=OPEN, postgresql_where=OPEN)
