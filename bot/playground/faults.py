"""Faults that tests and the newsroom panel inject into the Bot API."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

REFUSED = {
    "400": "Bad Request: can't parse entities: Unclosed start tag at byte offset 0",
    "403": "Forbidden: bot was blocked by the user",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "500": "Internal Server Error",
}
BEFORE = (*REFUSED, "429", "html502", "reset_before", "stall")  # the call is not carried out
AFTER = ("migrate", "slow", "reset_after", "cut")  # it is carried out, but its answer suffers
BROKEN = ("html502", "reset_before", "stall", "reset_after", "cut")  # what comes is no answer of the Bot API
_SECONDS = {"429": 1.0, "slow": 1.0, "stall": 60.0}


@dataclass(slots=True)
class Fault:
    """`seconds`: retry_after of a 429, delay of `slow`, silence of `stall`. `times` None: until cleared.

    `description`: of a 400, 403, 409 or 500. `migrate`: the group becomes a supergroup at this very call.
    `method` None: any but getUpdates (of a 409 only that), so that polling does not use up what was meant for
    sending; `*`: any.
    """

    kind: str
    times: int | None = 1
    seconds: float = 0.0
    method: str | None = None
    chat_id: int | None = None
    probability: float = 1.0
    description: str = ""
    used: int = 0

    def concerns(self, method: str, chat_id: str) -> bool:
        if self.method is None:
            right_method = (method == "getupdates") == (self.kind == "409")
        else:
            right_method = self.method in ("*", method) or self.method.lower() == method
        return right_method and (self.chat_id is None or str(self.chat_id) == chat_id)


class Faults:
    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self.waiting: list[Fault] = []
        self._chance = chance

    def inject(self, wish: dict[str, Any]) -> Fault:
        """Raises ValueError if Telegram has no such bad day."""
        kind = str(wish.get("kind", ""))
        if kind not in BEFORE + AFTER:
            raise ValueError(f"unknown fault {kind!r}: one of {', '.join(BEFORE + AFTER)}")
        unknown = wish.keys() - Fault.__dataclass_fields__.keys() - {"used"}
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        seconds = float(wish.get("seconds") or _SECONDS.get(kind, 0.0))
        description = str(wish.get("description") or REFUSED.get(kind, ""))
        fault = Fault(**{**wish, "kind": kind, "seconds": seconds, "description": description, "used": 0})
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, chat_id: str) -> Fault | None:
        """The first fault that strikes this call."""
        for fault in self.waiting:
            if fault.concerns(method, chat_id) and (fault.probability >= 1 or self._chance() < fault.probability):
                fault.used += 1
                if fault.times is not None and fault.used >= fault.times:
                    self.waiting.remove(fault)
                return fault
        return None

    def public(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.waiting]
