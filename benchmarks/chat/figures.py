"""From what was asked and when it was answered to figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benchmarks.chat.telegram import Asked, Seen
from benchmarks.faults.findings import Findings
from benchmarks.pace import quantile

INSIDE = 100.0
"""Milliseconds, of 99 in 100 requests."""


def figures(seen: Seen) -> dict[str, float]:
    """Milliseconds from the hand-over of an update to the first request that answers it, and whatever tells of them."""
    kinds = sorted({one.kind for one in seen.asked})
    answered = [one for one in seen.asked if one.answered_at is not None]
    found = {"asked": len(seen.asked), "asked_per_s": len(seen.asked) / seen.took}
    found |= {"answered_share": len(answered) / max(len(seen.asked), 1)}
    found |= _quantiles("", _inside(seen.asked))
    found |= _quantiles(
        "shown.", [1000 * (one.shown_at - one.handed_at) for one in answered if one.shown_at and one.handed_at]
    )
    found |= _quantiles(
        "from_asking.", [1000 * (one.answered_at - one.asked_at) for one in answered if one.answered_at]
    )
    for kind in kinds:
        found |= _quantiles(f"{kind.replace(' ', '_')}.", _inside(one for one in seen.asked if one.kind == kind))
    return found | {"broadcast_per_s": seen.sent_to_readers / seen.took}


def _inside(asked: Iterable[Asked]) -> list[float]:
    return [1000 * (one.answered_at - one.handed_at) for one in asked if one.answered_at and one.handed_at]


def _quantiles(name: str, values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    return {
        f"{name}p50_ms": quantile(values, 0.5),
        f"{name}p99_ms": quantile(values, 0.99),
        f"{name}max_ms": max(values),
    }


def judged(ours: Mapping[str, float]) -> Findings:
    findings = Findings()
    findings.at_most("p99_ms", ours.get("p99_ms", float("inf")), INSIDE)
    findings.exactly("answered_share", ours["answered_share"], 1)
    findings.at_least("readers_left", ours["readers_left"], 1)  # else the broadcast did not run all the while
    return findings


def table(found: Mapping[str, Mapping[str, float]], flat: Mapping[str, float]) -> str:
    """Bots side by side, and then what is said of two together."""
    names = dict.fromkeys(name for of in found.values() for name in of)
    lines = ["".join([f"{'':26}", *(f"{bot:>12}" for bot in found)])]
    for name in names:
        cells = (f"{of[name]:12.3f}" if name in of else f"{'':12}" for of in found.values())
        lines.append("".join([f"{name:26}", *cells]).rstrip())
    lines += [f"{name:38}{figure:12.3f}" for name, figure in flat.items() if name.endswith(".ratio")]
    return "\n".join(lines)
