from datetime import timedelta

from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, DeliveryState, Lane, Sent, settle
from bot.store import Database, outbox, tags
from tests.store.samples import NATO, NOON, follower

async def test_road(db: Database) -> None:
    async with db.write() as tx:
        [nato] = await tags.learn(tx, [NATO], "en")
        for n in range(12):
            await follower(tx, 100 + n, nato)
        aid = await outbox.announce(tx, kind=AnnouncementKind.ALERT, lane=Lane.BREAKING, audience=Audience((nato,), (Level.BREAKING,)), html="x", now=NOON)
    assert await outbox.fan_out(db, aid, chunk=5) == 12
    assert await outbox.fan_out(db, aid, chunk=5) == 0
    async with db.read() as tx:
        assert await outbox.next_due(tx) == NOON
    got = await outbox.claim(db, owner="a", most=7, now=NOON, lease=90)
    assert [d.chat_id for d in got] == list(range(100, 107))
    assert await outbox.settle(db, "b", [settle(d, Sent(d.id), NOON) for d in got], NOON) == 0
    assert await outbox.settle(db, "a", [settle(d, Sent(d.id), NOON) for d in got], NOON) == 7
    async with db.read() as tx:
        assert await outbox.outcomes(tx, aid) == {DeliveryState.SENT: 7, DeliveryState.DUE: 5}
        assert not await outbox.finished(tx, aid)
