"""What stands in a body but is no part of the article: calls to subscribe, donate and read on, and photo credits.

Known by its words: at the start of a paragraph, outside quotes, or in a short paragraph that begs.
"""

from __future__ import annotations

import re

_START = re.compile(
    r"[^\w\"«“„‘']*(?:"
    r"читай(?:те)? (?:також|ще|більше|нас)|(?:знати|дізнатис[яь]) більше|більше новин|дивіться також"
    r"|підпи(?:сатис[яь]|сатись|суйтес[яь]|шіться)|долучайтес[яь]|приєднуйтес[яь] до|стежте за нами|слідкуйте за нами"
    r"|підтрима(?:ти|йте) (?:уп|українську правду|нас|редакцію)|помітили помилку"
    r"|читай(?:те)? (?:также|еще|ещё|больше|нас)|узнать больше|больше новостей|смотрите также"
    r"|подпи(?:саться|шитесь|сывайтесь)|присоединяйтесь к|следите за нами|поддержи(?:те)? (?:уп|нас|редакцию)"
    r"|read (?:also|next)\b|read more\W*(?:[:|»>]|$)|also read|see also|more (?:on|about) this"
    r"|related:|follow us|subscribe (?:to|on|now)"
    r"|sign up (?:for|to)|join (?:our|us)|support (?:up|ukrainska pravda)\b|support us(?: on| by|\W*$)"
    r"|(?:your )?support .{0,40}\bpatreon|the post .{1,300}(?:appeared first|first appeared) on\b"
    r"|про інші важливі новини|про телеграм-канал|(?:якщо ви|если вы) (?:помітили|заметили)"
    r"|become (?:our|a) patron|click here|(?:learn|find out) more"
    r"|реклама\s*:?$|advertisement\s*:?$|scroll down for"
    r"|фото(?:графія)?\s*:|світлина\s*:|ілюстративне фото|иллюстративное фото|photo(?: by)?\s*:|stock photo|image\s*:"
    r")",
    re.IGNORECASE,
)
_BEGS = re.compile(
    r"(?=.*(?:patreon|патреон|newsletter|(?:telegram|whatsapp|viber|телеграм|вайбер)[- ]?(?:channel|[ck]anal|канал)"
    r"|push[- ]|google news))"
    r"(?=.*(?:support us|subscribe|join (?:our|us|the)|follow us|become a|sign up|підтримайте|підпи[сш]|стань|приєдну"
    r"|поддержите|подпи[сш]|присоедин|про телеграм-канал|abonnier|anmeld|folg(?:en sie|st du|e uns)|s.abonner|abonnez"
    r"|inscri|suscr[ií]b|iscriviti|assine|zapisz się|odebírej|meld je aan|prenumerera))",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 500
"""Characters in which the start of a paragraph tells what it is."""
_SHORT = 200
"""Characters: no publisher begs at more length, and news about Patreon is longer."""


def is_promo(text: str) -> bool:
    """Whether a paragraph or sentence is no part of the article."""
    return bool(_START.match(text[:_LONGEST])) or (len(text) <= _SHORT and bool(_BEGS.match(text)))
