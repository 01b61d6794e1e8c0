import asyncio

import pytest

from bot.news.alert import Alert
from bot.news.audience import Audience
from bot.news.chats import Chat, ChatKind, Level
from bot.news.delivery import AnnouncementKind, DeliveryState, Sent, settle
from bot.store import (
    Database,
    Transaction,
    announcements,
    audiences,
    candidates,
    changes,
    chats,
    fanning,
    outbox,
    saved,
    seen,
    settling,
    subscriptions,
    tags,
)
from tests.store.samples import GRID, NATO, NOON, article, meet, take_in

BIG = -1_002_345_678_901
EVERYONE = Audience(None, ())


async def test_a_chat_is_met_once(db: Database) -> None:
    async with db.write() as tx:
        met = await meet(tx, BIG, language="uk", kind=ChatKind.GROUP)
        assert met == Chat(met.number, BIG, ChatKind.GROUP, "uk", "Europe/Kyiv", title=f"Chat {BIG}")
        assert await meet(tx, BIG, language="en", kind=ChatKind.GROUP) == met
        assert await chats.get(tx, BIG) == met
        assert await chats.get(tx, 1) is None
        assert await chats.count(tx) == 1


async def test_processes_that_meet_a_chat_at_once_agree(db: Database) -> None:
    async def one() -> Chat:
        async with db.write() as tx:
            return await meet(tx, 5)

    assert len(set(await asyncio.gather(*(one() for _ in range(5))))) == 1


async def test_a_chosen_language_stays(db: Database) -> None:
    async with db.write() as tx:
        met = await meet(tx, 5, language="en")
        await chats.choose_language(tx, met.number, "ru")
        assert (await meet(tx, 5, language="en")).language == "ru"


async def _owe(tx: Transaction) -> int:
    return await announcements.announce(
        tx, kind=AnnouncementKind.ALERT, audience=EVERYONE, alert=Alert({"en": "x"}), now=NOON
    )


async def test_a_chat_that_leaves_keeps_its_settings_for_its_return(db: Database) -> None:
    async with db.write() as tx:
        met = await meet(tx, 5)
        other = await meet(tx, 6)
        await chats.choose_language(tx, met.number, "uk")
        [nato] = await tags.learn(tx, [NATO], "en")
        await subscriptions.subscribe(tx, met.number, nato, Level.ALL, NOON)
        owed = [await _owe(tx), await _owe(tx)]
    for one in owed:
        await fanning.fan_out(db, one)
    async with db.write() as tx:
        assert await chats.leave(tx, 5, "blocked", NOON) == 2
        assert await chats.leave(tx, 5, "blocked", NOON) == 0
        assert await chats.leave(tx, 99, "blocked", NOON) == 0
        assert await announcements.outcomes(tx, owed[0]) == {DeliveryState.GONE: 1, DeliveryState.DUE: 1}
        assert await chats.count(tx) == 1
        assert await audiences.audience_size(tx, Audience((nato,), tuple(Level))) == 0
        late = await _owe(tx)
    await fanning.fan_out(db, late)
    assert {one.chat_id for one in await outbox.claim(db, owner="a", most=9, now=NOON)} == {other.id}
    async with db.write() as tx:
        back = await meet(tx, 5, language="en")
        assert (back.number, back.language) == (met.number, "uk")
        assert await subscriptions.has(tx, met.number, [nato]) == {nato}
        assert await chats.count(tx) == 2


async def test_a_group_that_becomes_a_supergroup_keeps_its_number(db: Database) -> None:
    async with db.write() as tx:
        met = await meet(tx, -5, kind=ChatKind.GROUP)
        await chats.move(tx, -5, BIG)
        await chats.move(tx, -5, BIG)
        await chats.move(tx, BIG, BIG)
        moved = await chats.get(tx, BIG)
        assert moved
        assert moved.number == met.number
        assert await chats.get(tx, -5) is None


