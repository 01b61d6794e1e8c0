import asyncio
import sqlite3
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, make_url, text

from bot.store import Database, StoreUnavailable, migrate, open_database
from bot.store.tables import metadata
from tests.store.samples import meet


async def test_the_revisions_make_the_tables_that_the_queries_expect(db: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))

    async with db.writer.connect() as connection:
        assert await connection.run_sync(differences) == []
        partial = await connection.run_sync(_partial_indexes)
    assert {
        "ix_delivery_due",
        "ix_delivery_open",
        "uq_delivery_story",
        "ix_delivery_started",
        "ix_delivery_target",
        "ix_announcement_undone",
        "uq_draft_open",
    } <= partial


def _partial_indexes(connection: Connection) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'",
    }
    return set(connection.execute(text(catalogue[connection.dialect.name])).scalars())


async def test_migrating_again_changes_nothing(db: Database, database_url: str) -> None:
    async with db.write() as tx:
        chat = await meet(tx, 5)
    await migrate(database_url)
    async with db.write() as tx:
        assert await meet(tx, 5) == chat


async def test_processes_that_start_at_once_wait_for_each_other(empty_url: str) -> None:
    async def start(chat_id: int) -> int:
        await migrate(empty_url)
        async with open_database(empty_url) as db, db.write() as tx:
            return (await meet(tx, chat_id)).id

    assert await asyncio.gather(*map(start, range(5))) == list(range(5))


async def test_a_database_of_a_newer_version_is_left_alone(db: Database, database_url: str) -> None:
    async with db.write() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="9999") as caught:
        await migrate(database_url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_a_sqlite_file_with_orphans_is_not_migrated(database_url: str) -> None:
    with sqlite3.connect(make_url(database_url).database or "") as file:
        file.execute("INSERT INTO tag_spelling (spelling, tag_id) VALUES ('x', 99)")
    file.close()
    with pytest.raises(StoreUnavailable, match="rows of tag_spelling without their tag"):
        await migrate(database_url)


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_every_constraint_has_the_name_that_later_revisions_will_call_it_by(db: Database) -> None:
    ours = {str(one.name) for table in metadata.tables.values() for one in table.constraints}
    async with db.read() as tx:
        theirs = await tx.execute(text("SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"))
        assert set(theirs.scalars()) - {"alembic_version_pkc"} == ours
