"""Whether two articles tell of the same event, whoever wrote them.

For it speak the words that they share, each worth more the rarer it is, names and numbers most. Against it speaks a
shared form with other content: two titles that are alike but for a name or a number are a daily report, not one event
told twice. And events pass: what was written days later tells of something else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.enrich.rarity import Rarity, by_length
from bot.enrich.stems import stem
from bot.enrich.stopwords import STOP_WORDS
from bot.news.spelling import normal

SAME = 0.29
"""From here on people say more often than not that it is one event: F1 0.85 (ru) and 0.91 (en) on their judgements,
and no less than 0.83 and 0.91 anywhere from 0.26 to 0.32."""
FOLDS = 0.50
"""From here on an article may be folded under one that was pushed: a wrong fold hides news, a missed one repeats it.
Of the pairs that people judged and that fold, 79 % (ru), 91 % (en) and all of the set of daily templates do so rightly.
All this with rarity counted: by length, scores run higher."""

_TEXT = 500
"""Letters of the text that count: further on articles tell what was before."""
_LONGEST = 40
"""Letters: what is longer is no word."""
_TITLE = 2
"""How often a word of the title counts."""
_NAME, _NUMBER = 1.6, 1.5
"""How much more they tell than other words."""
_DAYS = 2.0
"""After so many days the same words are half as likely to tell of the same event."""
_REWORDED = 0.8
"""Share of words that two titles have in common when they are one headline, reworded."""
_FORM = 0.8
"""Share of words, without numbers, that the reports of two days have in common."""
_ALIKE = 0.65
"""How alike titles are of which a word makes two events; so are eight of 43 pairs that people call one event."""
_TURNS = {
    "not": r"не|ні|нет|not|no|never|cannot|без|without|den(?:y|ies|ied)|reject\w*|спросту\w+|запереч\w+|опроверг\w+"
    r"|отрица\w+|\w+n['’]t",
    "again": r"знову|знов|вкотре|вдруге|втретє|снова|опять|вновь|again|another|second time"
    r"|(?:ще|еще|ещё) (?:один|одн\w+)",
}
"""Words that make of one event another, however alike the rest is."""
_TURN = {turn: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for turn, words in _TURNS.items()}
_COUNTS = (
    ("one", "один одна одне одного одно одну"),
    ("two", "два дві двоє двох две двое"),
    ("three", "три троє трьох трое трех"),
    ("four", "чотири четверо чотирьох четыре четырех"),
    ("five", "п'ять п'ятеро п'яти пять пятеро пяти"),
    ("six", "шість шестеро шести шесть"),
    ("seven", "сім семеро семи семь"),
    ("eight", "вісім восьмеро восьми восемь"),
    ("nine", "дев'ять дев'ятеро девять девятеро"),
    ("ten", "десять десятеро десяти"),
)
_COUNT = {
    normal(word): str(count)
    for count, (english, others) in enumerate(_COUNTS, start=1)
    for word in (english, *others.split())
    if count > 1
}
"""Numbers that titles write out; "one" is more often no number."""
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Telling:
    """What `same_event` compares: make it once for an article with `telling`. Stems with their weights."""

    language: str
    published_at: datetime
    title: Mapping[str, float]
    stems: Mapping[str, float]
    """Of title and text."""
    names: frozenset[str]
    """Of the title."""
    numbers: frozenset[str]
    """Of the title."""
    turns: frozenset[str]
    """Which of _TURNS the title says."""


def telling(title: str, text: str, language: str, published_at: datetime) -> Telling:
    """`text` is the lead, or as much of the article as there is."""
    in_title, in_text = list(_words(title, language)), list(_words(text[:_TEXT], language))
    written = in_title + in_text
    ordinary = {key for key, word in written if word[0].islower()}
    worth = {key: _NUMBER if key[0].isdigit() else 1.0 if key in ordinary else _NAME for key, word in written}
    counted = Counter([key for key, _ in in_title] * _TITLE + [key for key, _ in in_text])
    own = {key for key, _ in in_title}
    return Telling(
        language,
        published_at,
        title={key: worth[key] for key in own},
        stems={key: worth[key] * (1 + math.log(count)) for key, count in counted.items()},
        names=frozenset(key for key in own if worth[key] == _NAME),
        numbers=frozenset(key for key in own if worth[key] == _NUMBER),
        turns=frozenset(turn for turn, said in _TURN.items() if said.search(title)),
    )


def same_event(one: Telling, other: Telling, rarity: Rarity = by_length) -> float:
    """From 0 to 1: how likely both tell of the same event. Compare with SAME or FOLDS."""
    if one.language != other.language:
        return 0.0
    told = (_covered(one.title, other.stems, rarity) + _covered(other.title, one.stems, rarity)) / 2
    alike = (_cosine(one.stems, other.stems, rarity) + told) / 2
    return alike * (1 - _template(one, other, rarity)) * _near(one.published_at, other.published_at)


def folds(one: Telling, other: Telling, rarity: Rarity = by_length) -> float:
    """How likely one may be folded under the other, as `same_event`; 0 below FOLDS, and where they speak of other
    figures or of another outcome, or one says "not" or "again"."""
    apart = one.turns != other.turns or _other_figures(one, other) or _other_outcome(one, other, rarity)
    likeness = 0.0 if apart else same_event(one, other, rarity)
    return likeness if likeness >= FOLDS else 0.0


def _other_figures(one: Telling, other: Telling) -> bool:
    """Each has several, and none in common: the reports of two days."""
    ours, theirs = ({stem for stem in telling.stems if stem[0].isdigit()} for telling in (one, other))
    return len(ours) > 1 and len(theirs) > 1 and not ours & theirs


def _other_outcome(one: Telling, other: Telling, rarity: Rarity) -> bool:
    """The titles are nearly alike, but each has a word that the other article nowhere has: "found alive", "dead"."""
    return _cosine(one.title, other.title, rarity) >= _ALIKE and all(
        any(worth == 1.0 and stem not in there.stems for stem, worth in here.title.items())
        for here, there in ((one, other), (other, one))
    )


def reworded(one: str, other: str) -> bool:
    """Whether two titles are one headline, nearly word for word; with other numbers it is another report."""
    left, right = frozenset(normal(one).split()), frozenset(normal(other).split())
    if any(word.isdigit() for word in left ^ right):
        return False
    return bool(left and right) and len(left & right) / len(left | right) >= _REWORDED


def one_form(one: str, other: str) -> bool:
    """Whether two titles say the same but for their numbers: reports that come again and again."""
    left, right = ({word for word in normal(title).split() if not word.isdigit()} for title in (one, other))
    return bool(left and right) and len(left & right) / len(left | right) >= _FORM


def _words(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The stem of every word that says something, and the word as it is written."""
    for found in _WORD.finditer(text):
        word = normal(found[0])
        if word not in STOP_WORDS and (word.isdigit() or 1 < len(word) <= _LONGEST):
            yield _COUNT.get(word) or stem(word, language), found[0]


