"""Forums, channels and private topics on the page: made, managed, walked and picked, on every screen."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browsing import Screen, needs_browser, on_every_screen
from tests.people import Json, Telegram
from tests.playground.api import Api
from tests.playground.page.screens import EMMA, OLENA, at, fits, made

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module"), on_every_screen]


async def test_a_forum_is_made_and_its_topics_walked(screen: Screen, api: Api, telegram: Telegram) -> None:
    forum = await made(screen, telegram, "forum", "Harbour street")
    await at(screen, "topic-name").fill("Bridges")
    await at(screen, "topic-name").press("Enter")
    await expect(at(screen, "chat-title")).to_have_text("Bridges · Harbour street")
    await expect(at(screen, "input")).to_be_focused()
    await screen.says("Which are open?")
    await screen.sees("Which are open?")
    thread = (await telegram.topics(forum))["Bridges"]
    await api.call(
        "sendMessage", chat_id=forum, message_thread_id=thread, text="Two of five", disable_notification=True
    )
    await screen.sees("Two of five")
    await expect(screen.page.get_by_label("silent")).to_be_visible()
    assert await screen.page.locator(".reply").count() == 0
    other = (await api.call("createForumTopic", chat_id=forum, name="Ferries"))["message_thread_id"]
    await api.call("sendMessage", chat_id=forum, message_thread_id=other, text="The ferry is late")
    await screen.pictured(f"forum-topic-{screen.size}")
    await screen.page.keyboard.press("Escape")
    await expect(at(screen, f"topic-{thread}")).to_be_focused()
    await expect(at(screen, f"topic-{other}")).to_contain_text("The ferry is late")
    await expect(at(screen, f"topic-{other}")).to_contain_text("1")
    await expect(at(screen, "messages")).to_be_hidden()
    await screen.pictured(f"forum-topics-{screen.size}")
    await fits(screen)
    await screen.page.keyboard.press("Tab")
    await screen.page.keyboard.press("Enter")
    await expect(at(screen, "chat-title")).to_have_text("Ferries · Harbour street")
    await screen.sees("The ferry is late")
    assert await at(screen, "messages").get_by_text("Two of five").count() == 0


async def test_a_forum_is_managed(screen: Screen, api: Api, telegram: Telegram) -> None:
    forum = await made(screen, telegram, "forum", "Harbour street")
    other = (await api.call("createForumTopic", chat_id=forum, name="Ferries"))["message_thread_id"]
    await at(screen, f"topic-{other}").click()
    await at(screen, "manage").click()
    await at(screen, "right-can_manage_topics").uncheck()
    await at(screen, "manage-closed").check()
    await screen.pictured(f"forum-manage-{screen.size}")
    await screen.page.keyboard.press("Escape")
    await expect(at(screen, "manage")).to_be_focused()
    rights = "Bad Request: not enough rights to create a topic"
    assert await api.refusal("createForumTopic", chat_id=forum, name="x") == rights
    await screen.sits(EMMA)
    await at(screen, f"chat-{forum}").click()
    await at(screen, f"topic-{other}").click()
    await expect(at(screen, "silence")).to_have_text("This topic is closed")
    await expect(at(screen, "input")).to_be_hidden()


async def test_a_channel_is_made_and_the_bot_posts(screen: Screen, api: Api, telegram: Telegram) -> None:
    channel = await made(screen, telegram, "channel", "Harbour news", bot="left")
    outside = "Forbidden: bot is not a member of the channel chat"
    assert await api.refusal("sendMessage", chat_id=channel, text="x") == outside
    await at(screen, "manage").click()
    await at(screen, "manage-bot").select_option("administrator")
    await screen.pictured(f"channel-manage-{screen.size}")
    await at(screen, "right-can_post_messages").uncheck()
    await at(screen, "dialog-close").click()
    refused = "Bad Request: need administrator rights in the channel chat"
    assert await api.refusal("sendMessage", chat_id=channel, text="x") == refused
    await at(screen, "manage").click()
    await at(screen, "right-can_post_messages").check()
    await screen.page.keyboard.press("Escape")
    await expect(at(screen, "dialog")).to_have_count(0)
    await api.call("sendMessage", chat_id=channel, text="The bridge is open")
    await screen.sees("The bridge is open")
    await screen.says("A word of the owner")
    await screen.sees("A word of the owner")
    await screen.pictured(f"channel-{screen.size}")
    await fits(screen)
    await screen.sits(EMMA)
    await at(screen, f"chat-{channel}").click()
    await screen.sees("The bridge is open")
    await expect(at(screen, "silence")).to_contain_text("Only administrators")


async def test_topics_in_a_private_chat(screen: Screen, api: Api) -> None:
    await screen.starts()
    await at(screen, "show-topics").click()
    await expect(at(screen, "show-topics")).to_have_attribute("aria-pressed", "true")
    thread = (await api.call("createForumTopic", chat_id=OLENA, name="NATO"))["message_thread_id"]
    await api.call("sendMessage", chat_id=OLENA, message_thread_id=thread, text="Allies meet")
    await api.call("sendMessage", chat_id=OLENA, text="To everything")
    await screen.sees("To everything")
    assert await at(screen, "messages").get_by_text("Allies meet").count() == 0
    await at(screen, "back").click()
    await expect(at(screen, f"topic-{thread}")).to_contain_text("Allies meet")
    await screen.pictured(f"private-topics-{screen.size}")
    await at(screen, f"topic-{thread}").press("Enter")
    await screen.sees("Allies meet")
    await screen.says("/latest")
    update = (await api.updates())[-1]["message"]
    assert (update["text"], update["message_thread_id"]) == ("/latest", thread)
    await screen.pictured(f"private-topic-{screen.size}")
    await api.call("deleteForumTopic", chat_id=OLENA, message_thread_id=thread)
    await expect(at(screen, "topics")).to_be_visible()
    await expect(at(screen, f"topic-{thread}")).to_have_count(0)


async def test_a_channel_is_shared_by_a_key(screen: Screen, api: Api, telegram: Telegram) -> None:
    channel = await made(screen, telegram, "channel", "Harbour news", bot="left")
    await screen.sits(OLENA)
    await screen.starts()
    asks: Json = {"request_id": 1, "chat_is_channel": True, "request_title": True}
    asks |= {"bot_administrator_rights": {"can_post_messages": True}}
    keyboard = {"keyboard": [[{"text": "Pick a channel", "request_chat": asks}]], "one_time_keyboard": True}
    await api.call("sendMessage", chat_id=OLENA, text="Where to?", reply_markup=keyboard)
    await at(screen, "key").click()
    await screen.pictured(f"share-channel-{screen.size}")
    await at(screen, f"pick-{channel}").click()
    await screen.sees("You shared “Harbour news” with the bot")
    await expect(at(screen, "key")).to_have_count(0)
    assert (await api.call("sendMessage", chat_id=channel, text="x"))["message_id"]


async def test_a_link_adds_the_bot_to_a_group(screen: Screen, api: Api, telegram: Telegram) -> None:
    group = await made(screen, telegram, "group", "Neighbours", bot="left")
    await screen.sits(OLENA)
    await screen.says("https://t.me/tagwire_bot?startgroup=setup")
    await at(screen, "messages").get_by_role("link").click()
    await at(screen, f"pick-{group}").click()
    await screen.sees("/start@tagwire_bot setup")
    assert (await api.call("getChatMemberCount", chat_id=group)) == 5
