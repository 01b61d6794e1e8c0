"""Articles of an older version, which brought words to other stems, are indexed anew: a few at a time, newest first."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from bot.enrich import TERMS_VERSION, terms_of
from bot.store import Database, Transaction, archive, counters

AT_ONCE = 20
"""Articles of one transaction: others wait some tens of milliseconds for it."""
PAUSE = 0.2
"""Seconds between two transactions."""
REACHED = f"terms {TERMS_VERSION} reach down to article "
"""The counter's name; it lasts, so that a restart goes on."""

_log = logging.getLogger(__name__)


async def reindex(db: Database, stop: asyncio.Event, pause: float = PAUSE) -> None:
    """Until all are through, or `stop`. Does nothing when they are."""
    changed = 0
    while not stop.is_set():
        async with db.write() as tx:
            if (some := await _some(tx)) is None:
                break
        if some and not changed:
            _log.info("articles of an older version are being indexed anew")
        changed += some
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
    if changed:
        _log.info("%d articles were indexed anew", changed)


async def _some(tx: Transaction) -> int | None:
    """How many of the next articles have other terms now; None when there is no article left."""
    reached = await counters.get(tx, REACHED)
    if reached == 0:
        return None
    if reached is not None:
        await counters.add(tx, REACHED, 0)  # Whoever else does this waits here.
    older = await archive.below(tx, reached, AT_ONCE)
    await counters.put(tx, REACHED, older[-1].article_id if older else 0)
    return sum([await _anew(tx, one) for one in older]) if older else None


async def _anew(tx: Transaction, one: archive.Indexed) -> bool:
    terms, found_by = terms_of(one.title, one.sections, one.summary, one.language)
    now = tuple(dict.fromkeys([*terms, *found_by]))
    if now != one.terms:
        await archive.reindex(tx, one, now)
    return now != one.terms
