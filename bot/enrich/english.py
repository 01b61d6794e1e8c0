"""English words before their stems: what Snowball leaves apart."""

from __future__ import annotations

import re

from bot.news.spelling import normal

_POSSESSIVE = re.compile("['’ʼ`]s?$", re.IGNORECASE)
_WRITTEN = [
    (re.compile(written), meant)
    for written, meant in (
        ("(?<=[a-z]{3})our(?=(?:s|ed|ing|ites?|able|ers?|hoods?)?$)", "or"),
        ("^(def|off|lic|pret)enc(?=es?$)", r"\1ens"),
        ("(cent|theat|met|lit|fib|calib|spect)re(?=s?$)", r"\1er"),
        ("(?<=[a-z]{3})([iy])s(?=e[sdr]?$|ers$|ing$|ations?$|able$)", r"\1z"),
        ("(?<=[a-z]{3})ysis$", "yze"),
        ("(?<=[a-z]{3})sis$", "se"),
        ("^(shel|thie|wol|cal|hal|loa|scar|sel|el)ves$", r"\1f"),
        ("(kni|wi)ves$", r"\1fe"),
        ("(?<=[a-z]{2})men$", "man"),
        ("^children$", "child"),
    )
]


def plain_english(word: str) -> str:
    """As Americans write it, and in the singular where that changes the word."""
    plain = normal(_POSSESSIVE.sub("", word))
    for written, meant in _WRITTEN:
        plain = written.sub(meant, plain)
    return plain
