"""Groups, topics of forums and channels: set up in the private chat by their own admins, in each language."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.gateway.admins import FRESH
from tests.newsroom import Newsroom
from tests.pages.admins import Admin, admins, arrives, link, newcomer, only_links, publishes
from tests.people import labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_only_admins_set_up_a_group_and_in_private(newsroom: Newsroom) -> None:
    for admin in await admins(newsroom, "supergroup"):
        member = await newsroom.telegram.person(admin.person.language)
        await member.becomes("member", admin.chat)
        await admin.sees("taken in")
        await member.says("/settings", chat=admin.chat)
        hint = await member.sees(admin.told("hint"), chat=admin.chat)
        assert hint["reply_to_message"]["text"] == "/settings"
        for again in ("/subscribe nato", "/mute", "/settings"):
            await member.says(again, chat=admin.chat)
        await admin.person.says("/settings", chat=admin.chat)
        way = await admin.sees("to private", chat=admin.chat)
        assert len([m for m in await member.messages(admin.chat) if admin.told("hint") in m["text"]]) == 1
        await member.follows(link(way))
        await member.sees(admin.told("not yours"))
        await admin.person.follows(link(way))
        shown = await admin.sees("settings")
        await admin.person.taps("🌙", shown)
        await admin.person.taps("22–8")
        await admin.taps("back")
        assert "22:00–8:00" in (await admin.person.last())["text"]


async def test_an_anonymous_admin_is_known_by_the_group_in_whose_name_they_write(newsroom: Newsroom) -> None:
    admin = (await admins(newsroom, "supergroup", bot="administrator"))[0]
    await admin.person.says("/subscribe nato", chat=admin.chat, anonymous_admin=True)
    await admin.person.sees("gets breaking news of NATO now.", chat=admin.chat)


async def test_who_is_no_admin_any_more_changes_nothing(newsroom: Newsroom) -> None:
    admin = (await admins(newsroom, "group"))[0]
    await admin.sees("taken in")
    await admin.taps("set it up")
    await admin.sees("settings")
    await admin.person.becomes("member", admin.chat)
    await asyncio.sleep(FRESH)  # until what Telegram said before is forgotten
    await admin.person.taps("🌙")
    await admin.sees("not yours")


async def test_who_set_up_a_group_hears_once_that_nothing_can_be_written_there(newsroom: Newsroom) -> None:
    found = await admins(newsroom, "supergroup")
    for times in (1, 2):
        for admin in found:
            await admin.sees("taken in")
            await newsroom.telegram.bot_becomes("restricted", admin.chat)
            for words in ("/help", "/latest"):
                await admin.person.says(words, chat=admin.chat)
        for admin in found:
            await admin.sees("mute")
        await asyncio.sleep(2.5)
        assert [await admin.count("mute") for admin in found] == [times] * len(found)
        for admin in found:
            await newsroom.telegram.bot_becomes("member", admin.chat)
            said = await admin.person.says("/help", chat=admin.chat)
            await admin.person.sees("", chat=admin.chat, after=said)


async def test_what_comes_to_a_group_where_nothing_can_be_written_is_told_too(newsroom: Newsroom) -> None:
    admin = (await admins(newsroom, "supergroup"))[0]
    await admin.person.says("/subscribe nato", chat=admin.chat)
    await admin.person.sees("NATO", chat=admin.chat)
    await newsroom.telegram.bot_becomes("restricted", admin.chat)
    await publishes(newsroom)
    await admin.sees("mute")


async def test_a_channel_from_its_first_minute_to_its_return(newsroom: Newsroom) -> None:
    found = await admins(newsroom, "channel", bot="administrator")
    previews = [await _set_up(admin) for admin in found]
    posts = await arrives(newsroom, found)
    assert all(only_links(post) for post in posts)
    for preview, post in zip(previews, posts, strict=True):
        assert _look(preview) == _look(post)

    for admin in found:
        await newsroom.telegram.bot_becomes("administrator", admin.chat, can_post_messages=False)
    for admin in found:
        await admin.sees("lost")
        await newsroom.telegram.bot_becomes("administrator", admin.chat)
        await admin.sees("again")
    await arrives(newsroom, found)

    for admin in found:
        await admin.taps("stop")
        await admin.sees("waits")
    before = [len(await admin.person.messages(admin.chat)) for admin in found]
    await publishes(newsroom)
    await asyncio.sleep(2.5)
    assert [len(await admin.person.messages(admin.chat)) for admin in found] == before
    for admin in found:
        await admin.person.says("/settings")
        await admin.person.taps("👥")
        assert any(admin.title in label for label in labels(await admin.sees("list")))


async def _set_up(admin: Admin) -> dict[str, Any]:
    """Everything, and words; the preview."""
    await admin.sees("joined")
    await admin.taps("set it up")
    await admin.sees("waits")
    await admin.taps("add")
    await admin.sees("offer")
    await admin.taps("headlines")
    assert admin.told("everything") in (await admin.sees("gets"))["text"]
    await admin.taps("back")
    shown = await admin.person.last()
    await admin.person.says('"power grid"', reply_to=shown["message_id"])
    await admin.person.sees("power grid")
    await admin.taps("preview", shown)
    below = await admin.sees("looks")
    preview = next(m for m in await admin.person.messages() if m["message_id"] == below["message_id"] - 1)
    assert not await admin.person.messages(admin.chat)
    await admin.taps("start")
    assert admin.told("stop") in labels(await admin.person.last())
    return preview


def _look(post: dict[str, Any]) -> Any:
    """What a post has, whatever it says."""
    return only_links(post), "link_preview_options" in post, post["text"].count("\n\n")


async def test_a_topic_of_a_forum(newsroom: Newsroom) -> None:
    found = await admins(newsroom, "forum")
    threads = [await admin.person.makes_topic(admin.topic, admin.chat) for admin in found]
    assert len(set(threads)) == 1
    thread = threads[0]
    for admin in found:
        await admin.person.says("/subscribe nato", chat=admin.chat, thread=thread)
        said = await admin.sees("breaking", chat=admin.chat, thread=thread)
        assert only_links(said)
        await admin.person.follows(link(said))
        await admin.person.taps("✅")
        await admin.person.taps("🔴", await admin.sees("gets"))
        await admin.person.taps("🔕")
    await arrives(newsroom, found, thread=thread)

    for admin in found:
        await admin.person.changes_topic(thread, admin.chat, closed=True)
    for _ in range(2):
        await publishes(newsroom)
        for admin in found:
            await admin.sees("closed")
    for admin in found:
        await admin.person.changes_topic(thread, admin.chat, closed=False)
    await arrives(newsroom, found, thread=thread)

    for admin in found:
        await newsroom.telegram.erase_topic(admin.chat, thread, admin.person)
    await publishes(newsroom)
    for admin in found:
        await admin.sees("deleted")
    await asyncio.sleep(2.5)
    for admin in found:
        assert (await admin.count("closed"), await admin.count("deleted")) == (1, 1)
        await admin.taps("to general")
        await admin.person.sees("NATO" if admin.person.language == "en" else "НАТО")
        await admin.person.taps("✅")
        assert admin.told("silently") in (await admin.sees("gets"))["text"]
    await arrives(newsroom, found, thread=0)


async def test_a_topic_moves_within_the_forum(newsroom: Newsroom) -> None:
    admin = (await admins(newsroom, "forum"))[0]
    thread = await admin.person.makes_topic(admin.topic, admin.chat)
    await admin.person.says("/subscribe nato", chat=admin.chat, thread=thread)
    await admin.person.follows(link(await admin.sees("breaking", chat=admin.chat, thread=thread)))
    await admin.person.taps("✅ What it gets")
    assert "NATO: breaking news only ➜ Aviation" in (await admin.sees("gets"))["text"]
    await admin.person.taps("➜")
    await admin.person.taps("General")
    assert "NATO: breaking news only ➜ General" in (await admin.sees("gets"))["text"]


async def test_topics_of_a_private_chat(newsroom: Newsroom) -> None:
    reader = await newcomer(newsroom, "en")
    await reader.shows_topics()
    await reader.says("/subscribe nato")
    await reader.says("/settings")
    await reader.taps("🗂 Topics as folders: off")
    await reader.sees("Settings")
    for _ in range(2):
        titles = await publishes(newsroom)
        await reader.sees(titles["en"])
    topics = await newsroom.telegram.topics(reader.id)
    thread = topics["NATO"]
    await reader.sees(titles["en"], thread=thread)
    await newsroom.telegram.erase_topic(reader.id, thread, reader)
    titles = await publishes(newsroom)
    await reader.sees(titles["en"])
    again = (await newsroom.telegram.topics(reader.id))["NATO"]
    await reader.sees(titles["en"], thread=again)
    await reader.shows_topics(False)
    titles = await publishes(newsroom)
    await reader.sees(titles["en"])
    await reader.says("/settings")
    await reader.taps("🗂 Topics as folders: off")
