"""copyMessage(s) and forwardMessage(s)."""

from collections import defaultdict
from itertools import pairwise

from bot.playground.methods import keyboards, outgoing, polls
from bot.playground.methods.edits import message_ids
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Json, Message
from bot.playground.world import World

_CONTENT = (
    "text", "entities", "link_preview_options", "caption", "caption_entities", "photo", "video", "document", "poll",
    "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip
_CAPTION = ("caption", "caption_entities")


def copy_message(world: World, params: Params) -> Json:
    caption = outgoing.read_caption(params) if "caption" in params.values else None
    markup = keyboards.markup(params)
    message = _source(world, params, params.integer("message_id"), "message to copy")
    chat = world.writable(params.text("chat_id"))
    content = _content(message, "the message can't be copied") | _poll_anew(world, message)
    if caption is not None and "text" not in content:
        content = _without_caption(content) | outgoing.caption_content(world, caption)
    return _identifier(outgoing.send(world, params, chat, content, markup))


def copy_messages(world: World, params: Params) -> list[Json]:
    remove = params.flag("remove_caption")
    copied = [_without_caption(content) if remove else content for content in _several(world, params)]
    return _send_all(world, params, copied)


def forward_message(world: World, params: Params) -> Json:
    message = _source(world, params, params.integer("message_id"), "message to forward")
    chat = world.writable(params.text("chat_id"))
    content = _content(message, "message has protected content and can't be forwarded")
    return outgoing.send(world, params, chat, content | {"forward_origin": origin(message)}).body


def forward_messages(world: World, params: Params) -> list[Json]:
    return _send_all(world, params, _several(world, params, forward=True))


def origin(message: Message) -> Json:
    """Telegram's MessageOrigin of a forwarded message."""
    body = message.body
    if "forward_origin" in body:
        return dict(body["forward_origin"])
    if "from" in body:
        return {"type": "user", "sender_user": body["from"], "date": body["date"]}
    return {"type": "channel", "chat": body["chat"], "message_id": body["message_id"], "date": body["date"]}


def _source(world: World, params: Params, message_id: int, purpose: str) -> Message:
    home = world.readable(params.required("from_chat_id"))
    return world.message(home, message_id, purpose)


def _content(message: Message, protected: str) -> Json:
    if message.body.get("has_protected_content"):
        raise bad_request(protected)
    content = {name: message.body[name] for name in _CONTENT if name in message.body}
    if not content:
        raise bad_request("the message can't be copied")
    return content


def _several(world: World, params: Params, forward: bool = False) -> list[Json]:
    """Those that cannot be found or copied are left out, as Telegram does; what was an album is one again."""
    ids = message_ids(params)
    if any(earlier >= later for earlier, later in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    home = world.readable(params.required("from_chat_id"))
    contents, albums = [], defaultdict[str, str](world.new_id)
    for message in filter(None, map(home.find, ids)):
        content = {name: message.body[name] for name in _CONTENT if name in message.body}
        if content and not message.body.get("has_protected_content"):
            group = message.body.get("media_group_id")
            content |= {"media_group_id": albums[group]} if group else {}
            contents.append(content | ({"forward_origin": origin(message)} if forward else _poll_anew(world, message)))
    if not contents:
        raise bad_request("there are no messages to forward")
    return contents


def _poll_anew(world: World, message: Message) -> Json:
    poll = message.body.get("poll")
    return {"poll": polls.fresh_copy(world, poll)} if poll else {}


def _send_all(world: World, params: Params, contents: list[Json]) -> list[Json]:
    chat = world.writable(params.text("chat_id"))
    return [_identifier(message) for message in outgoing.send_all(world, params, chat, contents)]


def _without_caption(content: Json) -> Json:
    return {name: value for name, value in content.items() if name not in _CAPTION}


def _identifier(message: Message) -> Json:
    return {"message_id": message.body["message_id"]}
