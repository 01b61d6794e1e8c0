"""What people pick: a result of inline mode, a chat to share with the bot."""

from typing import Any

from bot.playground.incoming import NotPossible, put
from bot.playground.inline import Query
from bot.playground.membership import change_bot
from bot.playground.methods.chats import known_rights
from bot.playground.state import Chat, Json, Message, Person
from bot.playground.world import World

_QUERY_LIMIT = 256


def ask(world: World, chat: Chat, person: Person, text: str, offset: str, fresh: bool, now: float) -> Query:
    """A person types `@bot text` in this chat; `fresh`: the bot is asked even if Telegram has kept an answer."""
    if not world.bot.inline:
        raise NotPossible("the bot has no inline mode")
    query = world.inline.open(person.id, text[:_QUERY_LIMIT], offset, now)
    if not fresh and world.inline.use_kept(query, now):
        return query
    body = {
        "id": query.id, "from": person.user(), "chat_type": "sender" if chat.private else chat.type,
        "query": query.text, "offset": offset,
    }  # fmt: skip
    world.updates.push("inline_query", body)
    return query


def choose(world: World, chat: Chat, person: Person, wish: Json, now: float) -> Message:
    """`wish`: query_id, result_id, thread?, anonymous_admin?. The message is the person's, by way of the bot."""
    query, result = world.inline.result(str(wish["query_id"]), str(wish["result_id"]), person.id)
    markup = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
    content = {"via_bot": world.bot.user(), **result["content"], **markup}
    (message,) = put(world, chat, person, [content], wish, now)
    chosen: Json = {"result_id": result["id"], "from": person.user(), "query": query.text}
    if markup:
        chosen["inline_message_id"] = world.inline.sent(chat, message)
    if world.bot.feedback:
        world.updates.push("chosen_inline_result", chosen)
    return message


def share(world: World, chat: Chat, person: Person, label: str, shared: Chat, now: float) -> Message:
    """A person taps a request_chat button of the keyboard shown in their private chat, and picks `shared`."""
    request = _request(chat, label)
    why_not = _unfit(request, person, shared)
    if why_not:
        raise NotPossible(f"{shared.title!r} is not offered: {why_not}")
    rights = request.get("bot_administrator_rights")
    if rights and shared.bot != "administrator":
        change_bot(world, shared, "administrator", person, now, granted(shared, rights))
    elif request.get("bot_is_member") and shared.bot in ("left", "kicked"):
        change_bot(world, shared, "member", person, now)
    told: Json = {"request_id": request["request_id"], "chat_id": shared.id}
    told |= {"title": shared.title} if request.get("request_title") else {}
    told |= {"username": shared.username} if request.get("request_username") and shared.username else {}
    return put(world, chat, person, [{"chat_shared": told}], {}, now)[0]


def offered(world: World, chat: Chat, person: Person, label: str) -> list[Chat]:
    """The chats that a request_chat button lets this person pick."""
    request = _request(chat, label)
    return [one for one in world.chats.by_id.values() if not one.private and not _unfit(request, person, one)]


def _request(chat: Chat, label: str) -> Json:
    keyboards = [message.reply_keyboard for message in chat.messages.values() if message.reply_keyboard]
    rows = keyboards[-1].get("keyboard", []) if keyboards else []
    for button in (button for row in rows for button in row if isinstance(button, dict)):
        if "request_chat" in button and label in button["text"]:
            found: Json = button["request_chat"]
            return found
    raise NotPossible(f"the keyboard has no button {label!r} that asks for a chat")


def _unfit(request: Json, person: Person, chat: Chat) -> str:
    """Why a client would not offer this chat; "" if it would."""
    if chat.private or bool(request.get("chat_is_channel")) != (chat.type == "channel"):
        return "another kind of chat is asked for"
    if chat.members.get(person.id, "left") in ("left", "kicked") or chat.migrated_to:
        return "the person is not in it"
    if "chat_is_forum" in request and request["chat_is_forum"] != chat.forum:
        return "topics"
    if "chat_has_username" in request and request["chat_has_username"] != bool(chat.username):
        return "the username"
    if request.get("chat_is_created") and chat.members[person.id] != "creator":
        return "the person did not make it"
    if not all(chat.may(person.id, right) for right in _named(request.get("user_administrator_rights"))):
        return "the person lacks rights"
    adds = request.get("bot_administrator_rights") and chat.may(person.id, "can_promote_members")
    if request.get("bot_is_member") and chat.bot in ("left", "kicked") and not adds:
        return "the bot is not in it"
    return ""


def _named(rights: Any) -> list[str]:
    return [name for name, given in (rights or {}).items() if given and name != "is_anonymous"]


def granted(chat: Chat, rights: Any) -> Json:
    """The rights that a client gives with `rights` ticked: those, and no others but to be an administrator at all."""
    ticked = {*_named(rights), "can_manage_chat"}
    return {name: False for name in known_rights(chat.type) if name not in ticked and name != "is_anonymous"}
