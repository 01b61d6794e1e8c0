"""The settings: one message, in which one part at a time is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from markupsafe import Markup

from bot.locales import LANGUAGES, Words
from bot.locales.cities import city
from bot.news.quiet import Hours
from bot.views import digests, outlets, placing, text
from bot.views.buttons import in_rows, named, ticked, undo_button, undo_row
from bot.views.choices import (
    ChooseLanguage,
    ChooseZone,
    File,
    LetAlerts,
    LetThrough,
    Mute,
    OpenOutlets,
    OpenSettings,
    Panel,
    PreferEdition,
    SetQuiet,
    ShowInPushes,
)
from bot.views.chosen import (
    DETAILS,
    Sight,
    as_set,
    clock,
    detail_said,
    edition_said,
    language_said,
    muted_said,
    quiet_said,
    zone_said,
)
from bot.views.intents import OpenSubscriptions, Undo
from bot.views.reply import Button, Reply, Row

ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Asia/Tbilisi",
    "Asia/Almaty",
)
"""Where most readers are, from west to east."""
NIGHTS = (Hours(22, 8), Hours(23, 7))
MOST_TOPICS = 20
USUAL_MUTE = 60
"""Minutes."""


def settings(panel: Panel, seen: Sight) -> Reply:
    drawn = _drawn(panel, seen)
    return replace(drawn, buttons=(*drawn.buttons, *undo_row(seen.undo, seen.words)))


def _drawn(panel: Panel, seen: Sight) -> Reply:
    match panel:
        case Panel.LANGUAGE:
            return _part(_language(seen), in_rows(_languages(seen), 1), seen)
        case Panel.EDITION:
            return _part(_edition(seen), in_rows(_editions(seen), 1), seen)
        case Panel.ZONE:
            return _part(_zone(seen), in_rows(_zones(seen), 2), seen)
        case Panel.DETAIL:
            return _part(_detail(seen), in_rows(_details(seen), 1), seen)
        case Panel.DIGEST:
            return _part(
                digests.panel(seen.chat, seen.followed, seen.words),
                digests.rows(seen.chat, seen.followed, seen.words),
                seen,
            )
        case Panel.QUIET:
            return _part(_quiet(seen), (*_nights(seen), *_through(seen)), seen)
    return _whole(seen)


def changed(said: str, undo: Undo, words: Words) -> Reply:
    """After a command: what is set now, and a way back."""
    row = undo_button(undo, words), Button(words.gettext("⚙️ Settings"), OpenSettings())
    return Reply(Markup("✓ {}").format(said), (row,))


def not_understood(asked: str, seen: Sight) -> Reply:
    _ = seen.words.gettext
    sorry = Markup(_("I do not understand the setting “{asked}”.")).format(asked=text.cut(asked, 60))
    return Reply(text.blocks(sorry, _how(seen.words)), _whole(seen).buttons)


def _whole(seen: Sight) -> Reply:
    _ = seen.words.gettext
    heading = Markup("<b>{}</b>").format(_("Settings") if seen.private else outlets.heading(seen.chat, seen.words))
    mute = Button(_("🔔 Unmute"), Mute(0)) if muted_said(seen) else Button(_("🔕 Mute for 1 hour"), Mute(USUAL_MUTE))
    rows = (
        *(() if seen.private else outlets.setup_rows(seen.chat, seen.words)),
        (
            Button(_("🌐 Language"), OpenSettings(Panel.LANGUAGE)),
            Button(_("📰 News language"), OpenSettings(Panel.EDITION)),
        ),
        (Button(_("🕒 Time zone"), OpenSettings(Panel.ZONE)), Button(_("🌙 Quiet hours"), OpenSettings(Panel.QUIET))),
        (
            Button(_("🗞 Digest"), OpenSettings(Panel.DIGEST)),
            Button(_("🖼 How news looks"), OpenSettings(Panel.DETAIL)),
        ),
        *(_own_rows(mute, seen) if seen.private else ((mute,), outlets.last_row(seen.words))),
    )
    if seen.private:
        return Reply(text.blocks(heading, as_set(seen)), rows)
    standing, more = outlets.standing(seen.chat, seen.words), placing.how_to_add(seen.words)
    return Reply(text.blocks(heading, standing, as_set(seen), more), rows)


def _own_rows(mute: Button, seen: Sight) -> tuple[Row, ...]:
    """Of a private chat."""
    _ = seen.words.gettext
    filed = _("🗂 Topics as folders: on") if seen.chat.filed else _("🗂 Topics as folders: off")
    folders = ((Button(filed, File(not seen.chat.filed)),),) if seen.topics else ()
    return (
        (mute, Button(_("✅ My topics"), OpenSubscriptions())),
        *folders,
        (Button(_("👥 Groups and channels"), OpenOutlets()),),
    )


def _part(said: Markup, rows: Iterable[Row], seen: Sight) -> Reply:
    back = Button(seen.words.gettext("‹ Settings"), OpenSettings())
    return Reply(said, (*rows, (back,)))


def _language(seen: Sight) -> Markup:
    said = seen.words.gettext("Which language should I write in?")
    return text.blocks(Markup("<b>{}</b>").format(language_said(seen)), said)


def _languages(seen: Sight) -> Iterator[Button]:
    for code, language in LANGUAGES.items():
        yield Button(ticked(language.name, code == seen.chat.language), ChooseLanguage(code))


def _edition(seen: Sight) -> Markup:
    said = seen.words.gettext(
        "Many stories come out in several languages. Which one should come first? The others are one tap away "
        "under each story."
    )
    return text.blocks(Markup("<b>{}</b>").format(edition_said(seen)), said)


def _editions(seen: Sight) -> Iterator[Button]:
    own = seen.words.gettext("Same as the bot")
    yield Button(ticked(own, not seen.chat.edition_chosen), PreferEdition(""))
    for code, language in LANGUAGES.items():
        yield Button(ticked(language.name, code == seen.chat.edition_chosen), PreferEdition(code))


def _zone(seen: Sight) -> Markup:
    _ = seen.words.gettext
    typed = Markup(
        _(
            "Need another one? Type a city or an offset from UTC: <code>/settings Tokyo</code>, <code>/settings "
            "+3</code>"
        )
    )
    return text.blocks(Markup("<b>{}</b>").format(zone_said(seen)), typed)


def _zones(seen: Sight) -> Iterator[Button]:
    zones = ZONES if seen.chat.time_zone in ZONES else (*ZONES, seen.chat.time_zone)
    for zone in zones:
        label = f"{city(zone, seen.words.language)} {clock(zone, seen)}"
        yield Button(ticked(label, zone == seen.chat.time_zone), ChooseZone(zone))


def _detail(seen: Sight) -> Markup:
    said = seen.words.gettext("What should a message with news show? Whatever you choose, the rest is one tap away.")
    return text.blocks(Markup("<b>{}</b>").format(detail_said(seen)), said)


def _details(seen: Sight) -> Iterator[Button]:
    for detail, label in DETAILS.items():
        yield Button(ticked(seen.words.gettext(label), detail is seen.chat.detail), ShowInPushes(detail))


def _quiet(seen: Sight) -> Markup:
    _ = seen.words.gettext
    heading = Markup("<b>{}</b>").format(quiet_said(seen))
    said = _("What comes in quiet hours waits, and reaches you in one message when they end.")
    if not seen.chat.rest.hours:
        return text.blocks(heading, said, Markup(_("Other hours: <code>/settings 22-8</code>")))
    through = _("Tap a topic to let its breaking news through even then.") if seen.followed else ""
    return text.blocks(heading, said, through)


def _nights(seen: Sight) -> Iterator[Row]:
    _ = seen.words.gettext
    hours = seen.chat.rest.hours
    off = Button(ticked(_("Off"), hours is None), SetQuiet(0, 0))
    yield (
        *(Button(ticked(f"{one.starts}–{one.ends}", one == hours), SetQuiet(one.starts, one.ends)) for one in NIGHTS),
        off,
    )
    if hours:
        starts, ends = _moves(hours.starts, hours.ends), _moves(hours.ends, hours.starts)
        yield tuple(Button(_("From {hour}:00").format(hour=hour), SetQuiet(hour, hours.ends)) for hour in starts)
        yield tuple(Button(_("Until {hour}:00").format(hour=hour), SetQuiet(hours.starts, hour)) for hour in ends)
    alerts = _("📣 Editors' alerts: come through") if seen.chat.alerts_through else _("📣 Editors' alerts: wait")
    if seen.chat.alerts:
        yield (Button(alerts, LetAlerts(not seen.chat.alerts_through)),)


def _moves(hour: int, other: int) -> list[int]:
    """An hour earlier and an hour later, as long as something is left between."""
    return [moved for moved in ((hour - 1) % 24, (hour + 1) % 24) if moved != other]


def _through(seen: Sight) -> tuple[Row, ...]:
    shown = seen.followed[:MOST_TOPICS] if seen.chat.rest.hours else ()
    buttons = (
        Button(ticked(named(one.tag, seen.words, 40), one.through), LetThrough(one.tag.id, not one.through))
        for one in shown
    )
    return in_rows(buttons, 2)


def _how(words: Words) -> Markup:
    return Markup(
        words.gettext(
            "You can type a language, a city or an offset from UTC for the time zone, or quiet hours: "
            "<code>/settings English</code>, <code>/settings London</code>, <code>/settings +2</code>, "
            "<code>/settings 22-8</code>, <code>/settings off</code>."
        )
    )
