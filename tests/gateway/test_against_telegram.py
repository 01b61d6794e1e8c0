"""The gateway's parts together, against a Telegram that keeps its limits and its rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import islice

import pytest
from markupsafe import Markup

from bot.gateway.answering import Answering
from bot.gateway.connection import Telegram, connect
from bot.gateway.menu import Menu, set_menu
from bot.gateway.pace import Pace
from bot.gateway.polling import Polling
from bot.gateway.sender import Sender
from bot.gateway.workers import Workers
from bot.news.alert import Media, MediaKind, Reference
from bot.news.chats import ChatKind
from bot.news.delivery import Gone, Outcome, Refused, Sent
from bot.pages.request import Request
from bot.playground import Playground
from bot.store import Database
from bot.views.intents import Help, Joined, Left, OpenTags, Stale
from bot.views.post import Delete, Edit, Forward, Post, Say
from bot.views.reply import Answer, Button, Reply
from tests.people import Telegram as People

PERSON = ChatKind.PRIVATE
HELLO = Reply(Markup("<b>Hello</b> &amp; welcome"), ((Button("Tags", OpenTags(2)), Button("In", "start:tag_nato")),))


@pytest.fixture
async def people() -> AsyncIterator[People]:
    async with Playground() as playground, People(playground.url) as people:
        yield people


@pytest.fixture
async def telegram(people: People) -> AsyncIterator[Telegram]:
    token = "700000001:" + "a" * 35
    async with connect(token, people.url) as telegram:
        yield telegram


@pytest.fixture
def sender(telegram: Telegram) -> Sender:
    return Sender(telegram, Pace(1000))


async def converse(request: Request, now: datetime) -> Answer | None:
    match request.intent:
        case Help() | Joined():
            return Answer(HELLO)
        case OpenTags(page):
            return Answer(Reply(Markup(f"Page {page}")), toast="Here")
        case Stale():
            return Answer(toast="This button is too old", alert=True)
    return None


@asynccontextmanager
async def talking(telegram: Telegram, db: Database) -> AsyncIterator[list[Request]]:
    asked: list[Request] = []

    async def remembered(request: Request, now: datetime) -> Answer | None:
        asked.append(request)
        return await converse(request, now)

    stop = asyncio.Event()
    pace = Pace(30)
    answering = Answering(telegram, Sender(telegram, pace), pace)
    now = datetime.now(UTC)
    workers = Workers(db, answering, {"help": lambda _: Help()}, remembered, lambda _: Answer(), lambda: now)
    async with asyncio.TaskGroup() as group:
        group.create_task(workers.run(stop))
        group.create_task(Polling(telegram, db, workers.wake, lambda: now).run(stop))
        try:
            yield asked
        finally:
            stop.set()


async def test_a_conversation(people: People, telegram: Telegram, db: Database) -> None:
    reader = await people.person(language="uk", started=True)
    async with talking(telegram, db) as asked:
        await reader.says("/help")
        hello = await reader.sees("Hello & welcome")
        tapped = await reader.taps("Tags")
        page = await reader.sees("Page 2")
        forged = await reader.forges("1zzz", page)
        await reader.blocks()
        await reader.blocks(False)
        again = await reader.sees("Hello & welcome", after=page["message_id"])
    assert page["message_id"] == hello["message_id"] < again["message_id"]
    assert (tapped or {}).get("text") == "Here"
    assert (forged or {}).get("show_alert") is True
    assert [type(request.intent) for request in asked] == [Help, OpenTags, Stale, Left, Joined]
    assert {(request.chat_id, request.person_id, request.language_code) for request in asked} == {
        (reader.id, reader.id, "uk")
    }


async def test_the_menu_that_a_reader_sees(people: People, telegram: Telegram) -> None:
    menus = [Menu("default", "", (("help", "Help"),)), Menu("default", "uk", (("help", "Поміч"),))]
    await set_menu(telegram.bot, menus, lambda: 0.0)
    reader = await people.person(language="uk", started=True)
    assert [command["description"] for command in await reader.commands()] == ["Поміч"]


async def test_a_broadcast_at_full_pace_meets_no_limit(people: People, telegram: Telegram) -> None:
    await people.limits(on=True)
    readers = [reader.id for reader in await people.newcomers(70)]
    pace, unsent = Pace(30), iter(readers)
    sender, post = Sender(telegram, pace), Say(HELLO)
    outcomes: list[Outcome] = []
    while len(outcomes) < len(readers):
        wave = list(islice(unsent, await pace.bulk(16)))
        assert [pace.wait_for(chat_id, PERSON) for chat_id in wave] == [0] * len(wave)
        outcomes += await asyncio.gather(*(sender.post(chat_id, PERSON, 0, post) for chat_id in wave))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert await people.deliveries("Hello") == dict.fromkeys(readers, 1)


async def test_many_answers_at_once_are_paid_for_beyond_the_free_rate(people: People, telegram: Telegram) -> None:
    await people.limits(on=True)
    readers = [reader.id for reader in await people.newcomers(70)]
    sender = Sender(telegram, Pace(300))
    outcomes = await asyncio.gather(*(sender.reply(chat_id, PERSON, 0, HELLO) for chat_id in readers))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    calls = await people.calls("sendMessage")
    assert 40 <= sum(bool(call["params"].get("allow_paid_broadcast")) for call in calls) < 70
    assert (await people.flood())["refused"] == 0


async def test_people_who_left_are_gone(people: People, sender: Sender) -> None:
    blocker, deleted = await people.newcomers(2)
    stranger = await people.person()
    await blocker.blocks()
    await deleted.deactivates()
    for chat_id in (blocker.id, deleted.id, stranger.id, 404_404):
        assert isinstance(await sender.reply(chat_id, PERSON, 0, HELLO), Gone)


async def test_a_post_is_said_edited_answered_and_deleted(people: People, sender: Sender) -> None:
    (reader,) = await people.newcomers(1)

    async def post(what: Post) -> Outcome:
        return await posted(sender, reader.id, what)

    first = await post(Say(HELLO))
    assert isinstance(first, Sent)
    corrected = Edit(first.message_id, Reply(Markup("Corrected")))
    assert await post(corrected) == await post(corrected) == first
    answer = await post(Say(Reply(Markup("Answer")), under=first.message_id))
    assert isinstance(answer, Sent)
    assert (await reader.sees("Answer"))["reply_to_message"]["message_id"] == first.message_id
    assert await post(Delete((first.message_id,))) == await post(Delete((first.message_id,))) == first
    both = first.message_id, answer.message_id
    assert await post(Delete(both)) == Sent(both[0], both[1:])
    assert isinstance(await post(Edit(answer.message_id, HELLO)), Refused)
    assert isinstance(await post(Say(HELLO, under=first.message_id)), Sent)


async def test_media_albums_and_polls(people: People, telegram: Telegram, sender: Sender) -> None:
    editor, reader = await people.newcomers(2)
    files = []
    for _ in range(2):
        sent = await telegram.bot.send_photo(editor.id, b"a picture")
        files.append(Media(MediaKind.PHOTO, sent.photo[-1].file_id))
    poll = await telegram.bot.send_poll(editor.id, "Yes?", ["Yes", "No"])

    single = await posted(sender, reader.id, Say(Reply(Markup("<b>One</b>"), HELLO.buttons, media=(files[0],))))
    assert isinstance(single, Sent)
    assert (await reader.sees("One"))["photo"]
    changed = Reply(Markup("<b>Two</b>"), media=(files[0],))
    assert await posted(sender, reader.id, Edit(single.message_id, changed)) == single
    album = await posted(sender, reader.id, Say(Reply(Markup("Three"), media=tuple(files))))
    assert isinstance(album, Sent)
    assert len(album.others) == 1
    forward = Forward(Reference(editor.id, poll.message_id))
    assert isinstance(await posted(sender, reader.id, forward), Sent)
    assert await posted(sender, reader.id, Forward(Reference(editor.id, 404))) == Refused(
        "Bad Request: message to forward not found", for_all=True
    )


async def posted(sender: Sender, chat_id: int, what: Post) -> Outcome:
    await sender._pace.bulk(1)
    return await sender.post(chat_id, PERSON, 0, what)
