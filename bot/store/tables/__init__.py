"""What lasts, as tables. A change here needs a revision under `migrations/versions`; a test compares the two."""

from bot.store.tables.audit import act, notice
from bot.store.tables.chats import HUSHED, WAITING, chat, counter, inbox, subscription, subscription_without
from bot.store.tables.columns import metadata
from bot.store.tables.desk import OPEN_DRAFT, draft
from bot.store.tables.news import (
    EVERYTHING,
    article,
    article_link,
    article_tag,
    article_term,
    headline,
    search,
    source,
    source_look,
    story,
    story_url,
    tag,
    tag_name,
    tag_spelling,
)
from bot.store.tables.outbox import DUE, FOLDED, OPEN, STARTED, UNDONE, announcement, delivery, hold, tally
from bot.store.tables.processes import leader, process
from bot.store.tables.staff import UNDECIDED, candidate, candidate_copy, invitation, reach, staff, subscribers

__all__ = [
    "DUE",
    "EVERYTHING",
    "FOLDED",
    "HUSHED",
    "OPEN",
    "OPEN_DRAFT",
    "STARTED",
    "UNDECIDED",
    "UNDONE",
    "WAITING",
    "act",
    "announcement",
    "article",
    "article_link",
    "article_tag",
    "article_term",
    "candidate",
    "candidate_copy",
    "chat",
    "counter",
    "delivery",
    "draft",
    "headline",
    "hold",
    "inbox",
    "invitation",
    "leader",
    "metadata",
    "notice",
    "process",
    "reach",
    "search",
    "source",
    "source_look",
    "staff",
    "story",
    "story_url",
    "subscribers",
    "subscription",
    "subscription_without",
    "tag",
    "tag_name",
    "tag_spelling",
    "tally",
]
