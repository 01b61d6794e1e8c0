"""What chats are owed: announcements and deliveries."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
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
    # The alert that is corrected, edited or taken back; of a story's pushes, story_id says it.
    Column("of_id", KEY, ForeignKey("announcement.id")),
    # The earlier story under whose push this one threads.
    Column("after_story_id", KEY, ForeignKey("story.id")),
    Column("alert", JSON(none_as_null=True)),
    Column("audience", JSON(none_as_null=True)),
    Column("high_water", BigInteger, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    # Its deliveries are all written.
    Column("fanned", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    # What becomes of the deliveries that are still due, and why, once it is ending.
    Column("ends_as", Text),
    Column("end_reason", Prose),
    # No: editors are still to be told that it was quarantined.
    Column("reported", Boolean, nullable=False),
    Column("doubt", Text, nullable=False),
    Column("author_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("opens_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("done_at", Moment),
    Index(None, "story_id", "kind"),
    Index(None, "of_id"),
    Index(None, "after_story_id"),
    Index(None, "done_at", "id"),
)

# Written out and not bound: only then do both databases see that a partial index fits a query.
UNDONE = announcement.c.state != literal_column("'done'")

Index("ix_announcement_undone", announcement.c.id, sqlite_where=UNDONE, postgresql_where=UNDONE)

# How many deliveries of an announcement were written ("owed"), and how many of them ended in each way: a progress that
# is asked every few seconds must not count a million rows.
tally = Table(
    "tally",
    metadata,
    Column("announcement_id", KEY, ForeignKey("announcement.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("announcement_id", KEY, ForeignKey("announcement.id"), nullable=False),
    Column("story_id", KEY),
    Column("chat_number", KEY, ForeignKey("chat.number"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    # The earlier delivery that this one answers, edits or takes back; of one that was folded, the summary.
    Column("target_id", KEY),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("ambiguous", Integer, nullable=False),
    Column("owner", Text),
    Column("started_at", Moment),
    Column("settled_at", Moment),
    Column("message_id", BigInteger),
    # The further messages of an album.
    Column("others", JSON(none_as_null=True)),
    Column("reason", Prose),
    UniqueConstraint("announcement_id", "chat_number", "thread_id"),
    sqlite_autoincrement=True,
)

DUE = delivery.c.state == literal_column("'due'")
STARTED = delivery.c.state == literal_column("'started'")
OPEN = or_(DUE, STARTED)
FOLDED = delivery.c.state == literal_column("'folded'")
PUSH = delivery.c.story_id.is_not(None)
AMENDS = delivery.c.target_id.is_not(None) & OPEN

# One story is told once to a chat; what corrects or edits it has no story of its own here.
Index(
    "uq_delivery_story",
    delivery.c.story_id,
    delivery.c.chat_number,
    delivery.c.thread_id,
    unique=True,
    sqlite_where=PUSH,
    postgresql_where=PUSH,
)
Index(
    "ix_delivery_due",
    delivery.c.announcement_id,
    delivery.c.due_at,
    delivery.c.id,
    sqlite_where=DUE,
    postgresql_where=DUE,
)
Index("ix_delivery_started", delivery.c.announcement_id, sqlite_where=STARTED, postgresql_where=STARTED)
Index("ix_delivery_target", delivery.c.target_id, sqlite_where=AMENDS, postgresql_where=AMENDS)
Index("ix_delivery_folded", delivery.c.target_id, sqlite_where=FOLDED, postgresql_where=FOLDED)
Index("ix_delivery_open", delivery.c.chat_number, sqlite_where=OPEN, postgresql_where=OPEN)

# Flood waits, by Telegram's chat id; 0 is the whole token. They outlive the process that was told to wait.
hold = Table(
    "hold",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", Moment, nullable=False),
    Column("seconds", Float, nullable=False),
)
