"""What the publishers wrote: sources, stories, articles, tags and lists."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from bot.store.tables.columns import KEY, Moment, Prose, metadata

# Numbers are never used again: buttons name them.
source = Table(
    "source",
    metadata,
    Column("number", KEY, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Prose, nullable=False),
    Column("language", Text, nullable=False),
    Column("feed", Text, nullable=False),
    Column("top", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("every", Integer, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("state", Text, nullable=False),
    # Stands in the sources file, which alone can change or remove it.
    Column("listed", Boolean, nullable=False),
    # Where the feed moved for good; empty for nowhere.
    Column("moved_to", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

source_look = Table(
    "source_look",
    metadata,
    Column("source_id", Text, primary_key=True),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("top_etag", Text, nullable=False),
    Column("top_modified", Text, nullable=False),
    Column("next_look", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("looked_at", Moment),
    Column("ok_at", Moment),
    # The trouble with the last look; empty when it was well.
    Column("error", Prose, nullable=False),
    # Since when no look was well; empty when the last one was.
    Column("broken_since", Moment),
    # The editors who know.
    Column("told", JSON, nullable=False),
    Column("owner", Text),
)

story = Table(
    "story",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("breaking_at", Moment),
    Column("breaking_reason", Text),
    # An editor took it back.
    Column("retracted_at", Moment),
    # Language → headline by an editor, in place of the publisher's.
    Column("titles", JSON(none_as_null=True)),
)

article = Table(
    "article",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("story_id", KEY, ForeignKey("story.id"), nullable=False),
    Column("source_id", Text, nullable=False),
    Column("source_name", Prose, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("title", Prose, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("updated_at", Moment),
    Column("taken_in_at", Moment, nullable=False),
    Column("summary", Prose, nullable=False),
    Column("sections", JSON, nullable=False),
    Column("photo", JSON(none_as_null=True)),
    Column("authors", JSON, nullable=False),
    Column("labels", JSON, nullable=False),
    Column("terms", JSON, nullable=False),
    Column("print", Text, nullable=False),
    Index(None, "story_id", "language"),
)

# Every address that tells a story: of its articles, and of editions that were announced but not taken in yet.
story_url = Table(
    "story_url",
    metadata,
    Column("key", Text, primary_key=True),
    Column("story_id", KEY, ForeignKey("story.id"), nullable=False),
    Column("article_id", KEY, ForeignKey("article.id")),
    Index(None, "story_id"),
    Index(None, "article_id"),
    sqlite_with_rowid=False,
)

# Other texts that an article leads to: a story of the archive, or an address outside it.
article_link = Table(
    "article_link",
    metadata,
    Column("article_id", KEY, ForeignKey("article.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("to_story_id", KEY, ForeignKey("story.id")),
    Column("url", Text),
    Column("title", Prose),
    Index(None, "to_story_id"),
    sqlite_with_rowid=False,
)

# The archive's inverted index: rebuilt from article.terms, so it needs no foreign key of its own.
article_term = Table(
    "article_term",
    metadata,
    Column("language", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("published_at", Moment, primary_key=True),
    Column("article_id", KEY, primary_key=True),
    sqlite_with_rowid=False,
)

tag = Table(
    "tag",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("command", Text, nullable=False, unique=True),
    # Words that readers follow, and no publisher's topic: it stands on no card and in no list of topics.
    Column("phrase", Boolean, nullable=False, default=False),
)

tag_name = Table(
    "tag_name",
    metadata,
    Column("tag_id", KEY, ForeignKey("tag.id"), primary_key=True),
    Column("language", Text, primary_key=True),
    Column("name", Prose, nullable=False),
    sqlite_with_rowid=False,
)

tag_spelling = Table(
    "tag_spelling",
    metadata,
    Column("spelling", Text, primary_key=True),
    Column("tag_id", KEY, ForeignKey("tag.id"), nullable=False),
    sqlite_with_rowid=False,
)

article_tag = Table(
    "article_tag",
    metadata,
    Column("article_id", KEY, ForeignKey("article.id"), primary_key=True),
    Column("tag_id", KEY, ForeignKey("tag.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The lists: one line for a story in a language under each of its tags, and under EVERYTHING. The time stands beside
# the tag, so that a list is one walk down the index and never a sort.
headline = Table(
    "headline",
    metadata,
    Column("story_id", KEY, ForeignKey("story.id"), primary_key=True),
    Column("language", Text, primary_key=True),
    Column("tag_id", KEY, primary_key=True, autoincrement=False),
    Column("published_at", Moment, nullable=False),
    Column("article_id", KEY, ForeignKey("article.id"), nullable=False),
    Index(None, "tag_id", "language", "published_at", "article_id"),
    Index(None, "article_id"),
    sqlite_with_rowid=False,
)

# What was searched for, by nobody in particular. Numbers are never used again: buttons name them.
search = Table(
    "search",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("words", Prose, nullable=False),
    Column("asked_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

EVERYTHING = 0
"""The tag_id of /latest in `headline`; no tag has this number."""
