"""Who may set what a group gets."""

from __future__ import annotations

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def administers(bot: Bot, chat_id: int, person_id: int) -> bool:
    """Whether Telegram says that the person is an admin of the group; no where it does not say."""
    try:
        return (await bot.get_chat_member(chat_id, person_id)).status in _ADMINS
    except TelegramError:
        return False
