"""Drafts: what an editor writes, from the first text to the announcement. An editor has one open draft at most.

A draft is a value: pages change a copy, and `save` writes it down unless the draft was changed or closed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, select, update

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, Doubt
from bot.store import alerts, audiences
from bot.store.database import Transaction
from bot.store.tables import OPEN_DRAFT, announcement, draft

TIME = "time"
"""Awaited instead of a text."""
LOOKED_BACK = 30
"""Drafts of an editor that an edit of a message may belong to."""


class DraftState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Origins:
    """The editor's messages that a draft was made of: who edits one of them edits the draft."""

    texts: Mapping[str, int] = field(default_factory=dict)
    """Language → message."""
    media: tuple[int, ...] = ()
    """The message of each of the alert's media."""
    question: str = ""
    """What the newest poll asks, as Telegram HTML: the alert only refers to the poll."""
    hinted: tuple[int, ...] = ()
    """Those of which the editor knows that editing them changes nothing any more."""

    def languages(self, message_id: int) -> tuple[str, ...]:
        """Of the texts that came from the message."""
        return tuple(language for language, origin in self.texts.items() if origin == message_id)

    def __contains__(self, message_id: int) -> bool:
        return message_id in self.media or message_id in self.texts.values()


@dataclass(frozen=True, slots=True)
class Draft:
    id: int
    editor_id: int
    """Telegram's id of the editor, and of the private chat with the bot."""
    state: DraftState
    kind: AnnouncementKind
    """What it becomes."""
    story_id: int | None = None
    of_id: int | None = None
    """The alert's announcement that it corrects, edits or takes back; of a story's pushes, `story_id` says it."""
    alert: Alert = field(default_factory=Alert)
    awaits: str = ""
    """The language of the text that is asked for, or TIME; empty when the next message is none of ours."""
    album: str = ""
    """Telegram's id of the album whose parts are still coming."""
    audience: Audience | None = None
    opens_at: datetime | None = None
    """None: at once."""
    doubt: Doubt = Doubt.RETRY
    revision: int = 0
    announcement_id: int | None = None
    message_id: int | None = None
    """Where in the editor's chat its progress is shown."""
    origins: Origins = field(default_factory=Origins)
    began: Alert | None = None
    """What the alert said when an edit of it was begun: it must say so still when the edit is confirmed."""

    @property
    def written(self) -> bool:
        """Something of its editor's would be lost with it; an untouched copy of what an edit begins with is not."""
        return self.revision > 0 and bool(self.alert.texts or self.alert.media or self.alert.poll)

    def aims_at(self, kind: AnnouncementKind, story_id: int | None, of_id: int | None) -> bool:
        return (self.kind, self.story_id, self.of_id) == (kind, story_id, of_id)


async def open_draft(
    tx: Transaction,
    editor_id: int,
    now: datetime,
    *,
    kind: AnnouncementKind = AnnouncementKind.ALERT,
    story_id: int | None = None,
    of_id: int | None = None,
    alert: Alert | None = None,
    awaits: str = "",
    audience: Audience | None = None,
) -> Draft:
    """A new draft; an open one of the same editor is cancelled, so whoever calls asks first where it is `written`."""
    earlier = update(draft).where(draft.c.editor_id == editor_id, OPEN_DRAFT)
    await tx.execute(earlier.values(state=DraftState.CANCELLED))
    fresh = Draft(0, editor_id, DraftState.OPEN, kind, story_id, of_id, alert or Alert(), awaits, audience=audience)
    if kind is AnnouncementKind.UPDATE and of_id is not None:
        fresh = replace(fresh, began=await _said(tx, of_id))
    new = draft.insert().values(
        editor_id=editor_id,
        state=DraftState.OPEN,
        kind=kind,
        story_id=story_id,
        of_id=of_id,
        revision=0,
        reported=False,
        created_at=now,
        **_written(fresh),
    )
    return _draft((await tx.execute(new.returning(draft))).one())


async def current(tx: Transaction, editor_id: int) -> Draft | None:
    """The editor's open draft."""
    return await _one(tx, select(draft).where(draft.c.editor_id == editor_id, OPEN_DRAFT))


async def get(tx: Transaction, draft_id: int) -> Draft | None:
    return await _one(tx, select(draft).where(draft.c.id == draft_id))


async def sent_from(tx: Transaction, editor_id: int, message_id: int) -> Draft | None:
    """The newest of the editor's last drafts that went out and was made of the message."""
    went = draft.c.editor_id == editor_id, draft.c.announcement_id.is_not(None)
    rows = await tx.execute(select(draft).where(*went).order_by(draft.c.id.desc()).limit(LOOKED_BACK))
    return next((one for one in map(_draft, rows) if message_id in one.origins), None)


async def hinted(tx: Transaction, sent: Draft, message_id: int) -> bool:
    """The editor is told that editing the message changes nothing for readers; True once only."""
    if message_id in sent.origins.hinted:
        return False
    known = replace(sent.origins, hinted=(*sent.origins.hinted, message_id))
    kept = _written(replace(sent, origins=known))["alert"]
    await tx.execute(update(draft).where(draft.c.id == sent.id).values(alert=kept))
    return True


