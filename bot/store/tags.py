"""Tags: learning them from articles, and finding them by whatever people type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, count

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select

from bot.news.article import ArticleTag
from bot.news.spelling import COMMAND_MAX, JOINS, command, latin, normal, together
from bot.news.story import EVERYTHING, Tag
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.languages import nearest
from bot.store.tables import article, article_tag, subscription, subscription_without, tag, tag_name, tag_spelling

RECENT = 5_000
"""Tags are popular among this many of the newest articles."""
MOST_SPELLINGS = 20_000
_QUOTES = tuple('"“”«„')
SHARED = "^"
"""Begins keys that several tags may have; here each stands with its tag's number."""
MARKS = "=", "~", SHARED
"""Begin keys that are no spellings: by sound, by stems."""
_SPELT = [~tag_spelling.c.spelling.startswith(mark) for mark in MARKS]
_FOLLOWED = (
    tag.c.phrase,
    tag.c.slug != EVERYTHING,
    or_(
        exists().where(subscription.c.tag_id == tag.c.id),
        exists().where(subscription_without.c.tag_id == tag.c.id),
    ),
)

Keys = Callable[[str, str], Collection[str]]
"""(name, language) → what it is found by. Those that begin with a mark of their own are no spellings."""


def plain_keys(name: str, language: str) -> set[str]:  # noqa: ARG001
    return {normal(name), latin(name)} - {""}


async def learn(
    tx: Transaction,
    tags: Sequence[ArticleTag],
    language: str,
    *,
    site: str = "",
    reserved: Collection[str] = (),
    keys: Keys = plain_keys,
) -> list[int]:
    """The tags' ids, in order and once each. New ones get a command of their own, never one of `reserved`.

    `site` is the publisher's: a slug that says nothing ("15") is known only there.
    """
    by_slug = {await _known_as(tx, one, language, site): one for one in tags}
    # In one order for everybody: two transactions never wait for each other's tags crosswise.
    ids = {slug: await _identify(tx, slug, by_slug[slug], reserved) for slug in sorted(by_slug)}
    for slug, tag_id in sorted(ids.items()):
        one = by_slug[slug]
        await _name(tx, tag_id, one.name, language)
        await _spell(tx, tag_id, {*keys(one.name, language), normal(one.slug)} - {""})
    return [ids[slug] for slug in by_slug]


async def phrase(tx: Transaction, words: str, language: str) -> int:
    """The tag of words that readers follow, in `language`: it is carried by what has them in any form."""
    mark = _quoted(words)
    new = insert(tx, tag).values(slug=mark, command=mark, phrase=True).on_conflict_do_nothing()
    await tx.execute(new)
    tag_id: int = (await tx.execute(select(tag.c.id).where(tag.c.slug == mark))).scalar_one()
    named = insert(tx, tag_name).values(tag_id=tag_id, language=language, name=" ".join(words.split()))
    await tx.execute(named.on_conflict_do_nothing())
    return tag_id


async def everything(tx: Transaction, names: Mapping[str, str] | None = None) -> int | None:
    """The tag that every story counts as having; with `names` (language → name) it is made where there is none."""
    known = select(tag.c.id).where(tag.c.slug == EVERYTHING)
    if names:
        new = insert(tx, tag).values(slug=EVERYTHING, command=EVERYTHING, phrase=True)
        await tx.execute(new.on_conflict_do_nothing())
        tag_id = (await tx.execute(known)).scalar_one()
        for language, name in sorted(names.items()):
            await _name(tx, tag_id, name, language)
    found: int | None = (await tx.execute(known)).scalar()
    return found


async def phrases(tx: Transaction) -> dict[str, int]:
    """Words → tag id, of those that somebody follows or leaves out."""
    query = select(tag_name.c.name, tag_name.c.tag_id).join(tag).where(*_FOLLOWED)
    return {row.name: row.tag_id for row in await tx.execute(query.order_by(tag.c.id).limit(MOST_SPELLINGS))}


async def phrases_mark(tx: Transaction) -> tuple[int, ...]:
    """Another one when `phrases` gives others; quickly told."""
    told = select(func.count(), func.sum(tag.c.id), func.sum(tag.c.id * tag.c.id)).join(tag_name).where(*_FOLLOWED)
    return tuple((await tx.execute(told)).one())


