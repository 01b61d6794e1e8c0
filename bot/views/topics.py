"""How one followed topic comes: how much of it, and with which sound."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from bot.locales import Words
from bot.news.chats import Level, Sound, Subscription
from bot.news.digest import Digest
from bot.views import digests, text
from bot.views.buttons import in_rows, named, ticked, undo_row
from bot.views.choices import ChooseLevel, ChooseSound
from bot.views.intents import Follow, On, OpenSubscriptions, Undo
from bot.views.reply import Button, Reply
from bot.views.subscriptions import level, sound


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


LEVELS: Mapping[Level, str] = {
    Level.ALL: N_("📰 Every headline"),
    Level.DIGEST: N_("🗞 In the digest"),
    Level.BREAKING: N_("🔴 Only breaking"),
}
SOUNDS: Mapping[Sound, str] = {
    Sound.ALL: N_("🔔 With sound"),
    Sound.BREAKING: N_("🔔 If breaking"),
    Sound.NONE: N_("🔕 No sound"),
}


def topic(one: Subscription, digest: Digest | None, undo: Undo | None, words: Words) -> Reply:
    """`undo`: of what was chosen just now."""
    _ = words.gettext
    heading = Markup("<b>{}</b>").format(named(one.tag))
    gathered = digests.said(digest, words) if one.level is Level.DIGEST else ""
    now = text.lines(
        _("Comes: {level}").format(level=level(one.level, words)),
        _("Sound: {sound}").format(sound=sound(one.sound, words) or _("for everything")),
        gathered,
    )
    said = _("Breaking news comes at once in any case.")
    levels = (
        Button(ticked(_(name), one.level is each), ChooseLevel(one.tag.id, each)) for each, name in LEVELS.items()
    )
    sounds = (
        Button(ticked(_(name), one.sound is each), ChooseSound(one.tag.id, each)) for each, name in SOUNDS.items()
    )
    last = (
        Button(_("✖ Stop following"), Follow(one.tag.id, False, On.SUBSCRIPTIONS)),
        Button(_("‹ My topics"), OpenSubscriptions()),
    )
    rows = (*in_rows(levels, 1), *in_rows(sounds, 2), last, *undo_row(undo, words))
    return Reply(text.blocks(heading, now, said), rows)
