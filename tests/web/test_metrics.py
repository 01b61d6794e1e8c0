"""What Prometheus is told, read as Prometheus reads it; and that the dashboard and the handbook name nothing else."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.news.article import Source
from bot.news.delivery import DeliveryState, Gone, Lane, Later, Outcome, Sent, Settlement, Unknown
from bot.store import Database, inbox, sources
from bot.store.inbox import Incoming
from bot.web.metrics import Facts, Metrics, exposed, facts
from bot.web.server import serve
from tests.house.tree import ROOT
from tests.store.samples import NOON

OURS = re.compile(r"\btagwire_[a-z0-9_]+")


async def scraped(metrics: Metrics, db: Database, *, away: str = "") -> dict[str, float]:
    async def ask() -> Facts:
        if away == "refuses":
            raise OSError
        if away == "hangs":
            await asyncio.sleep(60)
        return await facts(db, ["feeds: none"], NOON + timedelta(minutes=1))

    async with (
        serve("127.0.0.1", 0, exposed(metrics, ask, 0.1 if away else 10)) as url,
        aiohttp.ClientSession() as session,
        session.get(f"{url}/metrics") as answer,
    ):
        assert answer.headers["Content-Type"].startswith("text/plain")
        text = await answer.text()
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[" ".join([sample.name, *sample.labels.values()])] = sample.value
    return found


async def test_what_the_process_counts(db: Database) -> None:
    metrics = Metrics()
    outcomes: list[Outcome] = [Sent(1), Later(3), Later(1, "unreachable"), Unknown("reset"), Gone("blocked")]
    for outcome in outcomes:
        metrics.answered("sendMessage", outcome)
    metrics.settled(Lane.BREAKING, Settlement(1, 1, 1, DeliveryState.DUE, ambiguous=True))
    metrics.recovered(4)
    metrics.first(Lane.BREAKING, 0.3)
    metrics.last(Lane.BREAKING, 40)
    metrics.took_in(-5)
    metrics.stalled(0.01)
    metrics.stalled(0.7)
    told = await scraped(metrics, db)
    for name in ("sent", "flood", "unreachable", "ambiguous", "gone"):
        assert told[f"tagwire_requests_total sendMessage {name}"] == 1
    assert told["tagwire_telegram_429_total"] == 1
    assert told["tagwire_deliveries_total breaking due"] == 1
    assert told["tagwire_delivery_ambiguous_total"] == 5
    assert told["tagwire_publish_to_first_seconds_bucket breaking 0.5"] == 1
    assert told["tagwire_publish_to_last_seconds_sum breaking"] == 40
    assert told["tagwire_fetch_lag_seconds_sum"] == 0
    assert told["tagwire_loop_stall_seconds_count"] == 1


async def test_what_stands_in_the_database(db: Database) -> None:
    await inbox.put(db, [Incoming(1, 7, {})], NOON)
    await inbox.polled(db, NOON)
    async with db.write() as tx:
        await sources.take_list(tx, [Source("a", "A", "en", "https://a.example/rss")], NOON)
    told = await scraped(Metrics(), db)
    assert told["tagwire_queue_age_seconds reply"] == 60
    assert told["tagwire_queue_age_seconds breaking"] == 0
    assert told["tagwire_updates_waiting"] == 1
    assert told["tagwire_poll_age_seconds"] == 60
    assert told["tagwire_sources read"] == 1
    assert told["tagwire_problems"] == 1
    assert told["tagwire_database_up"] == 1


@pytest.mark.parametrize("away", ["refuses", "hangs"])
async def test_without_its_database_it_tells_what_it_knows(db: Database, away: str) -> None:
    metrics = Metrics()
    metrics.recovered(1)
    told = await scraped(metrics, db, away=away)
    assert (told["tagwire_database_up"], told["tagwire_delivery_ambiguous_total"]) == (0, 1)


async def test_labels_are_bounded(db: Database) -> None:
    """However many chats, sources and stories there are, there are no more series."""
    before = await scraped(Metrics(), db)
    many = [Source(f"s{number}", "S", "en", f"https://s{number}.example/rss") for number in range(50)]
    async with db.write() as tx:
        await sources.take_list(tx, many, NOON)
    await inbox.put(db, [Incoming(number, number, {}) for number in range(1, 50)], NOON)
    assert (await scraped(Metrics(), db)).keys() == before.keys()


async def exposed_names(db: Database) -> set[str]:
    """Without what Prometheus adds to a histogram's."""
    metrics = Metrics()
    metrics.answered("sendMessage", Sent(1))
    await inbox.polled(db, NOON)
    async with db.write() as tx:
        await sources.take_list(tx, [Source("a", "A", "en", "https://a.example/rss")], NOON)
    names = {name.split()[0] for name in await scraped(metrics, db)} | {"tagwire_feeds_age_seconds"}
    plain = {re.sub(r"_(bucket|sum|count)$", "", name) for name in names if not name.endswith("_created")}
    return {name for name in plain if name.startswith("tagwire_")}


async def test_the_dashboard_shows_them_all_and_nothing_else(db: Database) -> None:
    board = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))
    asked = {name for panel in board["panels"] for t in panel["targets"] for name in OURS.findall(t["expr"])}
    plain = {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked}
    assert plain == await exposed_names(db)


async def test_the_handbook_lists_them_all_and_nothing_else(db: Database) -> None:
    handbook = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = {name for line in handbook.splitlines() if line.startswith("| `tagwire_") for name in OURS.findall(line)}
    assert table == await exposed_names(db)
