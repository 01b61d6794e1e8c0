"""A local Telegram to play with and to test against: the Bot API, people to be, and a page to watch both."""

from bot.playground.server import Playground

__all__ = ["Playground"]
