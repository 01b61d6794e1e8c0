"""One event, several publishers: which story of another publisher an article tells too."""

from __future__ import annotations

from datetime import timedelta

from bot.enrich import Telling, folds, one_form, rarity, telling
from bot.news.article import Article, Enriched, Section, SectionKind, Source
from bot.store import Transaction, articles
from bot.store.articles import Told

WITHIN = timedelta(hours=12)
"""How far apart two publishers may tell of it: less than reports that come each day are."""
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
    likeness, story_id = max((folds(ours, _telling(one, article.language), rare), one.story_id) for one in others)
    return story_id if likeness else None


async def is_routine(tx: Transaction, article: Article, enriched: Enriched) -> bool:
    """Whether its like was told on earlier days: many publishers at once tell of the day's losses or rates, too."""
    earlier = article.published_at - WITHIN
    near = await articles.candidates(tx, enriched.terms, language=article.language, before=earlier)
    return any(one_form(article.title, one.title) for one in near)


def _telling(one: Told, language: str) -> Telling:
    return telling(one.title, _text(one.sections), language, one.published_at)


def _text(sections: tuple[Section, ...]) -> str:
    told = (part for part in sections if part.kind in _TOLD)
    return " ".join(paragraph.text for part in told for paragraph in part.paragraphs)
