"""An editor's alert: from draft to announcement, once however often the button is tapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Level
from bot.news.delivery import AnnouncementKind, DeliveryState
from bot.store import Database, Transaction, announcements, drafts

EVERYONE = Audience(None, alerts=True)


@dataclass(frozen=True, slots=True)
class Report:
    """How a finished broadcast went, for the editor who sent it."""

    draft_id: int
    editor_id: int
    outcomes: Mapping[DeliveryState, int]


def audience(tag_id: int) -> Audience:
    """Everybody who follows the tag, however much of it; 0 is everyone."""
    return Audience((tag_id,), tuple(Level), alerts=True) if tag_id else EVERYONE


async def confirm(tx: Transaction, draft: drafts.Draft, now: datetime) -> int | None:
    """The announcement's id; None when the draft has no audience yet or was closed before."""
    if draft.audience is None or not await drafts.confirm(tx, draft.id):
        return None
    announcement_id = await announcements.announce(
        tx,
        kind=AnnouncementKind.ALERT,
        audience=draft.audience,
        alert=Alert({"": draft.html}),
        author_id=draft.editor_id,
        now=now,
    )
    await drafts.sent_as(tx, draft.id, announcement_id)
    return announcement_id


async def finished(db: Database) -> list[Report]:
    """Broadcasts whose last delivery ended and whose editor does not know yet."""
    reports = []
    async with db.read() as tx:
        for draft in await drafts.unreported(tx):
            if draft.announcement_id and await announcements.finished(tx, draft.announcement_id):
                reports.append(
                    Report(draft.id, draft.editor_id, await announcements.outcomes(tx, draft.announcement_id))
                )
    return reports
