"""What is typed after /subscribe: a topic or words in quotes, and what to leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r'([-–−]?)(?:["“”«„]([^"“”»]+)["“”»]|(\S+))')
LONGEST = 60
"""Characters of words that are followed."""


@dataclass(frozen=True, slots=True)
class Wish:
    topic: str = ""
    """Words that name a topic."""
    phrase: str = ""
    """Words in quotes: what has them in any form."""
    without: tuple[str, ...] = ()
    """Topics or words whose stories are left out."""


def wish(typed: str) -> Wish:
    topic, phrase, without = [], "", []
    for minus, quoted, bare in _TOKEN.findall(typed):
        said = " ".join((quoted or bare).split())[:LONGEST]
        if minus and said:
            without.append(said)
        elif quoted:
            phrase = phrase or said
        else:
            topic.append(minus + bare)
    return Wish("" if phrase else " ".join(topic), phrase, tuple(dict.fromkeys(without)))
