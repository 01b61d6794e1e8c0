"""One event, several publishers: which story of another publisher an article tells too."""

from __future__ import annotations

from datetime import timedelta

from bot.enrich import FOLDS, Telling, rarity, same_event, telling
from bot.news.article import Article, Enriched, Section, SectionKind, Source
from bot.store import Transaction, articles
from bot.store.articles import Told

WITHIN = timedelta(hours=36)
"""How far apart two publishers may tell of it."""
MOST = 20
"""Of the most alike articles, that are compared."""
_TOLD = SectionKind.LEAD, SectionKind.DETAILS, SectionKind.QUOTE


async def same_story(tx: Transaction, source: Source, article: Article, enriched: Enriched) -> int | None:
    """The story that another publisher began and that this publisher has not told yet."""
    near = await articles.candidates(
        tx, enriched.terms, language=article.language, before=article.published_at + WITHIN
    )
    late = article.published_at - WITHIN
    alike = [one.article_id for one in near if one.published_at > late][:MOST]
    others = await articles.told_by_others(tx, alike, source.name)
    if not others:
        return None
    rare = rarity([one.terms for one in near])
    ours = telling(article.title, _text(enriched.sections), article.language, article.published_at)
    scored = [(same_event(ours, _telling(one, article.language), rare), one.story_id) for one in others]
    likeness, story_id = max(scored)
    return story_id if likeness >= FOLDS else None


def _telling(one: Told, language: str) -> Telling:
    return telling(one.title, _text(one.sections), language, one.published_at)


def _text(sections: tuple[Section, ...]) -> str:
    told = (part for part in sections if part.kind in _TOLD)
    return " ".join(paragraph.text for part in told for paragraph in part.paragraphs)
