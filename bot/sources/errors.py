"""What can go wrong while reading a source: each says why in one line, for the log and for an operator."""

from __future__ import annotations


class ReadingError(Exception):
    """`reason` is one line for people; `retry_after` are the seconds that the publisher asked us to wait, 0 if none."""

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class FetchError(ReadingError):
    """The bytes did not come."""


class FeedError(ReadingError):
    """The bytes are no feed."""


class PageError(ReadingError):
    """The bytes are no article."""


class ParseFailed(ReadingError):
    """A parser took too long, broke, or took its process down."""
