"""What an article leads to: the publisher's own links first, then the archive's, none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from bot.enrich import query_terms, rank
from bot.news.article import Article, Enriched, Link, SectionKind
from bot.news.urls import is_of_article, key, same_site
from bot.store import Transaction, articles

MOST_LINKS = 4
"""Earlier stories of the archive kept with an article, as many related ones, and as many links of the text."""
MOST_GIVEN = 6
"""Of the publisher's own links."""
_TELLING = 3
"""Words of a link in the text that say where it leads, if the archive does not know."""


async def link(tx: Transaction, stored: articles.Stored, article: Article, enriched: Enriched) -> None:
    """Never to its own story: neither to itself nor to its editions, kept or only known by their addresses."""
    told, in_text = _links(enriched, background=True), _in_text(article, enriched)
    kept = await articles.find(tx, [link.url for link in (*told, *in_text, *article.related)])
    target = partial(_target, kept=kept, own=stored.story_id)
    named = _targets(told, target, apart_from=[stored.story_id])
    shown = [stored.story_id, *named]
    hinted = [link for link in in_text if isinstance(target(link), int) or len(link.title.split()) >= _TELLING]
    given = _targets([*_apart(hinted, told)[:MOST_LINKS], *_apart(article.related, told)], target, apart_from=shown)
    given = given[:MOST_GIVEN]
    further = [story_id for story_id in await _ranked(tx, stored, article, enriched) if story_id not in shown]
    await articles.link(
        tx,
        stored.article_id,
        told=[story_id for story_id in named if isinstance(story_id, int)],
        earlier=further[:MOST_LINKS],
        given=given,
        related=[story_id for story_id in further[MOST_LINKS:] if story_id not in given],
    )


async def _ranked(tx: Transaction, stored: articles.Stored, article: Article, enriched: Enriched) -> list[int]:
    """Earlier stories of the archive, the likest first."""
    asked = query_terms(article.title, enriched.sections, article.language)
    return rank(
        asked,
        await articles.candidates(tx, asked, language=article.language, before=article.published_at),
        title=article.title,
        published_at=article.published_at,
        story_id=stored.story_id,
        most=2 * MOST_LINKS,
    )


def _in_text(article: Article, enriched: Enriched) -> list[Link]:
    """To other articles of the publisher's."""
    links = _links(enriched, background=False)
    return [link for link in links if same_site(link.url, article.url) and is_of_article(link.url)]


def _links(enriched: Enriched, *, background: bool) -> list[Link]:
    """What the publisher's own background links to, and cards show there already; or what the rest does."""
    sections = (part for part in enriched.sections if (part.kind is SectionKind.BACKGROUND) is background)
    return [link for section in sections for paragraph in section.paragraphs for link in paragraph.links]


def _apart(links: Iterable[Link], others: Iterable[Link]) -> list[Link]:
    shown = {key(link.url) for link in others}
    return [link for link in links if key(link.url) not in shown]


def _target(link: Link, kept: Mapping[str, articles.Known], own: int) -> int | Link:
    known = kept.get(key(link.url))
    return known.story_id if known and (known.article_id or known.story_id == own) else link


def _targets(
    links: Iterable[Link], target: Callable[[Link], int | Link], apart_from: Iterable[int | Link]
) -> list[int | Link]:
    """Each story, and each address outside the archive, once."""
    shown = set(apart_from)
    found: dict[int | str, int | Link] = {}
    for to in map(target, links):
        if to not in shown:
            found.setdefault(to if isinstance(to, int) else key(to.url), to)
    return list(found.values())
