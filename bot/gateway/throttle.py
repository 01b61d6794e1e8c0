"""Throttle: how much of the rate is left to the whole token after floods, and until when nothing leaves at all."""

from __future__ import annotations

TOGETHER = 1.0
"""Seconds within which floods of two chats mean the token."""
HALF = 0.5
LEAST = 0.1
"""Of the rate, however many floods there were."""
RECOVERY = 60.0
"""Seconds without a flood until the rate is whole again."""
SHORTEST = 1.0
"""Seconds that Telegram asks for at least: what ends sooner after a wait is the rest of it, told again."""


class Throttle:
    """Times are in seconds of the event loop's clock."""

    def __init__(self) -> None:
        self.closed_until = float("-inf")
        self._start = 1.0
        self._last: tuple[int, float, float] | None = None
        """The last flood: its chat, when it came, and until when it lasts."""

    def share(self, now: float) -> float:
        """Of the rate: it begins low when the wait is over, and recovers evenly."""
        if self._start == 1.0:
            return 1.0
        recovered = max(now - self.closed_until, 0.0) / RECOVERY
        return min(self._start + (1 - self._start) * recovered, 1.0)

    def close(self, until: float, now: float) -> None:
        """Further floods of one wait make it longer, and the rate no lower."""
        if now >= self.closed_until and until >= self.closed_until + SHORTEST:
            self._start = max(self.share(now) * HALF, LEAST)
        self.closed_until = max(self.closed_until, until)

    def flooded(self, chat_id: int, until: float, now: float) -> bool:
        """Whether a chat's flood made the token wait, or wait longer."""
        last, self._last = self._last, (chat_id, now, until)
        before = self.closed_until
        if now < before:
            self.close(until, now)
        elif last is not None and last[0] != chat_id and now - last[1] <= TOGETHER:
            self.close(max(until, last[2]), now)
        return self.closed_until > before
