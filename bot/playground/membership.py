"""Who is in a chat, and who is not: blocks, members, the bot added or thrown out, groups that migrate."""

from bot.playground.methods.chats import bot_member, known_rights, member
from bot.playground.state import Chat, Json, Person
from bot.playground.world import World

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_SUPERGROUPS_FROM = -1_002_000_000_000


def block(world: World, person: Person, blocked: bool, now: float) -> None:
    if person.blocked == blocked:
        return
    chat = world.chats.by_id[person.id]
    old = bot_member(world, chat)
    person.blocked = blocked
    _tell_membership(world, chat, person.user(), old, now)
    world.tell_chat(chat, blocked=blocked)


def change_bot(world: World, chat: Chat, status: str, by: Person, now: float, rights: Json | None = None) -> None:
    """The bot is added, promoted or kicked; `rights`: in what an administrator's differ from all."""
    _check_rights(chat, rights)
    old = bot_member(world, chat)
    chat.bot, chat.bot_rights = status, rights or {}
    _tell_membership(world, chat, by.user(), old, now)
    world.tell_chat(chat, bot=status)


def change_member(
    world: World, chat: Chat, person: Person, status: str, by: Person, now: float, rights: Json | None = None
) -> None:
    _check_rights(chat, rights)
    old = member(chat, person)
    chat.members[person.id], chat.rights[person.id] = status, rights or {}
    new = member(chat, person)
    body = {"chat": chat.body, "from": by.user(), "date": int(now), "old_chat_member": old, "new_chat_member": new}
    world.updates.push("chat_member", body)
    world.tell_chat(chat, members=True)


def _check_rights(chat: Chat, rights: Json | None) -> None:
    unknown = set(rights or {}) - set(known_rights(chat.type))
    if unknown:
        raise ValueError(f"a {chat.type} has no rights {', '.join(sorted(unknown))}")


def migrate(world: World, chat: Chat, now: float) -> Chat:
    """A basic group becomes a supergroup under a new id; both are told."""
    new_id = min(_SUPERGROUPS_FROM, *world.chats.by_id) - 1
    new = Chat(new_id, "supergroup", chat.title, members=dict(chat.members), bot=chat.bot)
    world.chats.add(new)
    chat.migrated_to = new.id
    for place, news in ((chat, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": chat.id})):
        body = {"from": ANONYMOUS_ADMIN, "sender_chat": place.body, "chat": place.body, "date": int(now), **news}
        message = world.chats.keep(place, body)
        world.updates.push("message", message.body)
        world.tell_message("message", message)
    return new


def migrate_at(world: World, chat_id: str, now: float) -> None:
    """The group with this id migrates, if there is one that still can."""
    chat = world.chats.by_id.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
    if chat and chat.type == "group" and not chat.migrated_to:
        migrate(world, chat, now)


def _tell_membership(world: World, chat: Chat, by: Json, old: Json, now: float) -> None:
    new = bot_member(world, chat)
    body = {"chat": chat.body, "from": by, "date": int(now), "old_chat_member": old, "new_chat_member": new}
    world.updates.push("my_chat_member", body)
