"""The buttons under a push: mute for an hour, less of this; and /mute."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.news import typed
from bot.news.chats import ChatKind, Level, Subscription
from bot.pages.ask import Ask, Page
from bot.store import preferences, stories, subscriptions
from bot.views import pushes as view
from bot.views import settings as settings_view
from bot.views.choices import Less, Mute, Muting
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
    if ask.chat.kind is not ChatKind.PRIVATE:
        return settings_view.private_only(ask.words)
    chat, before = ask.chat, ask.chat.rest.muted_until
    async with ask.room.db.write() as tx:
        await preferences.mute(tx, chat.number, until, ask.now)
    if until is None or until <= ask.now:
        return view.unmuted(ask.undo() if before and before > ask.now else None, ask.words)
    return view.muted(until, ask.undo(), chat.time_zone, ask.now, ask.words)


async def less(ask: Ask, intent: Less) -> Answer:
    """Of one topic at once; of several, the one that is chosen."""
    if ask.chat.kind is not ChatKind.PRIVATE:
        return Answer(settings_view.private_only(ask.words), fresh=True)
    async with ask.room.db.read() as tx:
        about = {intent.tag_id} if intent.tag_id else set(await stories.tags_of(tx, intent.story_id))
        own = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    theirs = [one for one in own if one.tag.id in about and one.thread_id == ask.request.thread_id]
    if not theirs:
        return Answer(toast=view.nothing_to_lessen(ask.words), alert=True)
    chosen = bool(intent.tag_id)
    if len(theirs) > 1:
        return Answer(view.less_of_which(intent.story_id, theirs, ask.words), fresh=True)
    return Answer(await _lessen(ask, theirs[0]), fresh=not chosen)


async def _lessen(ask: Ask, one: Subscription) -> Reply:
    number, thread = ask.chat.number, one.thread_id
    everything = one.level is Level.ALL
    async with ask.room.db.write() as tx:
        if everything:
            await subscriptions.subscribe(tx, number, one.tag.id, Level.BREAKING, ask.now, thread_id=thread)
        else:
            await subscriptions.unsubscribe(tx, number, one.tag.id, thread_id=thread)
    return view.less(one, ask.undo(), ask.words)


PAGE = Page(
    answers={Muting: muting, Mute: mute, Less: less},
    commands={"mute": Muting},
    changes=frozenset({Muting, Mute, Less}),
)
