"""What people write and tap, as the bot learns of it."""

import base64
import mimetypes
import re
from typing import Any

from bot.playground.entities import finished
from bot.playground.membership import ANONYMOUS_ADMIN, block
from bot.playground.methods.copies import origin
from bot.playground.methods.media import KINDS, as_album
from bot.playground.methods.outgoing import Formatted, caption_content, text_content
from bot.playground.methods.polls import asked_poll
from bot.playground.samples import sample
from bot.playground.state import Chat, Json, Message, Person
from bot.playground.topics import general, has_topics, part
from bot.playground.world import World

_EDITOR_STATUS = ("creator", "administrator")
_WORDS = ("text", "entities", "link_preview_options", "caption", "caption_entities")


class NotPossible(ValueError):
    """A person cannot do this in a Telegram client."""


def say(world: World, chat: Chat, person: Person, wish: Json, now: float) -> list[Message]:
    """Several messages only of an album. `wish` is one of

    - text, entities?
    - media: a list of {type, file? (base64), filename?, width?, height?, duration?}, caption?, caption_entities?
    - poll: what sendPoll takes

    and forwarded? (true or an origin), reply_to?, anonymous_admin?, thread? (a topic's id).
    Raises NotPossible or Refusal.
    """
    return put(world, chat, person, _contents(world, wish), wish, now)


def put(world: World, chat: Chat, person: Person, contents: list[Json], wish: Json, now: float) -> list[Message]:
    """Messages of a person, of any content; `wish` as in `say`, but for the content."""
    _unblock_by_start(world, chat, person, contents[0].get("text", ""), now)
    sender = _sender(chat, person, bool(wish.get("anonymous_admin")))
    thread = _thread(world, chat, person, int(wish.get("thread") or 0))
    about: Json = {**sender, "chat": chat.body, "date": int(now), **thread}
    if wish.get("reply_to"):
        replied = chat.find(int(wish["reply_to"]))
        if replied is None:
            raise NotPossible("there is no such message to reply to")
        about["reply_to_message"] = {k: v for k, v in replied.body.items() if k != "reply_to_message"}
    if wish.get("forwarded"):
        about["forward_origin"] = _origin(wish["forwarded"], person, now)
    if chat.person:
        chat.person.started = True
    said = [world.chats.keep(chat, about | content) for content in contents]
    for message in said:
        _tell(world, chat, message, "message")
    return said


def _thread(world: World, chat: Chat, person: Person, thread_id: int) -> Json:
    topic = chat.topics.get(thread_id) if thread_id and has_topics(world, chat) else general(chat)
    if thread_id and (topic is None or topic.id != thread_id):
        raise NotPossible("there is no such topic")
    if topic and topic.closed and not chat.may(person.id, "can_manage_topics"):
        raise NotPossible("the topic is closed")
    return part(chat, topic)


def rewrite(world: World, chat: Chat, person: Person, message: Message, wish: Json, now: float) -> None:
    """A person edits the text or the caption of their own message. Raises NotPossible or Refusal."""
    sender = _sender(chat, person, "sender_chat" in message.body)
    own = sender.get("from", sender.get("sender_chat")) == message.body.get("from", message.body.get("sender_chat"))
    if not own or message.deleted or "forward_origin" in message.body or "poll" in message.body:
        raise NotPossible("this message cannot be edited")
    words = _text(world, wish) if "text" in message.body else _caption(world, wish)
    kept = {name: value for name, value in message.body.items() if name not in _WORDS}
    message.body = kept | {"edit_date": int(now)} | words
    message.edits += 1
    _tell(world, chat, message, "edit")


def _tell(world: World, chat: Chat, message: Message, kind: str) -> None:
    if _reaches_bot(world, chat, message):
        name = "channel_post" if chat.type == "channel" else "message"
        world.updates.push(f"edited_{name}" if kind == "edit" else name, message.body)
    world.tell_message(kind, message)


