"""What is kept about a chat: told, shown as a file and deleted, in the local Telegram."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import ClientSession

from bot.gateway.codec import pack
from bot.settings import read
from bot.store import chats, open_database, outlets, personal
from bot.views import privacy
from bot.views.intents import Forget
from tests.newsroom import Newsroom
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_every_part_that_is_kept_is_told() -> None:
    assert set(privacy.KEPT) | set(privacy.KEPT_OF_EDITORS) == set(personal.PARTS)


@pytest.mark.parametrize(
    ("language", "heading", "days"),
    [
        ("en", "What is kept about this chat", "30 days"),
        ("uk", "Що зберігається", "30 днів"),
        ("ru", "Что хранится", "30 дней"),
    ],
)
async def test_it_is_told_in_every_language(newsroom: Newsroom, language: str, heading: str, days: str) -> None:
    reader = await newsroom.telegram.person(language)
    await reader.says("/privacy")
    shown = await reader.sees(heading)
    assert days in shown["text"]
    assert "{" not in shown["text"]
    assert not any(mark in shown["text"].lower() for mark in ("editor:", "редактор:"))


async def test_all_of_it_comes_as_a_file(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/subscribe nato")
    await reader.says("/privacy")
    await reader.taps("Show it as a file")
    parts = json.loads(await _file(reader))
    assert list(parts) == list(personal.PARTS)
    assert parts["chat"][0]["id"] == reader.id
    assert [one["slug"] for one in parts["subscriptions"]] == ["nato"]
    [asking] = parts["unanswered"]
    assert asking["body"]["callback_query"]["from"]["id"] == reader.id


async def _file(reader: Person, chat: int = 0) -> bytes:
    async with asyncio.timeout(10):
        while not (files := [m for m in await reader.messages(chat) if "document" in m]):
            await asyncio.sleep(0.02)
    assert files[-1]["document"]["file_name"] == "mydata.json"
    address = f"{reader.telegram.url}/play/files/{files[-1]['document']['file_id']}"
    async with ClientSession() as session, session.get(address) as answer:
        return await answer.read()


async def test_it_asks_once_and_then_all_is_gone(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("uk")
    await reader.says("/subscribe nato")
    await reader.says("/forgetme")
    asked = await reader.sees("Видалити все")
    await reader.taps("Ні, залишити", asked)
    await reader.sees("Що зберігається про цей чат")
    await reader.taps("🗑 Видалити все")
    await reader.taps("Так, видалити все")
    await reader.sees("видалено, і більше нічого")
    await reader.says("/subscriptions")
    shown = await reader.sees("ні за чим не стежите")
    assert "📣 Сповіщення редакції: так" in labels(shown)


async def test_a_second_tap_does_no_harm(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/forgetme")
    asked = await reader.sees("Delete everything that")
    await reader.taps("Yes, delete", asked)
    await reader.sees("is deleted, and nothing more")
    await reader.forges(pack(Forget(True)), asked)
    await reader.sees("is deleted, and nothing more")
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.read() as tx:
        assert await chats.get(tx, reader.id) is None


@pytest.mark.parametrize(
    ("language", "yes", "gone"),
    [
        ("uk", "Так, видалити все", "видалено, і більше нічого"),
        ("ru", "Да, удалить всё", "удалено, и больше ничего"),
        ("en", "Yes, delete", "is deleted, and nothing more"),
    ],
)
async def test_who_set_up_a_group_since_then_is_forgotten_by_the_old_button(
    newsroom: Newsroom, language: str, yes: str, gone: str
) -> None:
    reader = await newsroom.telegram.person(language)
    asked = await reader.sees("", after=await reader.says("/forgetme"))
    await reader.taps(yes, asked)
    done = await reader.sees(gone)
    await newsroom.telegram.group(admins=[reader.id], title="Neighbours")
    await reader.sees("Neighbours")
    await reader.forges(pack(Forget(True)), done)
    await reader.sees(gone)
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.read() as tx:
        assert await outlets.kept_by(tx, reader.id) == []


async def test_in_a_group_only_its_admins_may(newsroom: Newsroom) -> None:
    admin, member = await newsroom.telegram.person("en"), await newsroom.telegram.person("en")
    second = await newsroom.telegram.person("en")
    group = await newsroom.telegram.group(members=[member.id], admins=[admin.id, second.id], title="Neighbours")
    await second.sees("now.", chat=group, after=await second.says("/subscribe nato", chat=group))
    await member.says("/mydata", chat=group)
    await member.sees("Only admins choose", chat=group)
    await admin.says("/mydata", chat=group)
    link = await admin.sees("in our private chat", chat=group)
    assert labels(link) == ["⚙️ Settings"]
    for_all = link["reply_markup"]["inline_keyboard"][0][0]["url"]
    await member.says(f"/start {for_all.partition('start=')[2]}")
    await member.sees("Only admins of this group")
    await admin.says(f"/start {for_all.partition('start=')[2]}")
    await admin.taps("🔒 Privacy")
    await admin.taps("Show it as a file")
    file = await _file(admin)
    assert json.loads(file)["chat"][0]["title"] == "Neighbours"
    assert [one["person_id"] for one in json.loads(file)["keepers"]] == [admin.id]
    assert [one["people"] for one in json.loads(file)["other_keepers"]] == [1]
    assert str(second.id).encode() not in file
    await admin.taps("🗑 Delete everything")
    asked = await admin.sees("Delete everything that")
    await admin.taps("Yes, delete", asked)
    await admin.sees("is deleted, and nothing more")
