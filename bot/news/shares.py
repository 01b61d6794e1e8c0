"""How processes that run apart share the one rate that Telegram allows a token."""

from __future__ import annotations

REPLIES = 0.2
"""Of the rate, kept for replies while somebody delivers."""


def share(rate: float, *, serves: bool, serving: int, leads: bool, delivering: int) -> float:
    """Messages per second that a process may send, of `rate`; 0 for one that sends nothing now.

    `serves` and `leads` (it is the one that delivers) say what the process itself does; `serving` and `delivering`
    count all processes with the role, it among them. Who serve share the replies' part evenly, the leader has the rest.
    """
    replies = rate if not delivering else rate * REPLIES if serving else 0.0
    own = replies / serving if serves and serving else 0.0
    return own + (rate - replies if leads else 0.0)
