"""Messages that change or go: editMessage…, deleteMessage(s)."""

from bot.playground.methods import keyboards, media, outgoing
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json, Message
from bot.playground.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = (*media.KINDS, *_CAPTION, "has_media_spoiler")
_MOST_AT_ONCE = 100
_DAYS_TO_DELETE = 2


def edit_message_text(world: World, params: Params) -> Json | bool:
    text = outgoing.read_text(params)
    preview = outgoing.link_preview(params)
    markup = keyboards.markup(params)
    chat, message = _to_edit(world, params)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _edited(world, params, chat, message, _TEXT, outgoing.text_content(world, text) | preview, markup)


def edit_message_caption(world: World, params: Params) -> Json | bool:
    caption = outgoing.read_caption(params)
    markup = keyboards.markup(params)
    chat, message = _to_edit(world, params)
    if not message.body.keys() & set(media.KINDS):
        raise bad_request("there is no caption in the message to edit")
    content = outgoing.caption_content(world, caption) | media.caption_above(params)
    return _edited(world, params, chat, message, _CAPTION, content, markup)


def edit_message_media(world: World, params: Params) -> Json | bool:
    content = media.input_media(world, params, params.nested("media", "InputMedia"))
    markup = keyboards.markup(params)
    chat, message = _to_edit(world, params)
    if not message.body.keys() & set(media.KINDS):
        raise bad_request("there is no media in the message to edit")
    if "media_group_id" in message.body and ("document" in message.body) != ("document" in content):
        raise bad_request("message content type can't be used in an album")
    return _edited(world, params, chat, message, _MEDIA, content, markup)


def edit_message_reply_markup(world: World, params: Params) -> Json | bool:
    markup = keyboards.markup(params)
    chat, message = _to_edit(world, params)
    return _edited(world, params, chat, message, (), {}, markup)


def _to_edit(world: World, params: Params) -> tuple[Chat, Message]:
    if not params.has("chat_id") and not params.integer("message_id"):
        if params.has("inline_message_id"):
            return _inline(world, params.text("inline_message_id"))
        raise bad_request("message identifier is not specified")
    chat = world.editable(params.text("chat_id"))
    message = world.message(chat, params.integer("message_id"), "message to edit")
    own = "sender_chat" in message.body if chat.type == "channel" else _is_own(world, message)
    if not own or "pinned_message" in message.body or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return chat, message


def _inline(world: World, inline_message_id: str) -> tuple[Chat, Message]:
    chat, message = world.inline.messages.get(inline_message_id, (None, None))
    if chat is None or message is None or message.deleted:
        raise bad_request("MESSAGE_ID_INVALID")
    return chat, message


def _is_own(world: World, message: Message) -> bool:
    return bool(message.body.get("from", {}).get("id") == world.bot.id)


def _edited(
    world: World,
    params: Params,
    chat: Chat,
    message: Message,
    fields: tuple[str, ...],
    content: Json,
    wish: Json | None,
) -> Json | bool:
    """The message, or True of one that was sent through inline mode: the bot may not even see its chat."""
    markup = keyboards.inline(wish)
    if wish and not markup:
        raise bad_request("inline keyboard expected")
    keyboards.check_accepted(wish)
    changing = (*fields, "reply_markup")
    if {name: message.body[name] for name in changing if name in message.body} == content | markup:
        raise bad_request(_NOT_MODIFIED)
    by_inline_id = not params.has("chat_id")
    if not by_inline_id:
        world.admit(chat, params.flag("allow_paid_broadcast"), params.now)
    kept = {name: value for name, value in message.body.items() if name not in changing}
    message.body = kept | {"edit_date": int(params.now)} | content | markup
    message.edits += 1
    world.tell_message("edit", message)
    return by_inline_id or message.body


def delete_message(world: World, params: Params) -> bool:
    if not params.has("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.writable(params.text("chat_id"))
    message = world.message(chat, params.integer("message_id"), "message to delete")
    if not _may_delete(world, chat, message):
        raise bad_request("message can't be deleted")
    if params.now - message.body["date"] > _DAYS_TO_DELETE * 86_400:
        raise bad_request("message can't be deleted for everyone")
    world.erase(chat, message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    ids = message_ids(params)
    chat = world.writable(params.text("chat_id"))
    for message in filter(None, map(chat.find, ids)):
        if not _may_delete(world, chat, message):
            raise bad_request("message can't be deleted")
        world.erase(chat, message)
    return True


def message_ids(params: Params) -> list[int]:
    ids = params.nested("message_ids", "message_ids JSON object")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > _MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if not all(str(message_id).isdecimal() and int(message_id) > 0 for message_id in ids):
        raise bad_request("invalid message identifier specified")
    return [int(message_id) for message_id in ids]


def _may_delete(world: World, chat: Chat, message: Message) -> bool:
    return chat.private or chat.bot_may("can_delete_messages") or _is_own(world, message)
