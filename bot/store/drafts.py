"""Drafts: an editor's broadcast on its way from text to announcement. An editor has one open draft at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, select, update

from bot.news.audience import Audience
from bot.store import audiences
from bot.store.database import Transaction
from bot.store.tables import OPEN_DRAFT, draft


class DraftState(StrEnum):
    """The first two are open."""

    WAITING_TEXT = "waiting_text"
    CHOOSING = "choosing"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Draft:
    id: int
    editor_id: int
    """Telegram's id of the editor, and of the private chat with the bot."""
    state: DraftState
    html: str
    audience: Audience | None
    announcement_id: int | None


async def open_draft(tx: Transaction, editor_id: int, now: datetime) -> Draft:
    """A new draft; an open one of the same editor is cancelled."""
    earlier = update(draft).where(draft.c.editor_id == editor_id, OPEN_DRAFT)
    await tx.execute(earlier.values(state=DraftState.CANCELLED))
    new = draft.insert().values(
        editor_id=editor_id, state=DraftState.WAITING_TEXT, html="", reported=False, created_at=now
    )
    return _draft((await tx.execute(new.returning(draft))).one())


async def current(tx: Transaction, editor_id: int) -> Draft | None:
    """The editor's open draft."""
    return await _one(tx, select(draft).where(draft.c.editor_id == editor_id, OPEN_DRAFT))


async def get(tx: Transaction, draft_id: int) -> Draft | None:
    return await _one(tx, select(draft).where(draft.c.id == draft_id))


async def write(tx: Transaction, draft_id: int, html: str) -> bool:
    """Sets the text of an open draft; its audience is chosen next. Whether it was open, as below."""
    return await _change(tx, draft_id, html=html, state=DraftState.CHOOSING)


async def aim(tx: Transaction, draft_id: int, audience: Audience) -> bool:
    return await _change(tx, draft_id, audience=audiences.to_json(audience))


async def confirm(tx: Transaction, draft_id: int) -> bool:
    """True once only: two taps make one broadcast. The announcement follows in the same transaction."""
    return await _change(tx, draft_id, state=DraftState.CONFIRMED)


async def cancel(tx: Transaction, draft_id: int) -> bool:
    return await _change(tx, draft_id, state=DraftState.CANCELLED)


async def sent_as(tx: Transaction, draft_id: int, announcement_id: int) -> None:
    """The announcement that a confirmed draft became."""
    await tx.execute(update(draft).where(draft.c.id == draft_id).values(announcement_id=announcement_id))


async def unreported(tx: Transaction) -> list[Draft]:
    """Broadcasts whose editor has not been told how they went, oldest first."""
    told = draft.c.announcement_id.is_not(None), draft.c.reported.is_(False)
    rows = await tx.execute(select(draft).where(*told).order_by(draft.c.id))
    return [_draft(row) for row in rows]


async def reported(tx: Transaction, draft_id: int) -> bool:
    """The editor is told; True once only."""
    told = update(draft).where(draft.c.id == draft_id, draft.c.reported.is_(False)).values(reported=True)
    return (await tx.execute(told)).rowcount > 0


async def _change(tx: Transaction, draft_id: int, **fields: Any) -> bool:
    return (await tx.execute(update(draft).where(draft.c.id == draft_id, OPEN_DRAFT).values(fields))).rowcount > 0


async def _one(tx: Transaction, query: Select[Any]) -> Draft | None:
    row = (await tx.execute(query)).one_or_none()
    return _draft(row) if row else None


def _draft(row: Row[Any]) -> Draft:
    audience = audiences.from_json(row.audience) if row.audience else None
    return Draft(row.id, row.editor_id, DraftState(row.state), row.html, audience, row.announcement_id)
