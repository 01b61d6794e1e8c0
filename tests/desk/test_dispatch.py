"""Dispatch against a Telegram that misbehaves: everybody is told, waits are kept, and ends are written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.desk.broadcast import EVERYONE
from bot.desk.dispatch import IN_FLIGHT, WAVE, Dispatch, Road
from bot.gateway.connection import connect
from bot.gateway.pace import Pace
from bot.gateway.sender import Sender
from bot.locales import load
from bot.news.alert import Alert
from bot.news.chats import ChatKind
from bot.news.delivery import LANES, AnnouncementKind, DeliveryState, Lane, Outcome
from bot.playground import Playground
from bot.store import Database, announcements, chats
from bot.views.post import Post
from tests.people import Person, Telegram

READERS = 20


@dataclass(frozen=True)
class World:
    telegram: Telegram
    readers: list[Person]
    db: Database
    road: Road

    async def announce(self, *, expires_at: datetime | None = None) -> int:
        async with self.db.write() as tx:
            return await announcements.announce(
                tx,
                kind=AnnouncementKind.ALERT,
                audience=EVERYONE,
                alert=Alert({"en": "Hello"}),
                now=self.road.now(),
                expires_at=expires_at,
            )

    async def deliver(
        self, announcement_id: int, *, now: Callable[[], datetime] | None = None
    ) -> dict[DeliveryState, int]:
        """Runs dispatch until the announcement has ended; how its deliveries did."""
        stop = asyncio.Event()
        road = replace(self.road, now=now or self.road.now)
        running = asyncio.create_task(Dispatch(road).run(stop))
        async with asyncio.timeout(30):
            while not await self.ended(announcement_id):
                await asyncio.sleep(0.05)
        stop.set()
        await running
        async with self.db.read() as tx:
            return dict(await announcements.outcomes(tx, announcement_id))

    async def ended(self, announcement_id: int) -> bool:
        async with self.db.read() as tx:
            return await announcements.finished(tx, announcement_id)


@pytest.fixture
async def world(db: Database) -> AsyncIterator[World]:
    async with Playground() as playground, Telegram(playground.url) as telegram:
        readers = await telegram.newcomers(READERS)
        async with connect(playground.token, playground.url) as line:
            pace = Pace(1000)
            road = Road(
                db,
                "me",
                load(),
                Sender(line, pace).post,
                pace.bulk,
                pace.give_back,
                pace.wait_for,
                lambda: datetime.now(UTC),
            )
            async with db.write() as tx:
                for reader in readers:
                    await meet(tx, reader.id, road.now())
            yield World(telegram, readers, db, road)


async def meet(tx: object, chat_id: int, now: datetime) -> None:
    await chats.meet(
        tx,  # type: ignore[arg-type]
        chat_id=chat_id,
        kind=ChatKind.PRIVATE,
        language="en",
        time_zone="UTC",
        title="",
        now=now,
    )


async def test_everybody_once(world: World) -> None:
    assert await world.deliver(await world.announce()) == {DeliveryState.SENT: READERS}
    assert await world.telegram.deliveries() == {reader.id: 1 for reader in world.readers}


async def test_a_flood_wait_is_sat_out(world: World) -> None:
    await world.telegram.fault("429", 3, seconds=1, method="sendMessage")
    assert await world.deliver(await world.announce()) == {DeliveryState.SENT: READERS}
    assert await world.telegram.deliveries() == {reader.id: 1 for reader in world.readers}


@pytest.mark.parametrize("fault", ["500", "html502", "reset_before", "cut"])
async def test_what_is_unclear_is_tried_again(world: World, fault: str) -> None:
    await world.telegram.fault(fault, 5, method="sendMessage")
    assert await world.deliver(await world.announce()) == {DeliveryState.SENT: READERS}
    assert set(await world.telegram.deliveries()) == {reader.id for reader in world.readers}


async def test_who_is_gone_is_let_go(world: World) -> None:
    blocker, leaver = world.readers[:2]
    await blocker.blocks()
    await leaver.deactivates()
    assert await world.deliver(await world.announce()) == {DeliveryState.SENT: READERS - 2, DeliveryState.GONE: 2}
    assert await world.deliver(await world.announce()) == {DeliveryState.SENT: READERS - 2}


async def test_stale_news_expires(world: World) -> None:
    now = world.road.now()
    announcement_id = await world.announce(expires_at=now + timedelta(hours=6))
    late = now + timedelta(hours=7)
    assert await world.deliver(announcement_id, now=lambda: late) == {DeliveryState.EXPIRED: READERS}
    assert not await world.telegram.deliveries()


async def test_stopping_in_the_middle_repeats_nothing(world: World) -> None:
    await world.telegram.fault("slow", None, seconds=0.2, method="sendMessage")
    announcement_id = await world.announce()
    stop = asyncio.Event()
    running = asyncio.create_task(Dispatch(world.road).run(stop))
    async with asyncio.timeout(10):
        while not await world.telegram.calls("sendMessage"):
            await asyncio.sleep(0.02)
    stop.set()
    await running
    await world.telegram.no_faults()
    assert await world.deliver(announcement_id) == {DeliveryState.SENT: READERS}
    assert await world.telegram.deliveries() == {reader.id: 1 for reader in world.readers}


@pytest.mark.parametrize(("fault", "seconds"), [("stall", 60), ("429", 40)])
@pytest.mark.parametrize("kind", ["sqlite"])
async def test_it_stops_in_time_whatever_telegram_does(world: World, fault: str, seconds: int) -> None:
    await world.telegram.fault(fault, None, seconds=seconds, method="sendMessage")
    await world.announce()
    stop = asyncio.Event()
    running = asyncio.create_task(Dispatch(world.road).run(stop))
    await asyncio.sleep(1)
    stop.set()
    async with asyncio.timeout(8):
        await running


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_second_deliverer_stands_by_until_the_first_ends(world: World) -> None:
    first_stop, second_stop = asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(Dispatch(world.road).run(first_stop))
    await asyncio.sleep(0.5)
    second = asyncio.create_task(Dispatch(replace(world.road, owner="other")).run(second_stop))
    await asyncio.sleep(0.5)
    first_stop.set()
    await first
    announcement_id = await world.announce()
    async with asyncio.timeout(15):
        while not await world.ended(announcement_id):
            await asyncio.sleep(0.05)
    second_stop.set()
    await second
    assert await world.telegram.deliveries() == {reader.id: 1 for reader in world.readers}


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_what_a_lost_lead_left_under_way_is_tried_again(world: World) -> None:
    slow = world.readers[0].id
    asked: list[int] = []

    async def send(chat_id: int, kind: ChatKind, thread_id: int, post: Post) -> Outcome:
        asked.append(chat_id)
        if asked.count(slow) == 1 and chat_id == slow:
            await asyncio.Event().wait()
        return await world.road.send(chat_id, kind, thread_id, post)

    announcement_id, stop = await world.announce(), asyncio.Event()
    running = asyncio.create_task(Dispatch(replace(world.road, send=send)).run(stop))
    async with asyncio.timeout(40):
        while len(asked) < READERS:
            await asyncio.sleep(0.05)
        async with world.db.write() as tx:
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
            await tx.execute(text(cut + "current_database()"))
        while not await world.ended(announcement_id):
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert await world.telegram.deliveries() == {reader.id: 1 for reader in world.readers}


async def test_slow_answers_hold_up_nobody_else(world: World) -> None:
    slow = {reader.id for reader in world.readers[: IN_FLIGHT - WAVE + 1]}
    told, released = set[int](), asyncio.Event()

    async def send(chat_id: int, kind: ChatKind, thread_id: int, post: Post) -> Outcome:
        if chat_id in slow:
            await released.wait()
        else:
            told.add(chat_id)
        return await world.road.send(chat_id, kind, thread_id, post)

    first, stop = await world.announce(), asyncio.Event()
    running = asyncio.create_task(Dispatch(replace(world.road, send=send)).run(stop))
    async with asyncio.timeout(15):
        while len(told) < READERS - len(slow):
            await asyncio.sleep(0.02)
        told.clear()
        second = await world.announce()
        while len(told) < READERS - len(slow):
            await asyncio.sleep(0.02)
        released.set()
        while not await world.ended(first) or not await world.ended(second):
            await asyncio.sleep(0.02)
    stop.set()
    await running


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_a_connection_that_is_cut_while_the_lead_begins_is_tried_again(world: World) -> None:
    told, stop = await world.announce(), asyncio.Event()
    waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    cut: list[object] = []
    async with world.db.write() as holder:
        await holder.execute(text("LOCK TABLE tally, delivery"))
        running = asyncio.create_task(Dispatch(world.road).run(stop))
        async with asyncio.timeout(15):
            while not cut:
                await asyncio.sleep(0.05)
                async with world.db.write() as tx:
                    cut += await tx.execute(text(f"SELECT pg_terminate_backend(pid) {waiting}"))
    async with asyncio.timeout(15):
        while not await world.ended(told):
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert await world.telegram.deliveries() == {reader.id: 1 for reader in world.readers}


async def test_a_chat_is_asked_for_a_turn_of_the_announcements_lane(world: World) -> None:
    lanes = set[Lane]()

    def wait_for(chat_id: int, kind: ChatKind, lane: Lane) -> float:
        lanes.add(lane)
        return world.road.wait_for(chat_id, kind, lane)

    asking = replace(world, road=replace(world.road, wait_for=wait_for))
    await asking.deliver(await asking.announce())
    assert lanes == {LANES[AnnouncementKind.ALERT]}


class Revoked(Exception):
    pass


async def test_it_ends_when_nothing_can_be_sent_any_more(world: World) -> None:
    async def send(*_: object) -> Outcome:
        raise Revoked

    await world.announce()
    async with asyncio.timeout(8):
        with pytest.raises(Revoked):
            await Dispatch(replace(world.road, send=send)).run(asyncio.Event())


async def test_it_ends_with_the_part_of_the_program_that_failed(world: World) -> None:
    running = asyncio.create_task(Dispatch(world.road).run(asyncio.Event()))
    await asyncio.sleep(0.3)
    running.cancel()
    async with asyncio.timeout(8):
        with pytest.raises(asyncio.CancelledError):
            await running
