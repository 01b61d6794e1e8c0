from bot.store import Database, audit
from tests.store.samples import NOON


async def test_acts_are_read_newest_first_and_page_by_page(db: Database) -> None:
    async with db.write() as tx:
        for number in range(5):
            await audit.note(tx, 7, "broadcast", f"Alert {number}", NOON)
    async with db.read() as tx:
        newest = await audit.recent(tx, 2)
        older = await audit.recent(tx, 9, before=newest[-1].id)
    assert [act.subject for act in newest] == ["Alert 4", "Alert 3"]
    assert [act.subject for act in older] == ["Alert 2", "Alert 1", "Alert 0"]
    assert (newest[0].editor_id, newest[0].act, newest[0].at) == (7, "broadcast", NOON)


async def test_what_failed_is_not_in_the_log(db: Database) -> None:
    class Broken(Exception):
        pass

    try:
        async with db.write() as tx:
            await audit.note(tx, 7, "retract", "Bridge opens", NOON)
            raise Broken
    except Broken:
        pass
    async with db.read() as tx:
        assert await audit.recent(tx, 9) == []
