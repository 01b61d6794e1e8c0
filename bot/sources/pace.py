"""When a publisher's host may be asked."""

from __future__ import annotations

from bot.sources.addresses import is_local

PAUSE = 0.5
"""Seconds between requests to one publisher, after the first few."""
AT_ONCE = 4
"""Requests to one publisher that need no pause: its feeds and the page of what is new there."""
_HOSTS = 1_000
"""Hosts from which on those that need no pause any more are forgotten."""


class Pace:
    """A few requests at once, then one every PAUSE seconds; and which hosts are left alone for longer.

    `now` is any clock's seconds.
    """

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._rests: dict[str, float] = {}
        self._failed: dict[str, str] = {}

    def wait(self, host: str, now: float) -> float:
        """Seconds to wait for the turn that this call takes."""
        if is_local(host):
            return 0.0
        if len(self._next) > _HOSTS:
            self._next = {name: at for name, at in self._next.items() if at > now - AT_ONCE * PAUSE}
        turn = max(self._next.get(host, 0.0), now - (AT_ONCE - 1) * PAUSE)
        self._next[host] = turn + PAUSE
        return max(turn - now, 0.0)

    def came(self, host: str) -> None:
        """One of its pages."""
        self._failed.pop(host, None)

    def failed(self, host: str, url: str) -> bool:
        """Whether it is the host that fails: another page did, too, and none came since."""
        if len(self._failed) > _HOSTS:
            self._failed.clear()
        return self._failed.setdefault(host, url) != url

    def rest(self, host: str, until: float) -> None:
        self._rests[host] = max(until, self._rests.get(host, 0.0))

    def rests(self, host: str, now: float) -> float:
        """Seconds for which it is left alone still."""
        left = self._rests.get(host, 0.0) - now
        if left <= 0:
            self._rests.pop(host, None)
        return max(left, 0.0)

    def __len__(self) -> int:
        return len(self._next)
