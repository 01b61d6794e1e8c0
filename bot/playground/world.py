"""The whole local Telegram as one value, and the acts that all methods share: find a chat, post, tell."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.playground.callbacks import Callbacks
from bot.playground.deliveries import Deliveries
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.inline import Inline
from bot.playground.journal import Journal
from bot.playground.limits import Limits
from bot.playground.menus import Menus
from bot.playground.refusals import Refusal, bad_request, forbidden
from bot.playground.state import Chat, Chats, Json, Message, Person
from bot.playground.updates import Updates
from bot.playground.webhook import Webhook


@dataclass(slots=True)
class Bot:
    id: int
    name: str = "Tagwire"
    username: str = "tagwire_bot"
    topics: bool = True  # topics in private chats, for people whose clients show them
    users_create_topics: bool = True
    inline: bool = True
    feedback: bool = True  # chosen_inline_result is told

    def user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


class World:
    def __init__(self, bot_id: int, limits: bool) -> None:
        self.bot = Bot(bot_id)
        self.people: dict[int, Person] = {}
        self.chats = Chats()
        self.updates = Updates()
        self.webhook = Webhook(self.updates)
        self.callbacks = Callbacks()
        self.inline = Inline()
        self.menus = Menus()
        self.files = Files()
        self.events = Events()
        self.journal = Journal()
        self.deliveries = Deliveries()
        self.faults = Faults()
        self.limits = Limits(limits)
        self._ids = count(13_000_000_000_000_000)

    def new_id(self) -> str:
        """Of an album or a poll."""
        return str(next(self._ids))

    def add_person(self, person: Person) -> Person:
        self.people[person.id] = person
        self.chats.add(Chat(person.id, "private", username=person.username, person=person))
        return person

    # What a method may look at

    def chat(self, identifier: str) -> Chat:
        """Any chat the bot knows, whether or not it may enter. Raises Refusal."""
        if not identifier:
            raise bad_request("chat_id is empty")
        if identifier[0] == "@":
            chat = self.chats.by_username.get(identifier[1:].lower())
        else:
            chat = self.chats.by_id.get(int(identifier)) if identifier.lstrip("-").isdecimal() else None
        if chat is None:
            if identifier == str(self.bot.id):
                raise forbidden("bot can't send messages to bots")
            raise bad_request("chat not found")
        return chat

    def readable(self, identifier: str) -> Chat:
        """A public chat can be looked at from outside, but not by whom it has thrown out."""
        chat = self.chat(identifier)
        if chat.type in ("supergroup", "channel") and not (chat.username and chat.bot == "left"):
            _check_inside(chat)
        return chat

    def editable(self, identifier: str) -> Chat:
        chat = self.chat(identifier)
        if chat.person and chat.person.deactivated:
            raise forbidden("user is deactivated")
        if not chat.migrated_to:
            _check_inside(chat)
        return chat

    def writable(self, identifier: str) -> Chat:
        chat = self.editable(identifier)
        if chat.migrated_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, text, migrate_to_chat_id=chat.migrated_to)
        return chat

    def message(self, chat: Chat, message_id: int, purpose: str) -> Message:
        """`purpose` as in "message to edit"."""
        message = chat.find(message_id)
        if message is None:
            raise bad_request(f"{purpose} not found")
        return message

    # What a method may do

    def post(self, chat: Chat, content: Json, now: float, text: str = "", **look: Any) -> Message:
        """The bot's own message appears in the chat; `text` is what deliveries remember, `look` Message's fields."""
        sender = {"sender_chat": chat.body} if chat.type == "channel" else {"from": self.bot.user()}
        message = self.chats.keep(chat, {**sender, "chat": chat.body, "date": int(now), **content}, **look)
        self.deliveries.record(self.journal.last, chat.id, text)
        self.tell_message("message", message)
        return message

    def announce(self, chat: Chat, message: Message) -> None:
        """A service message: the page sees it, and the bot if it is inside."""
        if chat.bot not in ("kicked", "left"):
            self.updates.push("channel_post" if chat.type == "channel" else "message", message.body)
        self.tell_message("message", message)

    def erase(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        self.events.tell("delete", {"chat_id": chat.id, "message_id": message.body["message_id"]})

    def admit(self, chat: Chat, paid: bool, now: float, several: int = 1) -> None:
        """One more message, or an album of `several`, if Telegram's servers let it through."""
        self.check_rights(chat)
        self.limits.admit(chat.id, chat.private, paid, now, several)

    def check_rights(self, chat: Chat) -> None:
        """What only Telegram's own servers know: who lets the bot write."""
        if chat.person and not chat.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.person and chat.person.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.bot == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        if chat.type == "channel" and not chat.bot_may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")

    def tell_message(self, kind: str, message: Message) -> None:
        if self.events:
            self.events.tell(kind, message.public())

    def tell_chat(self, chat: Chat, **changes: Any) -> None:
        self.events.tell("chat", {"chat_id": chat.id, **changes})


def _check_inside(chat: Chat) -> None:
    if chat.bot == "deleted":
        raise forbidden("the group chat was deleted")
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
