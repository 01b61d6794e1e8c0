"""JSON as Telegram writes it: compact, ASCII only."""

import json

_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def encode(value: object) -> str:
    return _ENCODER.encode(value)
