"""/settings: language, editions, time zone, quiet hours and how much a push shows, in one message or by words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from bot.locales import LANGUAGES
from bot.locales.cities import zone_at, zone_of
from bot.news import typed
from bot.news.quiet import Hours
from bot.pages.ask import Answering, Ask, Page
from bot.store import Transaction, chats, preferences, subscriptions
from bot.views import chosen
from bot.views import settings as view
from bot.views.choices import (
    Choose,
    ChooseLanguage,
    ChooseZone,
    File,
    LetAlerts,
    LetThrough,
    OpenSettings,
    Panel,
    PreferEdition,
    SetQuiet,
    ShowInPushes,
)
from bot.views.intents import Intent, On
from bot.views.reply import Answer, Reply
from bot.views.start import stale

_Change = Callable[[Transaction], Awaitable[None]]


async def open_settings(ask: Ask, intent: OpenSettings) -> Reply:
    async with ask.room.db.read() as tx:
        return view.settings(intent.panel, await sight(ask, tx))


async def choose(ask: Ask, intent: Choose) -> Reply:
    """By words. The way back stands on the answer."""
    if not intent.words:
        return await open_settings(ask, OpenSettings())
    asked = _meant(ask, intent.words)
    if asked is None:
        async with ask.room.db.read() as tx:
            return view.not_understood(intent.words, await sight(ask, tx))
    await ANSWERS[type(asked)](ask, asked)
    async with ask.room.db.read() as tx:
        seen = await sight(ask, tx)
    said = {ChooseLanguage: chosen.language_said, ChooseZone: chosen.zone_said, SetQuiet: chosen.quiet_said}
    return view.changed(said[type(asked)](seen), ask.undo(), seen.words)


async def choose_language(ask: Ask, intent: ChooseLanguage) -> Answer:
    if intent.language not in ask.room.words:
        return stale_button(ask)
    return await changed(ask, lambda tx: chats.choose_language(tx, ask.chat.number, intent.language), Panel.NONE)


async def prefer_edition(ask: Ask, intent: PreferEdition) -> Answer:
    if intent.language and intent.language not in LANGUAGES:
        return stale_button(ask)
    return await changed(ask, lambda tx: preferences.prefer(tx, ask.chat.number, intent.language), Panel.NONE)


async def choose_zone(ask: Ask, intent: ChooseZone) -> Answer:
    if intent.zone not in available_timezones():
        return stale_button(ask)
    zone = intent.zone
    return await changed(ask, lambda tx: preferences.choose_zone(tx, ask.chat.number, zone, ask.now), Panel.NONE)


async def set_quiet(ask: Ask, intent: SetQuiet) -> Answer:
    if max(intent.starts, intent.ends) > 23:
        return stale_button(ask)
    hours = Hours(intent.starts, intent.ends) if intent.starts != intent.ends else None
    return await changed(ask, lambda tx: preferences.rest(tx, ask.chat.number, hours, ask.now), Panel.QUIET)


async def let_alerts(ask: Ask, intent: LetAlerts) -> Answer:
    number, want = ask.chat.number, intent.want
    return await changed(ask, lambda tx: preferences.let_alerts_through(tx, number, want, ask.now), Panel.QUIET)


async def let_through(ask: Ask, intent: LetThrough) -> Answer:
    number, tag_id = ask.chat.number, intent.tag_id
    return await changed(ask, lambda tx: preferences.let_through(tx, number, [tag_id], intent.want), Panel.QUIET)


async def file(ask: Ask, intent: File) -> Answer:
    return await changed(ask, lambda tx: preferences.file(tx, ask.chat.number, intent.want), Panel.NONE)


async def show_in_pushes(ask: Ask, intent: ShowInPushes) -> Answer:
    return await changed(ask, lambda tx: preferences.show(tx, ask.chat.number, intent.detail), Panel.NONE)


ANSWERS: Mapping[type[Intent], Answering] = {
    ChooseLanguage: choose_language,
    PreferEdition: prefer_edition,
    ChooseZone: choose_zone,
    SetQuiet: set_quiet,
    LetAlerts: let_alerts,
    LetThrough: let_through,
    ShowInPushes: show_in_pushes,
    File: file,
}


def _meant(ask: Ask, words: str) -> Intent | None:
    said = words.strip()
    names = {language.name.casefold(): code for code, language in LANGUAGES.items()} | {
        code: code for code in LANGUAGES
    }
    if code := names.get(said.casefold()):
        return ChooseLanguage(code)
    if typed.is_off(said):
        return SetQuiet(0, 0)
    if hours := typed.hours(said):
        return SetQuiet(hours.starts, hours.ends)
    apart = typed.offset(said)
    zone = zone_of(said) if apart is None else zone_at(apart, ask.now)
    return ChooseZone(zone) if zone else None


async def changed(ask: Ask, change: _Change, panel: Panel) -> Answer:
    """The settings as they are then, in the place of the message with the button."""
    async with ask.room.db.write() as tx:
        await change(tx)
        return Answer(view.settings(panel, replace(await sight(ask, tx), undo=ask.undo(On.SETTINGS))))


async def sight(ask: Ask, tx: Transaction) -> chosen.Sight:
    chat = await chats.get(tx, ask.chat.id) or ask.chat
    followed = await subscriptions.of_chat(tx, chat.number, chat.language)
    words = ask.words if ask.away else ask.room.words[chat.language]
    return chosen.Sight(chat, followed, ask.now, words, topics=ask.room.topics)


def stale_button(ask: Ask) -> Answer:
    return Answer(toast=stale(ask.words), alert=True)


PAGE = Page(
    answers={OpenSettings: open_settings, Choose: choose, **ANSWERS},
    commands={"settings": Choose},
    changes=frozenset({Choose, *ANSWERS}),
)
