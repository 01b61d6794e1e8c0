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
    topics: bool = False  # their client shows the private chat in topics

    def user(self) -> Json:
        """Telegram's User."""
        return {
            "id": self.id, "is_bot": False, "first_name": self.first_name,
            "username": self.username, "language_code": self.language_code,
        }  # fmt: skip

    def public(self) -> Json:
        fields = (
            "id", "first_name", "username", "language_code", "editor", "started", "blocked", "deactivated", "topics",
        )  # fmt: skip
        return {name: getattr(self, name) for name in fields}


@dataclass(slots=True)
class Topic:
    """`id` is that of the service message that tells of it; 1 is General, of which messages do not tell."""

    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str = ""
    closed: bool = False
    by_bot: bool = False

    def told(self) -> Json:
        """Telegram's ForumTopic."""
        return {"message_thread_id": self.id, **self.look()}

    def look(self) -> Json:
        icon = {"icon_custom_emoji_id": self.icon_custom_emoji_id} if self.icon_custom_emoji_id else {}
        return {"name": self.name, "icon_color": self.icon_color, **icon}


@dataclass(slots=True)
class Message:
    """`body` is Telegram's Message; an edit replaces it, so that who holds the old one keeps what it saw.

    `inline_id`: its inline_message_id, if it was sent through inline mode and has a keyboard.
    """

    body: Json
    deleted: bool = False
    edits: int = 0
    reply_keyboard: Json | None = None
    silent: bool = False
    inline_id: str = ""

    def public(self) -> Json:
        keyboard = {"reply_keyboard": self.reply_keyboard} if self.reply_keyboard else {}
        return {**self.body, "deleted": self.deleted, "edits": self.edits, "silent": self.silent, **keyboard}


@dataclass(slots=True)
class Chat:
    """`bot` is the bot's own ChatMember status here; `members` maps person ids to theirs.

    An administrator has all rights but those that `bot_rights`, or `rights` by person id, tell otherwise.
    """

    id: int
    type: str
    title: str = ""
    username: str = ""
    person: Person | None = None
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "member"
    bot_rights: Json = field(default_factory=dict)
    rights: dict[int, Json] = field(default_factory=dict)
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: int = 0
    pinned: int = 0
    last_message_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    body: Json = field(init=False)

    def __post_init__(self) -> None:
        named = {"first_name": self.person.first_name} if self.person else {"title": self.title}
        public_name = {"username": self.username} if self.username else {}
        forum = {"is_forum": True} if self.forum else {}
        self.body = {"id": self.id, **named, **public_name, "type": self.type, **forum}

    @property
    def private(self) -> bool:
        return self.person is not None

    def bot_may(self, right: str) -> bool:
        return self.bot == "administrator" and bool(self.bot_rights.get(right, True))

    def may(self, person_id: int, right: str) -> bool:
        status = self.members.get(person_id)
        return status == "creator" or (
            status == "administrator" and bool(self.rights.get(person_id, {}).get(right, True))
        )

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
