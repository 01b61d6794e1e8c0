"""Numbers that outlive the rows they count, or cost too much to count again."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store.database import Transaction
from bot.store.dialects import insert
from bot.store.tables import counter

ARTICLES_IN = "articles in "
"""Begins the name of a counter for each language of the archive."""
LAST_UPDATE = "last update"
LAST_POLL = "last poll"
"""Seconds since 1970."""


async def add(tx: Transaction, name: str, amount: int) -> None:
    new = insert(tx, counter).values(name=name, value=amount)
    await tx.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + amount}))


async def put(tx: Transaction, name: str, value: int) -> None:
    await tx.run_sync(write, name, value)


def write(tx: Connection, name: str, value: int) -> None:
    """As `put`."""
    new = insert(tx, counter).values(name=name, value=value)
    tx.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def get(tx: Transaction, name: str) -> int | None:
    return (await tx.execute(select(counter.c.value).where(counter.c.name == name))).scalar()


async def by_name(tx: Transaction, prefix: str) -> list[str]:
    """What follows `prefix` in the counters' names, highest value first."""
    rows = await tx.execute(
        select(counter.c.name)
        .where(counter.c.name.startswith(prefix, autoescape=True))
        .order_by(counter.c.value.desc(), counter.c.name)
    )
    return [name.removeprefix(prefix) for name in rows.scalars()]
