"""What is kept of a chat: told whole, and forgotten whole."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import select

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.candidates import Nearly, State
from bot.news.chats import Chat, ChatKind, Level
from bot.news.delivery import AnnouncementKind, DeliveryState, Moved, Sent, settle
from bot.news.outlets import TidingKind
from bot.news.staff import Role
from bot.store import (
    Database,
    Transaction,
    announcements,
    audit,
    broadcasts,
    candidates,
    changes,
    chats,
    drafts,
    fanning,
    holds,
    inbox,
    notices,
    outbox,
    outlets,
    personal,
    saved,
    seen,
    settling,
    staff,
    subscriptions,
    tags,
    tidings,
)
from bot.store.inbox import Incoming
from bot.store.tables import act, announcement, chat, delivery, draft, hold, metadata, notice
from tests.store.samples import GRID, NATO, NOON, article, meet, take_in

ROOT = 42
READER, OTHER, GROUP, SUPERGROUP = 4711, 4712, -4711, -1_004_711
EVERYONE = Audience(None, ())

ABOUT_NOBODY = {
    "announcement": "id kind lane story_id of_id after_story_id alert audience high_water cursor fanned state ends_as "
    "end_reason reported doubt created_at opens_at expires_at done_at",
    "article": "id story_id source_id source_name url language title published_at updated_at taken_in_at summary "
    "sections photo authors labels terms print",
    "article_link": "article_id position kind to_story_id url title",
    "article_tag": "article_id tag_id position",
    "article_term": "language term published_at article_id",
    "counter": "name value",
    "headline": "story_id language tag_id published_at article_id",
    "leader": "work owner",
    "process": "id roles seen_at steady_since",
    "search": "id words asked_at",
    "source": "number id name language feed top page every tags state listed moved_to added_at",
    "source_look": "source_id etag modified top_etag top_modified next_look failures looked_at ok_at error "
    "broken_since owner",
    "reach": "announcement_id first_at last_at",
    "story": "id created_at breaking_at breaking_reason retracted_at titles",
    "story_url": "key story_id article_id",
    "subscribers": "day tag_id chats",
    "tag": "id slug command phrase",
    "tag_name": "tag_id language name",
    "tag_spelling": "spelling tag_id",
    "tally": "announcement_id name count",
}


async def test_every_column_is_about_a_chat_or_about_nobody(db: Database) -> None:
    """A new column fails here until it stands in `personal` or in the list above."""
    async with db.write() as tx:
        known = (await tx.execute(select(chat).where(chat.c.number == (await meet(tx, READER)).number))).one()
    told = {column for rows in personal.PARTS.values() for column in rows(known).selected_columns}
    nobodys = {f"{table}.{name}" for table, names in ABOUT_NOBODY.items() for name in names.split()}
    elsewhere = {f"{table}.{name}" for table, names in personal.ELSEWHERE.items() for name in names}
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert (column in told) or str(column) in nobodys | elsewhere, column


async def test_a_forgotten_chat_has_every_column_blank() -> None:
    assert set(chats.nameless(1, NOON)) == set(chat.c.keys()) - {"number", "kind", "language"}
    assert set(personal.BLANK_DRAFT) <= set(draft.c.keys())


async def told(db: Database, chat_id: int, asker_id: int = 0) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    async for part, rows in personal.told(db, chat_id, asker_id or chat_id):
        found.setdefault(part, []).extend(rows)
    return found


async def alert(tx: Transaction, *, author: int | None = None) -> int:
    return await announcements.announce(
        tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert({"en": "x"}), author_id=author, now=NOON
    )


async def forget(db: Database, chat_id: int = READER, *, editor: bool = False) -> bool:
    async with db.write() as tx:
        return await personal.forget(tx, chat_id, NOON, editor=editor)


async def full(db: Database) -> tuple[Chat, Chat]:
    """Two chats with something in every part; each has got one alert, and is owed another."""
    async with db.write() as tx:
        both = await meet(tx, READER), await meet(tx, OTHER)
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        story = await take_in(tx, article(1))
        sent, due = await alert(tx, author=READER), await alert(tx, author=OTHER)
        for one in both:
            await subscriptions.subscribe(tx, one.number, nato, Level.ALL, NOON)
            await subscriptions.leave_out(tx, one.number, nato, [grid])
            await drafts.open_draft(tx, one.id, NOON, alert=Alert({"en": "secret"}))
            await audit.note(tx, one.id, "broadcast", "x", NOON)
            await notices.note(tx, sent, one.id)
            await holds.put(tx, {one.id: 60.0}, NOON)
            await seen.note(tx, one.number, nato, NOON, None)
            await saved.save(tx, one.number, story.story_id, NOON)
            await changes.keep(tx, one.number, {}, 1)
            await outlets.keep(tx, one.number, one.id, NOON)
            await outlets.name_topic(tx, one.number, 5, "Bridges")
            await tx.run_sync(tidings.note, one.number, TidingKind.JOINED, NOON)
            await _on_the_staff(tx, one)
    await inbox.put(db, [Incoming(1, READER, {"words": "one"}), Incoming(2, OTHER, {"words": "two"})], NOON)
    await fanning.fan_out(db, sent)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    await settling.settle(db, "a", [settle(one, Sent(77), NOON) for one in claimed], NOON)
    await fanning.fan_out(db, due)
    return both


async def _on_the_staff(tx: Transaction, one: Chat) -> None:
    """They came by a link, made one themselves, were shown a candidate, and held it back."""
    await staff.note_menus(tx, [one.id])
    for key, by_id in ((f"came {one.id}", ROOT), (f"made {one.id}", one.id)):
        await staff.invite(tx, by_id, key, Role.EDITOR, NOON)
    assert await staff.join(tx, [ROOT], one.id, "Olena", f"came {one.id}", NOON) == ROOT
    story_id = (await take_in(tx, article(one.number))).story_id
    assert await candidates.offer(tx, story_id, Nearly.TWO, NOON)
    candidate = (await candidates.undecided(tx))[-1]
    await candidates.show(tx, candidate, one.id)
    assert await candidates.decide(tx, candidate, State.HELD, one.id, "Olena", NOON)


async def test_everything_is_told_and_nothing_of_others(db: Database) -> None:
    await full(db)
    parts = await told(db, READER)
    assert list(parts) == list(personal.PARTS)
    counts = dict.fromkeys(personal.PARTS, 1) | {"deliveries": 2, "other_keepers": 0}
    assert {name: len(rows) for name, rows in parts.items()} == counts
    assert parts["subscriptions"][0]["slug"] == "nato"
    assert parts["left_out"][0]["slug"] == "power_grid"
    assert str(OTHER) not in str(parts)
    assert all(rows == [] for rows in (await told(db, 99)).values())


async def test_everything_is_forgotten_and_nothing_of_others(db: Database) -> None:
    reader, other = await full(db)
    before = await told(db, OTHER)
    assert await forget(db)
    assert not await forget(db)
    assert await told(db, OTHER) == before
    async with db.write() as tx:
        assert await chats.get(tx, READER) is None
        for table, column in ((draft, "editor_id"), (act, "editor_id"), (notice, "editor_id"), (hold, "chat_id")):
            assert READER not in (await tx.execute(select(table.c[column]))).scalars().all()
        assert READER not in (await tx.execute(select(announcement.c.author_id))).scalars().all()
        assert "secret" not in str((await tx.execute(select(draft).where(draft.c.editor_id != OTHER))).all())
        theirs = select(delivery).where(delivery.c.chat_number == reader.number).order_by(delivery.c.id)
        rows = (await tx.execute(theirs)).all()
        assert [(row.state, row.message_id) for row in rows] == [("sent", None), ("gone", None)]
    # The request itself is forgotten as soon as it is answered.
    await inbox.claim(db, "a", most=9)
    async with db.write() as tx:
        await inbox.done(tx, 1, "a", NOON)
    assert all(rows == [] for rows in (await told(db, READER)).values())
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    assert [one.chat_id for one in claimed] == [other.id]


async def test_an_editor_stays_in_the_log(db: Database) -> None:
    await full(db)
    await forget(db, editor=True)
    async with db.read() as tx:
        assert READER in {one.editor_id for one in await audit.recent(tx, 9)}
        assert await drafts.current(tx, READER) is None
        assert await drafts.unreported(tx) == []


async def test_who_comes_back_begins_anew_and_gets_nothing_older(db: Database) -> None:
    async with db.write() as tx:
        first = await meet(tx, READER)
        earlier = await alert(tx)
    await forget(db)
    async with db.write() as tx:
        again = await meet(tx, READER, language="uk")
        assert again.number > first.number
        assert await subscriptions.of_chat(tx, again.number, "en") == []
    assert await fanning.fan_out(db, earlier) == 0
    async with db.write() as tx:
        later = await alert(tx)
    assert await fanning.fan_out(db, later) == 1
    [one] = await outbox.claim(db, owner="a", most=9, now=NOON)
    assert (one.chat_number, one.chat_id) == (again.number, READER)


async def test_counts_and_reports_still_add_up(db: Database) -> None:
    await full(db)
    await forget(db)
    async with db.read() as tx:
        ids = (await tx.execute(select(announcement.c.id).order_by(announcement.c.id))).scalars().all()
        counted = [await announcements.outcomes(tx, one) for one in ids]
    assert counted == [{DeliveryState.SENT: 2}, {DeliveryState.GONE: 1, DeliveryState.DUE: 1}]
    lines = [line async for some in broadcasts.lines(db, ids[0]) for line in some]
    assert [line.chat_id for line in lines] == [None, OTHER]


async def test_what_is_in_flight_is_not_asked_about_any_more(db: Database) -> None:
    """Its outcome brings nothing back: neither a message, nor the new id of a group that moved."""
    async with db.write() as tx:
        met = await meet(tx, GROUP, kind=ChatKind.GROUP)
        both = await alert(tx), await alert(tx)
    for one in both:
        await fanning.fan_out(db, one)
    sent, moved = await outbox.claim(db, owner="a", most=9, now=NOON)
    await forget(db, GROUP)
    ends = [settle(sent, Sent(5), NOON), settle(moved, Moved(SUPERGROUP), NOON)]
    assert await settling.settle(db, "a", ends, NOON) == 0
    async with db.write() as tx:
        await chats.move(tx, GROUP, SUPERGROUP)
        await tx.run_sync(chats.readdress, met.number, SUPERGROUP)
        assert await chats.get(tx, SUPERGROUP) is None
        assert await chats.count(tx) == 0
        states = (await tx.execute(select(delivery.c.state, delivery.c.message_id))).all()
        assert [tuple(row) for row in states] == [("gone", None)] * 2
        await announcements.tend(tx, NOON)
        assert set((await tx.execute(select(announcement.c.state))).scalars()) == {"done"}
    assert await outbox.claim(db, owner="a", most=9, now=NOON) == []


async def test_a_correction_of_what_it_had_passes_it_over(db: Database) -> None:
    await full(db)
    await forget(db)
    async with db.write() as tx:
        of = (await tx.execute(select(announcement.c.id).order_by(announcement.c.id).limit(1))).scalar_one()
        correction = await announcements.announce(
            tx, kind=AnnouncementKind.CORRECTION, alert=Alert({"en": "y"}), of_id=of, now=NOON
        )
    assert await fanning.fan_out(db, correction) == 1


async def test_forgetting_beside_a_fan_out_and_a_settlement(db: Database) -> None:
    """Side by side in any order: nobody is left owed, and nobody fails."""
    async with db.write() as tx:
        for number in range(20):
            await meet(tx, READER + number)
        first, second = await alert(tx), await alert(tx)
    await fanning.fan_out(db, first)
    claimed = await outbox.claim(db, owner="a", most=20, now=NOON)
    await asyncio.gather(
        *(forget(db, READER + number) for number in range(20)),
        fanning.fan_out(db, second, chunk=3),
        settling.settle(db, "a", [settle(one, Sent(5), NOON) for one in claimed], NOON),
    )
    async with db.write() as tx:
        assert await chats.count(tx) == 0
        names = (await tx.execute(select(chat.c.id))).scalars().all()
    assert not any(chats.named(one) for one in names)
