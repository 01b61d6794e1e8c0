"""The playground's page in a real browser, with the test playing the bot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.playground import Playground
from bot.playground.publisher import Publisher
from tests.browsing import needs_browser, open_browser
from tests.people import Person, Telegram

OLENA = 101_001
TYPED: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("plain", "plain", []),
    ("/aid_for_ukraine", "/aid_for_ukraine", []),
    ("**b** _i_", "b i", [("bold", 0, 1), ("italic", 2, 1)]),
    ("🔴 **a _b_**", "🔴 a b", [("bold", 3, 3), ("italic", 5, 1)]),
    ("`**x**`", "**x**", [("code", 0, 5)]),
    ("a\n> q\nb", "a\nq\nb", [("blockquote", 2, 1)]),
    ("__u__ ~~s~~ ||h||", "u s h", [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 1)]),
    ("[w](https://example.org/)", "w", [("text_link", 0, 1)]),
    ("2 ** 3 and **", "2 ** 3 and **", []),
]

pytestmark = [
    needs_browser,
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all
]


class Bot:
    """Calls the Bot API as a bot would."""

    def __init__(self, session: aiohttp.ClientSession, playground: Playground):
        self._session, self._root = session, f"{playground.url}/bot{playground.token}"

    async def call(self, method: str, **params: Any) -> Any:
        async with self._session.post(f"{self._root}/{method}", json=params) as answer:
            return (await answer.json())["result"]

    async def say(self, text: str, **params: Any) -> int:
        sent = await self.call("sendMessage", chat_id=OLENA, text=text, **params)
        return int(sent["message_id"])

    async def update(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; the others before it are confirmed unseen."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=10):
                offset = update["update_id"] + 1
                if kind in update:
                    found: dict[str, Any] = update[kind]
                    return found


@pytest_asyncio.fixture(loop_scope="module")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(publisher=Publisher(lambda: datetime.now(UTC))) as playground:
        yield playground


@pytest_asyncio.fixture(loop_scope="module")
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, playground)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, playground: Playground) -> AsyncIterator[Page]:
    page = await browser.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    await page.goto(playground.url)
    await page.get_by_test_id("start").click()
    await expect(page.get_by_test_id("messages")).to_contain_text("/start")
    yield page
    await page.close()
    assert not failures


async def test_hostile_text_stays_text(page: Page, bot: Bot) -> None:
    text = "<img src=x onerror='window.hacked=1'> <script>window.hacked=1</script>"
    link = {
        "type": "text_link",
        "offset": 0,
        "length": 4,
        "url": 'https://example.org/"><script>window.hacked=1</script>',
    }
    button = {"text": "<b>press</b>", "callback_data": "x"}
    sent = await bot.say(text, entities=[link], reply_markup={"inline_keyboard": [[button]]})
    message = page.get_by_test_id(f"message-{sent}")
    await expect(message).to_contain_text("<script>window.hacked=1</script>")
    await expect(message.get_by_test_id("button")).to_have_text("<b>press</b>")
    assert await message.locator("img, script, b").count() == 0
    assert await page.evaluate("window.hacked") is None


async def test_link_with_a_script_is_not_followed(page: Page) -> None:
    href = await page.evaluate(
        """async () => {
            const { rich } = await import('/static/rich.js');
            const entity = { type: 'text_link', offset: 0, length: 2, url: 'javascript:alert(1)' };
            return rich('go', [entity], {})[0].getAttribute('href');
        }"""
    )
    assert href is None


async def test_entities_are_counted_in_utf16_and_may_nest(page: Page, bot: Bot) -> None:
    sent = await bot.say("🔴🔴 <b>one <i>two</i></b> <code>x</code>\n<blockquote>q</blockquote>", parse_mode="HTML")
    text = page.get_by_test_id(f"message-{sent}").locator(".text")
    await expect(text.locator("strong")).to_have_text(["one ", "two"])
    await expect(text.locator("em")).to_have_text("two")
    await expect(text.locator("code")).to_have_text("x")
    await expect(text.locator("blockquote")).to_have_text("q")


async def test_long_quote_is_folded(page: Page, bot: Bot) -> None:
    lines = "\n".join(f"line {number}" for number in range(12))
    sent = await bot.say(f"<blockquote expandable>{lines}</blockquote>", parse_mode="HTML")
    message = page.get_by_test_id(f"message-{sent}")
    folded = await message.bounding_box()
    await message.get_by_test_id("unfold").click()
    unfolded = await message.bounding_box()
    assert folded
    assert unfolded
    assert unfolded["height"] > folded["height"] + 100


async def test_edits_are_marked_and_deleted_messages_vanish(page: Page, bot: Bot) -> None:
    sent = await bot.say("first")
    message = page.get_by_test_id(f"message-{sent}")
    await expect(message).to_contain_text("first")
    await bot.call("editMessageText", chat_id=OLENA, message_id=sent, text="second")
    await expect(message).to_contain_text("second")
    await expect(message).to_contain_text("edited")
    await bot.call("deleteMessage", chat_id=OLENA, message_id=sent)
    await expect(message).to_have_count(0)


async def test_tap_waits_for_the_bot_and_shows_its_answer(page: Page, bot: Bot) -> None:
    sent = await bot.say("?", reply_markup={"inline_keyboard": [[{"text": "Follow", "callback_data": "follow"}]]})
    button = page.get_by_test_id(f"message-{sent}").get_by_test_id("button")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    query = await bot.update("callback_query")
    assert query["data"] == "follow"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Followed")
    await expect(page.get_by_test_id("toasts")).to_have_text("Followed")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_deep_link_of_this_bot_waits_for_start_here(page: Page, bot: Bot) -> None:
    url = "https://t.me/tagwire_bot?start=tag_nato"
    sent = await bot.say("go", reply_markup={"inline_keyboard": [[{"text": "NATO", "url": url}]]})
    await page.get_by_test_id(f"message-{sent}").get_by_test_id("button").click()
    await expect(page.get_by_test_id("start")).to_be_focused()
    await expect(page.get_by_test_id("messages")).not_to_contain_text("/start tag_nato")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("messages")).to_contain_text("/start tag_nato")
    await expect(page.get_by_test_id("start")).to_be_hidden()


async def test_command_menu_is_chosen_by_keyboard(page: Page, bot: Bot) -> None:
    commands = [{"command": name, "description": name.title()} for name in ("help", "latest", "nato")]
    await bot.call("setMyCommands", commands=commands)
    await page.get_by_test_id("input").press("/")
    await expect(page.get_by_test_id("menu-item")).to_have_count(3)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("messages")).to_contain_text("/latest")
    await expect(page.get_by_test_id("menu")).to_be_hidden()


async def test_typed_command_is_sent_as_it_is_typed(page: Page, bot: Bot) -> None:
    await bot.call("setMyCommands", commands=[{"command": "tags", "description": "All tags"}])
    await page.get_by_test_id("input").press_sequentially("/tag")
    await expect(page.get_by_test_id("menu-item")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("messages").locator(".text").last).to_have_text("/tag")


async def test_typed_marks_become_entities(page: Page) -> None:
    parse = "async (typed) => (await import('/static/markdown.js')).parse(typed)"
    for typed, text, entities in TYPED:
        found = await page.evaluate(parse, typed)
        assert found["text"] == text
        assert [(entity["type"], entity["offset"], entity["length"]) for entity in found["entities"]] == entities


async def test_newsroom_publishes_and_edits(page: Page) -> None:
    await page.get_by_test_id("publish-breaking").click()
    newest = page.get_by_test_id("stories").locator("li").first
    await expect(newest).to_contain_text("breaking")
    before = await newest.locator("a").inner_text()
    await page.get_by_test_id("edit-headline").click()
    await expect(newest).to_contain_text("edited")
    assert await newest.locator("a").inner_text() != before


async def test_faults_strike_and_calls_are_shown(page: Page, bot: Bot) -> None:
    await page.get_by_test_id("trouble").locator("summary").click()
    await page.get_by_test_id("fault-500").click()
    await expect(page.get_by_test_id("waiting-faults")).to_contain_text("500")
    with pytest.raises(KeyError):
        await bot.say("lost")
    await expect(page.get_by_test_id("waiting-faults")).to_be_empty()
    call = page.get_by_test_id("calls").locator("li", has_text="lost")
    await expect(call).to_contain_text("500")
    await call.locator("summary").click()
    await expect(call).to_contain_text('"error_code": 500')


async def test_message_to_another_person_is_counted_as_unread(page: Page, bot: Bot, playground: Playground) -> None:
    playground.world.people[101_002].started = True
    await bot.call("sendMessage", chat_id=101_002, text="hello")
    face = page.get_by_test_id("person-101002")
    await expect(face).to_contain_text("1")
    await face.click()
    await expect(page.get_by_test_id("messages")).to_contain_text("hello")
    await expect(face.locator(".badge")).to_have_count(0)


async def test_samples_are_attached_and_shown(page: Page, bot: Bot) -> None:
    await page.get_by_test_id("input").fill("The **bridge**")
    for kind in ("photo", "video", "document", "poll", "album"):
        await page.get_by_test_id("attach").click()
        await page.get_by_test_id(f"attach-{kind}").click()
        await expect(page.get_by_test_id("input")).to_have_value("")
    messages = page.get_by_test_id("messages")
    await expect(messages.get_by_test_id("photo")).to_have_count(4)
    await expect(messages.get_by_test_id("video")).to_have_count(2)
    await expect(messages.get_by_test_id("document")).to_contain_text("notes-1.txt")
    await expect(messages.get_by_test_id("poll")).to_contain_text("The budget")
    await expect(messages.locator(".album .message")).to_have_count(4)
    await expect(messages.locator("strong", has_text="bridge").first).to_be_visible()
    loaded = "images => images.every(image => image.complete && image.naturalWidth > 0)"
    assert await messages.locator("img").evaluate_all(loaded)
    assert (await bot.update("message"))["text"] == "/start"


async def test_replies_quote_and_edits_of_people_are_marked(page: Page, bot: Bot, playground: Playground) -> None:
    async with Telegram(playground.url) as telegram:
        olena = Person(telegram, OLENA, "Olena", "uk")
        asked = await olena.sends("photo", "What is this?")
        sent = await bot.say("A bridge", reply_parameters={"message_id": asked})
        await expect(page.get_by_test_id(f"message-{sent}").locator(".reply")).to_contain_text("What is this?")
        await olena.edits(asked, "What was this?")
        message = page.get_by_test_id(f"message-{asked}")
        await expect(message.locator(".text")).to_have_text("What was this?")
        await expect(message.locator(".edited")).to_have_count(1)


async def test_a_deleted_album_leaves_no_frame(page: Page, bot: Bot) -> None:
    media = [{"type": "photo", "media": f"https://example.org/{n}.jpg"} for n in range(2)]
    album = await bot.call("sendMediaGroup", chat_id=OLENA, media=media)
    frame = page.locator(".album")
    await expect(frame.locator(".message")).to_have_count(2)
    await bot.call("deleteMessages", chat_id=OLENA, message_ids=[part["message_id"] for part in album])
    await expect(frame).to_have_count(0)


async def test_a_refusal_is_injected_with_its_code(page: Page, bot: Bot) -> None:
    await page.get_by_test_id("trouble").locator("summary").click()
    await page.get_by_test_id("fault-409").click()
    await expect(page.get_by_test_id("waiting-faults")).to_contain_text("409 · getUpdates")
    await page.get_by_test_id("fault-403").click()
    with pytest.raises(KeyError):
        await bot.say("lost")
    await expect(page.get_by_test_id("waiting-faults")).not_to_contain_text("403")