async def by_id(tx: Transaction, tag_id: int, language: str) -> Tag | None:
    return next(iter(await by_ids(tx, [tag_id], language)), None)


async def by_ids(tx: Transaction, tag_ids: Sequence[int], language: str) -> list[Tag]:
    """In the given order, named in `language` or the nearest that is known; unknown ids are left out."""
    query = (
        select(tag.c.id, tag.c.slug, tag.c.command, tag.c.phrase, tag_name.c.language, tag_name.c.name)
        .join(tag_name)
        .where(tag.c.id.in_(set(tag_ids)))
    )
    keys: dict[int, tuple[str, str]] = {}
    own_words: dict[int, bool] = {}
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for id_, slug, command_, is_phrase, spoken, name in await tx.execute(query):
        keys[id_], own_words[id_] = (slug, command_), is_phrase and slug != EVERYTHING
        names[id_][spoken] = name
    known = [one for one in tag_ids if one in keys]
    return [Tag(one, *keys[one], names[one][nearest(language, names[one])], own_words[one]) for one in known]


async def by_spelling(tx: Transaction, text: str, language: str, *, keys: Sequence[str] = ()) -> Tag | None:
    """The tag that is meant: by its command, else by its slug or its name in any language, in any case and script.

    Words in quotes mean a phrase. `keys` are further ones to look it up by, the best first: at last a surname, where
    one tag alone has it.
    """
    typed = normal(text)
    commands = [_quoted(text)] if text.strip()[:1] in _QUOTES else [_bare(text), typed.replace(" ", "_")]
    spelt = [typed, *keys]
    ways = (tag.c.command, tag.c.id, commands), (tag_spelling.c.spelling, tag_spelling.c.tag_id, spelt)
    for column, owner, wanted in ways:
        rows = await tx.execute(select(column, owner).where(column.in_(wanted)))
        found = {row[0]: row[1] for row in rows}
        if best := next((found[key] for key in wanted if key in found), None):
            return await by_id(tx, best, language)
    people = await sharing(tx, keys, language)
    return people[0] if len(people) == 1 else None


async def sharing(tx: Transaction, keys: Sequence[str], language: str) -> list[Tag]:
    """Those that share a key with others ("Зеленський" of two people), by the first of `keys` that any has."""
    for key in keys:
        begun = tag_spelling.c.spelling.startswith(f"{SHARED}{key} ", autoescape=True)
        rows = await tx.execute(select(tag_spelling.c.tag_id).where(begun).order_by(tag_spelling.c.tag_id))
        if found := rows.scalars().all():
            return await by_ids(tx, found, language)
    return []


async def popular(
    tx: Transaction, language: str, *, offset: int = 0, limit: int = 20, since: datetime | None = None
) -> list[Tag]:
    """The tags that most of the newest articles carry, in any language; those that have a name in `language` first.

    `since`: of these, the hot ones first, which most articles since then carry.
    """
    newest = (await tx.execute(select(func.max(article.c.id)))).scalar() or 0
    query = (
        select(article_tag.c.tag_id)
        .join(tag)
        .where(article_tag.c.article_id > newest - RECENT, ~tag.c.phrase)
        .group_by(article_tag.c.tag_id)
        .order_by(case((_named_in(language), 0), else_=1))
    )
    if since is not None:
        hot = func.sum(case((article.c.published_at >= since, 1), else_=0))
        query = query.join(article).order_by(hot.desc())
    query = query.order_by(func.count().desc(), article_tag.c.tag_id)
    ids = (await tx.execute(query.offset(offset).limit(limit))).scalars().all()
    return await by_ids(tx, ids, language)


def _named_in(language: str) -> ColumnElement[bool]:
    named = tag_name.c.tag_id == article_tag.c.tag_id, tag_name.c.language == language
    return select(tag_name.c.tag_id).where(*named).correlate(article_tag).exists()


async def spellings(tx: Transaction) -> list[str]:
    """In `normal` form, those of the tags known longest: what a misspelt word is compared with."""
    known = select(tag_spelling.c.spelling).where(*_SPELT)
    rows = await tx.execute(known.order_by(tag_spelling.c.tag_id).limit(MOST_SPELLINGS))
    return list(rows.scalars())


