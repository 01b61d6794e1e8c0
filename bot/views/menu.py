"""The command menu: what Telegram shows behind the menu button, per language and kind of chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.locales import Words
from bot.news.staff import Role


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


READER_COMMANDS: Mapping[str, str] = {
    "latest": N_("the newest stories"),
    "tags": N_("all topics"),
    "search": N_("search all the news"),
    "saved": N_("stories saved for later"),
    "subscribe": N_("follow a topic"),
    "unsubscribe": N_("stop following a topic"),
    "subscriptions": N_("what you follow"),
    "settings": N_("language, time zone, quiet hours, digest"),
    "digest": N_("headlines once a day, at your hour"),
    "mute": N_("mute for an hour"),
    "undo": N_("undo your last change"),
    "why": N_("why a message came"),
    "privacy": N_("what is kept about you, and how to delete it"),
    "help": N_("how this works, and the language"),
}

ANALYST_COMMANDS: Mapping[str, str] = {
    "stats": N_("readers, messages and sources in numbers"),
    "sources": N_("where the news comes from"),
}

EDITOR_COMMANDS: Mapping[str, str] = {
    "broadcast": N_("send an alert to readers"),
    "breaking": N_("push a story as breaking"),
    "correct": N_("correct what was sent"),
    "retract": N_("retract what was sent"),
    "cancel": N_("discard the open draft"),
    "editors": N_("the editors, and what they did"),
}

GROUP_COMMANDS = ("latest", "tags", "search", "subscribe", "subscriptions", "settings", "help")


def readers_menu(words: Words) -> list[tuple[str, str]]:
    return _menu(READER_COMMANDS, words)


def groups_menu(words: Words) -> list[tuple[str, str]]:
    return _menu({name: READER_COMMANDS[name] for name in GROUP_COMMANDS}, words)


def desk_commands(role: Role) -> dict[str, str]:
    """What somebody has beside the readers' commands."""
    editors = EDITOR_COMMANDS if role >= Role.EDITOR else {}
    return {**editors, **ANALYST_COMMANDS} if role >= Role.ANALYST else {}


def staff_menu(role: Role, words: Words) -> list[tuple[str, str]]:
    return _menu({**READER_COMMANDS, **desk_commands(role)}, words)


def _menu(commands: Mapping[str, str], words: Words) -> list[tuple[str, str]]:
    """(command, description) pairs."""
    return [(name, _capital(words.gettext(meaning))) for name, meaning in commands.items()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
