"""Topics: of forum supergroups, and of private chats whose person's client shows them."""

from typing import Any

from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json, Topic
from bot.playground.world import World

GENERAL = 1
COLOR = 7_322_096
_NAME_LIMIT = 128


def has_topics(world: World, chat: Chat) -> bool:
    return world.bot.topics and chat.person.topics if chat.person else chat.forum


def topic_of_message(world: World, chat: Chat, thread_id: int) -> Topic | None:
    """Where a message to `message_thread_id` goes; None is General, or a chat in which topics mean nothing.

    Raises Refusal as Telegram's server does: it forgets the number only where there can be no topics.
    """
    if not thread_id or not (chat.forum or chat.private):
        return None
    topic = chat.topics.get(thread_id) if has_topics(world, chat) else None
    if topic is None or topic is general(chat):
        raise bad_request("message thread not found")
    return topic


def check_open(chat: Chat, topic: Topic | None) -> None:
    """Into a closed topic a bot writes only if it made it, or manages topics."""
    topic = topic or general(chat)
    if topic and topic.closed and not topic.by_bot and not chat.bot_may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def part(chat: Chat, topic: Topic | None) -> Json:
    """What a message in the topic has in common; in a forum it replies to the message that tells of the topic."""
    if topic is None or topic is general(chat):
        return {}
    told = chat.find(topic.id)
    reply = {"reply_to_message": told.body} if told and not chat.private else {}
    return {**reply, "message_thread_id": topic.id, "is_topic_message": True}


def general(chat: Chat) -> Topic | None:
    """Only forums have it as a topic."""
    return chat.topics.get(GENERAL) if chat.forum else None


def clean_name(name: str) -> str:
    """As Telegram writes it; may be empty."""
    return " ".join(name.split())[:_NAME_LIMIT].rstrip()


def set_forum(chat: Chat, forum: bool) -> None:
    """Topics are turned on, or off, in a supergroup."""
    chat.forum = forum
    chat.body = {name: value for name, value in chat.body.items() if name != "is_forum"}
    if forum:
        chat.body["is_forum"] = True
        chat.last_message_id = max(chat.last_message_id, GENERAL)  # no other topic has its number
        chat.topics.setdefault(GENERAL, Topic(GENERAL, "General", COLOR))


def create(world: World, chat: Chat, sender: Json, topic: Topic, now: float) -> Topic:
    """`sender`: the message's `from`. The topic gets the id of the service message that tells of it."""
    message = world.chats.keep(chat, {**sender, "chat": chat.body, "date": int(now)})
    topic.id = message.body["message_id"]
    thread = {"message_thread_id": topic.id, "is_topic_message": True}
    message.body |= {**thread, "forum_topic_created": topic.look()}
    chat.topics[topic.id] = topic
    world.announce(chat, message)
    world.tell_chat(chat, topics=True)
    return topic


def change(world: World, chat: Chat, sender: Json, topic: Topic, wish: dict[str, Any], now: float) -> None:
    """`wish`: name, icon_custom_emoji_id, closed. Raises Refusal if nothing changes."""
    changed = {name: value for name, value in wish.items() if getattr(topic, name) != value}
    if not changed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    for name, value in changed.items():
        setattr(topic, name, value)
    closed = changed.pop("closed", None)
    contents = [{"forum_topic_edited": changed}] if changed else []
    if closed is not None:
        contents.append({"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    for content in contents:
        body = {**sender, "chat": chat.body, "date": int(now), **part(chat, topic), **content}
        world.announce(chat, world.chats.keep(chat, body))
    world.tell_chat(chat, topics=True)


def delete(world: World, chat: Chat, topic: Topic) -> None:
    """With all that was said in it."""
    del chat.topics[topic.id]
    for message in chat.messages.values():
        if message.body.get("message_thread_id") == topic.id and not message.deleted:
            world.erase(chat, message)
    world.tell_chat(chat, topics=True)
