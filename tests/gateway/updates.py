"""Raw updates as Telegram sends them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.store import Database
from bot.store.tables import WAITING, inbox

PERSON: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Reader", "language_code": "uk"}
PRIVATE: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Reader"}
GROUP: dict[str, Any] = {"id": -100500, "type": "supergroup", "title": "Newsroom"}
OUR_BOT: dict[str, Any] = {"id": 42, "is_bot": True, "first_name": "Tagwire", "username": "TagwireBot"}
ANONYMOUS: dict[str, Any] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def message(text: str = "", chat: dict[str, Any] = PRIVATE, update_id: int = 1, **more: Any) -> dict[str, Any]:
    spoken = {"message_id": update_id, "date": 1_700_000_000, "chat": chat, "from": PERSON}
    return {"update_id": update_id, "message": spoken | ({"text": text} if text else {}) | more}


def tap(code: str, chat: dict[str, Any] = PRIVATE, update_id: int = 1, **more: Any) -> dict[str, Any]:
    under = {"message_id": 55, "date": 1_700_000_000, "chat": chat, "from": OUR_BOT, "text": "…"} | more
    query = {"id": "q1", "from": PERSON, "chat_instance": "1", "data": code, "message": under}
    return {"update_id": update_id, "callback_query": query}


def membership(was: str, becomes: str, chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    rights = {"until_date": 0, "can_be_edited": False, "is_anonymous": False} | dict.fromkeys(ADMIN_RIGHTS, False)
    change = {
        "chat": chat,
        "from": PERSON,
        "date": 1_700_000_000,
        "old_chat_member": {"user": OUR_BOT, "status": was} | rights,
        "new_chat_member": {"user": OUR_BOT, "status": becomes} | rights,
    }
    return {"update_id": 1, "my_chat_member": change}


ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


async def waiting(db: Database) -> list[int]:
    """Ids of the updates that the inbox still holds."""
    async with db.read() as tx:
        return list(await tx.scalars(select(inbox.c.update_id).where(WAITING).order_by(inbox.c.update_id)))