def _contents(world: World, wish: Json) -> list[Json]:
    if wish.get("poll"):
        return [{"poll": asked_poll(world, wish["poll"])}]
    if not wish.get("media"):
        return [_text(world, wish)]
    first, *others = [_media(world, part, number) for number, part in enumerate(wish["media"])]
    return as_album(world, [first | _caption(world, wish), *others])


def _text(world: World, wish: Json) -> Json:
    text, entities = str(wish.get("text", "")), wish.get("entities") or []
    if not finished(text, entities)[0]:
        raise NotPossible("an empty message cannot be sent")
    return text_content(world, Formatted(text, entities))


def _caption(world: World, wish: Json) -> Json:
    return caption_content(world, Formatted(str(wish.get("caption", "")), wish.get("caption_entities") or []))


def _media(world: World, wish: Json, number: int) -> Json:
    kind = str(wish.get("type"))
    if kind not in KINDS:
        raise NotPossible(f"people send {', '.join(KINDS)}")
    name, content = sample(kind, number)
    if "file" in wish:
        content = base64.b64decode(wish["file"], validate=True)
    name = str(wish.get("filename") or name)
    file = world.files.add(kind, name, content, mimetypes.guess_type(name)[0] or "")
    return file.told({field: int(wish[field]) for field in ("width", "height", "duration") if field in wish})


def tapped(world: World, chat: Chat, message: Message, person: Person, tap_id: str, data: str) -> None:
    gone = {"chat": chat.body, "message_id": message.body["message_id"], "date": 0}
    about: Json = {"message": gone if message.deleted else message.body}
    if message.inline_id:
        about = {"inline_message_id": message.inline_id}
    query = {"id": tap_id, "from": person.user(), **about, "chat_instance": str(chat.id * 7_919), "data": data}
    world.updates.push("callback_query", query)


def _unblock_by_start(world: World, chat: Chat, person: Person, text: str, now: float) -> None:
    if person.deactivated:
        raise NotPossible("this person's account is deactivated")
    if chat.private and person.blocked:
        if text.split(maxsplit=1)[:1] != ["/start"]:
            raise NotPossible("this person has blocked the bot: unblock, or send /start")
        block(world, person, False, now)


def _sender(chat: Chat, person: Person, anonymous: bool) -> Json:
    if chat.private and chat.id != person.id:
        raise NotPossible("this is another person's chat")
    if not chat.private and chat.members.get(person.id, "left") in ("left", "kicked"):
        raise NotPossible("this person is not a member of the chat")
    if chat.type == "channel" or anonymous:
        if chat.members.get(person.id) not in _EDITOR_STATUS:
            raise NotPossible("only administrators can do this")
        if chat.type == "channel" and not chat.may(person.id, "can_post_messages"):
            raise NotPossible("this administrator may not post")
        return {"sender_chat": chat.body} | ({} if chat.type == "channel" else {"from": ANONYMOUS_ADMIN})
    return {"from": person.user()}


def _origin(wish: Any, person: Person, now: float) -> Json:
    if isinstance(wish, dict):
        return wish
    return origin(Message({"from": person.user(), "date": int(now) - 60}))


def _reaches_bot(world: World, chat: Chat, message: Message) -> bool:
    """Privacy mode: in a group a bot sees commands, mentions, and replies to itself, unless it is an administrator."""
    if chat.bot in ("kicked", "left"):
        return False
    if chat.type in ("private", "channel") or chat.bot == "administrator" or "via_bot" in message.body:
        return True
    replied = message.body.get("reply_to_message", {})
    return replied.get("from", {}).get("id") == world.bot.id or _is_addressed(world, message.body)


def _is_addressed(world: World, body: Json) -> bool:
    me = world.bot.username.lower()
    text = body.get("text") or body.get("caption", "")
    if re.search(rf"@{me}(?!\w)", text.lower()):
        return True
    entities = body.get("entities", []) + body.get("caption_entities", [])
    return any(entity["type"] == "bot_command" and "@" not in _covered(text, entity) for entity in entities)


def _covered(text: str, entity: Json) -> str:
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return text.encode("utf-16-le")[start:end].decode("utf-16-le")
