"""What is kept of those who set up a group or channel: told to each of themselves, and forgotten."""

from bot.news.chats import ChatKind
from bot.store import Database, outlets
from tests.store.samples import NOON, meet
from tests.store.test_personal import GROUP, OTHER, READER, ROOT, SUPERGROUP, forget, told


async def test_an_admin_of_a_group_is_told_how_many_set_it_up_beside_them_and_not_who(db: Database) -> None:
    async with db.write() as tx:
        group = await meet(tx, GROUP, kind=ChatKind.GROUP)
        elsewhere = await meet(tx, SUPERGROUP, kind=ChatKind.GROUP)
        for number, person_id in ((group.number, READER), (group.number, OTHER), (group.number, ROOT)):
            await outlets.keep(tx, number, person_id, NOON)
        await outlets.keep(tx, elsewhere.number, READER, NOON)
    parts = await told(db, GROUP, READER)
    assert [(one["chat_number"], one["person_id"]) for one in parts["keepers"]] == [(group.number, READER)]
    assert [dict(one) for one in parts["other_keepers"]] == [{"chat_number": group.number, "people": 2}]
    assert (await told(db, GROUP, 99))["other_keepers"][0]["people"] == 3


async def test_who_set_up_a_group_and_never_wrote_in_private_is_forgotten_too(db: Database) -> None:
    async with db.write() as tx:
        group = await meet(tx, GROUP, kind=ChatKind.GROUP)
        for person_id in (READER, OTHER):
            await outlets.keep(tx, group.number, person_id, NOON)
    assert await forget(db)
    assert not await forget(db)
    async with db.read() as tx:
        assert await outlets.keepers(tx, group.number) == [OTHER]
