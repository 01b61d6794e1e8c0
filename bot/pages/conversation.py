"""The table of contents: every page, and the road from a request to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.news.chats import Chat, ChatKind
from bot.pages import (
    audit,
    breaking,
    broadcast,
    correct,
    digests,
    drafting,
    headlines,
    inline,
    membership,
    opml,
    options,
    outlets,
    privacy,
    progress,
    pushes,
    saved,
    search,
    settings,
    sources,
    start,
    story,
    subscriptions,
    tags,
    talk,
    undo,
    welcome,
    why,
    writing,
)
from bot.pages.ask import Answering, Ask, Newsroom, Page
from bot.pages.request import Request
from bot.store import chats
from bot.views.choices import Of
from bot.views.intents import Edited, Forget, Inline, Intent, Left, Migrated, Start
from bot.views.links import opened_by
from bot.views.outlets import in_public
from bot.views.reply import Answer, Reply
from bot.views.start import apology, too_much

PAGES: tuple[Page, ...] = (
    start.PAGE,
    welcome.PAGE,
    headlines.PAGE,
    story.PAGE,
    tags.PAGE,
    search.PAGE,
    saved.PAGE,
    subscriptions.PAGE,
    settings.PAGE,
    digests.PAGE,
    pushes.PAGE,
    undo.PAGE,
    talk.PAGE,
    broadcast.PAGE,
    drafting.PAGE,
    writing.PAGE,
    options.PAGE,
    progress.PAGE,
    correct.PAGE,
    breaking.PAGE,
    why.PAGE,
    sources.PAGE,
    opml.PAGE,
    audit.PAGE,
    privacy.PAGE,
    outlets.PAGE,
)

COMMANDS: Mapping[str, Callable[[str], Intent]] = {name: make for page in PAGES for name, make in page.commands.items()}
ANSWERS: Mapping[type[Intent], Answering] = {kind: answer for page in PAGES for kind, answer in page.answers.items()}

CHANGES = frozenset(kind for page in PAGES for kind in page.changes)


async def converse(room: Newsroom, request: Request, now: datetime) -> Answer | None:
    """The answer to a request; None where silence is right."""
    match request.intent:
        case Left(reason):
            await membership.leave(room, request.chat_id, reason, now)
            return None
        case Migrated(chat_id):
            await membership.move(room, request.chat_id, chat_id)
            return None
        case Forget(sure=True) if request.kind is ChatKind.PRIVATE:
            return _whole(await privacy.forget(room, request, spoken(request.language_code, room), now))
        case Inline() as asked:
            return await inline.offer(room, request, asked, spoken(request.language_code, room), now)
        case Edited() if request.person_id not in room.editors:
            return None
    chat = await _meet(room, request, now)
    ask = Ask(room, chat, request, room.words[chat.language], now)
    if isinstance(about := _about(request.intent), Of):
        return _whole(await outlets.steer(ask, about, _answered))
    if chat.kind is not ChatKind.PRIVATE:
        said = _whole(await outlets.in_public(ask) or await _answered(ask, request.intent))
        return in_public(said, chat, ask.thread_id, ask.words) if said else None
    return _whole(await talk.for_draft(ask, COMMANDS) or await _answered(ask, request.intent))


async def _answered(ask: Ask, intent: Intent) -> Answer | Reply | None:
    answering = ANSWERS[type(intent)]
    return await (undo.noted(ask, answering, intent) if type(intent) in CHANGES else answering(ask, intent))


def _about(intent: Intent) -> Intent | None:
    """Also by a link."""
    return opened_by(intent.payload) if isinstance(intent, Start) else intent


def _whole(said: Answer | Reply | None) -> Answer | None:
    return Answer(said) if isinstance(said, Reply) else said


def apologise(room: Newsroom, request: Request | None) -> Answer:
    """For a request that failed; it must not fail itself, so it asks nobody."""
    return Answer(apology(room.words[spoken(request.language_code if request else "", room)]), fresh=True)


def enough(room: Newsroom, silence: timedelta, request: Request) -> Answer:
    """For somebody who asks more than can be read; asks nobody."""
    said = too_much(silence.total_seconds(), room.words[spoken(request.language_code, room)])
    return Answer(toast=str(said.text), alert=True) if request.tapped else Answer(said)


async def _meet(room: Newsroom, request: Request, now: datetime) -> Chat:
    async with room.db.read() as tx:  # by far the most are known: nobody is to wait for a turn to write
        if known := await chats.met(tx, request.chat_id, request.kind, request.title):
            return known
    async with room.db.write() as tx:
        return await chats.meet(
            tx,
            chat_id=request.chat_id,
            kind=request.kind,
            language=spoken(request.language_code, room),
            time_zone=room.time_zone,
            title=request.title,
            now=now,
        )


def spoken(language_code: str, room: Newsroom) -> str:
    """The one of our languages that is nearest to Telegram's language code."""
    code = language_code.partition("-")[0].lower()
    return code if code in room.words else room.language
