"""Sending, editing, copying and deleting: what comes back, and each refusal word for word."""

from typing import Any

import pytest

from bot.playground.cast import CHANNEL_ID, GROUP_ID
from tests.people import Person, Telegram
from tests.playground.api import Api

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
NO_END = 'Can\'t find end tag corresponding to start tag "b"'
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return (await telegram.newcomers(1))[0]


async def test_a_message_with_everything(api: Api, reader: Person) -> None:
    asked = await reader.says("hello")
    sent = await api.call(
        "sendMessage", chat_id=reader.id, text="<b>Kyiv</b> #news", parse_mode="HTML", reply_markup=GO,
        link_preview_options={"url": "https://example.org/", "show_above_text": True, "prefer_large_media": False},
        reply_parameters={"message_id": asked}, protect_content=True, disable_notification=True,
    )  # fmt: skip
    assert sent["text"] == "Kyiv #news"
    assert [entity["type"] for entity in sent["entities"]] == ["bold", "hashtag"]
    assert sent["link_preview_options"] == {"url": "https://example.org/", "show_above_text": True}
    assert sent["reply_to_message"]["text"] == "hello"
    assert sent["chat"] == {"id": reader.id, "first_name": reader.name, "username": "reader_1", "type": "private"}
    assert sent["reply_markup"] == GO
    assert sent["has_protected_content"]
    seen = await reader.sees("Kyiv")
    assert seen["silent"]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 5, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody_here", "text": "x"}, "chat not found"),
        ({"chat_id": "abc", "text": "x"}, "chat not found"),
        ({"chat_id": 5}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x" * 40_000}, "text is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "<b>x", "parse_mode": "HTML"}, f"can't parse entities: {NO_END}"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "reply_parameters": {"message_id": 9999}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [{}]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Bare"}]]}},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "nowhere"}]]}},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ї" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}},
            "reply markup is too long",
        ),
        ({"text": "x", "entities": [{"type": "loud", "offset": 0, "length": 1}]},
         "can't parse MessageEntity: Unsupported type specified"),
    ],
)  # fmt: skip
async def test_what_is_refused(api: Api, reader: Person, params: dict[str, Any], description: str) -> None:
    if "chat_id" not in params and description != "chat_id is empty":
        params = {"chat_id": reader.id, **params}
    assert await api.refusal("sendMessage", **params) == f"Bad Request: {description}"


async def test_limits_are_met_exactly(api: Api, reader: Person) -> None:
    """4096 characters after the markup is gone, whatever their size; 64 bytes of callback data."""
    text = "<b>" + "📰" * 4096 + "</b>"
    button = {"text": "x", "callback_data": "ї" * 32}
    sent = await api.call(
        "sendMessage", chat_id=reader.id, text=text, parse_mode="HTML", reply_markup={"inline_keyboard": [[button]]}
    )
    assert sent["entities"] == [{"offset": 0, "length": 8192, "type": "bold"}]


async def test_people_who_cannot_be_written_to(api: Api, telegram: Telegram) -> None:
    stranger = await telegram.person()
    blocking, leaving = await telegram.newcomers(2)
    await blocking.blocks()
    await leaving.deactivates()
    expected = {
        stranger.id: "Forbidden: bot can't initiate conversation with a user",
        blocking.id: "Forbidden: bot was blocked by the user",
        leaving.id: "Forbidden: user is deactivated",
        (await api.call("getMe"))["id"]: "Forbidden: bot can't send messages to bots",
    }
    for chat_id, description in expected.items():
        assert await api.refusal("sendMessage", chat_id=chat_id, text="x") == description
        assert await api.refusal("sendChatAction", chat_id=chat_id, action="typing") == description
    await blocking.says("/start")
    await api.call("sendMessage", chat_id=blocking.id, text="Welcome back")


