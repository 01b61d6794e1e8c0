"""The first tables: articles, tags, chats, the outbox and the inbox."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None

KEY = BigInteger().with_variant(Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _stories()
    _archive()
    _tags()
    _lists()
    _sources()
    _chats()
    _announcements()
    _deliveries()
    _questions()
    _drafts()


def _stories() -> None:
    op.create_table(
        "story",
        Column("id", KEY, primary_key=True),
        Column("created_at", MOMENT, nullable=False),
        Column("breaking_at", MOMENT),
        Column("breaking_reason", Text),
    )
    op.create_table(
        "article",
        Column("id", KEY, primary_key=True),
        Column("story_id", KEY, nullable=False),
        Column("source_id", Text, nullable=False),
        Column("source_name", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("published_at", MOMENT, nullable=False),
        Column("updated_at", MOMENT),
        Column("taken_in_at", MOMENT, nullable=False),
        Column("summary", Text, nullable=False),
        Column("sections", JSON, nullable=False),
        Column("photo", JSON),
        Column("authors", JSON, nullable=False),
        Column("labels", JSON, nullable=False),
        Column("terms", JSON, nullable=False),
        Column("print", Text, nullable=False),
        ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_article_story_id"),
    )
    op.create_index("ix_article_story_id_language", "article", ["story_id", "language"])
    op.create_table(
        "story_url",
        Column("key", Text, primary_key=True),
        Column("story_id", KEY, nullable=False),
        Column("article_id", KEY),
        ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_story_url_article_id"),
        ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_story_url_story_id"),
        sqlite_with_rowid=False,
    )


def _archive() -> None:
    op.create_table(
        "article_link",
        Column("article_id", KEY, primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("to_story_id", KEY),
        Column("url", Text),
        Column("title", Text),
        ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_link_article_id"),
        ForeignKeyConstraint(["to_story_id"], ["story.id"], name="fk_article_link_to_story_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "article_term",
        Column("language", Text, primary_key=True),
        Column("term", Text, primary_key=True),
        Column("published_at", MOMENT, primary_key=True),
        Column("article_id", KEY, primary_key=True),
        sqlite_with_rowid=False,
    )


def _tags() -> None:
    op.create_table(
        "tag",
        Column("id", KEY, primary_key=True),
        Column("slug", Text, nullable=False),
        Column("command", Text, nullable=False),
        UniqueConstraint("command", name="uq_tag_command"),
        UniqueConstraint("slug", name="uq_tag_slug"),
    )
    op.create_table(
        "tag_name",
        Column("tag_id", KEY, primary_key=True),
        Column("language", Text, primary_key=True),
        Column("name", Text, nullable=False),
        ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_name_tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tag_spelling",
        Column("spelling", Text, primary_key=True),
        Column("tag_id", KEY, nullable=False),
        ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_spelling_tag_id"),
        sqlite_with_rowid=False,
    )


def _lists() -> None:
    op.create_table(
        "article_tag",
        Column("article_id", KEY, primary_key=True),
        Column("tag_id", KEY, primary_key=True),
        Column("position", Integer, nullable=False),
        ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_tag_article_id"),
        ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_article_tag_tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "headline",
        Column("story_id", KEY, primary_key=True),
        Column("language", Text, primary_key=True),
        Column("tag_id", KEY, primary_key=True, autoincrement=False),
        Column("published_at", MOMENT, nullable=False),
        Column("article_id", KEY, nullable=False),
        ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_headline_article_id"),
        ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_headline_story_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_headline_tag_id_language_published_at_article_id",
        "headline",
        ["tag_id", "language", "published_at", "article_id"],
    )


def _sources() -> None:
    op.create_table(
        "source_look",
        Column("source_id", Text, primary_key=True),
        Column("etag", Text, nullable=False),
        Column("modified", Text, nullable=False),
        Column("top_etag", Text, nullable=False),
        Column("top_modified", Text, nullable=False),
        Column("next_look", MOMENT, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("looked_at", MOMENT, nullable=False),
        Column("ok_at", MOMENT),
        Column("error", Text, nullable=False),
    )


def _chats() -> None:
    op.create_table(
        "chat",
        Column("number", KEY, primary_key=True),
        Column("id", BigInteger, nullable=False),
        Column("kind", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("language_chosen", Boolean, nullable=False),
        Column("time_zone", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("gone_reason", Text),
        Column("gone_at", MOMENT),
        Column("created_at", MOMENT, nullable=False),
        UniqueConstraint("id", name="uq_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscription",
        Column("id", KEY, primary_key=True),
        Column("chat_number", KEY, nullable=False),
        Column("thread_id", BigInteger, nullable=False),
        Column("tag_id", KEY, nullable=False),
        Column("level", Text, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        ForeignKeyConstraint(["chat_number"], ["chat.number"], name="fk_subscription_chat_number"),
        ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_subscription_tag_id"),
        UniqueConstraint("chat_number", "thread_id", "tag_id", name="uq_subscription_chat_number_thread_id_tag_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_tag_id_chat_number", "subscription", ["tag_id", "chat_number"])


def _announcements() -> None:
    op.create_table(
        "announcement",
        Column("id", KEY, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("lane", Integer, nullable=False),
        Column("story_id", KEY),
        Column("html", Text, nullable=False),
        Column("audience", JSON, nullable=False),
        Column("high_water", BigInteger, nullable=False),
        Column("cursor", BigInteger, nullable=False),
        Column("state", Text, nullable=False),
        Column("author_id", BigInteger),
        Column("created_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT),
        ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_announcement_story_id"),
    )
    op.create_index("ix_announcement_story_id_kind", "announcement", ["story_id", "kind"])
    op.create_index("ix_announcement_fanning", "announcement", ["id"], **_where("state = 'fanning'"))


def _deliveries() -> None:
    op.create_table(
        "delivery",
        Column("id", KEY, primary_key=True),
        Column("announcement_id", KEY, nullable=False),
        Column("story_id", KEY),
        Column("chat_number", KEY, nullable=False),
        Column("thread_id", BigInteger, nullable=False),
        Column("lane", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("due_at", MOMENT, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("ambiguous", Integer, nullable=False),
        Column("owner", Text),
        Column("lease_until", MOMENT),
        Column("started_at", MOMENT),
        Column("settled_at", MOMENT),
        Column("message_id", BigInteger),
        Column("reason", Text),
        ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_delivery_announcement_id"),
        ForeignKeyConstraint(["chat_number"], ["chat.number"], name="fk_delivery_chat_number"),
        UniqueConstraint(
            "announcement_id", "chat_number", "thread_id", name="uq_delivery_announcement_id_chat_number_thread_id"
        ),
        UniqueConstraint("story_id", "chat_number", "thread_id", name="uq_delivery_story_id_chat_number_thread_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_announcement_id_state", "delivery", ["announcement_id", "state"])
    op.create_index("ix_delivery_due", "delivery", ["lane", "due_at", "id"], **_where("state = 'due'"))
    op.create_index("ix_delivery_open", "delivery", ["chat_number"], **_where("state = 'due' OR state = 'started'"))
    op.create_index("ix_delivery_started", "delivery", ["lease_until"], **_where("state = 'started'"))


def _questions() -> None:
    op.create_table(
        "inbox",
        Column("update_id", BigInteger, primary_key=True, autoincrement=False),
        Column("chat_id", BigInteger, nullable=False),
        Column("body", JSON, nullable=False),
        Column("received_at", MOMENT, nullable=False),
        Column("attempts", Integer, nullable=False),
    )
    op.create_index("ix_inbox_chat_id_update_id", "inbox", ["chat_id", "update_id"])
    op.create_table(
        "counter",
        Column("name", Text, primary_key=True),
        Column("value", BigInteger, nullable=False),
    )


def _drafts() -> None:
    op.create_table(
        "draft",
        Column("id", KEY, primary_key=True),
        Column("editor_id", BigInteger, nullable=False),
        Column("state", Text, nullable=False),
        Column("html", Text, nullable=False),
        Column("audience", JSON),
        Column("announcement_id", KEY),
        Column("reported", Boolean, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_draft_announcement_id"),
    )
    is_open = _where("state IN ('waiting_text', 'choosing')")
    op.create_index("uq_draft_open", "draft", ["editor_id"], unique=True, **is_open)


def _where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
