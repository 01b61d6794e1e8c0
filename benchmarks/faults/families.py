"""All faults, family by family."""

from __future__ import annotations

from benchmarks.faults import chats, clock, crashes, floods, network, rivals, storage, updates
from benchmarks.faults.findings import Fault

FAMILIES = (crashes, floods, network, storage, rivals, clock, chats, updates)
FAULTS: list[Fault] = [fault for family in FAMILIES for fault in family.FAULTS]
