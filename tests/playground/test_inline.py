"""Inline mode: queries, answers and their limits, and the results that people choose."""

import asyncio
from typing import Any

import pytest

from bot.playground.cast import CHANNEL_ID, GROUP_ID
from tests.people import Json, Person, Telegram
from tests.playground.api import Api

KEYBOARD = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}


def article(result_id: str = "1", text: str = "<b>Summit</b>", **more: Any) -> Json:
    content = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": result_id, "title": f"Story {result_id}", "input_message_content": content, **more}


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return await telegram.person("en")


class Conversation:
    """A reader types, and the bot is answered for."""

    def __init__(self, api: Api, reader: Person) -> None:
        self.api, self.reader = api, reader

    async def query(self, text: str = "nato", chat: int = 0, **wish: Any) -> tuple[Json, "asyncio.Task[Json]"]:
        """The update, and what the reader waits for."""
        typed = asyncio.create_task(self.reader.inline(text, chat, **wish))
        (update,) = await self.api.updates(timeout=5)
        query: Json = update["inline_query"]
        return query, typed

    async def shown(self, *results: Json, text: str = "nato", chat: int = 0, **answer: Any) -> Json:
        query, typed = await self.query(text, chat)
        assert await self.api.call("answerInlineQuery", inline_query_id=query["id"], results=results, **answer)
        return await typed

    async def refusal(self, **answer: Any) -> str:
        """Of an answer to a query that is there."""
        query, typed = await self.query(fresh=True)
        said = await self.api.refusal("answerInlineQuery", **{"inline_query_id": query["id"], **answer})
        typed.cancel()
        return said


@pytest.fixture
async def talk(api: Api, reader: Person) -> Conversation:
    assert (await api.call("getMe"))["supports_inline_queries"] is True
    return Conversation(api, reader)


async def test_a_query_and_its_results(talk: Conversation, reader: Person) -> None:
    query, typed = await talk.query("nato", GROUP_ID)
    assert (query["query"], query["offset"], query["chat_type"]) == ("nato", "", "group")
    assert query["from"]["id"] == reader.id
    button = {"text": "Settings", "start_parameter": "inline"}
    results = [article(description="Today", thumbnail_url="https://example.org/1.jpg"), article("2")]
    await talk.api.call(
        "answerInlineQuery", inline_query_id=query["id"], results=results, next_offset="2", button=button
    )
    found = await typed
    assert [result["title"] for result in found["results"]] == ["Story 1", "Story 2"]
    assert found["results"][0]["description"] == "Today"
    assert (found["next_offset"], found["button"]) == ("2", button)


async def test_a_chosen_result_is_sent_by_way_of_the_bot(talk: Conversation, reader: Person) -> None:
    found = await talk.shown(article(reply_markup=KEYBOARD), chat=GROUP_ID)
    sent = await reader.chooses("Story 1", found, GROUP_ID)
    said, chosen = await talk.api.updates()
    message = said["message"]
    assert (message["message_id"], message["text"], message["from"]["id"]) == (sent, "Summit", reader.id)
    assert message["via_bot"]["username"] == "tagwire_bot"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    told = chosen["chosen_inline_result"]
    assert (told["result_id"], told["query"], told["from"]["id"]) == ("1", "nato", reader.id)
    edit = {"inline_message_id": told["inline_message_id"], "text": "Summit ends"}
    assert await talk.api.call("editMessageText", **edit) is True
    assert (await reader.messages(GROUP_ID))[-1]["text"] == "Summit ends"
    unknown = await talk.api.refusal("editMessageText", inline_message_id="AAM", text="x")
    assert unknown == "Bad Request: MESSAGE_ID_INVALID"


async def test_a_tap_on_a_chosen_message_names_it(talk: Conversation, reader: Person) -> None:
    found = await talk.shown(article(reply_markup=KEYBOARD))
    await reader.chooses("Story 1", found)
    told = (await talk.api.updates())[-1]["chosen_inline_result"]
    message = (await reader.messages())[-1]
    await reader.forges("open", message, timeout=0.01)
    (update,) = await talk.api.updates()
    query = update["callback_query"]
    assert query["inline_message_id"] == told["inline_message_id"]
    assert "message" not in query


