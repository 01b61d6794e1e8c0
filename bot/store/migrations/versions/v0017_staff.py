"""Editors and analysts, candidates for breaking news, and what statistics are drawn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, Text

revision = "0017"
down_revision = "0016"

KEY = BigInteger().with_variant(Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("chat", Column("suggestions", Boolean))
    op.add_column("story", Column("titles", JSON(none_as_null=True)))
    _staff()
    _candidates()
    op.create_table(
        "subscribers",
        Column("day", Date, nullable=False),
        Column("tag_id", KEY, nullable=False, autoincrement=False),
        Column("chats", BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("day", "tag_id", name="pk_subscribers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reach",
        Column("announcement_id", KEY, nullable=False),
        Column("first_at", MOMENT),
        Column("last_at", MOMENT),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_reach_announcement_id"),
        sa.PrimaryKeyConstraint("announcement_id", name="pk_reach"),
        sqlite_with_rowid=False,
    )


def _staff() -> None:
    op.create_table(
        "staff",
        Column("person_id", BigInteger, nullable=False, autoincrement=False),
        Column("role", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("appointed_by", BigInteger, nullable=False),
        Column("since", MOMENT, nullable=False),
        Column("tell", BigInteger),
        sa.PrimaryKeyConstraint("person_id", name="pk_staff"),
    )
    op.create_table(
        "invitation",
        Column("print", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("by_id", BigInteger, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("print", name="pk_invitation"),
    )


def _candidates() -> None:
    op.create_table(
        "candidate",
        Column("id", KEY, nullable=False),
        Column("story_id", KEY, nullable=False),
        Column("reason", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("titles", JSON, nullable=False),
        Column("tags", JSON(none_as_null=True)),
        Column("editor_id", BigInteger),
        Column("editor_name", Text, nullable=False),
        Column("acted_at", MOMENT),
        Column("created_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        Column("revision", Integer, nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_candidate_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_candidate"),
        sa.UniqueConstraint("story_id", name="uq_candidate_story_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_candidate_created_at", "candidate", ["created_at"])
    op.create_table(
        "candidate_copy",
        Column("candidate_id", KEY, nullable=False),
        Column("chat_id", BigInteger, nullable=False, autoincrement=False),
        Column("message_id", BigInteger),
        Column("revision", Integer, nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name="fk_candidate_copy_candidate_id"),
        sa.PrimaryKeyConstraint("candidate_id", "chat_id", name="pk_candidate_copy"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_candidate_copy_chat_id_message_id", "candidate_copy", ["chat_id", "message_id"])
