"""How far an announcement has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.news.delivery import AnnouncementKind, AnnouncementState, DeliveryState


@dataclass(frozen=True, slots=True)
class Progress:
    """How an announcement stands. `owed` counts its deliveries, `outcomes` those that have ended, by how they did."""

    kind: AnnouncementKind
    state: AnnouncementState
    owed: int
    outcomes: Mapping[DeliveryState, int]
    doubts: int
    """Requests of which nobody knows whether they arrived."""
    reason: str = ""
    """Why it is ending, or ended early."""
    ends_as: DeliveryState | None = None
    """How what was still due then ends; None where it was not cut short."""

    @property
    def waiting(self) -> int:
        return self.owed - sum(self.outcomes.values())
