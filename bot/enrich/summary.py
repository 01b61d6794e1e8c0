"""The lead, cut at a sentence end (DESIGN §5.8): every sentence is the publisher's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.enrich.labels import kind_of, reminds, split_unbold
from bot.enrich.sentences import sentences
from bot.news.article import Kind, Section, SectionKind
from bot.news.promo import is_promo

MOST = 300
"""Characters, that is Unicode code points."""
_ENOUGH = 120
"""A summary of this length takes nothing from a further paragraph."""
_HALF = MOST // 2
"""A summary below this passes over a sentence that does not fit, for the next that does and can follow."""
_STOPS = tuple(".!?…؟।。！？")
_CLOSERS = "\"'»”’)]」』）"
_UNSPACED = tuple("。！？")
"""After these no space stands between sentences."""
_CLAUSE_END = re.compile(r"\s*[,;:]\s|\s[–—-]\s")
_LEAST_CLAUSE = 60
_ATTRIBUTION = re.compile(
    r"(?:про це (?:\w+ )?(?:повідом|пиш|йдеться|ідеться|інформу|переда)"
    r"|об этом (?:\w+ )?(?:сообщ|пиш|говорится|информиру|переда)"
    r"|(?:this|it) (?:was|is|has been) reported (?:by|in|on)(?!.*\bthat\b)"
    r"|(?:(?:як )?(?:передає|пише|повідомляє|інформує)|(?:как )?(?:передает|пишет|сообщает))\s\W*\w+(?:\W+\w+){0,3}\W*$"
    r"|(?:джерело|источник|source)\s[–—-]\s"
    r"|(?:з посиланням на|со ссылкой на|with reference to) .{1,60}(?:повідомля|переда|пиш|сообща|reports?\b))",
    re.IGNORECASE,
)
"""A sentence that only says who reported it: a Source line without its label."""

_CITY = r"[^\W\d_][\w.,'’/ -]{0,50}"
_DATELINE = re.compile(
    rf"^(?:(?:{_CITY}\s)?\(\s*(?:CNN|AP|AFP|UPI|dpa|Reuters|Bloomberg|Xinhua)\s*\)\s*(?:[-–—]+\s)?(?=\W*[A-Z])"
    rf"|{_CITY}\s\([a-z]{{2,5}}(?:[-/][a-z]+)*\)\s*(?:[-–—.]+\s)(?=\W*[A-ZÀ-Þ])"
    r"|(?!NATO|NASA|OPEC|UEFA|FIFA|BRICS)[A-ZÀ-Þ][A-ZÀ-Þ'’ /-]{3,40}(?:,\s\w+\.?\s\d{1,2})?\s[-–—]+\s(?=\W*[A-ZÀ-Þ])"
    r"|[A-ZÀ-Þ][\w'’/-]+(?:\s[A-ZÀ-Þ][\w'’/-]+)?\s·\s(?=\W*[A-ZÀ-Þ])"
    r"|[^\W\d_][\w'’-]+\.\s\d{1,2}\s[^\W\d_]+\.\s(?:\w[\w-]{1,15}\.\s)?(?=\W*[^\W\d_])"
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}(?:,?\s\d{1,2}[.:]\d{2}(?:\sUhr)?)?\s*[-–—:|]\s+)"
)
"""What stands before the first sentence: "KYIV (Reuters) - ", "(CNN) ", "Kiel (dpa). ", "LONDON — ", "Neuss · ",
"31.10.2023, 10.19 Uhr: "."""
_CREDIT = re.compile(
    r"\s*(?:[•|/]\s*|\()(?:foto|photo|bild|image|фото|credit)s?\s*:\s*[^.!?()]{1,60}\)?\s*$", re.IGNORECASE
)
_BYLINE = re.compile(
    r"(?i:(?:(?:posted|written|reporting|words|text|analysis|opinion|comment(?:ary)?|interview|story|report) )?by"
    r"|(?:eine?\s\w+ )?von|par|por|автор(?:ка|и)?:)"
    r"(?:\s(?:[^\W\d_a-zа-яёіїєґ][\w.'’,-]*|and|und|et|y|і|та|и|&|of|on|for|at|the)){2,9}\s*\.?"
)
_GAP = re.compile(r"(?<=\() | (?=[,.)](?:[\s\"'»”)]|$))")
"""A space that a removed link or a tokenizer left: "Kyiv , the capital"."""
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_FRAGMENT_WORDS, _FRAGMENT = 4, 30
"""Fewer words, and characters, without a full stop are no sentence: a place, a byline, "Comments"."""
_HEAD = 60
"""Characters below which what ends with a colon says nothing without what follows: "What is known so far:"."""
_LEANS = re.compile(
    r"\W*(?:he|she|it|they|his|her|its|their|this|that|these|those|but|and|so|yet|however|then|instead"
    r"|він|вона|воно|вони|його|її|їх|цей|ця|це|ці|але|та|тож|однак|проте|натомість"
    r"|он|она|оно|они|его|ее|её|их|этот|эта|это|эти|но|а|и|однако|зато)\b",
    re.IGNORECASE,
)
"""A sentence that cannot be understood without the one before it."""

_Sentences = tuple[str, ...]


def summary(parts: Sequence[Section], description: str) -> str:
    """At most MOST characters of whole sentences; "" when there is nothing to tell.

    The lead, else the publisher's description, else details. Of a first sentence that is too long alone the clauses
    that fit are shown, visibly cut, but only when no description fits.
    """
    lead, short = _told(parts, SectionKind.LEAD), _tellable([description])
    first, second = (lead, short) if lead else (short, _told(parts, SectionKind.DETAILS))
    first = first or second
    return (_filled(first) or _filled(second) or _shortened(first[0][0])) if first else ""


def _told(parts: Iterable[Section], kind: SectionKind) -> tuple[_Sentences, ...]:
    paragraphs = (paragraph for part in parts if part.kind is kind for paragraph in part.paragraphs)
    return _tellable(paragraph.text for paragraph in paragraphs if paragraph.kind in (Kind.TEXT, Kind.QUOTE))


def _tellable(texts: Iterable[str]) -> tuple[_Sentences, ...]:
    """What of each text may stand in a summary; texts of which nothing may are left out."""
    told = (tuple(filter(_is_tellable, sentences(_tidy(text)))) for text in texts)
    return tuple(found for found in told if found)


def _tidy(text: str) -> str:
    return _CREDIT.sub("", _DATELINE.sub("", _GAP.sub("", " ".join(text.split()))))


def _is_tellable(sentence: str) -> bool:
    label, _ = split_unbold(sentence)
    unwanted = (
        kind_of(label) in (SectionKind.SOURCE, SectionKind.BACKGROUND)
        or is_promo(sentence)
        or _ATTRIBUTION.match(sentence)
        or _BYLINE.fullmatch(sentence)
        or reminds(sentence)
    )
    return not unwanted and any(letter.isalnum() for letter in sentence) and not _is_fragment(sentence)


def _is_fragment(sentence: str) -> bool:
    """Or the head of a list."""
    ended = sentence.rstrip(_CLOSERS).endswith(_STOPS)
    few = len(sentence) < _FRAGMENT and len(sentence.split()) < _FRAGMENT_WORDS
    return not ended and (few or (len(sentence) < _HEAD and sentence.endswith(":")))


def _filled(told: Iterable[_Sentences]) -> str:
    """Sentences in order, as many as fit; "" when the first does not."""
    text = ""
    for paragraph in told:
        if len(text) >= _ENOUGH:
            break
        text = _with(text, paragraph)
    return text


def _joined(text: str, sentence: str) -> str:
    gap = "" if not text or text.rstrip(_CLOSERS).endswith(_UNSPACED) else " "
    return f"{text}{gap}{sentence}"


def _with(text: str, paragraph: _Sentences) -> str:
    passed = False
    for sentence in paragraph:
        longer = _joined(text, _closed(sentence))
        if len(longer) <= MOST and not (passed and _LEANS.match(sentence)):
            text, passed = longer, False
        elif len(text) >= _HALF or not text:
            break
        else:
            passed = True
    return text


def _closed(sentence: str) -> str:
    """With a full stop where the publisher put none, or a colon for a list that a summary has not."""
    if sentence.rstrip(_CLOSERS).endswith(_STOPS):
        return sentence
    return sentence.rstrip(" ,;:：–—-") + ("。" if _IDEOGRAPH.search(sentence, len(sentence) - 2) else ".")


def _shortened(sentence: str) -> str:
    """The clauses of a long sentence that fit, else its whole words, with "…": what follows may turn the sense about
    ("…, according to a claim that all deny"), so it never looks like a whole sentence."""
    ends = [end.start() for end in _CLAUSE_END.finditer(sentence, _LEAST_CLAUSE, MOST)]
    whole = [end for end in ends if _balanced(sentence[:end])]
    shown = sentence[: whole[-1]] if whole else sentence[:MOST].rpartition(" ")[0]
    return shown.rstrip(" ,;:–—-") + "…" if shown else ""


def _balanced(text: str) -> bool:
    pairs = ("()", "«»", "“”", "[]")
    return text.count('"') % 2 == 0 and all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs)