async def test_a_supergroup_that_was_met_before_its_move_was_told_becomes_one_with_the_group(db: Database) -> None:
    async with db.write() as tx:
        old, new = await meet(tx, -5, kind=ChatKind.GROUP), await meet(tx, BIG, kind=ChatKind.GROUP)
        nato, grid = await tags.learn(tx, [NATO, GRID], "en")
        await subscriptions.subscribe(tx, old.number, nato, Level.BREAKING, NOON)
        await subscriptions.subscribe(tx, new.number, nato, Level.ALL, NOON)
        await subscriptions.subscribe(tx, new.number, grid, Level.ALL, NOON, thread_id=7)
        both = await _owe(tx)
    await fanning.fan_out(db, both)
    async with db.write() as tx:
        only_new = await announcements.announce(
            tx, kind=AnnouncementKind.ALERT, audience=Audience((grid,), (Level.ALL,)), now=NOON
        )
    await fanning.fan_out(db, only_new)
    async with db.write() as tx:
        await chats.move(tx, -5, BIG)
        assert await chats.count(tx) == 1
        kept = await subscriptions.of_chat(tx, old.number, "en")
        assert [(one.tag.id, one.level, one.thread_id) for one in kept] == [
            (nato, Level.BREAKING, 0),
            (grid, Level.ALL, 7),
        ]
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    assert sorted((one.announcement.id, one.chat_number, one.chat_id) for one in claimed) == [
        (both, old.number, BIG),
        (only_new, old.number, BIG),
    ]


async def test_a_supergroup_that_was_used_before_its_move_was_told_is_moved_with_all_that_is_its_own(
    db: Database,
) -> None:
    async with db.write() as tx:
        old, new = await meet(tx, -5, kind=ChatKind.GROUP), await meet(tx, BIG, kind=ChatKind.GROUP)
        await seen.note(tx, new.number, 0, NOON, None)
        await changes.keep(tx, new.number, {changes.SETTINGS: {"alerts": True}}, 1)
        stored = await take_in(tx, article(1))
        await saved.save(tx, new.number, stored.story_id, NOON)
        await chats.move(tx, -5, BIG)
        moved = await chats.get(tx, BIG)
        assert moved
        assert moved.number == old.number


async def test_what_is_in_flight_when_its_chat_leaves_is_known_when_the_chat_is_back(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, 5)
        owed = [await _owe(tx), await _owe(tx)]
    for one in owed:
        await fanning.fan_out(db, one)
    [flying] = await outbox.claim(db, owner="a", most=1, now=NOON)
    async with db.write() as tx:
        assert await chats.leave(tx, 5, "blocked", NOON) == 1
    assert await settling.settle(db, "a", [settle(flying, Sent(37), NOON)], NOON) == 1
    async with db.write() as tx:
        await meet(tx, 5)
        assert await announcements.outcomes(tx, flying.announcement.id) == {DeliveryState.SENT: 1}
        struck = await announcements.announce(
            tx, kind=AnnouncementKind.RETRACTION, of_id=flying.announcement.id, now=NOON
        )
    await fanning.fan_out(db, struck)
    [strike] = await outbox.claim(db, owner="a", most=9, now=NOON)
    assert strike.target
    assert strike.target.message_ids == (37,)


async def _sent(db: Database, *chat_ids: int) -> int:
    """An alert that these chats got, each as the message of its own number."""
    async with db.write() as tx:
        told = await _owe(tx)
    await fanning.fan_out(db, told)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    settled = [settle(one, Sent(abs(one.chat_id)), NOON) for one in claimed if one.chat_id in chat_ids]
    await settling.settle(db, "a", settled, NOON)
    return told


async def _recalled(db: Database, told: int) -> list[tuple[int, tuple[int, ...]]]:
    """Chats where it would be deleted now, and what there."""
    async with db.write() as tx:
        recall = await announcements.announce(tx, kind=AnnouncementKind.RECALL, of_id=told, now=NOON)
    await fanning.fan_out(db, recall)
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    return [(one.chat_id, one.target.message_ids if one.target else ()) for one in claimed]


async def test_what_a_group_got_is_not_touched_in_the_supergroup_where_its_number_is_anothers(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, -5, kind=ChatKind.GROUP)
    told = await _sent(db, -5)
    async with db.write() as tx:
        await chats.move(tx, -5, BIG)
    assert await _recalled(db, told) == [(BIG, ())]


