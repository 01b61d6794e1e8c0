"""Indexes by which what is old is found, and by which what refers to it is."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("ix_announcement_done_at_id", "announcement", ["done_at", "id"])
    op.create_index("ix_announcement_after_story_id", "announcement", ["after_story_id"])
    op.create_index("ix_story_url_story_id", "story_url", ["story_id"])
    op.create_index("ix_story_url_article_id", "story_url", ["article_id"])
    op.create_index("ix_headline_article_id", "headline", ["article_id"])
