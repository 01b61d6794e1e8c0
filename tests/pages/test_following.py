"""Following topics, by commands and by buttons."""

from __future__ import annotations

import pytest

from bot.gateway.codec import pack
from bot.settings import read
from bot.store import chats, open_database, subscriptions
from bot.views.intents import Follow, On, SetLanguage, SetLevel
from tests.newsroom import Newsroom
from tests.people import labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_by_command_once_however_often(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/subscribe НАТО")
    await reader.sees("You now follow NATO")
    await reader.says("/subscribe nato")
    await reader.sees("You already follow NATO")
    await reader.says("/subscriptions")
    await reader.sees("NATO: breaking news only")
    await reader.says("/unsubscribe nato")
    await reader.sees("You no longer follow NATO")
    await reader.says("/unsubscribe nato")
    await reader.sees("You did not follow NATO")
    await reader.says("/subscriptions")
    await reader.sees("You follow nothing yet")


async def test_a_word_that_is_no_topic(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/subscribe ukrane")
    await reader.sees("Did you mean")


async def test_by_the_buttons_of_the_welcome(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/start")
    await reader.sees("The news in short")
    answer = await reader.taps("🔔 Kyiv")
    assert answer
    assert "You now follow Kyiv" in answer["text"]
    assert "✅ Kyiv" in labels(await reader.last())
    await reader.taps("✅ Kyiv")
    assert "🔔 Kyiv" in labels(await reader.last())


async def test_by_the_bell_of_a_list_and_of_a_card(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("uk")
    await reader.says("/nato")
    await reader.taps("🔔 НАТО")
    assert "✅ НАТО" in labels(await reader.last())
    await reader.taps("1")
    card = await reader.last()
    assert "✅ НАТО" in labels(card)
    await reader.taps("✅ НАТО", card)
    assert "🔔 НАТО" in labels(await reader.last())
    assert (await reader.last())["text"] == card["text"]


@pytest.mark.parametrize(
    ("language", "topic", "before", "wanted", "after", "undo"),
    [
        (
            "uk",
            "НАТО",
            "Надходить: лише термінові новини",
            "Кожен заголовок",
            "Надходить: усі заголовки",
            "↩︎ Скасувати",
        ),
        ("ru", "НАТО", "Приходит: только срочные новости", "Каждый заголовок", "Приходит: все заголовки", "↩︎ Отменить"),
        ("en", "NATO", "Comes: breaking news only", "Every headline", "Comes: every headline", "↩︎ Undo"),
    ],
)
async def test_what_is_chosen_for_a_topic_is_taken_back_there(
    newsroom: Newsroom, language: str, topic: str, before: str, wanted: str, after: str, undo: str
) -> None:
    reader = await newsroom.telegram.person(language)
    await reader.sees(topic, after=await reader.says("/subscribe нато"))
    await reader.sees(topic, after=await reader.says("/subscriptions"))
    await reader.taps(f"🔴 {topic}")
    assert undo not in labels(await reader.sees(before))
    await reader.taps(wanted)
    await reader.sees(after)
    await reader.taps(undo)
    assert undo not in labels(await reader.sees(before))
    await reader.taps("🔕")
    await reader.taps(undo)
    assert undo not in labels(await reader.sees(before))


async def test_how_much_of_a_topic(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("ru")
    await reader.says("/subscribe нато")
    await reader.taps("Мои темы")
    await reader.sees("НАТО: только срочные новости")
    await reader.taps("🔴 НАТО")
    await reader.sees("Приходит: только срочные новости")
    await reader.taps("Каждый заголовок")
    await reader.sees("Приходит: все заголовки")
    await reader.says("/subscribe nato")  # does not take the headlines away again
    await reader.says("/subscriptions")
    await reader.sees("НАТО: все заголовки")
    await reader.taps("✖ НАТО")
    await reader.sees("Вы пока ни за чем не следите")


async def test_a_members_forged_button_changes_nothing_in_a_group(newsroom: Newsroom) -> None:
    member = await newsroom.telegram.person("en")
    group = await newsroom.telegram.group(members=[member.id], title="Street")
    await member.says("/nato", chat=group)
    shown = await member.sees("1.", chat=group)
    for forged in (Follow(1, True, On.LIST), SetLevel(1, True), SetLanguage("ru")):
        await member.forges(pack(forged), shown, chat=group)
    said = await member.says("/nato", chat=group)
    assert "#НАТО" in (await member.sees("1.", chat=group, after=said))["text"]  # the group's language is as it was
    async with open_database(read(newsroom.environ).database_url.reveal()) as db, db.read() as tx:
        chat = await chats.get(tx, group)
        assert chat
        assert not await subscriptions.of_chat(tx, chat.number, "en")


async def test_words_in_quotes_and_what_is_left_out(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says('/subscribe "night bus" -nato -"ice hockey"')
    said = await reader.sees("Every headline with “night bus”")
    assert "But nothing that is about: NATO, “ice hockey”." in said["text"]
    await reader.says("/subscriptions")
    await reader.sees("“night bus”: every headline, without NATO, “ice hockey”")
    await reader.taps("📰 “night bus”")
    await reader.taps("Only breaking")
    await reader.taps("‹ My topics")
    await reader.sees("“night bus”: breaking news only, without NATO, “ice hockey”")
    await reader.says('/unsubscribe "NIGHT bus"')
    await reader.sees("You no longer follow")
    await reader.says('/subscribe "night bus')
    await reader.sees("Every headline with “night bus”")
    asked = await reader.says("/unsubscribe night bus")
    await reader.sees("You no longer follow", after=asked)
    await reader.says("/subscribe “the”")
    await reader.sees("Please choose words that say more")


async def test_filters_add_up_and_a_plain_wish_drops_them(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/subscribe nato -kyiv")
    await reader.sees("But nothing that is about: Kyiv.")
    said = await reader.says("/subscribe nato -sport -nato")
    shown = await reader.sees("You now follow NATO", after=said)
    assert "But nothing that is about: Kyiv, sport." in shown["text"]
    assert "To get everything again: /subscribe NATO" in shown["text"]
    said = await reader.says("/subscribe nato")
    shown = await reader.sees("You now follow NATO", after=said)
    assert "nothing" not in shown["text"]
    await reader.says("/subscribe nato")
    await reader.sees("You already follow NATO")


async def test_words_that_are_followed_are_a_command_for_all_that_has_them(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says('/subscribe "ministers to discuss"')
    await reader.sees("Every headline with")
    await reader.says('"ministers to discuss"')
    await reader.sees("NATO ministers to discuss aid")


async def test_what_was_searched_for_is_followed_by_a_tap(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("uk")
    await reader.says("кракозябра")
    await reader.taps("Шукати")
    await reader.sees("нічого не знайшлося")
    await reader.taps("Сповіщати")
    await reader.sees("Вам надходитимуть усі новини, де є “кракозябра”")
    await reader.says("/subscriptions")
    await reader.sees("кракозябра")


async def test_several_words_are_followed_as_they_were_found_wherever_they_stand(newsroom: Newsroom) -> None:
    reader = await newsroom.telegram.person("en")
    await reader.says("/search the bus in Kyiv")
    await reader.sees("the bus in Kyiv")
    await reader.taps("🔔 Tell me of “bus + Kyiv”")
    await reader.sees("Every headline with “bus + Kyiv”")
    await reader.says('/unsubscribe "Bus + kyiv"')
    await reader.sees("You no longer follow")
    said = await reader.says("/search the")
    assert not labels(await reader.sees("Nothing was found for the", after=said))