async def test_of_what_both_got_the_supergroups_message_can_be_reached(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, -5, kind=ChatKind.GROUP)
        await meet(tx, BIG, kind=ChatKind.GROUP)
    told, only_old = await _sent(db, -5, BIG), await _sent(db, -5)
    async with db.write() as tx:
        await chats.move(tx, -5, BIG)
        assert await announcements.outcomes(tx, told) == {DeliveryState.SENT: 1}
        assert await announcements.outcomes(tx, only_old) == {DeliveryState.SENT: 1}
    assert await _recalled(db, told) == [(BIG, (-BIG,))]


async def test_a_group_given_up_that_moved_to_a_supergroup_that_is_there_is_there(db: Database) -> None:
    async with db.write() as tx:
        await meet(tx, -5, kind=ChatKind.GROUP)
        await chats.leave(tx, -5, "deleted", NOON)
        await meet(tx, BIG, kind=ChatKind.GROUP)
        await chats.move(tx, -5, BIG)
        assert await chats.count(tx) == 1
        await meet(tx, -6, kind=ChatKind.GROUP)
        await meet(tx, BIG - 1, kind=ChatKind.GROUP)
        await chats.leave(tx, BIG - 1, "deleted", NOON)
        await chats.move(tx, -6, BIG - 1)
        assert await chats.count(tx) == 2


async def test_who_opts_out_of_alerts_does_not_get_what_was_due_already(db: Database) -> None:
    async with db.write() as tx:
        out, _ = await meet(tx, 5), await meet(tx, 6)
        [nato] = await tags.learn(tx, [NATO], "en")
        await subscriptions.subscribe(tx, out.number, nato, Level.ALL, NOON)
        alert = await _owe(tx)
        story_id = (await take_in(tx, article(1))).story_id
        audience = Audience((nato,), (Level.ALL,))
        news = await announcements.announce(
            tx, kind=AnnouncementKind.HEADLINE, audience=audience, story_id=story_id, now=NOON
        )
    for one in (alert, news):
        await fanning.fan_out(db, one)
    async with db.write() as tx:
        await chats.want_alerts(tx, out.number, True, NOON)
        await chats.want_alerts(tx, out.number, False, NOON)
        await chats.want_alerts(tx, out.number, False, NOON)
        assert await announcements.outcomes(tx, alert) == {DeliveryState.SKIPPED: 1, DeliveryState.DUE: 1}
    claimed = await outbox.claim(db, owner="a", most=9, now=NOON)
    assert {(one.chat_id, one.announcement.id) for one in claimed} == {(6, alert), (5, news)}


async def test_a_correction_waits_no_longer_for_what_its_reader_opted_out_of(db: Database) -> None:
    async with db.write() as tx:
        out = await meet(tx, 5)
        alert = await _owe(tx)
    await fanning.fan_out(db, alert)
    async with db.write() as tx:
        right = Alert({"en": "right"})
        correction = await announcements.announce(
            tx, kind=AnnouncementKind.CORRECTION, of_id=alert, alert=right, now=NOON
        )
    await fanning.fan_out(db, correction)
    async with db.write() as tx:
        await announcements.pause(tx, alert)
    assert await outbox.claim(db, owner="a", most=9, now=NOON) == []
    async with db.write() as tx:
        await chats.want_alerts(tx, out.number, False, NOON)
    assert [one.announcement.id for one in await outbox.claim(db, owner="a", most=9, now=NOON)] == [correction]


async def test_a_supergroup_whose_settings_were_changed_becomes_one_with_the_group(db: Database) -> None:
    async with db.write() as tx:
        old, new = await meet(tx, -5, kind=ChatKind.GROUP), await meet(tx, BIG, kind=ChatKind.GROUP)
        for chat in (old, new):
            await changes.keep(tx, chat.number, {"settings": {"alerts": chat is old}}, 1)
    async with db.write() as tx:
        await chats.move(tx, -5, BIG)
        assert await changes.take_back(tx, old.number, 0, NOON) == {"settings": {"alerts": True}}


@pytest.mark.parametrize("chosen", [-5, BIG])
async def test_the_editors_group_is_that_also_as_a_supergroup_whichever_of_both_was_chosen(
    db: Database, chosen: int
) -> None:
    async with db.write() as tx:
        numbers = {id_: (await meet(tx, id_, kind=ChatKind.GROUP)).number for id_ in (-5, BIG)}
        await candidates.decide_in(tx, numbers[chosen])
        await chats.move(tx, -5, BIG)
        assert [one.id for one in await candidates.readers(tx, [])] == [BIG]
