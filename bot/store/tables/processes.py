"""Who runs: processes on one database, and which of them leads which work."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from bot.store.tables.columns import Moment, metadata

# Times are the database's: processes may run on machines whose clocks differ.
process = Table(
    "process",
    metadata,
    Column("id", Text, primary_key=True),
    Column("roles", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("steady_since", Moment, nullable=False),
)

# Who took the lead last. What a paused leader still writes is fenced off by it.
leader = Table(
    "leader",
    metadata,
    Column("work", Text, primary_key=True),
    Column("owner", Text, nullable=False),
)
