"""Who was sent what, and how often: for the tests and the benchmarks."""

from collections import Counter, deque
from typing import Any

_SENDS = 50_000


class Deliveries:
    """Messages that Telegram accepted, whether or not the answer arrived.

    `sent` counts by chat, exactly and for ever. By text the count is exact too, until there are so many texts that the
    oldest are forgotten, which `forgotten` counts. `pairs` of a text and a chat are kept at most.
    """

    def __init__(self, texts: int = 50_000, pairs: int = 1_000_000) -> None:
        self.sent: Counter[int] = Counter()
        self.forgotten = 0
        self._texts: dict[str, dict[int, int]] = {}
        self._pairs = 0
        self._most_texts, self._most_pairs = texts, pairs
        self._sends: deque[tuple[int, int, str]] = deque(maxlen=_SENDS)

    def record(self, call: int, chat_id: int, text: str) -> None:
        """`call`: the number of the last call before this one."""
        self.sent[chat_id] += 1
        chats = self._texts.setdefault(text, {})
        times = chats[chat_id] = chats.get(chat_id, 0) + 1
        self._sends.append((call, chat_id, text))
        if times == 1:
            self._pairs += 1
            self._forget()

    def by_chat(self, after: int = 0, text: str = "") -> Counter[int]:
        """How many messages each chat was sent; `text`: that contain it; `after` a call: of the last 50,000 sends."""
        if after:
            return Counter(chat_id for call, chat_id, sent in self._sends if call >= after and text in sent)
        if not text:
            return self.sent
        found: Counter[int] = Counter()
        for chats in (chats for sent, chats in self._texts.items() if text in sent):
            found.update(chats)
        return found

    def by_text(self, text: str = "", chat_id: int | None = None) -> dict[str, dict[str, Any]]:
        """`{text: {sent, chats, repeated: {chat: times}}}` of texts that contain `text`.

        `repeated` is who got it more than once; who got it at all is `by_chat` of the text.
        """
        found = {sent: chats for sent, chats in self._texts.items() if text in sent}
        if chat_id is not None:
            found = {sent: {chat_id: chats[chat_id]} for sent, chats in found.items() if chat_id in chats}
        return {sent: _summary(chats) for sent, chats in found.items()}

    def _forget(self) -> None:
        while (self._pairs > self._most_pairs or len(self._texts) > self._most_texts) and len(self._texts) > 1:
            self._pairs -= len(self._texts.pop(next(iter(self._texts))))
            self.forgotten += 1


def _summary(chats: dict[int, int]) -> dict[str, Any]:
    sent = sum(chats.values())
    repeated = {chat: times for chat, times in chats.items() if times > 1} if sent > len(chats) else {}
    return {"sent": sent, "chats": len(chats), "repeated": repeated}
