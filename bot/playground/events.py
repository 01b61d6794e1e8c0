"""What happens, told live to whoever listens (the page's right half)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.playground.encoding import encode

_BACKLOG = 1_000  # a listener that falls further behind misses the oldest


class Events:
    """Kinds: `call`, `message`, `edit`, `delete`, `chat`, `newsroom`. Costs nothing while nobody listens."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def __bool__(self) -> bool:
        return bool(self._listeners)

    def tell(self, kind: str, detail: dict[str, Any]) -> None:
        if not self._listeners:
            return
        line = f"event: {kind}\ndata: {encode(detail)}\n\n"
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(line)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[str | None]]:
        """Server-sent events as text; None means that the playground closes."""
        queue: asyncio.Queue[str | None] = asyncio.Queue(_BACKLOG)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
