"""What lasts: the database, its tables and every query. Only frozen values leave it."""

from bot.store.articles import Candidate, Known, Listing, Stored
from bot.store.database import Database, StoreUnavailable, Transaction, open_database
from bot.store.migrate import migrate

__all__ = [
    "Candidate",
    "Database",
    "Known",
    "Listing",
    "StoreUnavailable",
    "Stored",
    "Transaction",
    "migrate",
    "open_database",
]
