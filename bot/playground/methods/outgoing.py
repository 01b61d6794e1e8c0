"""What every method that sends has in common, in Telegram's order: parameters, then the chat, then the rights."""

from dataclasses import dataclass
from typing import Any

from bot.playground import topics
from bot.playground.entities import Entity, finished, parsed
from bot.playground.methods import keyboards
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json, Message
from bot.playground.world import World

TEXT_LIMIT = 4_096  # characters, after the markup is taken away
CAPTION_LIMIT = 1_024
_PREVIEW = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: list[Entity]


def read_text(params: Params) -> Formatted:
    if not params.has("text"):
        raise bad_request("message text is empty")
    return Formatted(*parsed(params.text("text"), params.text("parse_mode"), params.nested("entities", "entities")))


def read_caption(params: Params) -> Formatted:
    entities = params.nested("caption_entities", "caption entities")
    return Formatted(*parsed(params.text("caption"), params.text("parse_mode"), entities))


def text_content(world: World, wish: Formatted) -> Json:
    text, entities = finished(wish.text, wish.entities)
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return _content("text", "entities", text, _known_people(world, entities))


def caption_content(world: World, wish: Formatted) -> Json:
    text, entities = finished(wish.text, wish.entities)
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return _content("caption", "caption_entities", text, _known_people(world, entities)) if text else {}


def _content(text_field: str, entities_field: str, text: str, entities: list[Entity]) -> Json:
    return {text_field: text, entities_field: entities} if entities else {text_field: text}


def _known_people(world: World, entities: list[Entity]) -> list[Entity]:
    """A text mention shows the whole person; one of a stranger is no mention."""
    if not any(entity["type"] == "text_mention" for entity in entities):
        return entities
    known = []
    for entity in entities:
        person = world.people.get(entity.get("user", {}).get("id", 0))
        if person:
            known.append({**entity, "user": person.user()})
        elif entity["type"] != "text_mention":
            known.append(entity)
    return known


def link_preview(params: Params) -> Json:
    options: Any = params.nested("link_preview_options", "link preview options JSON object")
    if options is None:
        disabled = params.flag("disable_web_page_preview")
        return {"link_preview_options": {"is_disabled": True}} if disabled else {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    kept = {name: options[name] for name in _PREVIEW if options.get(name)}
    return {"link_preview_options": kept} if kept else {}


def reply_part(world: World, chat: Chat, params: Params) -> Json:
    """`reply_to_message` of the new message, or nothing."""
    wish = params.nested("reply_parameters", "reply parameters JSON object")
    if wish is None:
        message_id = params.integer("reply_to_message_id")
        optional = params.flag("allow_sending_without_reply")
        home = chat
    elif isinstance(wish, dict):
        message_id = int(wish.get("message_id", 0))
        optional = bool(wish.get("allow_sending_without_reply"))
        home = world.readable(str(wish["chat_id"])) if wish.get("chat_id") else chat
    else:
        raise bad_request("object expected as reply parameters")
    if message_id <= 0:
        return {}
    message = home.find(message_id)
    if message is None:
        if optional:
            return {}
        raise bad_request("message to be replied not found")
    quoted = {name: value for name, value in message.body.items() if name != "reply_to_message"}
    return {"reply_to_message" if home is chat else "external_reply": quoted}


def send(world: World, params: Params, chat: Chat, content: Json, markup: Json | None = None) -> Message:
    """`content` is everything but who, where and when."""
    return send_all(world, params, chat, [content], markup)[0]


def send_all(
    world: World, params: Params, chat: Chat, contents: list[Json], markup: Json | None = None
) -> list[Message]:
    """The last checks, then the messages: all of them, or none."""
    topic = topics.topic_of_message(world, chat, params.integer("message_thread_id"))
    reply = reply_part(world, chat, params)
    if topic is None and "reply_to_message" in reply:
        topic = chat.topics.get(reply["reply_to_message"].get("message_thread_id", 0))
    place = topics.part(chat, topic) | reply
    keyboards.check_accepted(markup)
    topics.check_open(chat, topic)
    world.admit(chat, params.flag("allow_paid_broadcast"), params.now, len(contents))
    protected = {"has_protected_content": True} if params.flag("protect_content") else {}
    fixed = {**protected, **keyboards.inline(markup)}
    keyboard = markup if markup and "inline_keyboard" not in markup else None
    look = {"silent": params.flag("disable_notification"), "reply_keyboard": keyboard}
    bodies = [{**place, **content, **fixed} for content in contents]
    return [world.post(chat, body, params.now, _words(body), **look) for body in bodies]


def _words(content: Json) -> str:
    return str(content.get("text") or content.get("caption", ""))