async def save(tx: Transaction, changed: Draft) -> bool:
    """Whether it was written down: not when the draft was closed, or changed since it was read."""
    return await _change(tx, changed, **_written(changed), revision=changed.revision + 1)


async def confirm(tx: Transaction, shown: Draft) -> bool:
    """True once only: two taps make one broadcast. The announcement follows in the same transaction."""
    return await _change(tx, shown, state=DraftState.CONFIRMED)


async def cancel(tx: Transaction, draft_id: int) -> bool:
    closed = update(draft).where(draft.c.id == draft_id, OPEN_DRAFT).values(state=DraftState.CANCELLED)
    return (await tx.execute(closed)).rowcount > 0


async def sent_as(tx: Transaction, draft_id: int, announcement_id: int, message_id: int) -> None:
    """The announcement that a confirmed draft became, and the editor's message that shows its progress; 0: none yet."""
    became = {"announcement_id": announcement_id, "message_id": message_id or None}
    await tx.execute(update(draft).where(draft.c.id == draft_id).values(became))


async def shown_at(tx: Transaction, draft_id: int, message_id: int) -> None:
    """Its progress is shown by this message from now on."""
    await tx.execute(update(draft).where(draft.c.id == draft_id).values(message_id=message_id))


async def unreported(tx: Transaction) -> list[Draft]:
    """Those that were sent and whose editor has not been told how it ended, oldest first."""
    told = draft.c.announcement_id.is_not(None), draft.c.reported.is_(False)
    rows = await tx.execute(select(draft).where(*told).order_by(draft.c.id))
    return [_draft(row) for row in rows]


async def reported(tx: Transaction, draft_id: int) -> bool:
    """The editor is told; True once only."""
    told = update(draft).where(draft.c.id == draft_id, draft.c.reported.is_(False)).values(reported=True)
    return (await tx.execute(told)).rowcount > 0


async def unfinished(tx: Transaction, editor_id: int) -> int:
    """How many that the editor sent wait for their time, or are being sent."""
    return sum(one.editor_id == editor_id for one in await unreported(tx))


async def hand_over(tx: Transaction, editor_id: int, to_id: int) -> None:
    """The editor is none any more: what they write is dropped, what they sent another one looks after, in a new
    message."""
    theirs = draft.c.editor_id == editor_id
    await tx.execute(update(draft).where(theirs, OPEN_DRAFT).values(state=DraftState.CANCELLED))
    running = draft.c.announcement_id.is_not(None), draft.c.reported.is_(False)
    await tx.execute(update(draft).where(theirs, *running).values(editor_id=to_id, message_id=None))


async def _said(tx: Transaction, announcement_id: int) -> Alert | None:
    row = (await tx.execute(select(announcement.c.alert).where(announcement.c.id == announcement_id))).one_or_none()
    return alerts.from_json(row.alert) if row else None


async def _change(tx: Transaction, read: Draft, **fields: Any) -> bool:
    unchanged = draft.c.id == read.id, draft.c.revision == read.revision, OPEN_DRAFT
    return (await tx.execute(update(draft).where(*unchanged).values(fields))).rowcount > 0


def _written(changed: Draft) -> dict[str, Any]:
    """What an editor may change."""
    beside = {"origins": _origins_to_json(changed.origins), "began": alerts.to_json(changed.began)}
    return {
        "alert": {**(alerts.to_json(changed.alert) or {}), **beside},
        "awaits": changed.awaits,
        "album": changed.album,
        "audience": audiences.to_json(changed.audience) if changed.audience else None,
        "opens_at": changed.opens_at,
        "doubt": changed.doubt,
    }


async def _one(tx: Transaction, query: Select[Any]) -> Draft | None:
    row = (await tx.execute(query)).one_or_none()
    return _draft(row) if row else None


def _origins_to_json(origins: Origins) -> Any:
    texts = list(origins.texts.items())
    return {"texts": texts, "media": origins.media, "question": origins.question, "hinted": origins.hinted}


def _origins(alert: Mapping[str, Any] | None) -> Origins:
    """Kept beside the alert; drafts of earlier versions have none."""
    kept = (alert or {}).get("origins")
    if not kept:
        return Origins()
    return Origins(dict(kept["texts"]), tuple(kept["media"]), kept["question"], tuple(kept.get("hinted", ())))


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        row.id,
        row.editor_id,
        DraftState(row.state),
        AnnouncementKind(row.kind),
        row.story_id,
        row.of_id,
        alerts.from_json(row.alert) or Alert(),
        row.awaits,
        row.album,
        audiences.from_json(row.audience) if row.audience else None,
        row.opens_at,
        Doubt(row.doubt),
        row.revision,
        row.announcement_id,
        row.message_id,
        _origins(row.alert),
        alerts.from_json((row.alert or {}).get("began")),
    )
