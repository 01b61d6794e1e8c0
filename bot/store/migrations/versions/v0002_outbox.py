"""The outbox by announcement: pausing, ending and correcting one; progress without counting; waits as rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKeyConstraint, Integer, Text

revision = "0002"
down_revision = "0001"

KEY = BigInteger().with_variant(Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = "state = 'due' OR state = 'started'"
ROWID_KEPT: dict[str, Any] = {"table_kwargs": {"sqlite_autoincrement": True}}
"""Said again, because SQLite's catalogue does not tell it and the table is made anew."""


def upgrade() -> None:
    _announcements()
    _deliveries()
    _tallies()
    _chats()
    op.create_table(
        "hold",
        Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
        Column("until", MOMENT, nullable=False),
        Column("seconds", Float, nullable=False),
    )


def _announcements() -> None:
    op.drop_index("ix_announcement_fanning", "announcement")
    op.add_column("announcement", Column("alert", JSON))
    for words in _rows("SELECT id, html FROM announcement WHERE html <> ''"):
        alert = sa.text("UPDATE announcement SET alert = :alert WHERE id = :id").bindparams(
            sa.bindparam("alert", {"texts": [["", words.html]], "media": [], "poll": None}, JSON), id=words.id
        )
        op.execute(alert)
    with op.batch_alter_table("announcement") as batch:
        batch.add_column(Column("of_id", KEY))
        batch.add_column(Column("after_story_id", KEY))
        batch.add_column(Column("fanned", Boolean, nullable=False, server_default=sa.false()))
        batch.add_column(Column("ends_as", Text))
        batch.add_column(Column("end_reason", Text))
        batch.add_column(Column("reported", Boolean, nullable=False, server_default=sa.true()))
        batch.add_column(Column("doubt", Text, nullable=False, server_default="retry"))
        batch.add_column(Column("opens_at", MOMENT))
        batch.add_column(Column("done_at", MOMENT))
        batch.alter_column("audience", existing_type=JSON(), nullable=True)
        batch.drop_column("html")
    op.execute("UPDATE announcement SET opens_at = created_at, fanned = (state = 'ready')")
    op.execute("UPDATE announcement SET state = 'open'")
    with op.batch_alter_table("announcement") as batch:
        batch.alter_column("opens_at", existing_type=MOMENT, nullable=False)
        batch.alter_column("fanned", existing_type=Boolean(), existing_nullable=False, server_default=None)
        batch.alter_column("reported", existing_type=Boolean(), existing_nullable=False, server_default=None)
        batch.alter_column("doubt", existing_type=Text(), existing_nullable=False, server_default=None)
        batch.create_foreign_key("fk_announcement_of_id", "announcement", ["of_id"], ["id"])
        batch.create_foreign_key("fk_announcement_after_story_id", "story", ["after_story_id"], ["id"])
    op.create_index("ix_announcement_of_id", "announcement", ["of_id"])
    op.create_index("ix_announcement_undone", "announcement", ["id"], **_where("state <> 'done'"))


def _deliveries() -> None:
    for index in ("announcement_id_state", "due", "open", "started"):
        op.drop_index(f"ix_delivery_{index}", "delivery")
    with _numbers_kept("delivery"), op.batch_alter_table("delivery", **ROWID_KEPT) as batch:
        batch.drop_constraint("uq_delivery_story_id_chat_number_thread_id", type_="unique")
        batch.add_column(Column("target_id", KEY))
        batch.add_column(Column("others", JSON))
        batch.drop_column("lane")
        batch.drop_column("lease_until")
    story = ["story_id", "chat_number", "thread_id"]
    op.create_index("uq_delivery_story", "delivery", story, unique=True, **_where("story_id IS NOT NULL"))
    op.create_index("ix_delivery_due", "delivery", ["announcement_id", "due_at", "id"], **_where("state = 'due'"))
    op.create_index("ix_delivery_open", "delivery", ["chat_number"], **_where(OPEN))
    amends = f"target_id IS NOT NULL AND ({OPEN})"
    op.create_index("ix_delivery_target", "delivery", ["target_id"], **_where(amends))
    op.create_index("ix_delivery_started", "delivery", ["announcement_id"], **_where("state = 'started'"))


def _tallies() -> None:
    op.create_table(
        "tally",
        Column("announcement_id", KEY, primary_key=True),
        Column("name", Text, primary_key=True),
        Column("count", BigInteger, nullable=False),
        ForeignKeyConstraint(["announcement_id"], ["announcement.id"], name="fk_tally_announcement_id"),
        sqlite_with_rowid=False,
    )
    written = "INSERT INTO tally (announcement_id, name, count) SELECT announcement_id, {}, count(*) FROM delivery {}"
    op.execute(written.format("'owed'", "GROUP BY announcement_id"))
    op.execute(written.format("state", f"WHERE NOT ({OPEN}) GROUP BY announcement_id, state"))
    theirs = "FROM delivery WHERE delivery.announcement_id = announcement.id"
    last = f"SELECT max(settled_at) {theirs}"
    over = f"fanned AND NOT EXISTS (SELECT 1 {theirs} AND ({OPEN}))"
    op.execute(f"UPDATE announcement SET state = 'done', done_at = coalesce(({last}), created_at) WHERE {over}")


def _chats() -> None:
    """`alerts`: the chat wants what editors broadcast. `retracted_at`: an editor took the story back."""
    with _numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.add_column(Column("alerts", Boolean, nullable=False, server_default=sa.true()))
    with _numbers_kept("chat"), op.batch_alter_table("chat", **ROWID_KEPT) as batch:
        batch.alter_column("alerts", existing_type=Boolean(), existing_nullable=False, server_default=None)
    op.add_column("story", Column("retracted_at", MOMENT))


@contextmanager
def _numbers_kept(table: str) -> Iterator[None]:
    """SQLite's new table would begin after the highest number that still has a row, and not after the highest ever."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    last = [row.seq for row in _rows(f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")]
    yield
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
    for seq in last:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {seq})")


def _rows(query: str) -> list[Any]:
    return list(op.get_bind().execute(sa.text(query)))


def _where(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
