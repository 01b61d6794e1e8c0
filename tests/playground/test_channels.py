"""Channels and who may do what there; chats that people share; links that add the bot."""

from typing import Any

import pytest

from tests.people import Json, Person, Telegram
from tests.playground.api import Api

ALL = {"can_promote_members": True, "can_post_messages": True}
ASKS: Json = {"request_id": 7, "chat_is_channel": True, "request_title": True, "request_username": True}


@pytest.fixture
async def owner(telegram: Telegram) -> Person:
    return await telegram.person("en", started=True)


@pytest.fixture
async def channel(telegram: Telegram, owner: Person) -> int:
    """The owner made it, and did not add the bot."""
    return await telegram.group("channel", title="Harbour", username="harbour_news", admins=[owner.id], bot="left")


async def test_the_bot_becomes_an_administrator_of_a_channel(api: Api, telegram: Telegram, channel: int) -> None:
    outside = "Forbidden: bot is not a member of the channel chat"
    assert await api.refusal("sendMessage", chat_id="@harbour_news", text="x") == outside
    await telegram.bot_becomes("administrator", channel, can_post_messages=False)
    (update,) = await api.updates()
    new = update["my_chat_member"]["new_chat_member"]
    assert (update["my_chat_member"]["chat"]["type"], new["status"]) == ("channel", "administrator")
    assert (new["can_post_messages"], new["can_edit_messages"]) == (False, True)
    refused = "Bad Request: need administrator rights in the channel chat"
    assert await api.refusal("sendMessage", chat_id=channel, text="x") == refused
    await telegram.bot_becomes("administrator", channel)
    sent = await api.call("sendMessage", chat_id="@HARBOUR_news", text="one", disable_notification=True)
    assert (sent["sender_chat"]["id"], sent["chat"]["username"]) == (channel, "harbour_news")
    place = {"chat_id": channel, "message_id": sent["message_id"]}
    assert (await api.call("editMessageText", **place, text="two"))["text"] == "two"
    await telegram.bot_becomes("administrator", channel, can_post_messages=False)
    assert await api.refusal("editMessageText", **place, text="three") == refused
    await telegram.bot_becomes("administrator", channel)
    assert await api.call("deleteMessage", **place)
    await telegram.bot_becomes("kicked", channel)
    kicked = "Forbidden: bot was kicked from the channel chat"
    assert await api.refusal("getChat", chat_id="@harbour_news") == kicked


async def test_what_people_post_and_who_may(api: Api, telegram: Telegram, channel: int, owner: Person) -> None:
    await telegram.bot_becomes("administrator", channel)
    await api.updates()
    (writer,) = await telegram.newcomers(1)
    await writer.becomes("administrator", channel, can_post_messages=False)
    with pytest.raises(AssertionError, match="may not post"):
        await writer.says("hello", chat=channel)
    await owner.says("Opened", chat=channel)
    (update,) = await api.updates()
    assert (update["channel_post"]["text"], "from" in update["channel_post"]) == ("Opened", False)
    admins = {admin["user"]["id"]: admin for admin in await api.call("getChatAdministrators", chat_id=channel)}
    assert admins[owner.id]["status"] == "creator"
    assert admins[writer.id]["can_post_messages"] is False
    assert len(admins) == 3
    assert await api.call("getChatMemberCount", chat_id=channel) == 3
    await writer.becomes("left", channel)
    assert await api.call("getChatMemberCount", chat_id=channel) == 2
    member = await api.call("getChatMember", chat_id=channel, user_id=writer.id)
    assert member["status"] == "left"


async def test_rights_that_there_are_not(telegram: Telegram, channel: int) -> None:
    with pytest.raises(AssertionError, match="no rights can_fly"):
        await telegram.bot_becomes("administrator", channel, can_fly=False)
    with pytest.raises(AssertionError, match="username is taken"):
        await telegram.group("channel", username="Harbour_News")


