from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desk.presence import Presence
from bot.store import Database, processes

ALL = frozenset({"ingest", "serve", "deliver"})


class Share:
    """What a process was given last."""

    rate = 0.0

    def take(self, rate: float) -> None:
        self.rate = rate


def present(db: Database, name: str, roles: frozenset[str], leads: Callable[[], bool], share: Share) -> Presence:
    return Presence(db, name, roles, 30, leads, share.take)


async def test_one_process_has_the_whole_rate_from_the_first_beat(db: Database) -> None:
    share = Share()
    alone = present(db, "a", ALL, lambda: False, share)
    async with alone.known():
        await alone.beat()
    assert share.rate == 30


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_processes_that_come_and_go_share_the_rate(db: Database) -> None:
    shares = Share(), Share(), Share()
    leader = present(db, "a", ALL, lambda: True, shares[0])
    other = present(db, "b", ALL, lambda: False, shares[1])
    reader = present(db, "c", frozenset({"ingest"}), lambda: False, shares[2])
    async with leader.known(), reader.known():
        async with other.known():
            for one in (leader, other, reader):
                await one.beat()
            assert [share.rate for share in shares] == [27, 3, 0]
        await leader.beat()
        assert shares[0].rate == 30
    assert await processes.beat(db, "d", ()) == [processes.Process("d", frozenset())]


async def test_a_database_that_is_away_at_the_end_stops_nobody_from_ending(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with present(db, "a", ALL, lambda: True, Share()).known(), db.write() as tx:
        await tx.exec_driver_sql("DROP TABLE process")
    assert "goodbye" in caplog.text
