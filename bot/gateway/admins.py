"""Who may set what a group or channel gets."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberOwner
from telegram.error import BadRequest, Forbidden

FRESH = 5.0
"""Seconds that an answer of Telegram's serves: for the taps of one who sets something up."""
REMEMBERED = 1000


@dataclass(slots=True)
class Admins:
    """`clock`: seconds."""

    bot: Bot
    clock: Callable[[], float]
    _known: OrderedDict[tuple[int, int], tuple[float, bool]] = field(default_factory=OrderedDict)

    async def __call__(self, chat_id: int, person_id: int) -> bool:
        """Whether Telegram says that the person is an admin of the group, or may post in the channel.

        TelegramError where it cannot be asked now.
        """
        at, known = self._known.get((chat_id, person_id), (float("-inf"), False))
        if self.clock() - at < FRESH:
            return known
        known = await self._asked(chat_id, person_id)
        self._known[chat_id, person_id] = self.clock(), known
        self._known.move_to_end((chat_id, person_id))
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known

    async def _asked(self, chat_id: int, person_id: int) -> bool:
        try:
            return _decides(await self.bot.get_chat_member(chat_id, person_id))
        except (BadRequest, Forbidden):  # we are not there, or are not told
            return False


def _decides(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberAdministrator):
        # In groups Telegram does not say it: who administers one may write there anyway.
        return member.can_post_messages is not False
    return isinstance(member, ChatMemberOwner)
