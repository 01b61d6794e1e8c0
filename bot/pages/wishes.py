"""What is typed after /subscribe: a topic or words in quotes, and what to leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.enrich import saying
from bot.news.spelling import JOINS

_TOKEN = re.compile(r'([-–−]?)(?:["“”«„]([^"“”»]+)(?:["“”»]|$)|(\S+))')
LONGEST = 60
"""Characters of words that are followed."""


@dataclass(frozen=True, slots=True)
class Wish:
    topic: str = ""
    """Words that name a topic."""
    phrase: str = ""
    """Words in quotes: what has them in any form; of several, what has them all."""
    without: tuple[str, ...] = ()
    """Topics or words whose stories are left out."""


def found_by(searched: str, language: str) -> str:
    """What to follow of the words of a search, which finds them wherever they stand; "" when they say nothing."""
    words = saying(searched, language)
    return next((said for most in range(len(words), 0, -1) if len(said := JOINS.join(words[:most])) <= LONGEST), "")


def wish(typed: str) -> Wish:
    """A quote that is not closed goes on to the end."""
    topic, phrases, without = [], [], []
    for minus, quoted, bare in _TOKEN.findall(typed):
        said = " ".join((quoted or bare).split())[:LONGEST]
        if minus and said:
            without.append(said)
        elif quoted:
            phrases.append(said)
        else:
            topic.append(minus + bare)
    phrase = JOINS.join(phrases) if len(JOINS.join(phrases)) <= LONGEST else phrases[0]
    return Wish("" if phrase else " ".join(topic), phrase, tuple(dict.fromkeys(without)))
