"""Keeping an article: with its story, its tags and what it leads to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.desk.announce import announce_update
from bot.desk.folding import same_story
from bot.desk.linking import link
from bot.desk.vocabulary import Vocabulary
from bot.enrich import keys
from bot.news.article import Article, ArticleTag, Enriched, Source
from bot.news.urls import key, site
from bot.store import Transaction, articles, broadcasts, stories, tags


class Kept(NamedTuple):
    """`new`: the story began with this article; `folded`: another publisher's story is told by it too; `wider`: under
    tags that the story had not."""

    story_id: int
    new: bool = False
    folded: bool = False
    wider: bool = False


async def keep(
    tx: Transaction,
    source: Source,
    article: Article,
    enriched: Enriched,
    print_: str,
    reserved: Collection[str],
    vocabulary: Vocabulary,
    now: datetime,
) -> Kept:
    """Adds or revises the article."""
    article, found = await _family(tx, source, article)
    folds_under = None if found else await same_story(tx, source, article, enriched)
    # Before all else, as editors do who take a story back: so that nobody waits for another crosswise.
    for told in sorted({known.story_id for known in found.values()} | ({folds_under} if folds_under else set())):
        await broadcasts.hold(tx, told, None)
    tag_ids = await _tags(tx, source, article, enriched, reserved, vocabulary)
    own = found.get(key(article.url))
    if own and own.article_id:
        shown = await articles.face(tx, own.story_id, article.language)
        began = await articles.revise(tx, own.article_id, article, enriched, tag_ids=tag_ids, print_=print_, now=now)
        await link(tx, articles.Stored(own.story_id, own.article_id), replace(article, published_at=began), enriched)
        if await articles.face(tx, own.story_id, article.language) != shown:
            await announce_update(tx, own.story_id, now, edition=article.language)
        return Kept(own.story_id)
    story_id = next((known.story_id for known in found.values()), folds_under)
    before = await stories.tags_of(tx, folds_under) if folds_under else ()
    stored = await articles.add(
        tx,
        article,
        enriched,
        source_name=source.name,
        story_id=story_id,
        tag_ids=tag_ids,
        print_=print_,
        now=now,
    )
    await link(tx, stored, article, enriched)
    return Kept(stored.story_id, story_id is None, folds_under is not None, not set(tag_ids) <= set(before))


async def _family(tx: Transaction, source: Source, article: Article) -> tuple[Article, dict[str, articles.Known]]:
    """The article with its true editions, and what is known at these addresses. What two articles of a publisher in one
    language both call their edition is none of either: some name the home page."""
    found = await articles.find(tx, [article.url, *article.editions.values()])
    own = found.get(key(article.url))
    others = {known.story_id for known in found.values()} - ({own.story_id} if own else set())
    taken = await articles.told_by(tx, others, article.language, source.name) if others else set()
    if not taken:
        return article, found
    kept = {name: known for name, known in found.items() if known.story_id not in taken}
    editions = {name: url for name, url in article.editions.items() if key(url) in kept or key(url) not in found}
    return replace(article, editions=editions), kept


async def _tags(
    tx: Transaction,
    source: Source,
    article: Article,
    enriched: Enriched,
    reserved: Collection[str],
    vocabulary: Vocabulary,
) -> list[int]:
    """The publisher's and the source's; known ones that the text names, where the page gave none; followed phrases."""
    found = await tags.learn(tx, article.tags, article.language, site=site(article.url), reserved=reserved, keys=keys)
    if not article.tags:
        found += await vocabulary.named_in(tx, article, enriched)
    for slug in source.tags:
        known = await tags.by_spelling(tx, slug, article.language)
        # Only a tag that nobody has named yet is called by its slug.
        own = [ArticleTag(slug, slug)]
        found += [known.id] if known else await tags.learn(tx, own, article.language, reserved=reserved)
    found += await vocabulary.followed_in(tx, article, enriched)
    return list(dict.fromkeys(found))
