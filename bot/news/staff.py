"""Who works for the newsroom, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

INVITED_FOR = timedelta(hours=24)
"""How long a link that makes somebody one of the staff can be opened."""


class Role(IntEnum):
    """Each may do what those before it may."""

    NOBODY = 0
    ANALYST = 1
    """Sees how it goes: statistics, sources, reports."""
    EDITOR = 2
    """Announces, and changes sources and topics."""
    ROOT = 3
    """Appoints the others; the ids in ADMIN_IDS, which no chat can change."""


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    """Telegram's, of the person and of their private chat with the bot."""
    role: Role
    name: str = ""
    """As Telegram had it when they joined; empty where it is not known."""
    since: datetime | None = None
