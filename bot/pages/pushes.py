"""The buttons under a push: mute for an hour, less of this, only breaking; and /mute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.news import typed
from bot.news.chats import ChatKind, Level, Sound, Subscription
from bot.pages.ask import Ask, Page
from bot.store import preferences, stories, subscriptions, tags
from bot.views import pushes as view
from bot.views import settings as settings_view
from bot.views.choices import Bring, Less, Mute, MuteUntil, Muting, OnlyBreaking, Restore
from bot.views.reply import Answer, Reply
from bot.views.start import stale

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


async def mute_until(ask: Ask, intent: MuteUntil) -> Answer:
    latest = ask.now + LONGEST
    minute = min(intent.minute * 60, int(latest.timestamp()))
    return Answer(await _mute(ask, datetime.fromtimestamp(minute, UTC) if minute else None))


async def _mute(ask: Ask, until: datetime | None) -> Reply:
    if ask.chat.kind is not ChatKind.PRIVATE:
        return settings_view.private_only(ask.words)
    chat, before = ask.chat, ask.chat.rest.muted_until
    was = before if before and before > ask.now else None
    async with ask.room.db.write() as tx:
        await preferences.mute(tx, chat.number, until, ask.now)
    undo = MuteUntil(int(was.timestamp()) // 60 if was else 0)
    if until is None or until <= ask.now:
        return view.unmuted(undo if was else None, ask.words)
    return view.muted(until, undo, chat.time_zone, ask.now, ask.words)


async def less(ask: Ask, intent: Less) -> Answer:
    """Of one topic at once; of several, the one that is chosen."""
    if ask.chat.kind is not ChatKind.PRIVATE:
        return Answer(settings_view.private_only(ask.words), fresh=True)
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
    if ask.chat.kind is not ChatKind.PRIVATE:
        return Answer(settings_view.private_only(ask.words), fresh=True)
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
    return [one for one in own if one.tag.id in about and one.thread_id == ask.request.thread_id]


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
    return view.less(one.tag, to, undo_of(one, ended=to is None), ask.words)


def undo_of(one: Subscription, *, ended: bool) -> Bring | None:
    """None where it would not bring back all: what the subscription left out goes with it."""
    return None if ended and one.without else Bring(one.tag.id, one.level, one.through, one.sound)


async def restore(ask: Ask, intent: Restore) -> Answer | Reply:
    level = Level.ALL if intent.everything else Level.BREAKING
    return await bring(ask, Bring(intent.tag_id, level, intent.through, Sound.ALL))


async def bring(ask: Ask, intent: Bring) -> Answer | Reply:
    if ask.chat.kind is not ChatKind.PRIVATE:
        return Answer(settings_view.private_only(ask.words), fresh=True)
    thread = ask.request.thread_id
    async with ask.room.db.write() as tx:
        tag = await tags.by_id(tx, intent.tag_id, ask.chat.language)
        if tag is None:
            return Answer(toast=stale(ask.words), alert=True)
        await subscriptions.subscribe(tx, ask.chat.number, tag.id, intent.level, ask.now, thread_id=thread)
        await preferences.sound(tx, ask.chat.number, tag.id, intent.sound)
        await preferences.let_through(tx, ask.chat.number, [tag.id], intent.through)
    return view.restored(tag, intent.level, ask.words)


PAGE = Page(
    answers={
        Muting: muting,
        Mute: mute,
        MuteUntil: mute_until,
        Less: less,
        OnlyBreaking: only_breaking,
        Bring: bring,
        Restore: restore,
    },
    commands={"mute": Muting},
)
