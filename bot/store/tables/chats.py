"""Who reads, and what they asked until it is answered."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    null,
)

from bot.store.tables.columns import KEY, Moment, Prose, metadata

# Numbers are never used again: an announcement's high-water mark counts on it.
chat = Table(
    "chat",
    metadata,
    Column("number", KEY, primary_key=True),
    Column("id", BigInteger, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Prose, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_chosen", Boolean, nullable=False),
    Column("time_zone", Text, nullable=False),
    # Wants what editors broadcast.
    Column("alerts", Boolean, nullable=False),
    # The language whose editions it prefers; none: its own.
    Column("edition", Text),
    # Hours of its clock.
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("muted_until", Moment),
    # What editors have to say comes in quiet hours too.
    Column("alerts_through", Boolean, nullable=False, default=True),
    # How much of a story a push shows.
    Column("detail", Text, nullable=False, default="picture"),
    # Stories that may break are shown here for editors to decide; unset: to each editor in private, and to no group.
    Column("suggestions", Boolean),
    # The hour of its clock; none: no digest.
    Column("digest_hour", Integer),
    Column("digest_weekdays", Boolean),
    # When the next one is due, and until when the last one told.
    Column("digest_at", Moment),
    Column("digest_since", Moment),
    # It has been asked what it wants to hear of.
    Column("set_up", Boolean, nullable=False, default=False),
    # Of a channel or group: its admins have not begun yet, or stopped what comes.
    Column("stopped", Boolean, nullable=False, default=False),
    # Of a private chat: what comes goes into a topic for each tag.
    Column("filed", Boolean, nullable=False, default=False),
    Column("state", Text, nullable=False),
    Column("gone_reason", Prose),
    Column("gone_at", Moment),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

_DIGESTS = chat.c.digest_at.is_not(null())

Index("ix_chat_digest_at", chat.c.digest_at, chat.c.number, sqlite_where=_DIGESTS, postgresql_where=_DIGESTS)

subscription = Table(
    "subscription",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("chat_number", KEY, ForeignKey("chat.number"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("tag_id", KEY, ForeignKey("tag.id"), nullable=False),
    Column("level", Text, nullable=False),
    # Its breaking news comes in quiet hours too.
    Column("through", Boolean, nullable=False, default=False),
    # Which of its messages make one; none: every one.
    Column("sound", Text),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("chat_number", "thread_id", "tag_id"),
    Index(None, "tag_id", "chat_number"),
    sqlite_autoincrement=True,
)

HUSHED = subscription.c.sound.is_not(null())

Index(
    "ix_subscription_hushed",
    subscription.c.tag_id,
    subscription.c.chat_number,
    sqlite_where=HUSHED,
    postgresql_where=HUSHED,
)

# What a subscription leaves out: stories that carry these tags too.
subscription_without = Table(
    "subscription_without",
    metadata,
    Column("subscription_id", KEY, ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", KEY, ForeignKey("tag.id"), primary_key=True),
    Index(None, "tag_id"),
    sqlite_with_rowid=False,
)

# When a chat last looked at a list, and before that: of a tag, or of EVERYTHING.
last_look = Table(
    "last_look",
    metadata,
    Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True),
    Column("tag_id", KEY, primary_key=True, autoincrement=False),
    Column("looked_at", Moment, nullable=False),
    Column("before_at", Moment),
    sqlite_with_rowid=False,
)

# Stories to be read later, which are kept as long as they stand here.
saved = Table(
    "saved",
    metadata,
    Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True),
    Column("story_id", KEY, ForeignKey("story.id"), primary_key=True),
    Column("saved_at", Moment, nullable=False),
    Index(None, "story_id"),
    sqlite_with_rowid=False,
)

# What a chat had before the last change that it made for itself.
change = Table(
    "change",
    metadata,
    Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True),
    # Milliseconds since 1970: the button that takes it back names it so.
    Column("made_at", BigInteger, nullable=False),
    Column("was", JSON, nullable=False),
)

# Who set up a group or channel, and is told when something is wrong there.
keeper = Table(
    "keeper",
    metadata,
    Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

# Topics of forums, by the name that was seen last; and those of private chats, each made for a tag.
topic = Table(
    "topic",
    metadata,
    Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Prose, nullable=False),
    Column("tag_id", KEY, ForeignKey("tag.id")),
    Index(None, "tag_id"),
    sqlite_with_rowid=False,
)

# What keepers are to be told of a group or channel.
tiding = Table(
    "tiding",
    metadata,
    Column("chat_number", KEY, ForeignKey("chat.number"), primary_key=True),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("told", Boolean, nullable=False),
    # Subscriptions that ended with it: [tag id, level, through, sound]; of older ones, without the sound.
    Column("ended", JSON, nullable=False),
    sqlite_with_rowid=False,
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("body", JSON, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", Text),
    Column("done_at", Moment),
    # Of the body, which is emptied when it is done: a number that comes again with another body is another update.
    Column("print", Text, nullable=False),
)

WAITING = inbox.c.done_at.is_(null())

Index("ix_inbox_waiting", inbox.c.update_id, sqlite_where=WAITING, postgresql_where=WAITING)
Index("ix_inbox_turn", inbox.c.chat_id, inbox.c.update_id, sqlite_where=WAITING, postgresql_where=WAITING)
Index("ix_inbox_done", inbox.c.done_at, sqlite_where=~WAITING, postgresql_where=~WAITING)

# Numbers that outlive the rows they count.
counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