async def test_a_channel_gets_the_result_as_its_own_post(talk: Conversation, telegram: Telegram) -> None:
    editor = await telegram.editor()
    with_editor = Conversation(talk.api, editor)
    found = await with_editor.shown(article(), chat=CHANNEL_ID)
    await editor.chooses("Story 1", found, CHANNEL_ID)
    post = (await talk.api.updates())[0]["channel_post"]
    assert (post["sender_chat"]["id"], post["via_bot"]["username"]) == (CHANNEL_ID, "tagwire_bot")


async def test_answers_are_kept_for_their_time(talk: Conversation, telegram: Telegram, reader: Person) -> None:
    (other,) = await telegram.newcomers(1)
    await talk.shown(article("own"), text="mine", is_personal=True, cache_time=60)
    await talk.shown(article("all"), text="ours", cache_time=60)
    await talk.shown(article("now"), text="new", cache_time=0)
    assert (await reader.inline("mine"))["results"][0]["id"] == "own"
    assert (await other.inline("ours"))["results"][0]["id"] == "all"
    assert (await reader.inline("new", timeout=0.01))["results"] is None
    assert (await other.inline("mine", timeout=0.01))["results"] is None
    assert (await reader.inline("ours", timeout=0.01, fresh=True))["results"] is None


async def test_what_telegram_cuts_and_keeps_to_itself(talk: Conversation, telegram: Telegram, reader: Person) -> None:
    query, typed = await talk.query("x" * 300)
    assert len(query["query"]) == 256
    typed.cancel()
    await telegram.switches(feedback=False)
    found = await talk.shown(article())
    await reader.chooses("Story 1", found)
    assert [list(update)[1] for update in await talk.api.updates()] == ["message"]
    await telegram.switches(inline=False)
    assert (await talk.api.call("getMe"))["supports_inline_queries"] is False
    with pytest.raises(AssertionError, match="no inline mode"):
        await reader.inline("x")


async def test_a_query_is_answered_once_and_in_time(talk: Conversation) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    query, typed = await talk.query()
    assert await talk.api.refusal("answerInlineQuery", inline_query_id="5", results=[]) == late
    assert await talk.api.call("answerInlineQuery", inline_query_id=query["id"], results=[])
    assert (await typed)["results"] == []
    assert await talk.api.refusal("answerInlineQuery", inline_query_id=query["id"], results=[]) == late


@pytest.mark.parametrize(
    ("answer", "description"),
    [
        ({"results": [article(str(n)) for n in range(51)]}, "too many inline query results specified"),
        ({"results": {"id": 1}}, "expected an Array of inline query results"),
        ({"results": [article("x" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [article(""), article("")]}, "RESULT_ID_EMPTY"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article() | {"title": ""}]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [5]}, "can't parse inline query result: Inline query result must be an object"),
        ({"results": [{"type": "article"}]}, "can't parse inline query result: Can't find field \"id\""),
        (
            {"results": [article() | {"type": ""}]},
            'can\'t parse inline query result: type "" is unsupported for the inline query result',
        ),
        ({"results": [article(text="<b>x")]},
         "can't parse inline query result: Can't parse entities: Can't find end tag corresponding to start tag "
         '"b"'),
        ({"results": [article(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]})]},
         "BUTTON_DATA_INVALID"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "x"}},
         "can't parse inline query results button: InlineQueryResultsButton must have exactly one optional field"),
        ({"results": [], "button": {"text": "x", "start_parameter": ""}}, "can't use empty start_parameter"),
        ({"results": [], "button": {"text": "x", "start_parameter": "a b"}},
         "unallowed characters in start_parameter are used"),
        ({"results": [], "button": {"text": "x", "start_parameter": "x" * 65}}, "too long start_parameter specified"),
    ],
)  # fmt: skip
async def test_answers_that_are_refused(talk: Conversation, answer: Json, description: str) -> None:
    assert await talk.refusal(**answer) == f"Bad Request: {description}"


async def test_photos_by_their_address(talk: Conversation, reader: Person) -> None:
    photo = {
        "type": "photo", "id": "p", "title": "Picture", "photo_url": "https://example.org/p.jpg",
        "thumbnail_url": "https://example.org/t.jpg", "caption": "See",
    }  # fmt: skip
    found = await talk.shown(photo)
    await reader.chooses("Picture", found)
    message = (await reader.messages())[-1]
    assert (message["caption"], len(message["photo"])) == ("See", 4)
    await talk.api.updates()
    no_thumbnail = {**photo, "thumbnail_url": ""}
    assert await talk.refusal(results=[no_thumbnail]) == "Bad Request: PHOTO_THUMB_URL_EMPTY"
