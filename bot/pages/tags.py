"""/tags: every topic, most used first; editors give them other spellings."""

from __future__ import annotations

import re

from bot.enrich import keys, typed_keys
from bot.news.staff import Role
from bot.pages import headlines
from bot.pages.ask import Ask, Page
from bot.store import audit, tags
from bot.views import tags as view
from bot.views.desk import Alias
from bot.views.intents import OpenTags
from bot.views.reply import Reply

_ALIAS = re.compile(r"(?P<topic>\"[^\"]+\"|\S+)(?:\s+(?P<minus>[-–−]?)(?P<spelling>.+))?")


async def open_tags(ask: Ask, intent: OpenTags) -> Reply:
    async with ask.room.db.read() as tx:
        found = await tags.popular(tx, ask.chat.language, offset=intent.page * view.PER_PAGE, limit=view.PER_PAGE + 1)
    return view.topics(found[: view.PER_PAGE], intent.page, len(found) > view.PER_PAGE, ask.words)


async def alias(ask: Ask, intent: Alias) -> Reply:
    asked = _ALIAS.fullmatch(intent.words)
    if asked is None:
        return view.how_to_alias(ask.words)
    topic, spelling = asked["topic"].strip('"').lstrip("/#"), (asked["spelling"] or "").strip()[:60]
    async with ask.room.db.read() as tx:
        tag = await tags.by_spelling(tx, topic, ask.chat.language, keys=typed_keys(topic))
        close = [] if tag else await headlines.meant(tx, topic, ask.chat.language)
    if tag is None:
        return await headlines.unknown(ask, topic, close)
    async with ask.room.db.write() as tx:
        owner = await tags.by_spelling(tx, spelling, ask.chat.language) if spelling and not asked["minus"] else None
        if owner and owner.id != tag.id:
            return view.taken(tag, owner, spelling, ask.words)
        if spelling and asked["minus"]:
            await tags.forget(tx, tag.id, keys(spelling, ask.chat.language))
        elif spelling:
            await tags.spell(tx, tag.id, keys(spelling, ask.chat.language))
        if spelling:
            await audit.note(tx, ask.chat.id, "alias", f"{tag.name}: {asked['minus']}{spelling}", ask.now)
        return view.spellings(tag, await tags.spellings_of(tx, tag.id), ask.words)


def _asked(words: str) -> OpenTags | Alias:
    verb, _, rest = words.partition(" ")
    return Alias(rest.strip()) if verb.lower() == "alias" else OpenTags()


PAGE = Page(answers={OpenTags: open_tags, Alias: alias}, commands={"tags": _asked}, needs={Alias: Role.EDITOR})
