"""The words that publishers mark the parts of an article with, in every language at once.

A label is a bold run before a colon or, where bold was lost on the way, the same words before a colon. An opener is a
first word that marks background without any label ("Нагадаємо, що …"). Counted on real pages of several publishers.
"""

from __future__ import annotations

import re

from bot.news import quotes
from bot.news.article import Paragraph, SectionKind
from bot.news.spelling import normal

_WORDS = {
    SectionKind.SOURCE: "джерел[оа]|источники?|sources?",
    SectionKind.QUOTE: f"({quotes.WORDS})( .+)?",
    SectionKind.BACKGROUND: (
        "передісторія|нагадаємо|нагадуємо|що (було раніше|(цьому )?передувало)|цьому передувало|раніше|напередодні"
        "|(для )?довідк(а|и|ово)|контекст|бекграунд|як (ми |вже |раніше )*повідомля\\w+"
        "|предыстория|напомним|напоминаем|что (было раньше|(этому )?предшествовало)|ранее|накануне"
        "|(для )?справк[аи]|справочно|бэкграунд|как (мы |уже |ранее )*сообщал\\w*"
        "|background|previously|earlier|reminder|recap|context|for reference|what (happened|came) before"
    ),
    SectionKind.DETAILS: (
        "(ще )?(більше )?детал(і|ей)( .+)?|подробиці|додатково|чому це важливо|що відомо"
        "|(еще )?(больше )?детал(и|ей)( .+)?|подробности|дополнительно|почему это важно|что известно"
        "|(more |further )?details( .+)?|in addition|additionally|why it matters|what we know"
    ),
}
_KINDS = {kind: re.compile(words) for kind, words in _WORDS.items()}
_UNBOLD = re.compile(r"\s*([^\W\d_][^.:!?;\n]{2,58}?)\s*:\s*")
_OPENER = re.compile(
    r"\W*(?:нагадаємо|нагадуємо|нагадаю|напомним|напоминаем"
    r"|як (?:ми |вже |раніше )*(?:повідомля\w+|писа\w+|відомо)(?: раніше)?"
    r"|как (?:мы |уже |ранее )*(?:сообща\w+|писа\w+|известно)"
    r"|раніше (?:ми |\w+ )?(?:повідомля\w+|писа\w+)|ранее (?:мы |\w+ )?(?:сообща\w+|писа\w+)"
    r"|(?:as )?(?:previously|earlier) reported|as (?:\w+ )?reported (?:earlier|previously|before)"
    r"|earlier,? it (?:was|has been) reported|it was (?:previously|earlier) reported)\b",
    re.IGNORECASE,
)
_WEAK_OPENER = re.compile(
    r"\W*(?:раніше|напередодні|ранее|накануне|earlier,|previously,|on the eve of|it should be noted that)(?=\W)",
    re.IGNORECASE,
)
_REMINDER = re.compile(
    r"\W*(?:нагадаємо|нагадуємо|нагадаю|напомним|напоминаем|напомню"
    r"|раніше (?:ми )?(?:повідомля\w+|писа\w+|стало відомо)|ранее (?:мы )?(?:сообща\w+|писа\w+|стало известно)"
    r"|як (?:повідомлялос[яь]|ми (?:вже )?писали),|как (?:сообщалось|мы (?:уже )?писали),)",
    re.IGNORECASE,
)
_LONGEST = 60
_SPEAKER_LONGEST = 150
"""A quote's label holds an office and a name."""
_LABEL_WORDS = 3


def kind_of(label: str) -> SectionKind | None:
    """The part that a label opens; None for a label that says nothing of this ("Kyiv", "Question")."""
    plain = normal(label)
    found = next((kind for kind, words in _KINDS.items() if words.fullmatch(plain)), None)
    return found if len(plain) <= (_SPEAKER_LONGEST if found is SectionKind.QUOTE else _LONGEST) else None


def split_unbold(text: str) -> tuple[str, str]:
    """("Details", the rest) of a text that begins with a known label and a colon or is one; else ("", text)."""
    whole = text.strip(" :,.–—-")
    if ":" not in whole and len(whole.split()) <= _LABEL_WORDS and kind_of(whole):
        return whole, ""
    head = _UNBOLD.match(text)
    return (head[1], text[head.end() :]) if head and kind_of(head[1]) else quotes.split_quote(text)


def opens_background(paragraph: Paragraph, *, near_end: bool) -> bool:
    """Whether its first words say "as we reported"; `near_end` also trusts a mere "Earlier"."""
    return bool(_OPENER.match(paragraph.text) or (near_end and _WEAK_OPENER.match(paragraph.text)))


def reminds(sentence: str) -> bool:
    """Whether a sentence of another part only recalls what was before."""
    return bool(_REMINDER.match(sentence))