async def names(tx: Transaction) -> dict[str, int]:
    """Name as publishers write it, in every language → tag id; of the tags known longest."""
    topics = select(tag_name.c.name, tag_name.c.tag_id).join(tag).where(~tag.c.phrase)
    query = topics.order_by(tag_name.c.tag_id).limit(MOST_SPELLINGS)
    return {row.name: row.tag_id for row in await tx.execute(query)}


async def names_mark(tx: Transaction) -> tuple[int, ...]:
    """Another one when there are other names, unless one only got as many other letters; quickly told."""
    told = select(func.count(), func.max(tag_name.c.tag_id), func.sum(func.length(tag_name.c.name)))
    return tuple((await tx.execute(told)).one())


async def spell(tx: Transaction, tag_id: int, keys: Collection[str]) -> None:
    """An editor's other spelling of a tag. What finds another one already goes on to find that."""
    await _spell(tx, tag_id, keys)


async def forget(tx: Transaction, tag_id: int, keys: Collection[str]) -> bool:
    """Whether the tag was found by one of these."""
    theirs = delete(tag_spelling).where(
        tag_spelling.c.tag_id == tag_id, tag_spelling.c.spelling.in_(_own(tag_id, keys))
    )
    return (await tx.execute(theirs)).rowcount > 0


async def spellings_of(tx: Transaction, tag_id: int) -> list[str]:
    known = select(tag_spelling.c.spelling).where(tag_spelling.c.tag_id == tag_id, *_SPELT)
    return list((await tx.execute(known.order_by(tag_spelling.c.spelling))).scalars())


def _quoted(words: str) -> str:
    """The command of a phrase, which nobody can type without quotes."""
    return f'"{JOINS.join(map(normal, together(words)))}"'


def _bare(text: str) -> str:
    """What may be a command as it stands: without its slash, and empty if it holds more than ASCII."""
    return text.strip().lstrip("/#").lower() if text.isascii() and text.isprintable() else ""


async def _known_as(tx: Transaction, one: ArticleTag, language: str, site: str) -> str:
    """The slug that is kept: with the site's name where it says nothing, unless a tag with that slug has this name."""
    if not site or any(map(str.isalpha, one.slug)) or normal(one.slug) == normal(one.name):
        return one.slug
    named = tag_name.c.language == language, tag_name.c.name == one.name
    shared = (await tx.execute(select(tag.c.id).join(tag_name).where(tag.c.slug == one.slug, *named))).first()
    return one.slug if shared else f"{site}/{one.slug}"


async def _identify(tx: Transaction, slug: str, one: ArticleTag, reserved: Collection[str]) -> int:
    known = select(tag.c.id).where(tag.c.slug == slug)
    says = slug == one.slug or any(map(str.isalpha, one.slug))
    for wanted in await _commands(tx, one.slug if says else one.name, one.name):
        found: int | None = (await tx.execute(known)).scalar()
        if found is None and wanted not in reserved:
            new = insert(tx, tag).values(slug=slug, command=wanted).on_conflict_do_nothing().returning(tag.c.id)
            found = (await tx.execute(new)).scalar()
        if found is not None:
            return found
    raise AssertionError("numbers never end")


async def _commands(tx: Transaction, slug: str, name: str) -> Iterator[str]:
    """The tag's own command, then numbered ones; far from the taken numbers where a name is very common."""
    plain = command(slug, name)
    newest = (await tx.execute(select(func.max(tag.c.id)))).scalar() or 0
    numbered = (f"{plain[: COMMAND_MAX - len(str(n)) - 1]}_{n}" for n in chain(range(2, 10), count(newest + 10)))
    return chain([plain], numbered)


async def _name(tx: Transaction, tag_id: int, name: str, language: str) -> None:
    named = insert(tx, tag_name).values(tag_id=tag_id, language=language, name=name)
    await tx.execute(named.on_conflict_do_update(index_elements=["tag_id", "language"], set_={"name": name}))


def _own(tag_id: int, keys: Collection[str]) -> list[str]:
    return [f"{key} {tag_id}" if key.startswith(SHARED) else key for key in keys]


async def _spell(tx: Transaction, tag_id: int, forms: Collection[str]) -> None:
    rows = [{"spelling": form, "tag_id": tag_id} for form in sorted(_own(tag_id, forms))]
    if rows:
        await tx.execute(insert(tx, tag_spelling).on_conflict_do_nothing(), rows)
