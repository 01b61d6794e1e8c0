"""People of the local Telegram, for any test: they say, tap and see over the playground's control API.

async with Telegram(playground.url) as telegram:
    olena = await telegram.person(language="uk")
    await olena.says("/start")
    await olena.sees("Вітаємо")
    await olena.taps("НАТО")
"""

from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.person import Json, Person, labels

__all__ = ["Json", "Person", "Telegram", "labels"]


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

    async def person(self, language: str = "en", started: bool = False) -> Person:
        """A reader of this language whom no test has met yet; `started`: the bot may already write to them."""
        for told in (await self.state())["people"]:
            fresh = told["id"] not in self._met and told["started"] == started
            if fresh and told["language_code"] == language and not told["editor"]:
                return self._person(told)
        return (await self.newcomers(1, language, started))[0]

    async def editor(self) -> Person:
        return next(self._person(told) for told in (await self.state())["people"] if told["editor"])

    async def newcomers(self, count: int, language: str = "en", started: bool = True) -> list[Person]:
        wish = {"count": count, "language_code": language, "started": started}
        return [self._person(told) for told in (await self.post("people", wish))["people"]]

    async def group(self, type: str = "group", bot_is_admin: bool = False, **wish: Any) -> int:  # noqa: A002
        """The id of a new group, supergroup, forum or channel; `members` and `admins` are Person ids.

        The first admin made it. `title`, `username`; `bot`: member unless told, left is not added; `bot_rights`.
        """
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

    async def bot_becomes(self, status: str, group: int, **rights: bool) -> None:
        """member, administrator, restricted, left, kicked or deleted; an administrator has all rights but these."""
        await self.post(f"groups/{group}/bot", {"status": status, "rights": rights})

    async def switches(self, **on: bool) -> Json:
        """What the bot's owner switches at Telegram: `topics`, `users_create_topics`, `inline`, `feedback`."""
        return await self.post("bot", on)

    async def topics(self, chat: int) -> dict[str, int]:
        """Names of the topics that a chat has, and their `message_thread_id`; General is 1."""
        found = next(told for told in (await self.state())["chats"] if told["id"] == chat)
        return {topic["name"]: topic["message_thread_id"] for topic in found.get("topics", [])}

    async def newsroom(self, act: str, **args: Any) -> Json:
        return await self.post(f"newsroom/{act}", args)

    async def get(self, path: str, **query: Any) -> Json:
        return await self._ask("GET", path, query=query)

    async def post(self, path: str, wish: Json) -> Json:
        return await self._ask("POST", path, wish)

    async def delete(self, path: str, wish: Json) -> Json:
        return await self._ask("DELETE", path, wish)

    async def transcript(self, chat_id: int) -> str:
        async with self._opened().get(f"{self.url}/play/chats/{chat_id}/transcript") as response:
            return await response.text()

    def _person(self, told: Json) -> Person:
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
