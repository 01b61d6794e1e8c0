"""Entities as Telegram returns them: sorted, cut and merged so that they nest cleanly.

Three families: quotes hold anything; whole ones (links, code, mentions) cannot cross each other; styles (bold, italic
and so on) are cut wherever another entity begins or ends inside them.
"""

from itertools import pairwise
from typing import Any

Entity = dict[str, Any]

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = ("blockquote", "expandable_blockquote")
_CODES = ("code", "pre")
_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49, "text_mention": 49,
    "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
_LIMIT = 100


def arranged(entities: list[Entity], found: list[Entity]) -> list[Entity]:
    """The entities that were asked for, with those that were found where nothing whole stands already."""
    everything = _sorted(entities + found)
    if _apart(everything):
        return everything[:_LIMIT]
    quotes = _without_crossings([e for e in _sorted(entities) if e["type"] in _QUOTES])
    whole = _without_crossings([e for e in _sorted(entities) if e["type"] not in _QUOTES + STYLES])
    whole += [e for e in found if not any(_overlap(e, other) for other in whole)]
    whole = [e for e in whole if not any(_crosses(e, quote) for quote in quotes)]
    styles = [e for e in _sorted(entities) if e["type"] in STYLES]
    return _sorted(quotes + whole + _cut(styles, quotes + whole))[:_LIMIT]


def _apart(entities: list[Entity]) -> bool:
    end = -1
    for entity in entities:
        if entity["offset"] <= end:
            return False
        end = entity["offset"] + entity["length"]
    return True


def _sorted(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _PRIORITY.get(e["type"], 50)))


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < _end(other) and other["offset"] < _end(one))


def _crosses(entity: Entity, quote: Entity) -> bool:
    inside = quote["offset"] <= entity["offset"] and _end(entity) <= _end(quote)
    return _overlap(entity, quote) and not inside


def _without_crossings(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _cut(styles: list[Entity], others: list[Entity]) -> list[Entity]:
    runs = [(kind, start, end) for kind in STYLES for start, end in _runs([e for e in styles if e["type"] == kind])]
    cuts = sorted({run[1] for run in runs} | {e["offset"] for e in others} | {_end(e) for e in others})
    codes = [(e["offset"], _end(e)) for e in others if e["type"] in _CODES]
    pieces: list[Entity] = []
    for kind, start, end in runs:
        edges = [start, *(cut for cut in cuts if start < cut < end), end]
        for left, right in pairwise(edges):
            if not any(begin <= left and right <= finish for begin, finish in codes):
                pieces.append({"offset": left, "length": right - left, "type": kind})
    return pieces


def _runs(entities: list[Entity]) -> list[tuple[int, int]]:
    """Touching and overlapping entities of one style are one."""
    runs: list[tuple[int, int]] = []
    for entity in entities:
        if runs and entity["offset"] <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], _end(entity)))
        else:
            runs.append((entity["offset"], _end(entity)))
    return runs
