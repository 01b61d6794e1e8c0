"""Plain messages and small signs: sendMessage, sendChatAction, setMessageReaction, pins."""

from bot.playground.methods import keyboards, outgoing
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json
from bot.playground.topics import topic_of_message
from bot.playground.world import World

_ACTIONS = {
    "cancel", "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(world: World, params: Params) -> Json:
    text = outgoing.read_text(params)
    preview = outgoing.link_preview(params)
    markup = keyboards.markup(params)
    chat = world.writable(params.text("chat_id"))
    content = outgoing.text_content(world, text)
    return outgoing.send(world, params, chat, content | preview, markup).body


def send_chat_action(world: World, params: Params) -> bool:
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.writable(params.text("chat_id"))
    topic = topic_of_message(world, chat, params.integer("message_thread_id"))
    world.check_rights(chat)
    world.tell_chat(chat, action=action, thread=topic.id if topic else 0)
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    reaction = params.nested("reaction", "reaction types JSON object") or []
    if not isinstance(reaction, list):
        raise bad_request("expected an Array of ReactionType")
    chat = world.readable(params.text("chat_id"))
    world.message(chat, params.integer("message_id"), "message to react")
    world.tell_chat(chat, message_id=params.integer("message_id"), reaction=reaction)
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = world.writable(params.text("chat_id"))
    message = world.message(chat, params.integer("message_id"), "message to pin")
    _check_may_pin(chat)
    chat.pinned = message.body["message_id"]
    pinned = {name: value for name, value in message.body.items() if name != "reply_to_message"}
    service = world.post(chat, {"pinned_message": pinned}, params.now)
    world.updates.push("channel_post" if chat.type == "channel" else "message", service.body)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    chat = world.writable(params.text("chat_id"))
    if params.integer("message_id"):
        world.message(chat, params.integer("message_id"), "message to unpin")
    _check_may_pin(chat)
    if params.integer("message_id") in (0, chat.pinned):
        chat.pinned = 0
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    chat = world.writable(params.text("chat_id"))
    _check_may_pin(chat)
    chat.pinned = 0
    return True


def _check_may_pin(chat: Chat) -> None:
    if not chat.private and not chat.bot_may("can_edit_messages" if chat.type == "channel" else "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
