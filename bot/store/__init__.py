"""What lasts: the database, its tables and every query. Only frozen values leave it."""

from bot.store.articles import Candidate, Known, Listing, Stored
from bot.store.database import Database, Transaction, open_database
from bot.store.engines import StoreUnavailable
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
