"""What Prometheus is told: what this process has counted, and what stands in the database when it asks.

Every label is one of a closed set: no chat, source or story has a series of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.news.delivery import LANES, DeliveryState, Lane, Later, Outcome, Sent, Settlement, Unknown
from bot.store import Database, sources, vitals
from bot.store.sources import Known, State
from bot.web.server import PATIENCE, within

_log = logging.getLogger(__name__)

TIMES = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 1800, 3600, 7200, 21600, 86400)
STALLS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)
"""Seconds up to which a histogram's buckets count."""


class Metrics:
    """Of one process; its methods are called when there is something to count."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(name, meaning, labels, registry=registry)

        def times(name: str, meaning: str, *labels: str, buckets: tuple[float, ...] = TIMES) -> Histogram:
            return Histogram(name, meaning, labels, registry=registry, buckets=buckets)

        self._deliveries = counter("tagwire_deliveries_total", "Attempts to deliver, by their end", "lane", "outcome")
        self._ambiguous = counter("tagwire_delivery_ambiguous_total", "Requests that may or may not have arrived")
        self._requests = counter(
            "tagwire_requests_total", "Requests that sent or changed messages", "method", "outcome"
        )
        self._floods = counter("tagwire_telegram_429_total", "Requests that Telegram answered with 429")
        self._first = times("tagwire_publish_to_first_seconds", "From an announcement to its first message", "lane")
        self._last = times("tagwire_publish_to_last_seconds", "From an announcement to its last message", "lane")
        self._lag = times("tagwire_fetch_lag_seconds", "From the publisher's time of news to its being taken in")
        self._stalls = times(
            "tagwire_loop_stall_seconds", "Times in which the event loop did nothing else", buckets=STALLS
        )

        # From zero on, or the first one of a series would be seen by nobody.
        lanes = sorted(set(LANES.values()))
        for lane in lanes:
            self._first.labels(lane.name.lower())
            self._last.labels(lane.name.lower())
        # Kept by what they stand for: to look one up by its labels costs more than to count.
        self._ends = {
            (lane, state): self._deliveries.labels(lane.name.lower(), state)
            for lane in lanes
            for state in DeliveryState
        }
        self._answers: dict[tuple[str, str], Counter] = {}

    def settled(self, lane: Lane, settlement: Settlement) -> None:
        self._ends[lane, settlement.state].inc()
        if settlement.ambiguous:
            self._ambiguous.inc()

    def recovered(self, count: int) -> None:
        """So many deliveries were under way when their process ended."""
        self._ambiguous.inc(count)

    def first(self, lane: Lane, seconds: float) -> None:
        self._first.labels(lane.name.lower()).observe(seconds)

    def last(self, lane: Lane, seconds: float) -> None:
        self._last.labels(lane.name.lower()).observe(seconds)

    def answered(self, method: str, outcome: Outcome) -> None:
        """`method` is one of ours."""
        said = method, _named(outcome)
        if said not in self._answers:
            self._answers[said] = self._requests.labels(*said)
        self._answers[said].inc()
        if said[1] == "flood":
            self._floods.inc()

    def took_in(self, seconds: float) -> None:
        self._lag.observe(max(seconds, 0.0))

    def stalled(self, seconds: float) -> None:
        if seconds >= STALLS[0]:
            self._stalls.observe(seconds)


def _named(outcome: Outcome) -> str:
    match outcome:
        case Sent():
            return "sent"
        case Later(_, "flood"):
            return "flood"
        case Later():
            return "unreachable"
        case Unknown():
            return "ambiguous"
    return type(outcome).__name__.lower()


@dataclass(frozen=True, eq=False)
class Facts(Collector):
    """What stands in the database, whichever process is asked."""

    queue: vitals.Queue
    inbox: vitals.Inbox
    polled: datetime | None
    known: list[Known]
    problems: Sequence[str]
    now: datetime

    def collect(self) -> Iterator[GaugeMetricFamily]:
        age = _gauge("tagwire_queue_age_seconds", "Since when the longest waiting of a lane is due", "lane")
        since = {**self.queue.since, Lane.REPLY: self.inbox.unclaimed_since or self.inbox.claimed_since}
        for lane in Lane:
            age.add_metric([lane.name.lower()], self._age(since.get(lane)))
        yield age
        yield _gauge("tagwire_announcements_waiting", "Announcements that are being sent", value=self.queue.waiting)
        yield _gauge("tagwire_updates_waiting", "Updates that are not answered yet", value=self.inbox.waiting)
        yield _gauge("tagwire_token_held", "1 while Telegram lets the whole token wait", value=self.queue.held)
        if self.polled:
            yield _gauge("tagwire_poll_age_seconds", "Since Telegram answered a poll", value=self._age(self.polled))
        read = _gauge("tagwire_sources", "Sources, by how reading them goes", "state")
        for state in ("read", "failing", "parked", "paused"):
            read.add_metric([state], sum(_state(one) == state for one in self.known))
        yield read
        looks = [one.ok_at for one in self.known if one.state is State.ON and one.ok_at]
        if looks:
            newest = self._age(max(looks))
            yield _gauge("tagwire_feeds_age_seconds", "Since any source was read", value=newest)
        yield _gauge("tagwire_problems", "What /healthz complains of", value=len(self.problems))

    def _age(self, since: datetime | None) -> float:
        return max((self.now - since).total_seconds(), 0.0) if since else 0.0


def _state(one: Known) -> str:
    if one.state is State.PAUSED:
        return "paused"
    return "parked" if one.parked else "failing" if one.failures else "read"


def _gauge(name: str, meaning: str, *labels: str, value: float | None = None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value, labels=labels or None)


async def facts(db: Database, problems: Sequence[str], now: datetime) -> Facts:
    async with db.read() as tx:
        queue, inbox = await vitals.queue(tx, now), await vitals.waiting_updates(tx, now)
        return Facts(queue, inbox, await vitals.polled(tx), await sources.known(tx), problems, now)


def exposed(
    metrics: Metrics, ask: Callable[[], Coroutine[Any, Any, Facts]], patience: float = PATIENCE
) -> list[web.RouteDef]:
    """`/metrics`. While the database is away, or hangs, it says what the process itself knows."""

    async def answer(_request: web.Request) -> web.Response:
        said = generate_latest(metrics.registry)
        up = CollectorRegistry()
        reachable = Gauge("tagwire_database_up", "1 while the database answers", registry=up)
        try:
            up.register(await within(patience, ask()))
            reachable.set(1)
        except Exception as error:  # a door: metrics are wanted most when something is broken
            _log.warning("metrics are told without what stands in the database (%s)", type(error).__name__)
            reachable.set(0)
        body = said + generate_latest(up)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/metrics", answer)]
