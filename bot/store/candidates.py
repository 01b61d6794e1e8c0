"""Candidates for breaking news: what editors decide, and the messages that show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, null, or_, select, update

from bot.news.candidates import DAY, HELD_FOR, MOST_A_DAY, STALE, UNDECIDED, Candidate, Nearly, State
from bot.news.chats import Chat, ChatKind
from bot.store import chats
from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import UNDECIDED as IS_UNDECIDED
from bot.store.tables import announcement, candidate, candidate_copy, chat


@dataclass(frozen=True, slots=True)
class Copy:
    """A message that shows a candidate as it was at `revision`."""

    candidate_id: int
    chat_id: int
    message_id: int
    revision: int


async def offer(tx: Transaction, story_id: int, reason: Nearly, now: datetime) -> bool:
    """Whether it is one by this: never twice, and never more than so many a day."""
    if await _since(tx, now) >= MOST_A_DAY:
        return False
    fresh = {"state": State.OPEN, "titles": {}, "editor_name": "", "revision": 0}
    times = {"created_at": now, "expires_at": now + STALE}
    new = insert(tx, candidate).values(story_id=story_id, reason=reason, **fresh, **times)
    return (await tx.execute(new.on_conflict_do_nothing())).rowcount > 0


async def nth(tx: Transaction, one: Candidate) -> int:
    """Which of its day it is."""
    return await _since(tx, one.created_at, upto=one.id)


async def get(tx: Transaction, candidate_id: int) -> Candidate | None:
    row = (await tx.execute(select(candidate).where(candidate.c.id == candidate_id))).one_or_none()
    return _candidate(row) if row else None


async def shown_by(tx: Transaction, chat_id: int, message_id: int) -> Candidate | None:
    """The candidate that a message shows."""
    copy = candidate_copy.c.chat_id == chat_id, candidate_copy.c.message_id == message_id
    row = (await tx.execute(select(candidate).join(candidate_copy).where(*copy))).one_or_none()
    return _candidate(row) if row else None


async def undecided(tx: Transaction) -> list[Candidate]:
    rows = await tx.execute(select(candidate).where(IS_UNDECIDED).order_by(candidate.c.id))
    return [_candidate(row) for row in rows]


async def held(tx: Transaction, story_id: int) -> bool:
    which = candidate.c.story_id == story_id, candidate.c.state == State.HELD
    return (await tx.execute(select(candidate.c.id).where(*which))).first() is not None


async def decide(tx: Transaction, one: Candidate, to: State, editor_id: int | None, name: str, now: datetime) -> bool:
    """Whether this did it: the first who acts on what they were shown wins."""
    later = {"expires_at": now + HELD_FOR} if to is State.HELD else {"expires_at": now + STALE}
    return await _change(tx, one, editor_id, name, now, state=to, **(later if to in UNDECIDED else {}))


async def reword(
    tx: Transaction, one: Candidate, titles: Mapping[str, str], editor_id: int, name: str, now: datetime
) -> bool:
    return await _change(tx, one, editor_id, name, now, titles=dict(titles))


async def aim(tx: Transaction, one: Candidate, tags: Sequence[int], editor_id: int, name: str, now: datetime) -> bool:
    return await _change(tx, one, editor_id, name, now, tags=list(tags))


async def close(tx: Transaction, now: datetime) -> None:
    """What nobody decided in time, and what was pushed by other ways."""
    pushed = select(announcement.c.story_id).where(announcement.c.kind == "breaking")
    again = {"editor_id": None, "editor_name": "", "acted_at": now, "revision": candidate.c.revision + 1}
    broke = update(candidate).where(IS_UNDECIDED, candidate.c.story_id.in_(pushed))
    await tx.execute(broke.values(state=State.BROKE, **again))
    stale = update(candidate).where(IS_UNDECIDED, candidate.c.expires_at <= now)
    await tx.execute(stale.values(state=State.EXPIRED, **again))


async def readers(tx: Transaction, staff: Collection[int]) -> list[Chat]:
    """Where candidates are shown: the editors' group, or else the private chats of the `staff` who want it."""
    group = await _group(tx)
    which = chat.c.number == group.number if group else _private(staff)
    rows = (await tx.execute(select(chat.c.id).where(which).order_by(chat.c.number))).scalars().all()
    return [one for chat_id in rows if (one := await chats.get(tx, chat_id))]


