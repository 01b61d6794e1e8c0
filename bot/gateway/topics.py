"""Topics of private chats, which we may make ourselves."""

from __future__ import annotations

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.gateway.pace import Pace
from bot.news.delivery import Later

MOST = 128
"""Characters of a topic's name."""


async def open_topic(bot: Bot, pace: Pace, chat_id: int, name: str) -> int | Later | None:
    """Its number; None where the chat has no topics. It takes no place, but may be told to wait like a message.

    Raises TelegramError where it cannot be asked now.
    """
    if held := pace.held(chat_id):
        return Later(held)
    try:
        return (await bot.create_forum_topic(chat_id, name[:MOST])).message_thread_id
    except RetryAfter as flood:
        seconds = flood._retry_after.total_seconds()  # the public name warns of its own future
        pace.flooded(chat_id, seconds)
        return Later(seconds)
    except (BadRequest, Forbidden):
        return None
