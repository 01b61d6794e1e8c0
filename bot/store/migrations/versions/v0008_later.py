"""Links read the other way: what a story led to."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_article_link_to_story_id", "article_link", ["to_story_id"])
