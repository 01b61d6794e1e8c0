"""What a chat may set: quiet hours and a mute, what comes through them, whose editions, and how much a push shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Boolean, Column, Integer, Text

revision = "0012"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
ROWID_KEPT: dict[str, Any] = {"table_kwargs": {"sqlite_autoincrement": True}}
"""Said again, because SQLite's catalogue does not tell it and the table is made anew."""


def upgrade() -> None:
    with numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.add_column(Column("edition", Text))
        batch.add_column(Column("quiet_from", Integer))
        batch.add_column(Column("quiet_to", Integer))
        batch.add_column(Column("muted_until", MOMENT))
        batch.add_column(Column("alerts_through", Boolean, nullable=False, server_default=sa.true()))
        batch.add_column(Column("detail", Text, nullable=False, server_default="picture"))
    with numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.alter_column("alerts_through", existing_type=Boolean(), existing_nullable=False, server_default=None)
        batch.alter_column("detail", existing_type=Text(), existing_nullable=False, server_default=None)
    with numbers_kept("subscription"), op.batch_alter_table("subscription", **ROWID_KEPT) as batch:
        batch.add_column(Column("through", Boolean, nullable=False, server_default=sa.false()))
    with numbers_kept("subscription"), op.batch_alter_table("subscription", **ROWID_KEPT) as batch:
        batch.alter_column("through", existing_type=Boolean(), existing_nullable=False, server_default=None)
    folded = sa.text("state = 'folded'")
    op.create_index("ix_delivery_folded", "delivery", ["target_id"], sqlite_where=folded, postgresql_where=folded)


@contextmanager
def numbers_kept(table: str) -> Iterator[None]:
    """SQLite's new table would begin after the highest number that still has a row, and not after the highest ever."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    last = op.get_bind().execute(sa.text(f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")).scalars().all()
    yield
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
    for seq in last:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {seq})")
