"""Who is answered: everybody, but for who asks more than a person can read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.news.allowance import Account, Allowance, Hearing, hear
from bot.news.chats import ChatKind
from bot.pages.request import Request
from bot.views.intents import Inline, Joined, Left, Migrated

SILENCE = timedelta(seconds=30)
PERSON = Allowance(30, 1.0, SILENCE)
GROUP = Allowance(20, 1 / 3, SILENCE)
"""Telegram takes no more messages to a group than these."""
EDITOR = Allowance(200, 10.0, SILENCE)
TYPING = Allowance(60, 4.0, timedelta(seconds=5))
"""Of calls from other chats, each letter of which Telegram may ask about."""
REMEMBERED = 10_000
"""Persons and groups, the last that asked."""


@dataclass(slots=True)
class Hearings:
    """In the memory of this process only: whoever restarts it, everybody begins anew."""

    editors: Collection[int] = frozenset()
    person: Allowance = PERSON
    group: Allowance = GROUP
    editor: Allowance = EDITOR
    most: int = REMEMBERED
    typing: Allowance = TYPING
    _accounts: OrderedDict[tuple[int, bool], Account] = field(default_factory=OrderedDict)
    """By Telegram's id, those of groups being negative; and whether it is what they type in other chats."""

    def __call__(self, request: Request, now: datetime) -> Hearing:
        """A group is not charged for who is not answered. What tells of a chat and asks nothing is always heard."""
        if isinstance(request.intent, Joined | Left | Migrated):
            return Hearing.ANSWERED
        if isinstance(request.intent, Inline):
            heard = self._charge(request.chat_id, self.typing, now, typing=True)
            return heard if heard is Hearing.ANSWERED else Hearing.SILENCE
        person = request.person_id or (request.chat_id if request.kind is ChatKind.PRIVATE else None)
        heard = Hearing.ANSWERED
        if person is not None:
            heard = self._charge(person, self.editor if person in self.editors else self.person, now)
        if request.kind is not ChatKind.PRIVATE and heard is not Hearing.SILENCE:
            heard = max(heard, self._charge(request.chat_id, self.group, now))
        return heard

    def _charge(self, id_: int, allowance: Allowance, now: datetime, *, typing: bool = False) -> Hearing:
        heard, self._accounts[id_, typing] = hear(allowance, self._accounts.get((id_, typing)), now)
        self._accounts.move_to_end((id_, typing))
        if len(self._accounts) > self.most:
            self._accounts.popitem(last=False)
        return heard
