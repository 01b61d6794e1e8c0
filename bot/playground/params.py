"""A call's parameters: by form they are strings, by JSON anything; Telegram reads both alike."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.refusals import bad_request

_INTEGER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content: bytes
    content_type: str


@dataclass(slots=True)
class Params:
    """`now` is when the call came, in seconds since 1970; `files` are the multipart uploads by field name."""

    values: dict[str, Any]
    now: float = 0.0
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise bad_request(f'parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """As Telegram reads numbers: the digits in front count, anything else is 0."""
        value = self.values.get(name)
        if isinstance(value, int):
            return int(value)
        if not value:
            return default
        digits = _INTEGER.match(str(value))
        return int(digits[0]) if digits else 0

    def clamped(self, name: str, default: int, low: int, high: int) -> int:
        return max(low, min(high, self.integer(name, default)))

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "yes", "1")

    def nested(self, name: str, what: str) -> Any:
        """A JSON value, or None if there is none; raises Refusal `can't parse {what}`."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what}") from None
