"""Forums, channels, inline mode and private topics on the playground's page, on every screen, and by keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.playground import Playground
from bot.playground.publisher import Publisher
from bot.playground.publisher.picture import Picture
from tests.browsing import Screen, needs_browser, on_every_screen, open_browser, open_screen
from tests.people import Json, Telegram
from tests.playground.api import Api

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module"), on_every_screen]

OLENA = 101_001
EMMA = 101_002


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(publisher=Publisher(lambda: datetime.now(UTC))) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def api(playground: Playground) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, f"{playground.url}/bot{playground.token}")


@pytest_asyncio.fixture(loop_scope="module")
async def telegram(playground: Playground) -> AsyncIterator[Telegram]:
    async with Telegram(playground.url) as telegram:
        yield telegram


@pytest_asyncio.fixture(loop_scope="module")
async def screen(browser: Browser, playground: Playground, size: str) -> AsyncIterator[Screen]:
    async with open_screen(browser, playground.url, size) as opened:
        yield opened


def at(screen: Screen, test_id: str) -> Locator:
    return screen.page.get_by_test_id(test_id)


async def made(screen: Screen, telegram: Telegram, kind: str, title: str, bot: str = "administrator") -> int:
    """The id of a chat that is made on the page."""
    await at(screen, "new-chat").click()
    await at(screen, "new-type").select_option(kind)
    await at(screen, "new-bot").select_option(bot)
    await at(screen, "new-title").fill(title)
    await at(screen, "new-title").press("Enter")
    await expect(at(screen, "chat-title")).to_have_text(title)
    chats = (await telegram.state())["chats"]
    return next(int(chat["id"]) for chat in chats if chat["title"] == title)


async def fits(screen: Screen) -> None:
    """Nothing is wider than the window."""
    width, window = await screen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window


@asynccontextmanager
async def answering(api: Api, results: list[Json], **answer: Any) -> AsyncIterator[None]:
    """A bot that answers every inline query with these."""

    async def answers() -> None:
        offset = 0
        while True:
            for update in await api.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                if "inline_query" in update:
                    query = update["inline_query"]["id"]
                    await api.call("answerInlineQuery", inline_query_id=query, results=results, **answer)

    task = asyncio.create_task(answers())
    yield
    task.cancel()


def story(number: int) -> Json:
    content = {"message_text": f"<b>Story {number}</b> in short", "parse_mode": "HTML"}
    title = f"Story {number}: ministers meet by the harbour to talk of bridges"
    return {"type": "article", "id": str(number), "title": title, "description": "", "input_message_content": content}


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


async def test_inline_mode_is_typed_and_chosen_by_keys(screen: Screen, api: Api, telegram: Telegram) -> None:
    group = await made(screen, telegram, "group", "Neighbours", bot="left")
    button = {"text": "Choose your tags", "start_parameter": "tags"}
    async with answering(api, [story(n) for n in range(1, 9)], button=button):
        await at(screen, "input").press_sequentially("@tagwire_bot nato")
        results = at(screen, "inline-result")
        await expect(results).to_have_count(8)
        await expect(at(screen, "results-said")).to_have_text("8 results")
        await expect(results.first).to_have_attribute("aria-selected", "true")
        await screen.page.keyboard.press("ArrowDown")
        await expect(results.nth(1)).to_have_attribute("aria-selected", "true")
        active = await at(screen, "input").get_attribute("aria-activedescendant")
        assert active == await results.nth(1).get_attribute("id")
        await screen.pictured(f"inline-{screen.size}")
        await fits(screen)
        await screen.page.keyboard.press("Escape")
        await expect(at(screen, "results")).to_be_hidden()
        await screen.page.keyboard.press("Backspace")
        await expect(results).to_have_count(8)
        await screen.page.keyboard.press("Enter")
        await screen.sees("Story 1")
        await expect(at(screen, "messages")).to_contain_text("via @tagwire_bot")
        await expect(at(screen, "input")).to_have_value("")
        await screen.pictured(f"inline-chosen-{screen.size}")
        assert (await telegram.transcript(group)).endswith("Olena: Story 1 in short")
        await at(screen, "input").fill("@tagwire_bot ")
        await at(screen, "inline-button").click()
        await expect(at(screen, "start")).to_be_focused()
        await screen.page.keyboard.press("Enter")
        await screen.sees("/start tags")


async def test_buttons_lead_to_inline_mode_in_a_chosen_chat(screen: Screen, api: Api, telegram: Telegram) -> None:
    group = await made(screen, telegram, "group", "Neighbours")
    await screen.sits(OLENA)
    await screen.starts()
    chosen = {"query": "nato", "allow_group_chats": True}
    rows = [
        [{"text": "Search here", "switch_inline_query_current_chat": "kyiv"}],
        [{"text": "Share", "switch_inline_query_chosen_chat": chosen}],
    ]
    await api.call("sendMessage", chat_id=OLENA, text="A story", reply_markup={"inline_keyboard": rows})
    async with answering(api, [story(1)]):
        await screen.taps("Search here")
        await expect(at(screen, "input")).to_have_value("@tagwire_bot kyiv")
        await expect(at(screen, "inline-result")).to_have_count(1)
        await screen.page.keyboard.press("Escape")
        await screen.taps("Share")
        await expect(at(screen, f"pick-{OLENA}")).to_have_count(0)
        await screen.pictured(f"share-{screen.size}")
        await at(screen, f"pick-{group}").press("Enter")
        await expect(at(screen, "input")).to_have_value("@tagwire_bot nato")
        await at(screen, "inline-result").click()
        await screen.sees("Story 1")


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


async def test_a_picture_is_shown_whole_and_large(screen: Screen, api: Api) -> None:
    await screen.starts()
    await screen.sees("/start")
    chart = Picture(900, 1_200, (20, 60, 80), (90, 140, 150)).png()
    form = aiohttp.FormData({"chat_id": str(OLENA), "photo": "attach://chart", "caption": "Subscribers by tag"})
    form.add_field("chart", chart, filename="chart.png", content_type="image/png")
    async with api.session.post(f"{api.root}/sendPhoto", data=form) as response:
        assert response.status == 200
    photo = at(screen, "photo")
    await expect(photo).to_have_attribute("aria-label", "Photo: Subscribers by tag. Show it large")
    box = await photo.bounding_box()
    assert box is not None
    assert box["height"] > box["width"]
    await photo.press("Enter")
    await expect(at(screen, "dialog").locator("img")).to_be_visible()
    await screen.pictured(f"photo-{screen.size}")
    await screen.page.keyboard.press("Escape")
    await expect(photo).to_be_focused()


async def test_large_letters(screen: Screen, api: Api, telegram: Telegram) -> None:
    """The browser's own letters twice as large."""
    larger = await screen.page.context.new_cdp_session(screen.page)
    await larger.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    await screen.page.reload()
    await screen.starts()
    text = "Ministers of the alliance meet by the harbour"
    rows = [[{"text": "Follow", "callback_data": "a"}, {"text": "Save", "callback_data": "b"}]]
    await api.call("sendMessage", chat_id=OLENA, text=text, reply_markup={"inline_keyboard": rows})
    await screen.sees("Ministers")
    await screen.pictured(f"large-{screen.size}")
    await fits(screen)
    await expect(at(screen, "send")).to_be_in_viewport(ratio=1)
    async with answering(api, [story(n) for n in range(1, 4)]):
        await at(screen, "input").press_sequentially("@tagwire_bot x")
        await expect(at(screen, "inline-result")).to_have_count(3)
        await screen.pictured(f"large-inline-{screen.size}")
        await at(screen, "inline-result").first.click()
        await screen.sees("Story 1")
    await made(screen, telegram, "forum", "Street")
    await screen.pictured(f"large-forum-{screen.size}")
    await fits(screen)


async def test_the_page_is_walked_by_keyboard_alone(screen: Screen, api: Api) -> None:
    """From face to face by arrows, to the field by Tab, and what is focused can be seen."""
    await at(screen, f"person-{OLENA}").focus()
    await screen.page.keyboard.press("ArrowDown")
    await expect(at(screen, f"person-{EMMA}")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.locator("#chat-as")).to_have_text("as Emma")
    await expect(at(screen, f"person-{EMMA}")).to_be_focused()
    seen = []
    for _ in range(14):
        await screen.page.keyboard.press("Tab")
        node = screen.page.locator(":focus")
        assert await node.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
        seen.append(await node.get_attribute("data-testid"))
        if seen[-1] == "send":
            break
    order = [name for name in seen if name in ("show-topics", "block", "messages", "start", "input", "send")]
    assert order == ["show-topics", "block", "messages", "start", "input", "send"]
    assert await at(screen, "messages").get_attribute("role") == "log"
