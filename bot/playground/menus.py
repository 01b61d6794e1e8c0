"""What the bot says of itself: its commands by scope and language, names, descriptions, the menu button."""

from typing import Any

from bot.playground.state import Chat

Json = dict[str, Any]
Scope = tuple[str, int, int]  # type, chat id, person id; 0 where the type has none

DEFAULT: Scope = ("default", 0, 0)


class Menus:
    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.buttons: dict[int, Json] = {}

    def text(self, field: str, language: str, default: str = "") -> str:
        """Of a field such as `description`, in the language or else in none."""
        return self.texts.get((field, language)) or self.texts.get((field, ""), default)

    def shown(self, chat: Chat, person_id: int, language: str) -> list[Json]:
        """The commands that this person's client offers in this chat: the nearest scope first, then the language."""
        for scope in _scopes(chat, person_id):
            for spoken in (language, ""):
                commands = self.commands.get((scope, spoken))
                if commands:
                    return commands
        return []


def _scopes(chat: Chat, person_id: int) -> list[Scope]:
    if chat.private:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), DEFAULT]
    if chat.members.get(person_id) in ("creator", "administrator"):
        admins: list[Scope] = [("chat_administrators", chat.id, 0)]
        all_admins: list[Scope] = [("all_chat_administrators", 0, 0)]
    else:
        admins, all_admins = [], []
    own: list[Scope] = [("chat_member", chat.id, person_id)]
    return [*own, *admins, ("chat", chat.id, 0), *all_admins, ("all_group_chats", 0, 0), DEFAULT]
