"""Health: whether the work of a process goes on, told by what stands in the database and not by who still answers.

A quiet newsroom is well: no news, an empty queue and an empty inbox are no fault.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import Database, looks, processes, sources, vitals
from bot.store.sources import Known, State
from bot.store.vitals import Inbox, Queue

LOOK = timedelta(minutes=2)
"""A look at a source takes no longer, however slow the publisher is."""
ROUNDS = 3
"""Intervals that a source may wait for its look while nothing is looked at at all."""
STUCK = 10
"""Intervals that one source may wait while others are looked at."""
UNMOVED = timedelta(minutes=2)
"""Something that is due leaves, or is put off, much sooner."""
UNPOLLED = timedelta(minutes=2)
"""A poll lasts 25 s, a silent one is torn down after 40, and a refused one is tried again after at most 30."""
UNCLAIMED = timedelta(minutes=1)
UNWRITTEN = timedelta(seconds=30)
"""A process says every two seconds that it runs."""
UNANSWERED = timedelta(minutes=6)
"""An answer may be a file, which gets five minutes."""


@dataclass(slots=True)
class Health:
    """Of a process with this id and these roles, which has run `since` then."""

    db: Database
    owner: str
    roles: Collection[str]
    polls: bool
    """Updates are fetched by polling, and not brought to a webhook."""
    since: datetime
    _unmoved: tuple[tuple[int, ...], datetime] | None = None
    """How far the queue was when it last moved, as far as we have looked, and when."""

    async def problems(self, now: datetime) -> list[str]:
        """What is wrong, a line each, for people; empty when nothing is. The database's errors pass through."""
        found: list[str] = []
        async with self.db.read() as tx:
            found += unwritten(await processes.unseen(tx, self.owner))
            if "ingest" in self.roles:
                found += unread(await sources.known(tx), await looks.health(tx), self.since, now)
            if "deliver" in self.roles:
                found += self._undelivered(await vitals.queue(tx, now), now)
            if "serve" in self.roles:
                found += unanswered(await vitals.waiting_updates(tx, now), self.since, now)
                if self.polls:
                    found += unpolled(await vitals.polled(tx), self.since, now)
        return found

    def _undelivered(self, queue: Queue, now: datetime) -> list[str]:
        if not queue.waiting or queue.held:
            self._unmoved = None
            return []
        if self._unmoved is None or self._unmoved[0] != queue.moves:
            self._unmoved = queue.moves, now
        quiet = now - self._unmoved[1]
        if quiet < UNMOVED:
            return []
        return [f"delivery: {queue.waiting} announcements wait, and nothing was delivered for {_told(quiet)}"]


def unwritten(unseen: timedelta) -> list[str]:
    """A disk that is full, or a standby in the server's place, is read from and takes nothing."""
    return [f"database: it has taken no writes for {_told(unseen)}"] if unseen > UNWRITTEN else []


def unread(known: Collection[Known], looked: Collection[looks.Health], since: datetime, now: datetime) -> list[str]:
    """What is wrong with reading the sources, of which every one says how often it is to be read."""
    on = [one for one in known if one.state is State.ON]
    if on and all(one.parked for one in on):
        read = max((one.ok_at for one in on if one.ok_at), default=None)
        when = f"since {read:%Y-%m-%d %H:%M} UTC" if read else "yet"
        return [f"feeds: none of the sources ({len(on)}) could be read {when}; look at the network's way out"]
    late = {one: now - max(one.next_look, since) - LOOK for one in on if one.next_look}
    waiting = [one for one, time in late.items() if time > ROUNDS * _interval(one)]
    quiet = now - max((one.looked_at for one in looked), default=since)
    if waiting and quiet - LOOK > ROUNDS * min(map(_interval, waiting)):
        return [f"feeds: no source was looked at for {_told(min(quiet, now - since))}"]
    stuck = [one for one in waiting if one.ok_at and late[one] > STUCK * _interval(one)]
    return [f"feeds: {one.source.id} has not been looked at for {_told(late[one] + LOOK)}" for one in stuck[:3]]


def unpolled(polled: datetime | None, since: datetime, now: datetime) -> list[str]:
    quiet = now - max(polled or since, since)
    return [f"polling: Telegram has answered no poll for {_told(quiet)}"] if quiet > UNPOLLED else []


def unanswered(inbox: Inbox, since: datetime, now: datetime) -> list[str]:
    for came, patience in ((inbox.unclaimed_since, UNCLAIMED), (inbox.claimed_since, UNANSWERED)):
        if came and (waited := now - max(came, since)) > patience:
            return [f"inbox: {inbox.waiting} updates wait for an answer, the first for {_told(waited)}"]
    return []


def _interval(one: Known) -> timedelta:
    return timedelta(seconds=one.source.every)


def _told(time: timedelta) -> str:
    seconds = round(time.total_seconds())
    return f"{seconds} s" if seconds < 300 else f"{seconds // 60} min"
