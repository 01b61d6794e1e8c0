"""People of the local Telegram, for any test: they say, tap and see over the playground's control API.

async with Telegram(playground.url) as telegram:
    olena = await telegram.person(language="uk")
    await olena.says("/start")
    await olena.sees("Вітаємо")
    await olena.taps("НАТО")
"""

import asyncio
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]

_LOOK_AGAIN = 0.02  # seconds
_LOOKS_AFTER_TAP = 25


class Telegram:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._met: set[int] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def person(self, language: str = "en", started: bool = False) -> "Person":
        """A reader of this language whom no test has met yet; `started`: the bot may already write to them."""
        for told in (await self.state())["people"]:
            fresh = told["id"] not in self._met and told["started"] == started
            if fresh and told["language_code"] == language and not told["editor"]:
                return self._person(told)
        return (await self.newcomers(1, language, started))[0]

    async def editor(self) -> "Person":
        return next(self._person(told) for told in (await self.state())["people"] if told["editor"])

    async def newcomers(self, count: int, language: str = "en", started: bool = True) -> list["Person"]:
        wish = {"count": count, "language_code": language, "started": started}
        return [self._person(told) for told in (await self.post("people", wish))["people"]]

    async def group(self, type: str = "group", bot_is_admin: bool = False, **wish: Any) -> int:  # noqa: A002
        """The id of a new group or channel; `members` and `admins` are Person ids."""
        return int((await self.post("groups", {"type": type, "bot_is_admin": bot_is_admin, **wish}))["id"])

    async def state(self) -> Json:
        return await self.get("state")

    async def fault(self, kind: str, times: int | None = 1, **wish: Any) -> None:
        """400, 403, 409, 429, 500, html502, migrate, slow, reset_before, reset_after, cut or stall.

        `seconds`, `method`, `chat_id`, `probability`, and `description` of a 400, 403, 409 or 500.
        """
        await self.post("faults", {"kind": kind, "times": times, **wish})

    async def no_faults(self) -> None:
        await self._ask("DELETE", "faults")

    async def limits(self, on: bool = True, **rates: int) -> Json:
        """`a_second`, `paid_a_second`, `burst`, `a_minute_to_group` other than Telegram's; the counts begin anew."""
        return await self.post("limits", {"on": on, **rates})

    async def flood(self) -> Json:
        """`refused` and `early` (who knocked before a wait was over), also by `doors`: all, paid, person, group."""
        return await self.get("limits")

    async def update(self, update: Json) -> int:
        return int((await self.post("updates", update))["update_id"])

    async def calls(self, method: str = "", after: int = 0) -> list[Json]:
        found: list[Json] = (await self.get("calls", method=method, after=after))["calls"]
        return found

    async def deliveries(self, text: str = "", after: int = 0) -> dict[int, int]:
        """How many messages each chat was sent; `after`: the number of a call."""
        sent = await self.get("deliveries", text=text, after=after)
        return {int(chat): count for chat, count in sent.items()}

    async def texts(self, text: str = "", chat: int = 0) -> dict[str, Json]:
        """`{text: {sent, chats, repeated: {chat: times}}}`; `repeated` holds who got it more than once."""
        found: dict[str, Json] = (await self.get("deliveries/texts", text=text, chat_id=chat))["texts"]
        return found

    async def most_in_flight(self) -> int:
        """How many requests Telegram had in hand at once; exact while answers are `slow`."""
        return int((await self.get("deliveries/in_flight"))["most"])

    async def forget_deliveries(self) -> None:
        await self._ask("DELETE", "deliveries")

    async def migrates(self, group: int) -> int:
        """The group becomes a supergroup, with this id."""
        return int((await self.post(f"groups/{group}/migrate", {}))["id"])

    async def bot_becomes(self, status: str, group: int) -> None:
        """member, administrator, restricted, left, kicked or deleted."""
        await self.post(f"groups/{group}/bot", {"status": status})

    async def newsroom(self, act: str, **args: Any) -> Json:
        return await self.post(f"newsroom/{act}", args)

    async def get(self, path: str, **query: Any) -> Json:
        return await self._ask("GET", path, query=query)

    async def post(self, path: str, wish: Json) -> Json:
        return await self._ask("POST", path, wish)

    async def transcript(self, chat_id: int) -> str:
        async with self._opened().get(f"{self.url}/play/chats/{chat_id}/transcript") as response:
            return await response.text()

    def _person(self, told: Json) -> "Person":
        self._met.add(told["id"])
        return Person(self, told["id"], told["first_name"], told["language_code"])

    async def _ask(self, verb: str, path: str, wish: Json | None = None, query: Json | None = None) -> Json:
        async with self._opened().request(verb, f"{self.url}/play/{path}", json=wish, params=query) as response:
            answer: Json = await response.json()
        if response.status != 200:
            raise AssertionError(f"{verb} /play/{path}: {answer.get('error', answer)}")
        return answer

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


