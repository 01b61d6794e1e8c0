"""Topics of forums and of private chats, as the Bot API tells of them and refuses."""

from typing import Any

import pytest

from bot.playground.cast import GROUP_ID
from tests.people import Person, Telegram
from tests.playground.api import Api

pytestmark = pytest.mark.usefixtures("playground")


@pytest.fixture
async def reader(telegram: Telegram) -> Person:
    return (await telegram.newcomers(1))[0]


@pytest.fixture
async def forum(telegram: Telegram, reader: Person, api: Api) -> int:
    """The reader made it, and the bot manages it."""
    made = await telegram.group("forum", bot_is_admin=True, admins=[reader.id], title="Street")
    await api.updates()
    return made


async def _messages(api: Api) -> list[dict[str, Any]]:
    return [update["message"] for update in await api.updates() if "message" in update]


async def test_a_topic_and_what_is_said_in_it(api: Api, forum: int, reader: Person, telegram: Telegram) -> None:
    assert (await api.call("getChat", chat_id=forum))["is_forum"] is True
    topic = await api.call("createForumTopic", chat_id=forum, name="  NATO \n news ", icon_color=9367192)
    thread = topic["message_thread_id"]
    assert topic == {"message_thread_id": thread, "name": "NATO news", "icon_color": 9367192}
    (told,) = await _messages(api)
    assert (told["message_id"], told["message_thread_id"], told["is_topic_message"]) == (thread, thread, True)
    assert told["forum_topic_created"] == {"name": "NATO news", "icon_color": 9367192}
    sent = await api.call("sendMessage", chat_id=forum, message_thread_id=thread, text="one")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "NATO news"
    general = await api.call("sendMessage", chat_id=forum, text="to all")
    assert not general.keys() & {"message_thread_id", "is_topic_message", "reply_to_message"}
    await reader.says("/settings", chat=forum, thread=thread)
    (asked,) = await _messages(api)
    assert asked["message_thread_id"] == thread
    assert (await reader.sees("one", chat=forum, thread=thread))["message_id"] == sent["message_id"]
    assert await telegram.topics(forum) == {"General": 1, "NATO news": thread}
    reply = {"message_id": asked["message_id"]}
    answered = await api.call("sendMessage", chat_id=forum, text="here", reply_parameters=reply)
    assert answered["message_thread_id"] == thread


async def test_every_way_of_sending_finds_the_topic(api: Api, forum: int) -> None:
    thread = (await api.call("createForumTopic", chat_id=forum, name="A"))["message_thread_id"]
    place = {"chat_id": forum, "message_thread_id": thread}
    sent = await api.call("sendMessage", **place, text="x")
    photo = {"type": "photo", "media": "https://example.org/1.jpg"}
    album = await api.call("sendMediaGroup", **place, media=[photo, photo])
    copied = await api.call("copyMessage", **place, from_chat_id=forum, message_id=sent["message_id"])
    forwarded = await api.call("forwardMessage", **place, from_chat_id=forum, message_id=sent["message_id"])
    poll = await api.call("sendPoll", **place, question="?", options=["a", "b"])
    assert {part["message_thread_id"] for part in (*album, forwarded, poll)} == {thread}
    assert copied["message_id"]
    assert await api.call("sendChatAction", **place, action="typing")
    nowhere = {"chat_id": forum, "message_thread_id": 9_999}
    for method, params in (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"})):
        assert await api.refusal(method, **nowhere, **params) == "Bad Request: message thread not found"
    general = await api.refusal("sendMessage", chat_id=forum, message_thread_id=1, text="x")
    assert general == "Bad Request: message thread not found"


async def test_a_topic_changes_closes_and_goes(api: Api, forum: int, reader: Person, telegram: Telegram) -> None:
    thread = await reader.makes_topic("Talk", forum)
    place = {"chat_id": forum, "message_thread_id": thread}
    assert await api.call("editForumTopic", **place, name="Talks", icon_custom_emoji_id="5310045076531978942")
    assert await api.refusal("editForumTopic", **place, name="Talks") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await api.call("closeForumTopic", **place)
    assert await api.refusal("closeForumTopic", **place) == "Bad Request: TOPIC_NOT_MODIFIED"
    _, edited, closed = await _messages(api)
    assert edited["forum_topic_edited"] == {"name": "Talks", "icon_custom_emoji_id": "5310045076531978942"}
    assert closed["forum_topic_closed"] == {}
    (member,) = await telegram.newcomers(1)
    await member.becomes("member", forum)
    with pytest.raises(AssertionError, match="the topic is closed"):
        await member.says("hello", chat=forum, thread=thread)
    assert await api.call("sendMessage", **place, text="who manages topics may write")
    await telegram.bot_becomes("administrator", forum, can_manage_topics=False)
    assert await api.refusal("sendMessage", **place, text="x") == "Bad Request: TOPIC_CLOSED"
    rights = "Bad Request: not enough rights to"
    assert await api.refusal("reopenForumTopic", **place) == f"{rights} close or open the topic"
    assert await api.refusal("editForumTopic", **place, name="x") == f"{rights} edit the topic"
    assert await api.refusal("createForumTopic", chat_id=forum, name="x") == f"{rights} create a topic"
    await telegram.bot_becomes("administrator", forum, can_delete_messages=False)
    assert await api.refusal("deleteForumTopic", **place) == f"{rights} delete the topic"
    await telegram.bot_becomes("administrator", forum)
    assert await api.call("reopenForumTopic", **place)
    assert await api.call("deleteForumTopic", **place)
    assert await api.refusal("sendMessage", **place, text="x") == "Bad Request: message thread not found"
    assert await reader.messages(forum, thread=thread) == []


async def test_general_can_be_named_and_closed(api: Api, forum: int) -> None:
    assert await api.call("editGeneralForumTopic", chat_id=forum, name="Lobby")
    assert await api.call("closeGeneralForumTopic", chat_id=forum)
    edited, closed = await _messages(api)
    assert edited["forum_topic_edited"] == {"name": "Lobby"}
    assert "message_thread_id" not in closed
    assert await api.call("reopenGeneralForumTopic", chat_id=forum)


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"name": " "}, "name must be non-empty"),
        ({"name": "x", "icon_color": -1}, "invalid icon color specified"),
        ({"name": "x", "chat_id": GROUP_ID}, "the chat is not a forum"),
        ({"name": "x", "chat_id": 5}, "chat not found"),
    ],
)
async def test_topics_that_are_refused(api: Api, forum: int, params: dict[str, Any], description: str) -> None:
    assert await api.refusal("createForumTopic", **{"chat_id": forum, **params}) == f"Bad Request: {description}"


