"""Folding: a story's delivery ends, visibly, in another one, which tells of many at once (DESIGN §6).

That one is a delivery like others: a summary, a digest, or the rest of a burst. What is folded into it names it as its
target.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Update, bindparam, func, insert, literal_column, or_, select, update

from bot.news.bursts import Place
from bot.news.delivery import GATHERED, LANES, AnnouncementKind, AnnouncementState, DeliveryState, Doubt
from bot.store import dialects, tally
from bot.store.dialects import json_row, number
from bot.store.prepared import Prepared
from bot.store.tables import DUE, OPEN, UNDONE, announcement, delivery
from bot.store.tables.columns import Moment

KEPT_OPEN = 2
"""Announcements of a kind, the newest ones, that are not closed: while one grows, another transaction may begin the
next; and what went out lately may be due again, because it grew."""


def _fold(dialect: str) -> Update:
    row = json_row(dialect, "folded")
    return (
        update(delivery)
        .where(delivery.c.id == number(row, "id"), DUE)
        .values(
            state=DeliveryState.FOLDED,
            target_id=number(row, "into"),
            settled_at=bindparam("now", type_=Moment),
            reason=bindparam("because"),
        )
        .returning(delivery.c.id)
    )


def _aim(dialect: str) -> Update:
    row = json_row(dialect, "folded")
    return update(delivery).where(delivery.c.target_id == number(row, "id"), DUE).values(target_id=number(row, "into"))


_FOLD = Prepared(_fold)
_AIM = Prepared(_aim)


def of_kind(kind: AnnouncementKind) -> ColumnElement[bool]:
    """A condition on announcements."""
    return announcement.c.kind == literal_column(f"'{kind.value}'")


def growing() -> ColumnElement[bool]:
    """A condition on announcements: more may still be added to it, which nobody can see from outside."""
    newest = announcement.alias()
    undone = select(newest.c.id).where(newest.c.state != literal_column("'done'")).order_by(newest.c.id.desc())
    kinds = (newest.c.kind == literal_column(f"'{kind.value}'") for kind in sorted(GATHERED))
    return or_(*(announcement.c.id.in_(undone.where(kind).limit(KEPT_OPEN)) for kind in kinds))


def fold(
    tx: Connection, announcement_id: int, into: Mapping[int, int], because: str, now: datetime, changes: tally.Changes
) -> None:
    """`into`: delivery → the one that tells of it too. `changes` still go into the tally."""
    folded = [{"id": one, "into": other} for one, other in into.items()]
    changes[announcement_id, DeliveryState.FOLDED] += len(_FOLD.rows(tx, folded=folded, because=because, now=now))
    # What would answer them answers that one.
    _AIM.rows(tx, folded=folded)


def owe(
    tx: Connection,
    kind: AnnouncementKind,
    due_at: Mapping[Place, datetime],
    now: datetime,
    changes: tally.Changes,
    because: str | None = None,
) -> dict[Place, int]:
    """The delivery of the kind that each is still to get, due then where there was none yet. `changes` as above."""
    owed = _due(tx, kind, due_at)
    newest = select(func.max(announcement.c.id)).where(
        UNDONE, of_kind(kind), announcement.c.state == AnnouncementState.OPEN
    )
    if (missing := due_at.keys() - owed.keys()) and (told := tx.execute(newest).scalar()):
        owed |= _add(tx, told, {place: due_at[place] for place in missing}, because, changes)
        # Who has none now got one of that before, or gets one from somebody else just now.
        owed |= _due(tx, kind, due_at.keys() - owed.keys())
    if missing := due_at.keys() - owed.keys():
        owed |= _add(tx, _announce(tx, kind, now), {place: due_at[place] for place in missing}, because, changes)
    return owed


def _due(tx: Connection, kind: AnnouncementKind, places: Collection[Place]) -> dict[Place, int]:
    """Those that are not sent yet."""
    if not places:
        return {}
    told = tx.execute(select(announcement.c.id).where(UNDONE, of_kind(kind))).scalars().all()
    # By the chat's open deliveries: those of one announcement may be a million.
    numbers = delivery.c.chat_number.in_({number_ for number_, _ in places})
    theirs = numbers, OPEN, DUE, (delivery.c.announcement_id + 0).in_(told)
    rows = tx.execute(select(delivery.c.id, delivery.c.chat_number, delivery.c.thread_id).where(*theirs))
    return {(row.chat_number, row.thread_id): row.id for row in rows if (row.chat_number, row.thread_id) in places}


def _announce(tx: Connection, kind: AnnouncementKind, now: datetime) -> int:
    nobody = {"high_water": 0, "cursor": 0, "fanned": True, "reported": True}
    new = insert(announcement).values(
        kind=kind,
        lane=LANES[kind],
        state=AnnouncementState.OPEN,
        doubt=Doubt.RETRY,
        created_at=now,
        opens_at=now,
        **nobody,
    )
    announcement_id: int = tx.execute(new.returning(announcement.c.id)).scalar_one()
    return announcement_id


def _add(
    tx: Connection, announcement_id: int, due_at: Mapping[Place, datetime], because: str | None, changes: tally.Changes
) -> dict[Place, int]:
    owed = {"announcement_id": announcement_id, "state": DeliveryState.DUE, "reason": because}
    none = {"attempts": 0, "ambiguous": 0}
    rows = [
        {"chat_number": number_, "thread_id": thread_id, "due_at": at, **owed, **none}
        for (number_, thread_id), at in sorted(due_at.items())
    ]
    new = dialects.insert(tx, delivery).on_conflict_do_nothing(
        index_elements=["announcement_id", "chat_number", "thread_id"]
    )
    made = tx.execute(new.returning(delivery.c.id, delivery.c.chat_number, delivery.c.thread_id), rows).all()
    changes[announcement_id, tally.OWED] += len(made)
    return {(row.chat_number, row.thread_id): row.id for row in made}
