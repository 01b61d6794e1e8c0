"""Groups, privacy mode, members, and what the bot says of itself."""

from typing import Any

import pytest

from bot.playground.cast import CHANNEL_ID, GROUP_ID
from tests.people import Telegram
from tests.playground.api import Api


async def _texts(api: Api) -> list[str]:
    return [update["message"]["text"] for update in await api.call("getUpdates") if "message" in update]


async def test_privacy_mode_hides_the_talk_of_a_group(api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    own = await api.call("sendMessage", chat_id=GROUP_ID, text="news")
    theirs = await reader.says("just talk", chat=GROUP_ID)
    for text in ("/latest", "/latest@tagwire_bot", "/latest@other_bot", "hello @tagwire_bot", "@tagwire_bots", "#НАТО"):
        await reader.says(text, chat=GROUP_ID)
    await reader.says("to the bot", chat=GROUP_ID, reply_to=own["message_id"])
    await reader.says("to another", chat=GROUP_ID, reply_to=theirs)
    assert await _texts(api) == ["/latest", "/latest@tagwire_bot", "hello @tagwire_bot", "to the bot"]


async def test_an_administrator_sees_everything(api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    group = await telegram.group("supergroup", bot_is_admin=True, members=[reader.id])
    await reader.says("just talk", chat=group)
    assert await _texts(api) == ["just talk"]


async def test_who_writes_in_a_group(api: Api, telegram: Telegram) -> None:
    editor, stranger = await telegram.editor(), (await telegram.newcomers(1))[0]
    await editor.says("/settings", chat=GROUP_ID, anonymous_admin=True)
    await editor.says("Post", chat=CHANNEL_ID)
    with pytest.raises(AssertionError, match="not a member"):
        await stranger.says("hello", chat=GROUP_ID)
    anonymous, post = await api.call("getUpdates")
    assert anonymous["message"]["sender_chat"]["id"] == GROUP_ID
    assert anonymous["message"]["from"]["username"] == "GroupAnonymousBot"
    assert post["channel_post"]["sender_chat"]["id"] == CHANNEL_ID


async def test_forwarded_messages_say_so(api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    await reader.says("/broadcast", forwarded=True)
    (update,) = await api.call("getUpdates")
    assert update["message"]["forward_origin"]["type"] == "user"


async def test_membership_is_told(api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    group = await telegram.group()
    await telegram.post(f"groups/{group}/kick", {})
    await reader.blocks()
    await reader.says("/start")
    changes = [update["my_chat_member"] for update in await api.call("getUpdates") if "my_chat_member" in update]
    assert [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes] == [
        ("left", "member"), ("member", "kicked"), ("member", "kicked"), ("kicked", "member"),
    ]  # fmt: skip


async def test_members(api: Api, telegram: Telegram) -> None:
    reader, editor, me = await telegram.person(), await telegram.editor(), await api.call("getMe")

    async def status(person: int) -> Any:
        return (await api.call("getChatMember", chat_id=GROUP_ID, user_id=person))["status"]

    assert [await status(person) for person in (reader.id, editor.id, me["id"])] == ["member", "creator", "member"]
    admins = await api.call("getChatAdministrators", chat_id=CHANNEL_ID)
    assert [admin["status"] for admin in admins] == ["creator", "administrator"]
    assert await api.call("getChatMemberCount", chat_id=GROUP_ID) == 5
    assert await api.refusal("getChatMember", chat_id=GROUP_ID, user_id=1) == "Bad Request: invalid user_id specified"
    await api.call("leaveChat", chat_id=CHANNEL_ID)
    assert (await api.call("getChat", chat_id="@morning_paper"))["id"] == CHANNEL_ID
    left = await api.refusal("sendMessage", chat_id=CHANNEL_ID, text="x")
    assert left == "Forbidden: bot is not a member of the channel chat"
    hidden = await api.refusal("getChatMember", chat_id=CHANNEL_ID, user_id=editor.id)
    assert hidden == "Bad Request: member list is inaccessible"


async def test_commands_by_scope_then_language(api: Api, telegram: Telegram) -> None:
    olena, emma, editor = await telegram.person("uk"), await telegram.person("en"), await telegram.editor()

    async def put(word: str, language: str = "", **scope: Any) -> None:
        commands = [{"command": word, "description": word}]
        assert await api.call("setMyCommands", commands=commands, scope=scope or None, language_code=language)

    await put("plain")
    await put("nearer", type="all_private_chats")
    await put("ukrainian", "uk", type="all_private_chats")
    await put("own", type="chat", chat_id=editor.id)
    await put("group", type="all_group_chats")
    await put("admins", type="all_chat_administrators")
    await put("member", type="chat_member", chat_id=GROUP_ID, user_id=olena.id)
    shown = {
        "olena": await olena.commands(), "emma": await emma.commands(), "editor": await editor.commands(),
        "emma in group": await emma.commands(GROUP_ID), "editor in group": await editor.commands(GROUP_ID),
        "olena in group": await olena.commands(GROUP_ID),
    }  # fmt: skip
    assert {who: commands[0]["command"] for who, commands in shown.items()} == {
        "olena": "ukrainian", "emma": "nearer", "editor": "own",
        "emma in group": "group", "editor in group": "admins", "olena in group": "member",
    }  # fmt: skip
    assert await api.call("getMyCommands", scope={"type": "all_private_chats"}, language_code="ru") == []
    await api.call("deleteMyCommands", scope={"type": "all_private_chats"})
    assert (await emma.commands())[0]["command"] == "plain"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"commands": [{"command": "Upper", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": {}}, None),
        ({"commands": {"x": 1}}, "expected an Array of BotCommand"),
        ({"commands": [{}]}, "can't parse BotCommand: Can't find field \"command\""),
        ({"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": [], "language_code": "ukr"}, "invalid language code specified"),
    ],
)
async def test_commands_that_are_refused(api: Api, params: dict[str, Any], description: str | None) -> None:
    if description is None:
        assert await api.call("setMyCommands", **params)
    else:
        assert await api.refusal("setMyCommands", **params) == f"Bad Request: {description}"


async def test_names_and_descriptions_by_language(api: Api) -> None:
    await api.call("setMyDescription", description="News by tag")
    await api.call("setMyDescription", description="Новини за темами", language_code="uk")
    assert (await api.call("getMyDescription", language_code="uk"))["description"] == "Новини за темами"
    assert (await api.call("getMyDescription", language_code="ru"))["description"] == "News by tag"
    assert await api.refusal("setMyShortDescription", short_description="x" * 121) == "Bad Request: BOT_ABOUT_INVALID"
    assert (await api.call("getMyName"))["name"] == "Tagwire"


async def test_the_menu_button(api: Api, telegram: Telegram) -> None:
    reader = await telegram.person()
    assert await api.call("getChatMenuButton", chat_id=reader.id) == {"type": "commands"}
    await api.call("setChatMenuButton", chat_id=reader.id, menu_button={"type": "default"})
    assert await api.call("getChatMenuButton", chat_id=reader.id) == {"type": "default"}
    wrong = await api.refusal("setChatMenuButton", menu_button={"type": "round"})
    assert wrong == "Bad Request: can't parse menu button: MenuButton has unsupported type"
