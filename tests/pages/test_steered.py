"""What an admin changes of a group or channel in private: taken back there, and never too long for Telegram."""

from __future__ import annotations

import pytest

from bot.gateway.codec import MAX_PAGE, pack
from bot.news.article import ArticleTag
from bot.news.chats import ChatKind, Level, Sound
from bot.news.delivery import AnnouncementKind
from bot.news.outlets import TidingKind
from bot.news.story import Headline
from bot.store import Database, changes, outlets, subscriptions, tags, tidings
from bot.views import lists
from bot.views.choices import Bring, ChooseLanguage, ChooseLevel, ChooseSound, FollowEverything, MoveTo, Of, OpenOffer
from bot.views.intents import (
    Follow,
    Intent,
    On,
    OpenSubscriptions,
    Place,
    Silenced,
    Subscribe,
    TurnSubscriptions,
    WantAlerts,
)
from bot.views.text import TEXT_MAX, plain
from tests.pages.desk import WORDS, Desk, buttons
from tests.store.samples import GRID, NATO, NOON, article, meet, take_in

ADMIN, FORUM, THREAD = 5, -7, 77
LONG = [ArticleTag(f"long_{number}", f"<b>Дуже довга назва теми № {number} " + "щ" * 60) for number in range(40)]


async def forum(db: Database) -> tuple[Desk, int]:
    """NATO comes to a topic of it."""
    async with db.write() as tx:
        chat = await meet(tx, FORUM, kind=ChatKind.GROUP)
        await meet(tx, ADMIN)
        await take_in(tx, article(1, tags_=[NATO, GRID]))
        [nato] = await tags.learn(tx, [NATO], "en")
        await subscriptions.subscribe(tx, chat.number, nato, Level.ALL, NOON, thread_id=THREAD)
        await outlets.name_topic(tx, chat.number, THREAD, "<i>Aviation & more")
    return Desk(db, ADMIN, administered=FORUM), chat.number


@pytest.mark.parametrize(
    "act",
    [
        MoveTo(1, 1),
        Bring(2, Level.BREAKING, True, Sound.NONE),
        Subscribe("power grid"),
        Follow(1, False, On.SUBSCRIPTIONS),
        FollowEverything(Level.ALL),
        ChooseLevel(1, Level.DIGEST),
        ChooseSound(1, Sound.NONE),
        ChooseLanguage("uk"),
    ],
)
async def test_every_change_has_a_button_that_takes_it_back(db: Database, act: Intent) -> None:
    desk, number = await forum(db)
    async with db.read() as tx:
        before = await changes.picture(tx, number)
    await desk.asks(Of(number, THREAD, act))
    async with db.read() as tx:
        assert await changes.picture(tx, number) != before
    await desk.taps("↩︎")
    async with db.read() as tx:
        assert await changes.picture(tx, number) == before


@pytest.mark.parametrize(("administered", "told"), [(FORUM, [FORUM]), (0, [])])
async def test_where_nobody_set_up_a_group_the_admin_who_asked_hears_that_no_answer_can_stand_there(
    db: Database, administered: int, told: list[int]
) -> None:
    """In the group whoever asks has its number here."""
    await forum(db)
    desk = Desk(db, FORUM, kind=ChatKind.GROUP, administered=administered)
    for _ in range(2):
        await desk.asks(Silenced())
    async with db.read() as tx:
        assert [(one.chat_number, one.kind) for one in await tidings.untold(tx)] == [(1, TidingKind.MUTE)] * len(told)
        assert await outlets.keepers(tx, 1) == told


async def test_however_much_comes_telegram_takes_the_message(db: Database) -> None:
    desk, number = await forum(db)
    async with db.write() as tx:
        await take_in(tx, article(2, tags_=LONG))
        ids = await tags.learn(tx, LONG, "en")
        for each in ids:
            await subscriptions.subscribe(tx, number, each, Level.ALL, NOON, thread_id=THREAD)
            await subscriptions.leave_out(tx, number, each, ids[:10], thread_id=THREAD)
    last = TurnSubscriptions(MAX_PAGE)
    for act in (OpenSubscriptions(), TurnSubscriptions(1), last, WantAlerts(False), OpenOffer()):
        await desk.asks(Of(number, THREAD, act))
        shown = buttons(desk.shown[-1])
        assert len(plain(desk.text)) <= TEXT_MAX
        assert len(shown) <= 100
        packed = (pack(one.act) for one in shown if not isinstance(one.act, str))
        assert sum(len(one.label.encode()) + len(data) + 40 for one, data in zip(shown, packed, strict=True)) <= 10_240


@pytest.mark.parametrize(("language", "label"), [("en", "22 more ›"), ("uk", "Ще 22 ›"), ("ru", "Ещё 22 ›")])
def test_a_digest_of_a_channel_leads_to_what_it_does_not_show(language: str, label: str) -> None:
    shown = [Headline(number, number, "en", f"Bridge {number}", NOON) for number in range(8)]
    page = lists.Page(Place(summary=1), shown, True, gathered=AnnouncementKind.DIGEST, total=30)
    reply = lists.headlines(page, ChatKind.CHANNEL, "Europe/Kyiv", NOON, WORDS[language])
    assert {one.label: one.act for one in buttons(reply)}[label] == "start:latest"
