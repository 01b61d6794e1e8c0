"""Alembic's tree of revisions, run by `bot.store.migrate` in a transaction of its own."""
