"""The table of contents: every page, and the road from a request to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.news.chats import Chat, ChatKind
from bot.news.staff import Role
from bot.pages import (
    audit,
    breaking,
    broadcast,
    candidates,
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
    stats,
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
from bot.pages.editors import Gate
from bot.pages.request import Request
from bot.store import chats
from bot.store import staff as staff_of
from bot.views.choices import Of
from bot.views.intents import Edited, Forget, Inline, Intent, Left, Migrated, Silenced, Start
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
    candidates.PAGE,
    why.PAGE,
    sources.PAGE,
    opml.PAGE,
    stats.PAGE,
    audit.PAGE,
    privacy.PAGE,
    outlets.PAGE,
)

COMMANDS: Mapping[str, Callable[[str], Intent]] = {name: make for page in PAGES for name, make in page.commands.items()}
ANSWERS: Mapping[type[Intent], Answering] = {kind: answer for page in PAGES for kind, answer in page.answers.items()}
GATE = Gate(
    {kind: role for page in PAGES for kind, role in page.needs.items()},
    {kind for page in PAGES for kind in page.in_groups},
)

CHANGES = frozenset(kind for page in PAGES for kind in page.changes)


async def converse(room: Newsroom, request: Request, now: datetime) -> Answer | None:
    """The answer to a request; None where silence is right."""
    async with room.db.read() as tx:
        role = await staff_of.role_of(tx, room.roots, request.person_id)
        # By far the most are known: nobody is to wait for a turn to write.
        known = await chats.met(tx, request.chat_id, request.kind, request.title)
    match request.intent:
        case Left(reason):
            await membership.leave(room, request.chat_id, reason, now)
            return None
        case Migrated(chat_id):
            await membership.move(room, request.chat_id, chat_id)
            return None
        case Silenced():
            await membership.silenced(room, request, now)
            return None
        case Forget(sure=True) if request.kind is ChatKind.PRIVATE:
            return _whole(await privacy.forget(room, request, spoken(request.language_code, room), role, now))
        case Inline() as asked:
            return await inline.offer(room, request, asked, spoken(request.language_code, room), now)
        case Edited() if role < Role.EDITOR:
            return None
    chat = known or await _meet(room, request, now)
    ask = Ask(room, chat, request, room.words[chat.language], now, role)
    if chat.kind is ChatKind.PRIVATE and isinstance(about := _about(request.intent), Of):
        return _whole(await outlets.steer(ask, about, _answered))
    beside = await candidates.answered(ask)
    if chat.kind is ChatKind.PRIVATE:
        answer = _whole(beside or await talk.for_draft(ask, COMMANDS) or await _answered(ask, request.intent))
    else:
        answer = _whole(beside or await outlets.in_public(ask, GATE.in_groups) or await _answered(ask, request.intent))
        answer = answer and in_public(answer, chat, ask.thread_id, GATE.in_groups, ask.words)
    return answer and GATE.seen(ask, answer)


async def _answered(ask: Ask, intent: Intent) -> Answer | Reply | None:
    kind = type(intent)
    if not GATE.opens(ask, kind):
        return GATE.refusal(ask, kind)
    return await (undo.noted(ask, ANSWERS[kind], intent) if kind in CHANGES else ANSWERS[kind](ask, intent))


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
