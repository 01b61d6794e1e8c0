"""The buttons under a push: mute for an hour, less of this, only breaking; and /mute."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.news import typed
from bot.news.chats import Level, Subscription
from bot.pages.ask import Ask, Page
from bot.store import preferences, stories, subscriptions
from bot.views import pushes as view
from bot.views.choices import Less, Mute, Muting, OnlyBreaking
from bot.views.reply import Answer, Reply

LONGEST = timedelta(days=7)
USUAL = timedelta(hours=1)


async def muting(ask: Ask, intent: Muting) -> Answer | Reply:
    if typed.is_off(intent.words):
        return await _mute(ask, None)
    span = typed.span(intent.words) if intent.words else USUAL
    return await _mute(ask, ask.now + min(span, LONGEST)) if span else view.how_to_mute(ask.words)


async def mute(ask: Ask, intent: Mute) -> Answer:
    """The push that carries the button stays as it is."""
    span = min(timedelta(minutes=min(intent.minutes, 10**6)), LONGEST)
    return Answer(await _mute(ask, ask.now + span if span else None), fresh=True)


async def _mute(ask: Ask, until: datetime | None) -> Reply:
    chat, before = ask.chat, ask.chat.rest.muted_until
    async with ask.room.db.write() as tx:
        await preferences.mute(tx, chat.number, until, ask.now)
    if until is None or until <= ask.now:
        return view.unmuted(ask.undo() if before and before > ask.now else None, ask.words)
    return view.muted(until, ask.undo(), chat.time_zone, ask.now, ask.words)


async def less(ask: Ask, intent: Less) -> Answer:
    """Of one topic at once; of several, the one that is chosen."""
    theirs = await _about(ask, intent.story_id, intent.tag_id)
    if not theirs:
        return Answer(toast=view.nothing_to_lessen(ask.words), alert=True)
    chosen = bool(intent.tag_id)
    if len(theirs) > 1:
        steps = [(one, _step(ask, one)) for one in theirs]
        return Answer(view.less_of_which(intent.story_id, steps, ask.words), fresh=True)
    return Answer(await _lessen(ask, theirs[0], _step(ask, theirs[0])), fresh=not chosen)


async def only_breaking(ask: Ask, intent: OnlyBreaking) -> Answer:
    """Of one topic at once; of several, the one that is chosen."""
    theirs = [one for one in await _about(ask, intent.story_id, intent.tag_id) if one.level is not Level.BREAKING]
    if not theirs:
        return Answer(toast=view.nothing_but_breaking(ask.words), alert=True)
    if len(theirs) > 1:
        return Answer(view.only_of_which(intent.story_id, theirs, ask.words), fresh=True)
    return Answer(await _lessen(ask, theirs[0], Level.BREAKING), fresh=not intent.tag_id)


async def _about(ask: Ask, story_id: int, tag_id: int) -> list[Subscription]:
    """What the chat follows of this topic, or of the story's."""
    async with ask.room.db.read() as tx:
        about = {tag_id} if tag_id else set(await stories.tags_of(tx, story_id))
        own = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    return [one for one in own if one.tag.id in about and one.thread_id == ask.thread_id]


def _step(ask: Ask, one: Subscription) -> Level | None:
    """The next one down; None: to follow it no more."""
    if one.level is Level.BREAKING:
        return None
    return Level.DIGEST if one.level is Level.ALL and ask.chat.digest else Level.BREAKING


async def _lessen(ask: Ask, one: Subscription, to: Level | None) -> Reply:
    number, thread = ask.chat.number, one.thread_id
    async with ask.room.db.write() as tx:
        if to:
            await subscriptions.set_level(tx, number, one.tag.id, to, thread_id=thread)
        else:
            await subscriptions.unsubscribe(tx, number, one.tag.id, thread_id=thread)
    return view.less(one.tag, to, ask.undo(), ask.words)


PAGE = Page(
    answers={Muting: muting, Mute: mute, Less: less, OnlyBreaking: only_breaking},
    commands={"mute": Muting},
    changes=frozenset({Muting, Mute, Less, OnlyBreaking}),
)
