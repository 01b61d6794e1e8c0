"""Links that open the bot: t.me/bot?start=…, ?startgroup=…, ?startchannel, and their tg:// twins."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.playground.incoming import NotPossible, put
from bot.playground.membership import change_bot
from bot.playground.methods.outgoing import Formatted, text_content
from bot.playground.picking import granted
from bot.playground.state import Chat, Json, Person
from bot.playground.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """`kind`: start, startgroup or startchannel. `rights`: what the link asks to be ticked."""

    kind: str
    payload: str
    rights: dict[str, bool]


def read_link(url: str, username: str) -> DeepLink | None:
    """None if the link is not for this bot."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    told = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if parts.scheme == "tg":
        domain = told.get("domain", "") if parts.netloc == "resolve" else ""
    else:
        domain = parts.path.strip("/") if parts.hostname in ("t.me", "telegram.me") else ""
    if domain.lower() != username.lower():
        return None
    kind = next((name for name in ("startgroup", "startchannel") if name in told), "start")
    rights = {f"can_{name}": True for name in told.get("admin", "").replace("+", " ").split()}
    return DeepLink(kind, told.get(kind, ""), rights)


def follow(world: World, person: Person, url: str, chat: Chat | None, now: float) -> Json:
    """A person opens a link to the bot, and does what the client then offers. Raises NotPossible."""
    link = read_link(url, world.bot.username)
    if link is None:
        raise NotPossible("this link does not open the bot")
    if link.payload and not _PAYLOAD.fullmatch(link.payload):
        raise NotPossible("a start parameter is 1 to 64 of A-Z, a-z, 0-9, _ and -")
    if link.kind == "start":
        return _start(world, world.chats.by_id[person.id], person, f"/start {link.payload}".strip(), now)
    if chat is None or chat.private or (chat.type == "channel") != (link.kind == "startchannel"):
        raise NotPossible(f"{link.kind} needs a {'channel' if link.kind == 'startchannel' else 'group'}")
    _add_bot(world, chat, person, link, now)
    if link.kind == "startchannel" or not link.payload:
        return {"chat_id": chat.id, "message_id": None}
    return _start(world, chat, person, f"/start@{world.bot.username} {link.payload}", now)


def _start(world: World, chat: Chat, person: Person, text: str, now: float) -> Json:
    (said,) = put(world, chat, person, [text_content(world, Formatted(text, []))], {}, now)
    return {"chat_id": chat.id, "message_id": said.body["message_id"]}


def _add_bot(world: World, chat: Chat, person: Person, link: DeepLink, now: float) -> None:
    as_admin = bool(link.rights) or chat.type == "channel"
    may = chat.may(person.id, "can_promote_members" if as_admin else "can_invite_users")
    if not may and (as_admin or chat.members.get(person.id) != "member"):
        raise NotPossible("this person may not add the bot here")
    if as_admin:
        rights = granted(chat, link.rights) if link.rights else None
        change_bot(world, chat, "administrator", person, now, rights)
    elif chat.bot in ("left", "kicked"):
        change_bot(world, chat, "member", person, now)
