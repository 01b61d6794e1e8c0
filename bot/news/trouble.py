"""Why a source cannot be read, as far as it matters to an editor; views word it, the log has the details."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Trouble(StrEnum):
    ADDRESS = "address"
    """No web address at all."""
    NAME = "name"
    """No such host."""
    AWAY = "away"
    """Nobody answers, or not to the end."""
    PRIVATE = "private"
    """On the operator's own network."""
    CERTIFICATE = "certificate"
    SLOW = "slow"
    REFUSED = "refused"
    """Answers others perhaps, but not us."""
    MISSING = "missing"
    BUSY = "busy"
    """Asks to come back later."""
    BROKEN = "broken"
    """The site has a fault of its own, or answers what nobody expects."""
    LARGE = "large"
    REDIRECTS = "redirects"
    PAGE = "page"
    """A web page where the feed should be."""
    EMPTY = "empty"
    NO_FEED = "no feed"
    UNSAFE = "unsafe"
    """Declares entities, which is how XML is made to explode."""
    HANGS = "hangs"
    """No parser got through it in time."""
    UNNAMED = "unnamed"
    """A site that names no feed and has none at the usual places."""
    SCRIPTED = "scripted"
    """Likewise, of pages that only a browser can draw."""
    ODD = "odd"
    """Whatever nobody thought of, or a newer version's."""

    @classmethod
    def _missing_(cls, value: object) -> Self:  # noqa: ARG003 - a name that is unknown here
        return cls.ODD


PATIENCE = 4
"""Failures in a row: a quarter of an hour for a source that is read every minute."""


def parked(failures: int, trouble: Trouble | None) -> bool:
    """Whether a source needs an editor: it fails again and again, or hangs the parser, which is not tried so often."""
    return trouble is Trouble.HANGS or failures >= PATIENCE