async def test_groups_and_channels_that_cannot_be_written_to(api: Api, telegram: Telegram) -> None:
    for kind in ("group", "supergroup", "channel"):
        chat_id = await telegram.group(kind, bot_is_admin=True)
        await api.call("sendMessage", chat_id=chat_id, text="x")
        await telegram.post(f"groups/{chat_id}/bot", {"status": "left"})
        left = await api.refusal("sendMessage", chat_id=chat_id, text="x")
        assert left == f"Forbidden: bot is not a member of the {kind} chat"
        await telegram.post(f"groups/{chat_id}/kick", {})
        kicked = await api.refusal("sendMessage", chat_id=chat_id, text="x")
        assert kicked == f"Forbidden: bot was kicked from the {kind} chat"
    group, channel = await telegram.group(), await telegram.group("channel")
    await telegram.post(f"groups/{group}/bot", {"status": "deleted"})
    assert await api.refusal("sendMessage", chat_id=group, text="x") == "Forbidden: the group chat was deleted"
    await telegram.post(f"groups/{group}/bot", {"status": "restricted"})
    muted = await api.refusal("sendMessage", chat_id=group, text="x")
    assert muted == "Bad Request: not enough rights to send text messages to the chat"
    mere_member = await api.refusal("sendMessage", chat_id=channel, text="x")
    assert mere_member == "Bad Request: need administrator rights in the channel chat"


async def test_a_group_that_migrated_says_where_to(api: Api, telegram: Telegram) -> None:
    new_id = (await telegram.post(f"groups/{GROUP_ID}/migrate", {}))["id"]
    answer = await api.ask("sendMessage", chat_id=GROUP_ID, text="x")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new_id},
    }
    told = [update["message"] for update in await api.updates()]
    assert [message.get("migrate_to_chat_id") for message in told] == [new_id, None]
    assert told[1]["migrate_from_chat_id"] == GROUP_ID
    assert (await api.call("sendMessage", chat_id=new_id, text="x"))["message_id"] == 2


async def test_a_channel_is_known_by_its_name(api: Api) -> None:
    sent = await api.call("sendMessage", chat_id="@morning_paper", text="x")
    assert sent["chat"]["id"] == sent["sender_chat"]["id"] == CHANNEL_ID
    assert "from" not in sent


async def test_editing(api: Api, reader: Person) -> None:
    sent = await api.call("sendMessage", chat_id=reader.id, text="Before", reply_markup=GO)
    place = {"chat_id": reader.id, "message_id": sent["message_id"]}
    assert await api.refusal("editMessageText", **place, text="Before", reply_markup=GO) == NOT_MODIFIED
    edited = await api.call("editMessageText", **place, text="<i>After</i>", parse_mode="HTML")
    assert (edited["text"], edited["entities"][0]["type"]) == ("After", "italic")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]
    assert await api.refusal("editMessageReplyMarkup", **place) == NOT_MODIFIED
    assert (await api.call("editMessageReplyMarkup", **place, reply_markup=GO))["reply_markup"] == GO
    assert (await reader.last())["edits"] == 2


async def test_what_cannot_be_edited(api: Api, reader: Person) -> None:
    own = await reader.says("mine")
    photo = await api.call("sendPhoto", chat_id=reader.id, photo="https://example.org/a.jpg", caption="See")
    text = await api.call("sendMessage", chat_id=reader.id, text="x")

    async def refusal(method: str, message_id: int, **params: Any) -> str:
        return await api.refusal(method, chat_id=reader.id, message_id=message_id, **params)

    assert await refusal("editMessageText", 999, text="y") == "Bad Request: message to edit not found"
    assert await refusal("editMessageText", own, text="y") == "Bad Request: message can't be edited"
    no_text = await refusal("editMessageText", photo["message_id"], text="y")
    assert no_text == "Bad Request: there is no text in the message to edit"
    no_caption = await refusal("editMessageCaption", text["message_id"], caption="y")
    assert no_caption == "Bad Request: there is no caption in the message to edit"
    long = await refusal("editMessageCaption", photo["message_id"], caption="y" * 1025)
    assert long == "Bad Request: message caption is too long"
    assert await api.refusal("editMessageText", text="y") == "Bad Request: message identifier is not specified"


async def test_deleting(api: Api, reader: Person) -> None:
    ids = [(await api.call("sendMessage", chat_id=reader.id, text=str(n)))["message_id"] for n in range(3)]
    assert await api.call("deleteMessage", chat_id=reader.id, message_id=ids[0])
    gone = await api.refusal("deleteMessage", chat_id=reader.id, message_id=ids[0])
    assert gone == "Bad Request: message to delete not found"
    assert await api.call("deleteMessages", chat_id=reader.id, message_ids=ids)
    assert await reader.messages() == []
    nothing = await api.refusal("deleteMessages", chat_id=reader.id, message_ids=[])
    assert nothing == "Bad Request: message identifiers are not specified"


