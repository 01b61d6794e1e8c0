"""Inline queries that wait for answerInlineQuery, the answers that are kept, and the messages that came of them."""

import asyncio
from dataclasses import dataclass
from itertools import count

from bot.playground.refusals import bad_request
from bot.playground.state import Chat, Json, Message

LIFETIME = 10.0  # seconds in which a query can be answered
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Query:
    """`answer`: `{results, next_offset, button}`; a result has, besides what is shown, its message's `content`."""

    id: str
    at: float
    person_id: int
    text: str
    offset: str
    answer: asyncio.Future[Json]


class Inline:
    def __init__(self) -> None:
        self.messages: dict[str, tuple[Chat, Message]] = {}
        self._queries: dict[str, Query] = {}
        self._kept: dict[tuple[str, str, int], tuple[float, Json]] = {}  # person 0: for everybody
        self._ids = count(2_604_913_785_000_001)

    def open(self, person_id: int, text: str, offset: str, now: float) -> Query:
        query = Query(str(next(self._ids)), now, person_id, text, offset, asyncio.get_running_loop().create_future())
        self._queries[query.id] = query
        if len(self._queries) > _MANY:
            del self._queries[next(iter(self._queries))]
        return query

    def use_kept(self, query: Query, now: float) -> bool:
        """True if Telegram answers by itself, from what the bot let it keep."""
        for person_id in (query.person_id, 0):
            until, answer = self._kept.get((query.text, query.offset, person_id), (0.0, {}))
            if now < until:
                query.answer.set_result(answer)
                return True
        return False

    def answer(self, query_id: str, answer: Json, cache_time: int, personal: bool, now: float) -> None:
        """Raises Refusal if there is no such query, or it is too long ago, or it has its answer."""
        query = self._queries.get(query_id)
        if query is None or now - query.at > LIFETIME or query.answer.done():
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer.set_result(answer)
        self._kept[query.text, query.offset, query.person_id if personal else 0] = (now + cache_time, answer)
        if len(self._kept) > _MANY:
            del self._kept[next(iter(self._kept))]

    def result(self, query_id: str, result_id: str, person_id: int) -> tuple[Query, Json]:
        """Raises LookupError if this person has not been shown such a result."""
        query = self._queries.get(query_id)
        if query is None or query.person_id != person_id or not query.answer.done():
            raise LookupError("there is no such answered inline query of this person")
        for result in query.answer.result()["results"]:
            if result["id"] == result_id:
                return query, result
        raise LookupError(f"the answer has no result {result_id!r}")

    def sent(self, chat: Chat, message: Message) -> str:
        """The inline_message_id of a message that can be edited and tapped."""
        message.inline_id = f"AAM{next(self._ids):x}"
        self.messages[message.inline_id] = (chat, message)
        if len(self.messages) > _MANY:
            del self.messages[next(iter(self.messages))]
        return message.inline_id
