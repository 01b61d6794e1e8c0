"""What editors send and how they steer it: from draft to announcement, once however often the button is tapped."""

from __future__ import annotations

from datetime import datetime

from bot.desk import amending
from bot.news.audience import Audience
from bot.news.delivery import AnnouncementKind, DeliveryState
from bot.store import Database, Transaction, announcements, audit, broadcasts, drafts
from bot.store.broadcasts import Told
from bot.store.drafts import Draft
from bot.views.broadcast import Sight
from bot.views.desk import Act
from bot.views.objections import Obstacle
from bot.views.text import opening

EVERYONE = Audience(None, alerts=True)


async def reach(db: Database, draft: Draft, now: datetime) -> dict[str, int]:
    """Language → messages that the draft would send, edit or delete.

    Counting a million takes a second, so it is never done while a transaction writes.
    """
    async with db.read() as tx:
        if draft.audience is not None:
            return await broadcasts.reached_by_audience(tx, draft.audience)
        return await broadcasts.reached_before(tx, draft.kind, draft.story_id, draft.of_id, now)


async def confirm(tx: Transaction, draft: Draft, message_id: int, now: datetime) -> int | Obstacle | None:
    """The announcement's id; None when the draft was closed or changed before. `message_id` shows its progress.

    Of an edit that only rewrote what waits for its time it is the original's, whose own message shows the progress.
    Nothing was done where what the draft amends has changed meanwhile; the Obstacle says how.
    """
    if obstacle := await amending.overtaken(tx, draft):
        return obstacle
    if not await drafts.confirm(tx, draft):
        return None
    if draft.kind is AnnouncementKind.ALERT:
        announcement_id = await announcements.announce(
            tx,
            kind=draft.kind,
            audience=draft.audience or EVERYONE,
            alert=draft.alert,
            author_id=draft.editor_id,
            now=now,
            opens_at=draft.opens_at,
            doubt=draft.doubt,
        )
        await audit.note(tx, draft.editor_id, "broadcast", opening(draft.alert), now)
    else:
        announcement_id = await amending.announce(tx, draft, now)
    await drafts.sent_as(tx, draft.id, announcement_id, message_id)
    if announcement_id == draft.of_id:
        await drafts.reported(tx, draft.id)
    return announcement_id


async def steer(tx: Transaction, editor_id: int, told: Told, act: Act, now: datetime) -> bool:
    """Whether it was done: not when the broadcast had gone on meanwhile."""
    await broadcasts.hold(tx, None, told.id)
    if not await _steered(tx, told.id, act, now):
        return False
    await audit.note(tx, editor_id, act.name.lower(), await amending.subject(tx, told), now)
    return True


async def _steered(tx: Transaction, announcement_id: int, act: Act, now: datetime) -> bool:
    match act:
        case Act.PAUSE:
            return await announcements.pause(tx, announcement_id)
        case Act.RESUME:
            return await announcements.resume(tx, announcement_id)
        case Act.CANCEL:
            return await announcements.end(tx, announcement_id, DeliveryState.CANCELLED, "cancelled by an editor")
        case Act.SEND_NOW:
            return await broadcasts.open_now(tx, announcement_id, now)
        case Act.KEEP:
            return False


async def sight(
    tx: Transaction, announcement_id: int, language: str, time_zone: str, now: datetime, rate: float = 0.0
) -> Sight | None:
    """How it stands, for an editor of that language and zone; None when there is no such announcement."""
    told, progress = await broadcasts.get(tx, announcement_id), await announcements.progress(tx, announcement_id)
    if told is None or progress is None:
        return None
    return Sight(
        announcement_id,
        await amending.subject(tx, told, language),
        progress,
        told.opens_at,
        told.done_at,
        told.alert is not None and told.alert.poll is not None,
        time_zone,
        now,
        rate,
    )
