"""One person of the local Telegram: what they say, tap, pick and see."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.people import Telegram

Json = dict[str, Any]

_LOOK_AGAIN = 0.02  # seconds
PATIENCE = 30.0
"""Seconds: of a machine that does much else beside."""
_LOOKS_AFTER_TAP = 25


@dataclass(frozen=True)
class Person:
    """`chat` is where they do it: their own chat with the bot unless another is given."""

    telegram: Telegram
    id: int
    name: str
    language: str

    async def says(self, text: str, chat: int = 0, **wish: Any) -> int:
        """`entities`, `forwarded`, `reply_to`, `thread` (a topic), `anonymous_admin` as the control API takes them."""
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

    async def becomes(self, status: str, group: int, **rights: bool) -> None:
        """creator, administrator, member, restricted, left or kicked; an administrator has all rights but these."""
        await self.telegram.post(f"groups/{group}/members", {"person": self.id, "status": status, "rights": rights})

    async def shows_topics(self, on: bool = True) -> None:
        """Their client shows the private chat in topics, so that the bot can make some there."""
        await self.telegram.post(f"people/{self.id}", {"topics": on})

    async def makes_topic(self, name: str, chat: int = 0) -> int:
        """Its `message_thread_id`."""
        told = await self.telegram.post(f"chats/{chat or self.id}/topics", {"from": self.id, "name": name})
        return int(told["message_thread_id"])

    async def changes_topic(self, thread: int, chat: int = 0, **wish: Any) -> None:
        """`name`, `closed`."""
        await self.telegram.post(f"chats/{chat or self.id}/topics/{thread}", {"from": self.id, **wish})

    async def deletes_topic(self, thread: int, chat: int = 0) -> None:
        """With all that was said in it; the bot is not told."""
        await self.telegram.delete(f"chats/{chat or self.id}/topics/{thread}", {"from": self.id})

    async def inline(self, query: str, chat: int = 0, **wish: Any) -> Json:
        """What typing `@bot query` shows: `results` (None: no answer), `button`, `next_offset`, `query_id`.

        `offset`: the `next_offset` before; `fresh`: whatever Telegram has kept; `timeout` in seconds.
        """
        return await self.telegram.post(f"chats/{chat or self.id}/inline", {"from": self.id, "query": query, **wish})

    async def chooses(self, title: str, found: Json, chat: int = 0, **wish: Any) -> int:
        """Sends the first result of `inline` with this in its title; the message's id. `thread`: a topic."""
        result_id = next(result["id"] for result in found["results"] or () if title in result.get("title", ""))
        chosen = {"from": self.id, "query_id": found["query_id"], "result_id": result_id, **wish}
        return int((await self.telegram.post(f"chats/{chat or self.id}/choose", chosen))["message_id"])

    async def offered(self, label: str) -> list[int]:
        """The chats among which a button that asks for one lets them pick."""
        told = await self.telegram.post(f"chats/{self.id}/share", {"from": self.id, "label": label})
        return [chat["id"] for chat in told["offered"]]

    async def shares(self, label: str, chat: int) -> None:
        """Taps the button of the keyboard below that asks for a chat, and picks this one."""
        await self.telegram.post(f"chats/{self.id}/share", {"from": self.id, "label": label, "chat": chat})

    async def follows(self, url: str, chat: int = 0) -> Json:
        """Opens a link to the bot and starts it; `chat`: the one picked for `?startgroup`, `?startchannel`."""
        return await self.telegram.post(f"people/{self.id}/follow", {"url": url, "chat": chat})

    async def kicks_bot(self, group: int) -> None:
        await self.telegram.post(f"groups/{group}/kick", {"by": self.id})

    async def taps(
        self, label: str, message: Json | None = None, chat: int = 0, within: float = PATIENCE
    ) -> Json | None:
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

    async def sees(
        self, substring: str, within: float = PATIENCE, chat: int = 0, after: int = 0, thread: int | None = None
    ) -> Json:
        """The newest message of the bot with this in its text; waits for it, or fails with the transcript."""

        async def shown() -> Json | None:
            known = await self.messages(chat, after, thread)
            fitting = [message for message in known if substring in _text(message) and not self._wrote(message)]
            return fitting[-1] if fitting else None

        return await self._await(shown, within, chat, repr(substring))

    async def last(self, chat: int = 0) -> Json:
        """The newest message that the bot wrote here."""
        return [message for message in await self.messages(chat) if not self._wrote(message)][-1]

    async def messages(self, chat: int = 0, after: int = 0, thread: int | None = None) -> list[Json]:
        """All messages that are not deleted, oldest first; `after` a message id; `thread`: of one topic, 0 General."""
        told = await self.telegram.get(f"chats/{chat or self.id}/messages", after=after)
        known = [message for message in told["messages"] if not message["deleted"]]
        return known if thread is None else [one for one in known if one.get("message_thread_id", 0) == thread]

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
