"""The staff: editors and analysts that root editors appoint in chat, by links that work once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, null, select, update

from bot.news.staff import INVITED_FOR, Member, Role
from bot.store import signals
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import invitation, menu, staff


@dataclass(frozen=True, slots=True)
class Change:
    """Of which somebody does not know yet."""

    member: Member
    """With the role that they have now."""
    tell: int
    """Whom: the member, or who invited them."""


async def role_of(tx: Transaction, roots: Collection[int], person_id: int | None) -> Role:
    """What a person may do; None is somebody whom Telegram hides."""
    if person_id is None:
        return Role.NOBODY
    if person_id in roots:
        return Role.ROOT
    kept = (await tx.execute(select(staff.c.role).where(staff.c.person_id == person_id))).scalar()
    return _role(kept) if kept else Role.NOBODY


async def everybody(tx: Transaction, roots: Collection[int]) -> list[Member]:
    """Root editors first, then by when they joined."""
    rows = (await tx.execute(select(staff).order_by(staff.c.since, staff.c.person_id))).all()
    names = {row.person_id: row.name for row in rows}
    others = [_member(row) for row in rows if row.person_id not in roots and _role(row.role)]
    return [*(Member(one, Role.ROOT, names.get(one, "")) for one in sorted(roots)), *others]


async def introduce(tx: Transaction, root_id: int, name: str, now: datetime) -> None:
    """What a root editor is called; the role is none that could be kept here."""
    nobody = {"role": Role.NOBODY.name.lower(), "appointed_by": root_id, "since": now}
    new = insert(tx, staff).values(person_id=root_id, name=name, **nobody)
    await tx.execute(new.on_conflict_do_update(index_elements=["person_id"], set_={"name": name}))


async def get(tx: Transaction, person_id: int) -> Member | None:
    """One who was appointed in chat."""
    row = (await tx.execute(select(staff).where(staff.c.person_id == person_id))).one_or_none()
    return _member(row) if row and _role(row.role) else None


async def invite(tx: Transaction, by_id: int, key: str, role: Role, now: datetime) -> None:
    """Whoever opens the link with the key first gets the role."""
    await tx.execute(delete(invitation).where(invitation.c.expires_at <= now))
    new = {"print": _print(key), "role": role.name.lower(), "by_id": by_id, "expires_at": now + INVITED_FOR}
    await tx.execute(invitation.insert().values(new))


async def uninvite(tx: Transaction, by_id: int) -> int:
    """Of all links that this editor made none works any more; how many there were."""
    return (await tx.execute(delete(invitation).where(invitation.c.by_id == by_id))).rowcount


async def invited(tx: Transaction, roots: Collection[int], key: str, now: datetime) -> Role | None:
    """What the link makes of who opens it; None: it was opened before, taken back, is too old, or whoever
    made it is no root editor any more."""
    role = (await tx.execute(select(invitation.c.role).where(_valid(roots, key, now)))).scalar()
    return _role(role) if role else None


async def join(
    tx: Transaction, roots: Collection[int], person_id: int, name: str, key: str, now: datetime
) -> int | None:
    """Who invited them; None where the link is good for nothing: the first who opens it has it."""
    used = delete(invitation).where(_valid(roots, key, now)).returning(invitation.c.role, invitation.c.by_id)
    row = (await tx.execute(used)).one_or_none()
    if row is None:
        return None
    fields = {"role": row.role, "name": name, "appointed_by": row.by_id, "since": now, "tell": row.by_id}
    new = insert(tx, staff).values(person_id=person_id, **fields)
    await tx.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=fields))
    await signals.tell(tx, signals.STAFF)
    by_id: int = row.by_id
    return by_id


async def change(tx: Transaction, person_id: int, role: Role, by_id: int) -> bool:
    """Whether they had another one; NOBODY removes them. They are told."""
    theirs = staff.c.person_id == person_id, staff.c.role.not_in([role.name.lower(), Role.NOBODY.name.lower()])
    changed = update(staff).where(*theirs).values(role=role.name.lower(), appointed_by=by_id, tell=person_id)
    if not (await tx.execute(changed)).rowcount:
        return False
    await signals.tell(tx, signals.STAFF)
    return True


async def untold(tx: Transaction) -> list[Change]:
    rows = await tx.execute(select(staff).where(staff.c.tell.is_not(null())).order_by(staff.c.person_id))
    return [Change(_member(row), row.tell) for row in rows]


async def told(tx: Transaction, known: Change) -> None:
    """Of somebody who is nobody any more nothing stays."""
    same = staff.c.person_id == known.member.id, staff.c.role == known.member.role.name.lower()
    await tx.execute(update(staff).where(*same).values(tell=None))
    await tx.execute(delete(staff).where(*same, staff.c.role == Role.NOBODY.name.lower()))


async def with_menu(tx: Transaction) -> set[int]:
    """Who has a menu of the staff, of it or not."""
    return set((await tx.execute(select(menu.c.person_id))).scalars())


async def note_menus(tx: Transaction, given: Collection[int]) -> None:
    """Before they get one."""
    if given:
        new = insert(tx, menu).values([{"person_id": one} for one in sorted(given)])
        await tx.execute(new.on_conflict_do_nothing())


async def drop_menus(tx: Transaction, taken: Collection[int]) -> None:
    await tx.execute(delete(menu).where(menu.c.person_id.in_(taken)))


def _valid(roots: Collection[int], key: str, now: datetime) -> ColumnElement[bool]:
    theirs = invitation.c.by_id.in_(roots)
    return (invitation.c.print == _print(key)) & (invitation.c.expires_at > now) & theirs


def _print(key: str) -> str:
    """Whoever reads the database cannot make a link of it."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def _member(row: Row[Any]) -> Member:
    return Member(row.person_id, _role(row.role), row.name, row.since)


def _role(kept: str) -> Role:
    return Role[kept.upper()]
