"""The one pace between everything that sends and Telegram: of the token, of each chat, and of what Telegram forbids.

Replies and bulk each keep a share of the rate for themselves, lent to the other while they need nothing.
"""

from __future__ import annotations

import asyncio

from bot.gateway.places import MARGIN, Places, Quickest
from bot.gateway.throttle import Throttle
from bot.gateway.turns import PERSON_BURST, Turns
from bot.news.chats import ChatKind
from bot.news.delivery import Lane

FREE_RATE = 30.0
"""Messages per second that nobody pays for: what leaves beyond them at a higher rate is paid for in Stars."""
TOKEN = 0
"""Stands for all chats where a hold is told."""
TICK = 0.001
"""The shortest wait, in seconds."""
BULK_STEP = 0.1
"""Seconds of bulk that may leave at once. It leaves evenly, so that a reply soon finds a free place."""
BULK_WAVE = 0.03
"""Seconds of bulk that leave at least at once, where it is many: each wave costs its taker a transaction."""
CATCHING_UP = 1.05
"""How much faster than evenly bulk may leave, to make up for a moment in which we were late."""
LOOK = 0.05
"""Seconds between looks for a place while nobody knows when one comes free."""


class Pace:
    """`rate` in messages per second; `reply_share` of it is kept for replies, and as much for bulk.

    Its clock is the event loop's.
    """

    def __init__(
        self,
        rate: float,
        reply_share: float = 0.2,
        free_rate: float = FREE_RATE,
        person_burst: int = PERSON_BURST,
    ) -> None:
        self.rate = rate
        """May be changed at any time, as may `free_rate`: processes divide what the token has."""
        self.free_rate = free_rate
        self.new_holds: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
        """(chat id or TOKEN, until when of the loop's clock): what Telegram asked for, to be written down."""
        self._reply_share = reply_share
        self._throttle = Throttle()
        self._turns = Turns(person_burst)
        self._quickest = Quickest()
        self._replies, self._bulk = Places(), Places()
        self._next_bulk = float("-inf")
        self._replies_waiting = 0
        self._bulk_waiting = False
        self._reply_turn = asyncio.Lock()
        self._bulk_turn = asyncio.Lock()
        self._unpaid_turn = asyncio.Lock()

    async def reply(self, chat_id: int, kind: ChatKind, messages: int = 1) -> bool:
        """Returns when a reply of so many messages may leave to the chat, before all bulk; in the order of asking.

        Whether it is free; otherwise it has a place of bulk, which is paid for.
        """
        async with self._turns.line(chat_id):
            await self._turn(chat_id, messages)
            free = await self._reply_place(messages)
            while self._turns.ready(chat_id, Lane.REPLY, messages, _now()) > _now():
                # Bulk was quicker, or a hold came: other chats' replies must not wait for this one.
                self.give_back(messages, reply=free)
                await self._turn(chat_id, messages)
                free = await self._reply_place(messages)
            self._turns.left(chat_id, kind, Lane.REPLY, messages, _now())
            return free

    async def bulk(self, most: int) -> int:
        """Waits until at least one message may leave, and says how many may leave now: 1 … `most`.

        They have their places from now on, until `answered` or `give_back` is told of each.
        """
        async with self._bulk_turn:
            return await self._bulk_places(most, whole=False)

    async def more(self, chat_id: int, kind: ChatKind, messages: int) -> float:
        """Changes the place and the turn of a message for those of an album, which Telegram counts as so many.

        0.0, or as `wait_for` says; then it has no place any more.
        """
        self.give_back(1)
        # In a private chat an album is one act.
        if kind is not ChatKind.PRIVATE:
            lane = self._turns.take_back(chat_id)
            if wait := self.wait_for(chat_id, kind, lane, messages):
                return wait
        async with self._bulk_turn:
            count = await self._bulk_places(messages, whole=True)
        # An album that no second has room for has taken a whole one.
        self._bulk.take(messages - count)
        return 0.0

    async def unpaid(self) -> None:
        """Changes a place of paid bulk for one of the free rate, which people's replies share; it is a reply's then."""
        self.give_back(1)
        async with self._unpaid_turn:
            while True:
                kept = int(self._most_replies() * self._reply_share)
                if self._free_for_replies() > kept and not self._replies_waiting:
                    return self._replies.take(1)
                await asyncio.sleep(self._until_free(1))

    def give_back(self, places: int, *, reply: bool = False) -> None:
        """Granted, and not used."""
        if reply:
            self._replies.give_back(places)
            return
        self._bulk.give_back(places)
        self._next_bulk -= places * self._spacing()

    def wait_for(self, chat_id: int, kind: ChatKind, lane: Lane = Lane.HEADLINE, messages: int = 1) -> float:
        """0.0: so many messages leave to the chat now, as bulk. Otherwise the seconds after which to ask again.

        Each who is told to wait is given a time of their own, so that the many who wait for one chat ask about once.
        """
        now = _now()
        if now < self._throttle.closed_until:
            return self._throttle.closed_until - now
        turns = self._turns
        turns.came(chat_id, lane, now)
        if turns.ready(chat_id, lane, messages, now) <= now:
            turns.left(chat_id, kind, lane, messages, now)
            return 0.0
        return max(turns.put_off(chat_id, kind, lane, messages, now) - now, TICK)

    def held(self, chat_id: int) -> float:
        """Seconds for which nothing may leave to the chat because Telegram said so; 0.0 for none."""
        return max(self._throttle.closed_until - _now(), self._turns.held_until(chat_id) - _now(), 0.0)

    def answered(self, chat_id: int, flood: float | None, took: float, *, reply: bool, messages: int = 1) -> None:
        """A request that left has ended, in whatever way. `flood`: seconds that a 429 asks for; `took`: seconds."""
        now = _now()
        (self._replies if reply else self._bulk).answered(messages, now)
        self._quickest.saw(took, now)
        if flood is not None:
            self._flood(chat_id, now + flood, now)

    def flooded(self, chat_id: int, seconds: float) -> None:
        """A 429 for a request that took no place."""
        now = _now()
        self._flood(chat_id, now + seconds, now)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Nothing leaves to the chat (TOKEN: to anybody) for so long; told by another process, or before our start."""
        now = _now()
        if chat_id == TOKEN:
            self._throttle.close(now + seconds, now)
        else:
            self._turns.hold(chat_id, now + seconds, now)

    def _flood(self, chat_id: int, until: float, now: float) -> None:
        self._turns.hold(chat_id, until, now)
        self.new_holds.put_nowait((chat_id, until))
        if self._throttle.flooded(chat_id, until, now):
            self.new_holds.put_nowait((TOKEN, self._throttle.closed_until))

    async def _turn(self, chat_id: int, messages: int) -> None:
        while True:
            wait = self._turns.ready(chat_id, Lane.REPLY, messages, _now()) - _now()
            if wait <= 0:
                return
            await asyncio.sleep(max(wait, TICK))

    async def _reply_place(self, messages: int) -> bool:
        """Whether it is a free one."""
        self._replies_waiting += messages
        try:
            async with self._reply_turn:
                while True:
                    missing = min(messages, self._most_replies()) - self._free_for_replies()
                    if missing <= 0:
                        self._replies.take(messages)
                        return True
                    if self._free_for_pay() >= messages:
                        self._bulk.take(messages)
                        return False
                    await asyncio.sleep(self._until_free(missing))
        finally:
            self._replies_waiting -= messages

    async def _bulk_places(self, most: int, *, whole: bool) -> int:
        """Less than a wave only after a while; a whole is never divided."""
        self._bulk_waiting = True
        try:
            while True:
                now = _now()
                wanted = min(most, self._most_bulk() if whole else self._step())
                wave = max(int(self._limit() * BULK_WAVE), 1) if now < self._next_bulk + BULK_STEP else 1
                enough = wanted if whole else min(wanted, wave)
                free = self._free_for_bulk()
                if free >= enough and now >= max(self._throttle.closed_until, self._next_bulk):
                    break
                await asyncio.sleep(self._until_free(enough - free, self._next_bulk))
            count = min(free, wanted)
            self._bulk.take(count)
            self._next_bulk = max(self._next_bulk, now) + count * self._spacing()
            return count
        finally:
            self._bulk_waiting = False

    def _free_for_replies(self) -> int:
        if _now() < self._throttle.closed_until:
            return 0
        self._forget()
        return min(self._limit() - self._taken(), self._most_replies() - self._replies.taken)

    def _free_for_pay(self) -> int:
        """For replies beyond the free rate."""
        # What processes divide may be a hair more.
        if self.rate < 1.001 * self.free_rate or _now() < self._throttle.closed_until:
            return 0
        return self._limit() - self._taken()

    def _free_for_bulk(self) -> int:
        self._forget()
        limit = self._limit()
        first = min(self._replies_waiting, self._most_replies() - self._replies.taken)
        free = limit - self._taken() - max(first, 0)
        if self._replies.taken or self._replies_waiting:
            free = min(free, limit - self._kept() - self._bulk.taken)
        return free

    def _taken(self) -> int:
        return self._replies.taken + self._bulk.taken

    def _most_replies(self) -> int:
        lent = self._limit() - (self._kept() if self._bulk_waiting or self._bulk.taken else 0)
        return max(min(lent, int(self.free_rate * self._throttle.share(_now()))), 1)

    def _most_bulk(self) -> int:
        return max(self._limit() - self._kept(), 1)

    def _limit(self) -> int:
        """Messages in a window."""
        return max(int(self._rate_now() + 1e-9), 1)

    def _kept(self) -> int:
        """Places of a window that replies keep for themselves, and as many that bulk does."""
        limit = self._limit()
        return min(max(int(limit * self._reply_share), 1), limit // 2)

    def _step(self) -> int:
        return max(int(self._limit() * BULK_STEP), 1)

    def _spacing(self) -> float:
        return 1 / (self._rate_now() * CATCHING_UP)

    def _rate_now(self) -> float:
        return self.rate * self._throttle.share(_now())

    def _window(self) -> float:
        """Seconds that a message keeps its place after the answer."""
        return max(max(self._limit() / self._rate_now(), 1.0) + MARGIN - self._quickest.seconds, 0.0)

    def _forget(self) -> None:
        counted_by = _now() - self._window()
        self._replies.free(counted_by)
        self._bulk.free(counted_by)

    def _until_free(self, missing: int, earliest: float = 0.0) -> float:
        """Seconds until so many more places may be free."""
        now = _now()
        if (opens := max(self._throttle.closed_until, earliest)) > now:
            return opens - now
        answered = min(self._replies.answered_at(missing), self._bulk.answered_at(missing))
        return max(min(answered + self._window() - now, LOOK), TICK)


def _now() -> float:
    return asyncio.get_running_loop().time()