async def test_a_member_cannot_delete_what_others_wrote(api: Api, telegram: Telegram) -> None:
    editor = await telegram.editor()
    theirs = await editor.says("Mine", chat=GROUP_ID)
    refused = await api.refusal("deleteMessage", chat_id=GROUP_ID, message_id=theirs)
    assert refused == "Bad Request: message can't be deleted"


async def test_copying_and_forwarding(api: Api, reader: Person, telegram: Telegram) -> None:
    original = await reader.says("**", entities=[{"type": "bold", "offset": 0, "length": 2}])
    source = {"from_chat_id": reader.id, "message_id": original}
    copied = await api.call("copyMessage", chat_id=CHANNEL_ID, **source)
    assert copied == {"message_id": 1}
    forwarded = await api.call("forwardMessage", chat_id=CHANNEL_ID, **source)
    assert forwarded["entities"] == [{"offset": 0, "length": 2, "type": "bold"}]
    assert forwarded["forward_origin"]["sender_user"]["id"] == reader.id
    many = await api.call("copyMessages", chat_id=CHANNEL_ID, from_chat_id=reader.id, message_ids=[original, 999])
    assert many == [{"message_id": 3}]
    assert await api.refusal("copyMessage", chat_id=CHANNEL_ID, from_chat_id=reader.id, message_id=999) == (
        "Bad Request: message to copy not found"
    )
    assert await api.refusal("forwardMessage", chat_id=CHANNEL_ID, from_chat_id=reader.id, message_id=999) == (
        "Bad Request: message to forward not found"
    )
    assert await api.refusal("copyMessage", chat_id=CHANNEL_ID) == 'Bad Request: parameter "from_chat_id" is required'


async def test_protected_messages_stay(api: Api, reader: Person) -> None:
    kept = await api.call("sendMessage", chat_id=reader.id, text="x", protect_content=True)
    source = {"chat_id": CHANNEL_ID, "from_chat_id": reader.id, "message_id": kept["message_id"]}
    assert await api.refusal("copyMessage", **source) == "Bad Request: the message can't be copied"
    forwarded = await api.refusal("forwardMessage", **source)
    assert forwarded == "Bad Request: message has protected content and can't be forwarded"


async def test_message_ids_are_the_chats_own_in_channels_only(api: Api, telegram: Telegram) -> None:
    first, second = await telegram.newcomers(2)
    ids = [(await api.call("sendMessage", chat_id=chat, text="x"))["message_id"] for chat in (first.id, second.id)]
    assert ids == [1, 2]
    assert (await api.call("sendMessage", chat_id=CHANNEL_ID, text="x"))["message_id"] == 1


async def test_albums_and_polls(api: Api, reader: Person) -> None:
    media = [{"type": "photo", "media": f"https://example.org/{n}.jpg", "caption": str(n)} for n in range(3)]
    album = await api.call("sendMediaGroup", chat_id=reader.id, media=media)
    assert [part["caption"] for part in album] == ["0", "1", "2"]
    assert len({part["media_group_id"] for part in album}) == 1
    poll = await api.call("sendPoll", chat_id=reader.id, question="Well?", options=["Yes", {"text": "No"}])
    assert [option["text"] for option in poll["poll"]["options"]] == ["Yes", "No"]
    assert (
        await api.refusal("sendPhoto", chat_id=reader.id, photo="https:// bad")
        == "Bad Request: wrong HTTP URL specified"
    )


async def test_pins_and_small_signs(api: Api, reader: Person) -> None:
    sent = await api.call("sendMessage", chat_id=reader.id, text="x")
    place = {"chat_id": reader.id, "message_id": sent["message_id"]}
    assert await api.call("pinChatMessage", **place)
    assert (await api.call("getChat", chat_id=reader.id))["pinned_message"]["text"] == "x"
    assert await api.call("unpinChatMessage", **place)
    assert "pinned_message" not in await api.call("getChat", chat_id=reader.id)
    assert await api.call("sendChatAction", chat_id=reader.id, action="typing")
    wrong = await api.refusal("sendChatAction", chat_id=reader.id, action="dancing")
    assert wrong == "Bad Request: wrong parameter action in request"
    assert await api.call("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    no_right = await api.refusal("unpinAllChatMessages", chat_id=GROUP_ID)
    assert no_right == "Bad Request: not enough rights to manage pinned messages in the chat"