async def wants(tx: Transaction, number: int) -> bool:
    return (await tx.execute(select(chat.c.suggestions).where(chat.c.number == number))).scalar() is not False


async def want(tx: Transaction, number: int, want: bool) -> None:
    await tx.execute(update(chat).where(chat.c.number == number).values(suggestions=None if want else False))


async def room(tx: Transaction) -> str:
    """The title of the editors' group; empty where there is none."""
    group = await _group(tx)
    return (group.title or str(group.id)) if group else ""


async def decide_in(tx: Transaction, number: int | None) -> None:
    """In this group, and in no other; None: in private."""
    await tx.execute(update(chat).where(chat.c.suggestions).values(suggestions=None))
    await tx.execute(update(chat).where(chat.c.number == number).values(suggestions=True))


async def unseen(tx: Transaction, one: Candidate, among: Sequence[Chat]) -> list[Chat]:
    """Those that were not shown it."""
    have = select(candidate_copy.c.chat_id).where(candidate_copy.c.candidate_id == one.id)
    known = set((await tx.execute(have)).scalars())
    return [chat for chat in among if chat.id not in known]


async def show(tx: Transaction, one: Candidate, chat_id: int) -> None:
    """Before it is sent."""
    await tx.execute(candidate_copy.insert().values(candidate_id=one.id, chat_id=chat_id, revision=one.revision))


async def shown(tx: Transaction, one: Candidate, chat_id: int, message_id: int | None) -> None:
    """Where it was sent; None: it was not, and may be."""
    copy = candidate_copy.c.candidate_id == one.id, candidate_copy.c.chat_id == chat_id
    if message_id is None:
        await tx.execute(delete(candidate_copy).where(*copy))
    else:
        await tx.execute(update(candidate_copy).where(*copy).values(message_id=message_id))


async def seen(tx: Transaction, candidate_id: int, chat_id: int, revision: int) -> None:
    """The chat's copy shows that revision."""
    copy = candidate_copy.c.candidate_id == candidate_id, candidate_copy.c.chat_id == chat_id
    await tx.execute(update(candidate_copy).where(*copy).values(revision=revision))


async def outdated(tx: Transaction) -> list[tuple[Candidate, Copy]]:
    """Messages that show candidates as they were."""
    sent = candidate_copy.c.message_id.is_not(null()), candidate_copy.c.revision < candidate.c.revision
    copy = candidate_copy.c.chat_id, candidate_copy.c.message_id, candidate_copy.c.revision.label("seen")
    rows = await tx.execute(select(candidate, *copy).join(candidate_copy).where(*sent).order_by(candidate.c.id))
    return [(_candidate(row), Copy(row.id, row.chat_id, row.message_id, row.seen)) for row in rows]


async def _since(tx: Transaction, now: datetime, *, upto: int | None = None) -> int:
    day = [candidate.c.created_at > now - DAY, *([candidate.c.id <= upto] if upto else [])]
    found: int = (await tx.execute(select(func.count()).select_from(candidate).where(*day))).scalar_one()
    return found


async def _change(
    tx: Transaction, one: Candidate, editor_id: int | None, name: str, now: datetime, **fields: Any
) -> bool:
    same = candidate.c.id == one.id, candidate.c.revision == one.revision, IS_UNDECIDED
    who = {"editor_id": editor_id, "editor_name": name, "acted_at": now, "revision": one.revision + 1}
    return (await tx.execute(update(candidate).where(*same).values(**who, **fields))).rowcount > 0


async def _group(tx: Transaction) -> Row[Any] | None:
    group = select(chat).where(chat.c.suggestions, chat.c.kind == ChatKind.GROUP, chat.c.state == chats.ACTIVE)
    return (await tx.execute(group.limit(1))).one_or_none()


def _private(staff: Collection[int]) -> Any:
    wanting = or_(chat.c.suggestions.is_(null()), chat.c.suggestions)
    return chat.c.id.in_(staff) & wanting & (chat.c.state == chats.ACTIVE)


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        row.id,
        row.story_id,
        Nearly(row.reason),
        State(row.state),
        row.created_at,
        row.expires_at,
        row.titles,
        None if row.tags is None else tuple(row.tags),
        row.editor_id,
        row.editor_name,
        row.acted_at,
        row.revision,
    )
