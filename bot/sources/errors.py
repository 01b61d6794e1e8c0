"""What can go wrong while reading a source: which trouble it is for editors, and one line of details for the log."""

from __future__ import annotations

from bot.news.trouble import Trouble


class ReadingError(Exception):
    """`reason` is one line in English; `retry_after` are the seconds that the publisher asked us to wait, 0 if none."""

    usual = Trouble.ODD

    def __init__(self, reason: str, retry_after: float = 0.0, *, trouble: Trouble | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.trouble = trouble or self.usual


class FetchError(ReadingError):
    """The bytes did not come."""

    usual = Trouble.AWAY


class HostRests(FetchError):
    """Nobody was asked: the publisher's host is left alone for now."""

    usual = Trouble.BUSY


class FeedError(ReadingError):
    """The bytes are no feed."""

    usual = Trouble.NO_FEED


class PageError(ReadingError):
    """The bytes are no article."""


class ParseFailed(ReadingError):
    """A parser took too long, broke, or took its process down."""

    usual = Trouble.HANGS