async def test_numbers_of_topics_that_are_none(api: Api, forum: int) -> None:
    unknown = await api.refusal("closeForumTopic", chat_id=forum, message_thread_id=9_999)
    assert unknown == "Bad Request: TOPIC_ID_INVALID"
    none = await api.refusal("deleteForumTopic", chat_id=forum)
    assert none == "Bad Request: invalid forum topic identifier specified"


async def test_where_there_can_be_no_topics_their_number_is_forgotten(api: Api, telegram: Telegram) -> None:
    plain = await telegram.group("supergroup")
    for chat in (plain, GROUP_ID):
        sent = await api.call("sendMessage", chat_id=chat, message_thread_id=7, text="x")
        assert "message_thread_id" not in sent


async def test_topics_in_a_private_chat(api: Api, reader: Person, telegram: Telegram) -> None:
    me = await api.call("getMe")
    assert (me["has_topics_enabled"], me["allows_users_to_create_topics"]) == (True, True)
    not_yet = await api.refusal("createForumTopic", chat_id=reader.id, name="NATO")
    assert not_yet == "Bad Request: the chat is not a forum"
    await reader.shows_topics()
    topic = await api.call("createForumTopic", chat_id=reader.id, name="NATO")
    thread = topic["message_thread_id"]
    sent = await api.call("sendMessage", chat_id=reader.id, message_thread_id=thread, text="x")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert "reply_to_message" not in sent
    own = await reader.makes_topic("Mine")
    await reader.says("/latest", thread=own)
    *_, said = await _messages(api)
    assert said["message_thread_id"] == own
    closed = await api.refusal("closeForumTopic", chat_id=reader.id, message_thread_id=thread)
    assert closed == "Bad Request: the chat is not a supergroup forum"
    wrong = await api.refusal("sendMessage", chat_id=reader.id, message_thread_id=9_999_999, text="x")
    assert wrong == "Bad Request: message thread not found"
    assert await api.call("deleteForumTopic", chat_id=reader.id, message_thread_id=thread)
    await reader.deletes_topic(own)
    assert await telegram.topics(reader.id) == {}
    gone = await api.refusal("sendMessage", chat_id=reader.id, message_thread_id=own, text="x")
    assert gone == "Bad Request: message thread not found"
    await telegram.switches(topics=False)
    assert (await api.call("getMe"))["has_topics_enabled"] is False
    off = await api.refusal("createForumTopic", chat_id=reader.id, name="x")
    assert off == "Bad Request: the chat is not a forum"


async def test_a_supergroup_turns_into_a_forum_and_back(api: Api, telegram: Telegram) -> None:
    group = await telegram.group("supergroup", bot_is_admin=True)
    await telegram.post(f"groups/{group}/forum", {"on": True})
    thread = (await api.call("createForumTopic", chat_id=group, name="A"))["message_thread_id"]
    await telegram.post(f"groups/{group}/forum", {"on": False})
    assert "is_forum" not in await api.call("getChat", chat_id=group)
    assert "message_thread_id" not in await api.call("sendMessage", chat_id=group, message_thread_id=thread, text="x")
