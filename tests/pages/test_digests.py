"""/digest, its part of the settings, what a topic comes like, and the digest itself, in each language."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.announce import announce_breaking, announce_headline
from bot.desk.drawing import Drawings
from bot.news.alert import Alert
from bot.news.chats import Chat, Level, Sound, Subscription
from bot.news.delivery import AnnouncementKind
from bot.news.digest import Digest
from bot.news.story import BreakingReason
from bot.store import Database, announcements, chats, digests, stories, subscriptions, tags
from bot.views.choices import OnlyBreaking, OpenTopic, SetDigest
from bot.views.post import Edit, Say
from bot.views.reply import Reply
from tests.pages.desk import WORDS, Desk, buttons, deliver
from tests.store.samples import GRID, NATO, NOON, article, meet, take_in

READER = 5
MORNING = NOON + timedelta(hours=17)
"""8:00 in Kyiv."""
LANGUAGES = pytest.mark.parametrize("language", ["en", "uk", "ru"])
SET = {
    "en": "✓ Digest: weekdays at 8:00\n\nIt has 2 of your topics. Their breaking news still comes at once.",
    "uk": "✓ Дайджест: у будні о 8:00\n\nУ ньому 2 ваші теми. Термінові новини з них і далі надходять одразу.",
    "ru": "✓ Дайджест: по будням в 8:00\n\nВ нём 2 ваши темы. Срочные новости по ним по-прежнему приходят сразу.",
}
WORDS_FOR = {"en": "weekdays 8", "uk": "будні о 8", "ru": "по будням в 8:00"}
HEADING = {"en": "Your digest", "uk": "Ваш дайджест", "ru": "Ваш дайджест"}
TOPIC = {
    "en": "<b>NATO</b>\n\nHow much: headlines in the digest\nSound: none\nDigest: every day at 8:00\n\n"
    "Breaking news comes at once, whichever you choose.",
    "uk": "<b>NATO</b>\n\nНадходить: заголовки в дайджесті\nЗвук: немає\nДайджест: щодня о 8:00\n\n"
    "Термінові новини надходять одразу, хоч би що ви вибрали.",
    "ru": "<b>NATO</b>\n\nПриходит: заголовки в дайджесте\nЗвук: нет\nДайджест: каждый день в 8:00\n\n"
    "Срочные новости приходят сразу, что бы вы ни выбрали.",
}
MORE = {"en": "{count} more headlines", "uk": "Ще {count} заголовки", "ru": "Ещё {count} заголовка"}


async def reader(db: Database, language: str = "en", level: Level = Level.BREAKING) -> Desk:
    async with db.write() as tx:
        chat = await meet(tx, READER, language=language)
        for tag_id in await tags.learn(tx, [NATO, GRID], "en"):
            await subscriptions.subscribe(tx, chat.number, tag_id, level, NOON)
    return Desk(db, READER, language=language)


async def publish(desk: Desk, number: int, *topics: object, breaking: bool = False) -> None:
    async with desk.db.write() as tx:
        new = article(number, language=desk.language, tags_=topics or [NATO])  # type: ignore[arg-type]
        story_id = (await take_in(tx, new)).story_id
        if breaking:
            await announce_breaking(tx, story_id, BreakingReason.EDITOR, desk.now)
        else:
            await announce_headline(tx, story_id, desk.now)


async def arrives(desk: Desk) -> list[Reply]:
    """What is due, drawn and then settled; the last one stands in the chat."""
    drawings, shown = Drawings(desk.db, WORDS, lambda: desk.now), []
    while await digests.owe_next(desk.db, desk.now):
        pass
    for one in await deliver(desk.db, desk.now):
        post = await drawings.post(one)
        shown += [post.reply] if isinstance(post, Say | Edit) else []
    desk.shown += shown
    return shown


async def known(desk: Desk) -> Chat:
    async with desk.db.read() as tx:
        chat = await chats.get(tx, READER)
    assert chat
    return chat


async def followed(desk: Desk) -> dict[str, Subscription]:
    async with desk.db.read() as tx:
        own = await subscriptions.of_chat(tx, (await known(desk)).number, "en")
    return {one.tag.name: one for one in own}


async def levels(desk: Desk) -> list[Level]:
    return [one.level for one in (await followed(desk)).values()]


@LANGUAGES
async def test_set_by_words_and_back(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await desk.says(f"/digest {WORDS_FOR[language]}")
    assert desk.text == SET[language]
    assert (await known(desk)).digest == Digest(8, weekdays=True)
    assert await levels(desk) == [Level.DIGEST] * 2
    await desk.taps("↩︎")
    assert (await known(desk)).digest is None


@pytest.mark.parametrize(
    ("words", "digest"),
    [
        ("8", Digest(8)),
        ("19:00", Digest(19)),
        ("daily at 7", Digest(7)),
        ("8 pm", Digest(20)),
        ("щодня о 20", Digest(20)),
        ("каждый день в 9", Digest(9)),
        ("weekdays", Digest(8, weekdays=True)),
        ("mon-fri", None),
        ("8:30", None),
        ("25", None),
        ("8 9", None),
        ("13 pm", None),
    ],
)
async def test_words(db: Database, words: str, digest: Digest | None) -> None:
    desk = await reader(db)
    await desk.says(f"/digest {words}")
    assert (await known(desk)).digest == digest
    if digest is None:
        assert f"“{words}”" in desk.text
    await desk.says("/digest off")
    assert "✓ Digest: none" in desk.text


@LANGUAGES
async def test_by_buttons_in_the_settings(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await desk.says("/settings")
    await desk.taps("🗞")
    await desk.taps("9:00")
    assert (await known(desk)).digest == Digest(9)
    assert "✓ NATO" in desk.labels
    await desk.taps("✓ NATO")
    assert await levels(desk) == [Level.BREAKING, Level.DIGEST]
    await desk.taps({"en": "Weekdays", "uk": "У будні", "ru": "По будням"}[language])
    assert (await known(desk)).digest == Digest(9, weekdays=True)
    await desk.taps("✖")
    assert (await known(desk)).digest is None
    assert len(desk.shown) == 2
    assert (await desk.asks(SetDigest(77, False))).alert


@LANGUAGES
async def test_the_digest_opens_cards_in_place_and_turns_pages(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await desk.says("/digest 8")
    for number in range(10):
        await publish(desk, number, *([GRID] if number % 5 == 0 else [NATO]))
    await publish(desk, 20, breaking=True)
    [push] = await arrives(desk)
    assert "Bridge 20" in push.text
    desk.now = MORNING
    [digest] = await arrives(desk)
    assert str(digest.text).startswith(f"🗞 <b>{HEADING[language]}</b>\n\n<b>NATO</b>\n1. ")
    assert "<b>Power grid</b>\n" in digest.text
    assert "Bridge 20" not in digest.text
    assert [button.label for button in buttons(digest)][:8] == [str(number) for number in range(1, 9)]
    more = {"en": "2 more ›", "uk": "Ще 2 ›", "ru": "Ещё 2 ›"}[language]
    await desk.taps(more)
    await desk.taps("9")
    await desk.taps("‹")  # back to the list
    await desk.taps("‹")
    assert desk.text == str(digest.text)
    desk.now += timedelta(days=1)
    assert await arrives(desk) == []


@LANGUAGES
async def test_how_a_topic_comes(db: Database, language: str) -> None:
    desk = await reader(db, language)
    await desk.says("/subscriptions")
    await desk.taps("🔴 NATO")
    await desk.taps("🗞")
    await desk.taps("🔕")
    assert desk.text == TOPIC[language]
    one = (await followed(desk))["NATO"]
    assert (one.level, one.sound) == (Level.DIGEST, Sound.NONE)
    assert (await known(desk)).digest == Digest(8)
    await desk.taps("📰")
    await publish(desk, 1)
    assert [reply.silent for reply in await arrives(desk)] == [True]
    await desk.asks(OpenTopic(999))
    assert "NATO" in desk.text


@LANGUAGES
async def test_only_breaking_from_a_push_and_back(db: Database, language: str) -> None:
    desk = await reader(db, language, Level.ALL)
    await publish(desk, 1)
    await arrives(desk)
    await desk.taps("🔴")
    assert (await followed(desk))["NATO"].level is Level.BREAKING
    await desk.taps("↩︎")
    assert (await followed(desk))["NATO"].level is Level.ALL
    await publish(desk, 2, NATO, GRID)
    await arrives(desk)
    await desk.taps("🔴")
    await desk.taps("Power grid")
    assert await levels(desk) == [Level.ALL, Level.BREAKING]
    await desk.asks(OnlyBreaking(0, 2))
    assert await levels(desk) == [Level.ALL, Level.BREAKING]


async def test_under_breaking_news_there_is_no_such_button(db: Database) -> None:
    desk = await reader(db)
    await publish(desk, 1, breaking=True)
    [push] = await arrives(desk)
    assert not any("Only breaking" in button.label for button in buttons(push))


async def test_less_goes_by_way_of_the_digest_where_there_is_one(db: Database) -> None:
    desk = await reader(db, "en", Level.ALL)
    await desk.says("/digest 8")
    await publish(desk, 1)
    await arrives(desk)
    for level in (Level.DIGEST, Level.BREAKING):
        await desk.taps("👎")
        assert (await followed(desk))["NATO"].level is level
    await desk.taps("↩︎")
    assert (await followed(desk))["NATO"].level is Level.DIGEST


@LANGUAGES
async def test_a_burst_is_three_messages_and_one_of_the_rest(db: Database, language: str) -> None:
    desk = await reader(db, language, Level.ALL)
    for number in range(6):
        await publish(desk, number)
    assert len(await arrives(desk)) == 3
    desk.now += timedelta(seconds=30)
    [more] = await arrives(desk)
    assert MORE[language].format(count=3) in more.text
    assert more.silent
    await desk.taps("2")
    await desk.taps("‹")
    assert desk.text == str(more.text)


async def test_nothing_is_followed_yet(db: Database) -> None:
    desk = Desk(db, READER)
    await desk.says("/digest 8")
    assert "choose topics first" in desk.text
    assert "🏷 Topics" in desk.labels


async def test_what_is_taken_back_is_struck_in_the_digest(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/digest 8")
    await publish(desk, 1)
    await publish(desk, 2, GRID)
    desk.now = MORNING
    [digest] = await arrives(desk)
    assert "<s>" not in digest.text
    desk.now += timedelta(minutes=5)
    async with db.write() as tx:
        await stories.retract(tx, 1, desk.now)
        await announcements.announce(
            tx, kind=AnnouncementKind.RETRACTION, story_id=1, alert=Alert({"en": "Wrong"}), now=desk.now
        )
    [struck] = await arrives(desk)
    assert "<s>Bridge 1 opens (en)</s>" in struck.text
    assert str(struck.text).startswith("🗞 <b>Your digest</b>")


async def test_why_it_came(db: Database) -> None:
    desk = await reader(db)
    await desk.says("/digest 8")
    await publish(desk, 1)
    desk.now = MORNING
    await arrives(desk)
    await desk.says("/why")
    assert "It is your digest" in desk.text
    assert "🗞 Digest" in desk.labels