async def test_anonymous_administrators(api: Api, telegram: Telegram, owner: Person) -> None:
    group = await telegram.group("supergroup", bot_is_admin=True, admins=[owner.id])
    await owner.becomes("creator", group, is_anonymous=True)
    (admin, _) = await api.call("getChatAdministrators", chat_id=group)
    assert (admin["status"], admin["is_anonymous"]) == ("creator", True)


async def _asks_for(api: Api, owner: Person, **more: Any) -> None:
    button = {"text": "Pick a channel", "request_chat": {**ASKS, **more}}
    keyboard = {"keyboard": [[button]], "one_time_keyboard": True}
    await api.call("sendMessage", chat_id=owner.id, text="Where to?", reply_markup=keyboard)


async def test_a_channel_is_shared(api: Api, channel: int, owner: Person) -> None:
    await _asks_for(api, owner, user_administrator_rights=ALL, bot_administrator_rights={"can_post_messages": True})
    assert await owner.offered("Pick") == [channel]
    await owner.shares("Pick a channel", channel)
    added, shared = await api.updates()
    new = added["my_chat_member"]["new_chat_member"]
    assert (new["status"], new["can_post_messages"], new["can_edit_messages"]) == ("administrator", True, False)
    told = {"request_id": 7, "chat_id": channel, "title": "Harbour", "username": "harbour_news"}
    assert shared["message"]["chat_shared"] == told
    assert shared["message"]["chat"]["id"] == owner.id


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"chat_is_channel": False}, "another kind"),
        ({"chat_has_username": False}, "the username"),
        ({"bot_is_member": True}, "the bot is not in it"),
    ],
)
async def test_chats_that_are_not_offered(api: Api, channel: int, owner: Person, more: Json, why: str) -> None:
    await _asks_for(api, owner, **more)
    assert channel not in await owner.offered("Pick")
    with pytest.raises(AssertionError, match=why):
        await owner.shares("Pick", channel)


async def test_only_who_has_the_rights_is_offered_the_chat(api: Api, channel: int, telegram: Telegram) -> None:
    (member,) = await telegram.newcomers(1)
    await member.becomes("administrator", channel, can_promote_members=False)
    await _asks_for(api, member, user_administrator_rights=ALL)
    with pytest.raises(AssertionError, match="lacks rights"):
        await member.shares("Pick", channel)
    await member.becomes("left", channel)
    with pytest.raises(AssertionError, match="not in it"):
        await member.shares("Pick", channel)


async def test_links_start_the_bot(api: Api, owner: Person) -> None:
    await owner.follows("https://t.me/tagwire_bot?start=tag_nato")
    await owner.follows("tg://resolve?domain=Tagwire_Bot&start=x")
    await owner.follows("t.me/tagwire_bot")
    assert [update["message"]["text"] for update in await api.updates()] == ["/start tag_nato", "/start x", "/start"]
    for url, why in (("https://t.me/other_bot?start=x", "does not open"), ("t.me/tagwire_bot?start=a+b", "1 to 64")):
        with pytest.raises(AssertionError, match=why):
            await owner.follows(url)


async def test_links_add_the_bot(api: Api, owner: Person, telegram: Telegram, channel: int) -> None:
    group = await telegram.group("supergroup", admins=[owner.id], bot="left")
    await owner.follows("https://t.me/tagwire_bot?startgroup=setup&admin=manage_topics+pin_messages", chat=group)
    added, said = await api.updates()
    new = added["my_chat_member"]["new_chat_member"]
    assert (new["status"], new["can_manage_topics"], new["can_delete_messages"]) == ("administrator", True, False)
    assert said["message"]["text"] == "/start@tagwire_bot setup"
    await owner.follows("https://t.me/tagwire_bot?startchannel&admin=post_messages", chat=channel)
    (added,) = await api.updates()
    assert added["my_chat_member"]["new_chat_member"]["can_post_messages"] is True
    with pytest.raises(AssertionError, match="startchannel needs a channel"):
        await owner.follows("https://t.me/tagwire_bot?startchannel", chat=group)
    (member,) = await telegram.newcomers(1)
    await member.becomes("member", channel)
    with pytest.raises(AssertionError, match="may not add"):
        await member.follows("https://t.me/tagwire_bot?startchannel", chat=channel)