@dataclass(frozen=True)
class Person:
    """`chat` is where they do it: their own chat with the bot unless another is given."""

    telegram: Telegram
    id: int
    name: str
    language: str

    async def says(self, text: str, chat: int = 0, **wish: Any) -> int:
        """`entities`, `forwarded`, `reply_to`, `anonymous_admin` as the control API takes them."""
        return (await self._say(chat, text=text, **wish))[0]

    async def sends(
        self, kind: str, caption: str = "", file: bytes | None = None, filename: str = "", chat: int = 0, **wish: Any
    ) -> int:
        """A photo, video or document; without a `file`, a small sample. `caption_entities` and so on as in `says`."""
        part = {"type": kind, "filename": filename} | ({"file": b64encode(file).decode()} if file is not None else {})
        return (await self._say(chat, media=[part], caption=caption, **wish))[0]

    async def sends_album(self, *kinds: str, caption: str = "", chat: int = 0, **wish: Any) -> list[int]:
        """One message each; the first has the caption."""
        return await self._say(chat, media=[{"type": kind} for kind in kinds], caption=caption, **wish)

    async def asks(self, question: str, *options: str, chat: int = 0, **poll: Any) -> int:
        """A poll; `is_anonymous` and so on as sendPoll takes them."""
        return (await self._say(chat, poll={"question": question, "options": options, **poll}))[0]

    async def _say(self, chat: int, **wish: Any) -> list[int]:
        told = await self.telegram.post(f"chats/{chat or self.id}/say", {"from": self.id, **wish})
        ids: list[int] = told["message_ids"]
        return ids

    async def edits(self, message_id: int, words: str, chat: int = 0, **wish: Any) -> None:
        """Their own message gets another text or caption."""
        wish = {"from": self.id, "message_id": message_id, "text": words, "caption": words, **wish}
        await self.telegram.post(f"chats/{chat or self.id}/edit", wish)

    async def leaves(self, group: int) -> None:
        await self.telegram.post(f"groups/{group}/members", {"person": self.id, "status": "left"})

    async def kicks_bot(self, group: int) -> None:
        await self.telegram.post(f"groups/{group}/kick", {"by": self.id})

    async def taps(self, label: str, message: Json | None = None, chat: int = 0, within: float = 10.0) -> Json | None:
        """Taps the newest button with this label (or with it inside). The bot's answer; a link gives `{"url": …}`."""

        async def shown() -> Json | None:
            return message or _with_button(await self.messages(chat), label)

        found = await self._await(shown, within, chat, f"a button {label!r}")
        before = await self._state(chat)
        wish = {"from": self.id, "message_id": found["message_id"], "label": label}
        told = await self.telegram.post(f"chats/{chat or self.id}/tap", wish)
        # The spinner and the message are two calls of the bot's, in either order.
        for _ in range(_LOOKS_AFTER_TAP):
            if await self._state(chat) != before:
                break
            await asyncio.sleep(_LOOK_AGAIN)
        answer: Json | None = told.get("answer", told)
        return answer

    async def _state(self, chat: int) -> list[tuple[int, int]]:
        return [(message["message_id"], message["edits"]) for message in await self.messages(chat)]

    async def forges(self, callback_data: str, message: Json, chat: int = 0, timeout: float = 10.0) -> Json | None:
        """Taps a button that the message does not have."""
        wish = {"from": self.id, "message_id": message["message_id"], "callback_data": callback_data}
        told = await self.telegram.post(f"chats/{chat or self.id}/tap", {**wish, "forged": True, "timeout": timeout})
        answer: Json | None = told["answer"]
        return answer

    async def sees(self, substring: str, within: float = 10.0, chat: int = 0, after: int = 0) -> Json:
        """The newest message of the bot with this in its text; waits for it, or fails with the transcript."""

        async def shown() -> Json | None:
            fitting = [m for m in await self.messages(chat, after) if substring in _text(m) and not self._wrote(m)]
            return fitting[-1] if fitting else None

        return await self._await(shown, within, chat, repr(substring))

    async def last(self, chat: int = 0) -> Json:
        """The newest message that the bot wrote here."""
        return [message for message in await self.messages(chat) if not self._wrote(message)][-1]

    async def messages(self, chat: int = 0, after: int = 0) -> list[Json]:
        """All messages that are not deleted, oldest first; `after` a message id."""
        told = await self.telegram.get(f"chats/{chat or self.id}/messages", after=after)
        return [message for message in told["messages"] if not message["deleted"]]

    async def commands(self, chat: int = 0) -> list[Json]:
        told: list[Json] = (await self.telegram.get("commands", chat_id=chat or self.id, person=self.id))["commands"]
        return told

    async def blocks(self, blocked: bool = True) -> None:
        await self.telegram.post(f"people/{self.id}/block", {"blocked": blocked})

    async def deactivates(self) -> None:
        await self.telegram.post(f"people/{self.id}/deactivate", {})

    def _wrote(self, message: Json) -> bool:
        return bool(message.get("from", {}).get("id") == self.id)

    async def _await(self, look: Callable[[], Awaitable[Json | None]], within: float, chat: int, what: str) -> Json:
        deadline = time.monotonic() + within
        while (found := await look()) is None:
            if time.monotonic() > deadline:
                transcript = await self.telegram.transcript(chat or self.id)
                raise AssertionError(f"{self.name} does not see {what} within {within} s. The chat:\n{transcript}")
            await asyncio.sleep(_LOOK_AGAIN)
        return found


def labels(message: Json) -> list[str]:
    """What stands on the buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _text(message: Json) -> str:
    return str(message.get("text") or message.get("caption", ""))


def _with_button(messages: list[Json], label: str) -> Json | None:
    for found in (lambda text: text == label, lambda text: label in text):
        fitting = [message for message in messages if any(found(text) for text in labels(message))]
        if fitting:
            return fitting[-1]
    return None
