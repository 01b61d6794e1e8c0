"""Topics of private chats, which we may make ourselves."""

from __future__ import annotations

from telegram import Bot
from telegram.error import BadRequest, Forbidden

MOST = 128
"""Characters of a topic's name."""


async def open_topic(bot: Bot, chat_id: int, name: str) -> int | None:
    """The new topic's number; None where the chat has no topics. Raises TelegramError where it cannot be asked now."""
    try:
        return (await bot.create_forum_topic(chat_id, name[:MOST])).message_thread_id
    except (BadRequest, Forbidden):
        return None
