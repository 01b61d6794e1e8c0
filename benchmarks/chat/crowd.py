"""Who asks what: commands, words and taps on the buttons of what they were shown, one thing at a time each."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.gateway.codec import unpack
from bot.views.intents import Follow, OpenList, OpenStory, Part

Json = dict[str, Any]

FIRST = 1_001
"""The id of the first person. `READERS` of the broadcast have others."""
READERS = 10_000_000
REST = 1.5
"""Seconds between what one person does: Telegram takes one message a second for a chat."""
WISHES: Mapping[str, int] = {
    "latest": 16,
    "topic": 10,
    "words": 4,
    "search": 9,
    "subscribe": 4,
    "subscriptions": 4,
    "settings": 3,
    "tags": 2,
    "help": 2,
    "turn page": 13,
    "open card": 16,
    "open part": 12,
    "follow": 3,
    "other button": 2,
}
"""Of a hundred requests; a button that is not there becomes /latest."""
BUTTONS = frozenset(wish for wish in WISHES if " " in wish) | {"follow"}


@dataclass(slots=True)
class Screen:
    """The last message of the bot's in a chat."""

    message_id: int
    text: str = ""
    keyboard: Json | None = None

    def buttons(self) -> Iterator[str]:
        for row in (self.keyboard or {}).get("inline_keyboard", ()):
            yield from (button["callback_data"] for button in row if "callback_data" in button)


@dataclass(slots=True)
class Person:
    id: int
    free_at: float = 0.0
    waiting: bool = False
    screen: Screen | None = None


@dataclass(slots=True)
class Crowd:
    """`commands`: those that the bot knows. `echo`: of a bot without buttons, so that taps are forged."""

    people: int
    topics: list[str]
    words: list[str]
    commands: frozenset[str]
    echo: bool
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    _number: int = 0
    _persons: dict[int, Person] = field(default_factory=dict)
    _wishes: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._persons = {id_: Person(id_) for id_ in range(FIRST, FIRST + self.people)}
        known = {"latest", "topic", "words", "search", *BUTTONS, *self.commands}
        self._wishes = {wish: often for wish, often in WISHES.items() if wish in known}

    def __contains__(self, chat_id: int) -> bool:
        return chat_id in self._persons

    def answered(self, chat_id: int) -> None:
        self._persons[chat_id].waiting = False

    def shows(self, chat_id: int, screen: Screen) -> None:
        self._persons[chat_id].screen = screen

    def asks(self, now: float) -> tuple[str, int, Json] | None:
        """(kind, chat, update without its number); None while everybody waits or rests."""
        free = [one for one in self._persons.values() if not one.waiting and one.free_at <= now]
        if not free:
            return None
        person = self.chance.choice(free)
        person.waiting, person.free_at = True, now + REST
        [wish] = self.chance.choices(list(self._wishes), list(self._wishes.values()))
        self._number += 1
        if wish in BUTTONS and person.screen:
            offered = [data for data in person.screen.buttons() if _kind(data) == wish]
            if offered or self.echo:
                data = self.chance.choice(offered or ["echo"])
                return wish, person.id, {"callback_query": self._tap(person, person.screen, data)}
        if wish in BUTTONS:
            wish = "latest"
        return wish, person.id, {"message": self._message(person, self._text(wish))}

    def _text(self, wish: str) -> str:
        topic, word = self.chance.choice(self.topics), self.chance.choice(self.words)
        match wish:
            case "topic":
                return f"/{topic}"
            case "words":
                return topic
            case "search":
                return f"/search {word} {self.chance.choice(self.words)}"
            case "subscribe":
                return f"/subscribe {topic}"
        return f"/{wish}"

    def _message(self, person: Person, text: str) -> Json:
        command = text.split(maxsplit=1)[0]
        entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command.startswith("/") else []
        told = {"message_id": self._number, "from": _user(person), "chat": _chat(person), "date": 1_790_000_000}
        return told | {"text": text} | ({"entities": entities} if entities else {})

    def _tap(self, person: Person, screen: Screen, data: str) -> Json:
        shown: Json = {"message_id": screen.message_id, "chat": _chat(person), "date": 1_790_000_000}
        shown |= {"text": screen.text} | ({"reply_markup": screen.keyboard} if screen.keyboard else {})
        query = {"id": str(self._number), "from": _user(person), "chat_instance": "1"}
        return query | {"message": shown, "data": data}


def _kind(data: str) -> str:
    match unpack(data):
        case OpenList():
            return "turn page"
        case OpenStory(part=Part.NONE):
            return "open card"
        case OpenStory():
            return "open part"
        case Follow():
            return "follow"
    return "other button"


def _user(person: Person) -> Json:
    told = {"id": person.id, "is_bot": False, "first_name": f"Reader {person.id}", "username": f"reader{person.id}"}
    return told | {"language_code": ("en", "uk", "ru")[person.id % 3]}


def _chat(person: Person) -> Json:
    return {"id": person.id, "type": "private", "first_name": f"Reader {person.id}"}


def screen(asked: Json, message_id: int) -> Screen:
    """What a request shows."""
    keyboard = asked.get("reply_markup")
    drawn = json.loads(keyboard) if isinstance(keyboard, str) else keyboard
    return Screen(message_id, str(asked.get("text", "")), drawn)
