"""Who works for the newsroom beside the root editors, and what may break."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Index, Integer, Table, Text, literal_column

from bot.store.tables.columns import KEY, Moment, Prose, metadata

staff = Table(
    "staff",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    # "nobody" until the person was told that they are none any more.
    Column("role", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("appointed_by", BigInteger, nullable=False),
    Column("since", Moment, nullable=False),
    # Whom to tell of the last change: the person, or who invited them.
    Column("tell", BigInteger),
)

# Whose private chat was given a menu of the staff: taken away when they are none any more, also by another process.
menu = Table("menu", metadata, Column("person_id", BigInteger, primary_key=True, autoincrement=False))

# Links that make whoever opens them first one of the staff. Of the key only a print is kept.
invitation = Table(
    "invitation",
    metadata,
    Column("print", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("by_id", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# Stories that nearly broke: editors decide.
candidate = Table(
    "candidate",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("story_id", KEY, ForeignKey("story.id"), nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    # Language → headline by an editor.
    Column("titles", JSON, nullable=False),
    # The topics whose followers get it; none: the story's own.
    Column("tags", JSON(none_as_null=True)),
    # Who acted last.
    Column("editor_id", BigInteger),
    Column("editor_name", Prose, nullable=False),
    Column("acted_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    # Counts the changes: a copy that shows an earlier one is drawn anew.
    Column("revision", Integer, nullable=False),
    Index(None, "created_at"),
    sqlite_autoincrement=True,
)

UNDECIDED = candidate.c.state.in_([literal_column("'open'"), literal_column("'held'")])

# The messages that show a candidate. Written before it is sent, so that nobody gets one twice.
candidate_copy = Table(
    "candidate_copy",
    metadata,
    Column("candidate_id", KEY, ForeignKey("candidate.id"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger),
    Column("revision", Integer, nullable=False),
    Index(None, "chat_id", "message_id"),
    sqlite_with_rowid=False,
)

# Chats that follow a topic at the end of a day; under EVERYTHING, those that follow any.
subscribers = Table(
    "subscribers",
    metadata,
    Column("day", Date, primary_key=True),
    Column("tag_id", KEY, primary_key=True, autoincrement=False),
    Column("chats", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# When the first and the last chat got an announcement that has ended; none where nobody did.
reach = Table(
    "reach",
    metadata,
    Column("announcement_id", KEY, ForeignKey("announcement.id"), primary_key=True),
    Column("first_at", Moment),
    Column("last_at", Moment),
    sqlite_with_rowid=False,
)
