"""Who is on the staff: by links that work once, for a day, and only while who made them is a root editor."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.news.staff import INVITED_FOR, Member, Role
from bot.store import Database, staff
from tests.store.samples import NOON

ROOT, OLENA, EMMA = 1, 7, 8


async def invited(db: Database, role: Role = Role.EDITOR) -> None:
    async with db.write() as tx:
        await staff.invite(tx, ROOT, "key", role, NOON)


async def join(db: Database, person_id: int = OLENA, *, key: str = "key", hours: float = 1.0) -> int | None:
    async with db.write() as tx:
        return await staff.join(tx, [ROOT], person_id, "Olena", key, NOON + timedelta(hours=hours))


async def role(db: Database, person_id: int | None = OLENA) -> Role:
    async with db.read() as tx:
        return await staff.role_of(tx, [ROOT], person_id)


async def test_of_many_who_open_a_link_at_once_one_gets_in(db: Database) -> None:
    await invited(db)
    came = await asyncio.gather(*(join(db, person_id) for person_id in range(10, 20)))
    assert sorted(came, key=str) == [ROOT] + [None] * 9
    roles = [await role(db, person_id) for person_id in range(10, 20)]
    assert sorted(roles) == [Role.NOBODY] * 9 + [Role.EDITOR]


async def test_a_link_that_is_old_foreign_or_taken_back_lets_nobody_in(db: Database) -> None:
    await invited(db)
    assert await join(db, key="other") is None
    assert await join(db, hours=INVITED_FOR / timedelta(hours=1)) is None
    async with db.write() as tx:
        assert await staff.join(tx, [2], OLENA, "Olena", "key", NOON) is None
        assert await staff.uninvite(tx, ROOT) == 1
    assert await join(db) is None
    assert await role(db) is Role.NOBODY


async def test_roles_as_they_change_and_who_is_told(db: Database) -> None:
    await invited(db, Role.ANALYST)
    assert await join(db) == ROOT
    assert (await role(db), await role(db, ROOT), await role(db, None)) == (Role.ANALYST, Role.ROOT, Role.NOBODY)
    for to, tell in ((None, ROOT), (Role.EDITOR, OLENA), (Role.NOBODY, OLENA)):
        async with db.write() as tx:
            if to is not None:
                assert await staff.change(tx, OLENA, to, ROOT)
                assert not await staff.change(tx, OLENA, to, ROOT)
            [known] = await staff.untold(tx)
            assert known.tell == tell
            await staff.told(tx, known)
    async with db.read() as tx:
        assert await staff.everybody(tx, [ROOT]) == [Member(ROOT, Role.ROOT)]
        assert await staff.get(tx, OLENA) is None


async def test_who_is_appointed_again_before_they_were_told_stays(db: Database) -> None:
    await invited(db)
    await join(db)
    async with db.write() as tx:
        await staff.change(tx, OLENA, Role.NOBODY, ROOT)
        [known] = await staff.untold(tx)
        await staff.invite(tx, ROOT, "again", Role.EDITOR, NOON)
    await join(db, key="again")
    async with db.write() as tx:
        await staff.told(tx, known)
    assert await role(db) is Role.EDITOR
