"""/why: where a message came from, from what is kept; for editors, of any story and any chat."""

from __future__ import annotations

import re

from bot.news.staff import Role
from bot.pages.ask import Ask, Page
from bot.store import Transaction, articles
from bot.store import why as store
from bot.views import verdict
from bot.views import why as view
from bot.views.intents import OpenStory, Why
from bot.views.links import opened_by
from bot.views.reply import Reply

_PAYLOAD = re.compile(r"[?&]start=([\w-]+)")


async def why(ask: Ask, intent: Why) -> Reply:
    if intent.words and ask.may(Role.ANALYST):
        story, _, chat = intent.words.partition(" ")
        return await _of_story(ask, story, chat.strip())
    async with ask.room.db.read() as tx:
        above = ask.request.above
        told = await store.received(tx, ask.chat, message_id=above, thread_id=ask.request.thread_id)
    return view.received(told, _look(ask)) if told else view.nothing(bool(above), ask.words)


async def _of_story(ask: Ask, story: str, chat: str) -> Reply:
    async with ask.room.db.read() as tx:
        story_id = await _meant(tx, story)
        subject = await store.subject(tx, story_id, ask.chat.language) if story_id else None
        if story_id is None or subject is None:
            return verdict.unknown_story(ask.words)
        if not chat:
            return verdict.account(story_id, subject, await store.account(tx, story_id), _look(ask))
        chat_id = int(chat) if re.fullmatch(r"-?\d{1,15}", chat) else 0
        found = await store.verdict(tx, story_id, chat_id, ask.now)
    return verdict.verdict(subject, found, _look(ask)) if found else verdict.unknown_chat(ask.words)


async def _meant(tx: Transaction, story: str) -> int | None:
    """By number, by a link of ours, or by the address of an article."""
    if number := re.fullmatch(r"#?(\d{1,15})", story):
        return int(number[1])
    payload = _PAYLOAD.search(story)
    match opened_by(payload[1] if payload else story):
        case OpenStory(story_id):
            return story_id
    return next((known.story_id for known in (await articles.find(tx, [story])).values()), None)


def _look(ask: Ask) -> view.Look:
    return view.Look(ask.chat.kind, ask.chat.time_zone, ask.now, ask.words)


PAGE = Page(answers={Why: why}, commands={"why": Why})
