"""The whole bot as its operator sees it: metrics that are scraped, and a token that appears nowhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.playground import Playground
from bot.playground.publisher import Publisher
from bot.settings import read
from tests.gateway.clock import eventually
from tests.newsroom import filled
from tests.people import Telegram
from tests.processes import NOBODY, PATIENCE, environ, finished, get, logged, running, up

CANARY = "700000001:CANARYcanaryCANARYcanaryCANARYcana1"
"""A token that stands nowhere else."""


async def scraped(wanted: dict[str, str]) -> dict[str, float]:
    """Name and labels of every sample → its value."""
    status, text = await get(wanted, "/metrics")
    assert status == 200
    return {
        sample.name
        + ",".join(["", *(f"{name}={value}" for name, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def a_day(telegram: Telegram, wanted: dict[str, str]) -> None:
    """Somebody follows a topic, asks from another chat, and gets a push; an editor looks at figures and brings a list.
    Telegram has its moods meanwhile."""
    reader = await telegram.person("en")
    await reader.says("/start")
    await reader.says("/subscribe nato")
    await reader.sees("NATO")
    await reader.inline("nato")
    editor = await telegram.editor()
    await editor.says("/stats")
    await editor.sends("document", file=b"<opml/>", filename="sources.opml")
    await telegram.fault("429", 1, seconds=1, method="sendMessage")
    await telegram.fault("reset_after", 1, method="sendMessage")
    await telegram.fault("500", 1, method="getUpdates")
    await reader.says("/latest")
    await telegram.newsroom("publish", kind="breaking")
    await editor.sees("Як ідуть справи", within=PATIENCE)

    async def told() -> bool:
        return (await scraped(wanted))["tagwire_publish_to_last_seconds_count,lane=breaking"] > 0

    await eventually(told, PATIENCE)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_the_token_appears_nowhere(tmp_path: Path, form: str) -> None:
    publisher = Publisher(lambda: datetime.now(UTC))
    async with Playground(publisher=publisher, token=CANARY) as playground, Telegram(playground.url) as telegram:
        sources = publisher.sources(playground.url)
        wanted = environ(playground, tmp_path, sources=sources, LOG_LEVEL="DEBUG", LOG_FORMAT=form)
        said = [repr(read(wanted | {"SOURCES_FILE": str(tmp_path / "sources.toml")}))]
        async with logged("run", log=tmp_path / "log", folder=tmp_path, **wanted):
            await up(wanted)
            await filled(read(wanted | {"SOURCES_FILE": ""}).database_url.reveal(), sources=3)
            await a_day(telegram, wanted)
            metrics = await scraped(wanted)
            said += [(await get(wanted, path))[1] for path in ("/metrics", "/healthz", "/readyz", "/none")]
            said.append(str(await finished("doctor", folder=tmp_path, **wanted)))
            said.append(str(await finished("run", folder=tmp_path, **wanted)))
    # Telegram is gone.
    said.append(str(await finished("doctor", folder=tmp_path, **wanted)))
    said.append(str(await finished("run", folder=tmp_path, **wanted)))
    log = (tmp_path / "log").read_text(encoding="utf-8")
    for text in [*said, log]:
        assert "canary" not in text.casefold()
    assert "DEBUG" in log
    if form == "json":
        assert all(json.loads(line)["level"] for line in log.splitlines())
    check(metrics)


async def test_health_turns_red_when_nothing_can_be_read(tmp_path: Path) -> None:
    async with Playground() as playground:
        wanted = environ(playground, tmp_path, sources=NOBODY + "every = 1\n")
        async with running("run", folder=tmp_path, **wanted):
            await up(wanted)
            assert await get(wanted, "/healthz") == (200, "ok\n")

            async def red() -> bool:
                return (await get(wanted, "/readyz"))[0] == 503

            await eventually(red, PATIENCE)
            assert (await get(wanted, "/healthz"))[1].startswith("feeds: none of the sources (1) could be read")
            checked = await finished("healthcheck", folder=tmp_path, **wanted)
    assert (checked.code, "feeds: none" in checked.out) == (1, True)


def check(metrics: dict[str, float]) -> None:
    """What the day left in them."""
    assert metrics["tagwire_publish_to_first_seconds_count,lane=breaking"] == 1
    assert metrics["tagwire_deliveries_total,lane=breaking,outcome=sent"] == 1
    assert metrics["tagwire_telegram_429_total"] >= 1
    assert metrics["tagwire_requests_total,method=sendMessage,outcome=flood"] >= 1
    assert metrics["tagwire_fetch_lag_seconds_count"] >= 1
    assert metrics["tagwire_sources,state=read"] == 3
    assert metrics["tagwire_queue_age_seconds,lane=breaking"] < 60
    assert metrics["tagwire_poll_age_seconds"] < 60
    assert metrics["tagwire_database_up"] == 1
    assert metrics["tagwire_problems"] == 0
    assert metrics["process_resident_memory_bytes"] > 0