def _cosine(one: Mapping[str, float], other: Mapping[str, float], rarity: Rarity) -> float:
    left, right = ({term: weight * rarity(term) for term, weight in side.items()} for side in (one, other))
    dot = sum(weight * right[term] for term, weight in left.items() if term in right)
    return dot / math.hypot(*left.values()) / math.hypot(*right.values()) if dot else 0.0


def _covered(title: Mapping[str, float], stems: Mapping[str, float], rarity: Rarity) -> float:
    """The share of a title that the other article tells too."""
    weights = {term: weight * rarity(term) for term, weight in title.items()}
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in stems) / whole if whole else 0.0


def _template(one: Telling, other: Telling, rarity: Rarity) -> float:
    """From 0 to 1: how alike the titles are in form, while each has a name or a number that the other nowhere has."""
    names = min(_strange(one.names, other, rarity), _strange(other.names, one, rarity))
    numbers = one.numbers - other.stems.keys() and other.numbers - one.stems.keys()
    apart = 1.0 if numbers else math.sqrt(names)
    return apart * _cosine(one.title, other.title, rarity) if apart else 0.0


def _strange(names: Collection[str], other: Telling, rarity: Rarity) -> float:
    return 1 - _covered(dict.fromkeys(names, 1.0), other.stems, rarity) if names else 0.0


def _near(one: datetime, other: datetime) -> float:
    days = abs((one - other).total_seconds()) / 86400
    return 1 / (1 + (days / _DAYS) ** 2)
