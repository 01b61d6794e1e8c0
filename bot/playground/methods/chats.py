"""Chats and their members: getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat."""

from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json, Person
from bot.playground.world import World

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
_GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_edit_tag", "can_react_to_messages",
)  # fmt: skip
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, params: Params) -> Json:
    """Telegram's ChatFullInfo."""
    chat = world.readable(params.text("chat_id"))
    pinned = chat.find(chat.pinned)
    full: Json = {
        **chat.body, "accent_color_id": chat.id % 7, "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }  # fmt: skip
    if chat.type in ("group", "supergroup"):
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    return full | ({"pinned_message": pinned.body} if pinned else {})


def get_chat_member(world: World, params: Params) -> Json:
    person_id = params.integer("user_id")
    if person_id <= 0:
        raise bad_request("invalid user_id specified")
    chat = world.readable(params.text("chat_id"))
    _check_list(chat, "member")
    if person_id == world.bot.id:
        return bot_member(world, chat)
    if person_id not in world.people:
        raise bad_request("invalid user_id specified")
    return _member(world, chat, person_id)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = world.readable(params.text("chat_id"))
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    _check_list(chat, "administrator")
    statuses = ("creator", "administrator")
    admins = [_member(world, chat, person) for person, status in chat.members.items() if status in statuses]
    return admins + ([bot_member(world, chat)] if chat.bot == "administrator" else [])


def get_chat_member_count(world: World, params: Params) -> int:
    chat = world.readable(params.text("chat_id"))
    inside = sum(status not in ("left", "kicked") for status in chat.members.values())
    return 2 if chat.private else inside + (chat.bot in ("member", "administrator", "restricted"))


def leave_chat(world: World, params: Params) -> bool:
    chat = world.editable(params.text("chat_id"))
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    world.tell_chat(chat, bot="left")
    return True


def bot_member(world: World, chat: Chat) -> Json:
    """The bot's own ChatMember; in a private chat `kicked` is how Telegram says blocked."""
    status = "kicked" if chat.person and chat.person.blocked else chat.bot
    return _told(world.bot.user(), status, chat.type, chat.bot_rights)


def member(chat: Chat, person: Person) -> Json:
    """A person's ChatMember."""
    status = "member" if chat.id == person.id else chat.members.get(person.id, "left")
    return _told(person.user(), status, chat.type, chat.rights.get(person.id, {}))


def _member(world: World, chat: Chat, person_id: int) -> Json:
    return member(chat, world.people[person_id])


def _check_list(chat: Chat, who: str) -> None:
    """Who is in a channel is told only to its administrators."""
    if chat.type == "channel" and chat.bot != "administrator":
        raise bad_request(f"{who} list is inaccessible")


def known_rights(chat_type: str) -> tuple[str, ...]:
    return (*_RIGHTS, *(_CHANNEL_RIGHTS if chat_type == "channel" else _GROUP_RIGHTS), "is_anonymous")


def _told(user: Json, status: str, chat_type: str, rights: Json) -> Json:
    """Telegram's ChatMember with all the fields that its status has."""
    told: Json = {"user": user, "status": status}
    if status == "administrator":
        every = dict.fromkeys(known_rights(chat_type), True) | {"is_anonymous": False} | rights
        return told | every | {"can_be_edited": False}
    if status == "creator":
        return told | {"is_anonymous": bool(rights.get("is_anonymous"))}
    if status == "restricted":
        return told | {"is_member": True, "until_date": 0} | dict.fromkeys(_PERMISSIONS, False)
    return told | ({"until_date": 0} if status == "kicked" else {})
