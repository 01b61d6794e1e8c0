"""What the local Telegram remembers, in memory: people, chats, messages."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

KEPT_MESSAGES = 20_000  # of all chats together; the oldest are forgotten


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    username: str
    language_code: str
    editor: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def user(self) -> Json:
        """Telegram's User."""
        return {
            "id": self.id, "is_bot": False, "first_name": self.first_name,
            "username": self.username, "language_code": self.language_code,
        }  # fmt: skip

    def public(self) -> Json:
        fields = ("id", "first_name", "username", "language_code", "editor", "started", "blocked", "deactivated")
        return {name: getattr(self, name) for name in fields}


@dataclass(slots=True)
class Message:
    """`body` is Telegram's Message; an edit replaces it, so that who holds the old one keeps what it saw."""

    body: Json
    deleted: bool = False
    edits: int = 0
    reply_keyboard: Json | None = None
    silent: bool = False

    def public(self) -> Json:
        keyboard = {"reply_keyboard": self.reply_keyboard} if self.reply_keyboard else {}
        return {**self.body, "deleted": self.deleted, "edits": self.edits, "silent": self.silent, **keyboard}


@dataclass(slots=True)
class Chat:
    """`bot` is the bot's own ChatMember status here; `members` maps person ids to theirs."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    person: Person | None = None
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "member"
    migrated_to: int = 0
    pinned: int = 0
    last_message_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    body: Json = field(init=False)

    def __post_init__(self) -> None:
        named = {"first_name": self.person.first_name} if self.person else {"title": self.title}
        public_name = {"username": self.username} if self.username else {}
        self.body = {"id": self.id, **named, **public_name, "type": self.type}

    @property
    def private(self) -> bool:
        return self.person is not None

    def find(self, message_id: int) -> Message | None:
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message


class Chats:
    """All chats and their messages. Private chats and basic groups share one row of message ids, as on Telegram."""

    def __init__(self) -> None:
        self.by_id: dict[int, Chat] = {}
        self.by_username: dict[str, Chat] = {}
        self._kept: deque[tuple[Chat, int]] = deque()
        self._last_message_id = 0

    def add(self, chat: Chat) -> Chat:
        self.by_id[chat.id] = chat
        if chat.username and not chat.private:
            self.by_username[chat.username.lower()] = chat
        return chat

    def keep(self, chat: Chat, body: Json, **look: Any) -> Message:
        """Gives the message its id and keeps it."""
        message = Message({"message_id": self._next_id(chat), **body}, **look)
        message_id = message.body["message_id"]
        chat.messages[message_id] = message
        self._kept.append((chat, message_id))
        if len(self._kept) > KEPT_MESSAGES:
            old, old_id = self._kept.popleft()
            old.messages.pop(old_id, None)
        return message

    def _next_id(self, chat: Chat) -> int:
        if chat.type in ("supergroup", "channel"):
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_message_id += 1
        chat.last_message_id = self._last_message_id
        return self._last_message_id
