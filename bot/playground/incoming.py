"""What people do, as the bot learns of it: messages, blocks, changes of membership."""

import re
from typing import Any

from bot.playground.entities import finished
from bot.playground.methods.chats import bot_member, member
from bot.playground.methods.copies import origin
from bot.playground.state import Chat, Json, Message, Person
from bot.playground.world import World

_ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_SUPERGROUPS_FROM = -1_002_000_000_000
_EDITOR_STATUS = ("creator", "administrator")


class NotPossible(ValueError):
    """A person cannot do this in a Telegram client."""


def say(world: World, chat: Chat, person: Person, wish: Json, now: float) -> Message:
    """`wish`: text, entities?, forwarded? (true or an origin), reply_to?, anonymous_admin?. Raises NotPossible."""
    text, entities = finished(str(wish.get("text", "")), wish.get("entities") or [])
    if not text:
        raise NotPossible("an empty message cannot be sent")
    _unblock_by_start(world, chat, person, text, now)
    body: Json = {**_sender(chat, person, bool(wish.get("anonymous_admin"))), "chat": chat.body, "date": int(now)}
    if wish.get("reply_to"):
        replied = chat.find(int(wish["reply_to"]))
        if replied is None:
            raise NotPossible("there is no such message to reply to")
        body["reply_to_message"] = {k: v for k, v in replied.body.items() if k != "reply_to_message"}
    if wish.get("forwarded"):
        body["forward_origin"] = _origin(wish["forwarded"], person, now)
    body |= {"text": text, "entities": entities} if entities else {"text": text}
    if chat.person:
        chat.person.started = True
    message = world.chats.keep(chat, body)
    if _reaches_bot(world, chat, message):
        world.updates.push("channel_post" if chat.type == "channel" else "message", message.body)
    world.tell_message("message", message)
    return message


def block(world: World, person: Person, blocked: bool, now: float) -> None:
    if person.blocked == blocked:
        return
    chat = world.chats.by_id[person.id]
    old = bot_member(world, chat)
    person.blocked = blocked
    _tell_membership(world, chat, person.user(), old, now)
    world.tell_chat(chat, blocked=blocked)


def change_bot(world: World, chat: Chat, status: str, by: Person, now: float) -> None:
    """The bot is added, promoted or kicked."""
    old = bot_member(world, chat)
    chat.bot = status
    _tell_membership(world, chat, by.user(), old, now)
    world.tell_chat(chat, bot=status)


def change_member(world: World, chat: Chat, person: Person, status: str, by: Person, now: float) -> None:
    old = member(person.user(), chat.members.get(person.id, "left"), chat.type)
    chat.members[person.id] = status
    new = member(person.user(), status, chat.type)
    body = {"chat": chat.body, "from": by.user(), "date": int(now), "old_chat_member": old, "new_chat_member": new}
    world.updates.push("chat_member", body)


def migrate(world: World, chat: Chat, now: float) -> Chat:
    """A basic group becomes a supergroup under a new id; both are told."""
    new_id = min(_SUPERGROUPS_FROM, *world.chats.by_id) - 1
    new = Chat(new_id, "supergroup", chat.title, members=dict(chat.members), bot=chat.bot)
    world.chats.add(new)
    chat.migrated_to = new.id
    for place, news in ((chat, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": chat.id})):
        body = {"from": _ANONYMOUS_ADMIN, "sender_chat": place.body, "chat": place.body, "date": int(now), **news}
        message = world.chats.keep(place, body)
        world.updates.push("message", message.body)
        world.tell_message("message", message)
    return new


def tapped(world: World, chat: Chat, message: Message, person: Person, tap_id: str, data: str) -> None:
    gone = {"chat": chat.body, "message_id": message.body["message_id"], "date": 0}
    query = {
        "id": tap_id, "from": person.user(), "message": gone if message.deleted else message.body,
        "chat_instance": str(chat.id * 7_919), "data": data,
    }  # fmt: skip
    world.updates.push("callback_query", query)


def _unblock_by_start(world: World, chat: Chat, person: Person, text: str, now: float) -> None:
    if person.deactivated:
        raise NotPossible("this person's account is deactivated")
    if chat.private and person.blocked:
        if text.split(maxsplit=1)[0] != "/start":
            raise NotPossible("this person has blocked the bot: unblock, or send /start")
        block(world, person, False, now)


def _sender(chat: Chat, person: Person, anonymous: bool) -> Json:
    if chat.private and chat.id != person.id:
        raise NotPossible("this is another person's chat")
    if not chat.private and chat.members.get(person.id, "left") == "left":
        raise NotPossible("this person is not a member of the chat")
    if chat.type == "channel" or anonymous:
        if chat.members.get(person.id) not in _EDITOR_STATUS:
            raise NotPossible("only administrators can do this")
        return {"sender_chat": chat.body} | ({} if chat.type == "channel" else {"from": _ANONYMOUS_ADMIN})
    return {"from": person.user()}


def _origin(wish: Any, person: Person, now: float) -> Json:
    if isinstance(wish, dict):
        return wish
    return origin(Message({"from": person.user(), "date": int(now) - 60}))


def _reaches_bot(world: World, chat: Chat, message: Message) -> bool:
    """Privacy mode: in a group a bot sees commands, mentions, and replies to itself, unless it is an administrator."""
    if chat.bot in ("kicked", "left"):
        return False
    if chat.type in ("private", "channel") or chat.bot == "administrator":
        return True
    replied = message.body.get("reply_to_message", {})
    return replied.get("from", {}).get("id") == world.bot.id or _is_addressed(world, message.body)


def _is_addressed(world: World, body: Json) -> bool:
    me = world.bot.username.lower()
    text = body["text"]
    if re.search(rf"@{me}(?!\w)", text.lower()):
        return True
    entities = body.get("entities", [])
    return any(entity["type"] == "bot_command" and "@" not in _covered(text, entity) for entity in entities)


def _covered(text: str, entity: Json) -> str:
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return text.encode("utf-16-le")[start:end].decode("utf-16-le")


def _tell_membership(world: World, chat: Chat, by: Json, old: Json, now: float) -> None:
    new = bot_member(world, chat)
    body = {"chat": chat.body, "from": by, "date": int(now), "old_chat_member": old, "new_chat_member": new}
    world.updates.push("my_chat_member", body)
