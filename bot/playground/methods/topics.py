"""createForumTopic and its siblings."""

from typing import Any

from bot.playground import topics
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json, Topic
from bot.playground.world import World

_LAST_COLOR = 0xFFFFFF
_CLOSE = "close or open"


def create_forum_topic(world: World, params: Params) -> Json:
    chat = _forum(world, params)
    if not chat.private and not chat.bot_may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = _name(params)
    color = params.integer("icon_color")
    if not 0 <= color <= _LAST_COLOR:
        raise bad_request("invalid icon color specified")
    topic = Topic(0, name, color or topics.COLOR, params.text("icon_custom_emoji_id"), by_bot=True)
    return topics.create(world, chat, _sender(world), topic, params.now).told()


def edit_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    topic = _topic(chat, params)
    _check_may(chat, topic, "edit")
    wish: dict[str, Any] = {"name": _name(params)} if params.text("name") else {}
    if "icon_custom_emoji_id" in params.values:
        wish["icon_custom_emoji_id"] = params.text("icon_custom_emoji_id")
    if wish:
        topics.change(world, chat, _sender(world), topic, wish, params.now)
    return True


def close_forum_topic(world: World, params: Params) -> bool:
    return _close(world, params, True)


def reopen_forum_topic(world: World, params: Params) -> bool:
    return _close(world, params, False)


def delete_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    topic = _topic(chat, params)
    if not (chat.private or topic.by_bot or chat.bot_may("can_delete_messages")):
        raise bad_request("not enough rights to delete the topic")
    topics.delete(world, chat, topic)
    return True


def unpin_all_forum_topic_messages(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    _topic(chat, params)
    pinned = chat.find(chat.pinned)
    if pinned and pinned.body.get("message_thread_id") == params.integer("message_thread_id"):
        chat.pinned = 0
    return True


def edit_general_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params, supergroup=True)
    topic = chat.topics[topics.GENERAL]
    _check_may(chat, topic, "edit")
    topics.change(world, chat, _sender(world), topic, {"name": _name(params)}, params.now)
    return True


def close_general_forum_topic(world: World, params: Params) -> bool:
    return _close(world, params, True, general=True)


def reopen_general_forum_topic(world: World, params: Params) -> bool:
    return _close(world, params, False, general=True)


def get_forum_topic_icon_stickers(_world: World, _params: Params) -> list[Json]:
    return []


def _close(world: World, params: Params, closed: bool, general: bool = False) -> bool:
    chat = _forum(world, params, supergroup=True)
    topic = chat.topics[topics.GENERAL] if general else _topic(chat, params)
    _check_may(chat, topic, _CLOSE)
    topics.change(world, chat, _sender(world), topic, {"closed": closed}, params.now)
    return True


def _forum(world: World, params: Params, supergroup: bool = False) -> Chat:
    chat = world.writable(params.text("chat_id"))
    if not topics.has_topics(world, chat):
        raise bad_request("the chat is not a forum")
    if supergroup and chat.private:
        raise bad_request("the chat is not a supergroup forum")
    if chat.private:
        world.check_rights(chat)
    return chat


def _topic(chat: Chat, params: Params) -> Topic:
    thread_id = params.integer("message_thread_id")
    if thread_id <= 0:
        raise bad_request("invalid forum topic identifier specified")
    topic = chat.topics.get(thread_id)
    if topic is None or topic is topics.general(chat):
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _check_may(chat: Chat, topic: Topic, act: str) -> None:
    if not (chat.private or topic.by_bot or chat.bot_may("can_manage_topics")):
        raise bad_request(f"not enough rights to {act} the topic")


def _name(params: Params) -> str:
    name = topics.clean_name(params.text("name"))
    if not name:
        raise bad_request("name must be non-empty")
    return name


def _sender(world: World) -> Json:
    return {"from": world.bot.user()}
