"""What editors are writing."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, literal_column

from bot.store.tables.columns import KEY, Moment, metadata

draft = Table(
    "draft",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("editor_id", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    # The kind of announcement that it becomes, and what it corrects, edits or takes back.
    Column("kind", Text, nullable=False),
    Column("story_id", KEY, ForeignKey("story.id")),
    Column("of_id", KEY, ForeignKey("announcement.id")),
    Column("alert", JSON(none_as_null=True)),
    # What the editor's next message is: the language of a text, or "time"; empty for nothing of ours.
    Column("awaits", Text, nullable=False),
    # Telegram's id of the album whose parts are still coming.
    Column("album", Text, nullable=False),
    Column("audience", JSON(none_as_null=True)),
    Column("opens_at", Moment),
    Column("doubt", Text, nullable=False),
    # Counts the changes: what was shown before the last one cannot be confirmed.
    Column("revision", Integer, nullable=False),
    Column("announcement_id", KEY, ForeignKey("announcement.id")),
    # Where in the editor's chat its progress is shown.
    Column("message_id", BigInteger),
    Column("reported", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

OPEN_DRAFT = draft.c.state == literal_column("'open'")

Index("uq_draft_open", draft.c.editor_id, unique=True, sqlite_where=OPEN_DRAFT, postgresql_where=OPEN_DRAFT)
