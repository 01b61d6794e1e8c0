"""What stands in a body but is no part of the article: calls to subscribe, donate and read on, photo credits, boxes of
the page's frame, and what a page says of itself.

Known by its words: at the start of a paragraph, outside quotes, or in a short paragraph that begs.
"""

from __future__ import annotations

import re

from bot.news.boxes import CONSENT, FRAME, MISTAKES, PAID

_OFFERS = (
    r"читай(?:те)? (?:також|ще|більше|нас)|(?:знати|дізнатис[яь]) більше\W*(?:[:|»>]|$)"
    r"|більше новин\b(?=\W*(?:[:|»>]|$|читай|на |в |у ))"
    r"|дивіться також"
    r"|читай(?:те)? (?:также|еще|ещё|больше|нас)|узнать больше\W*(?:[:|»>]|$)"
    r"|больше новостей\b(?=\W*(?:[:|»>]|$|читай|на |в ))"
    r"|смотрите также"
    r"|read (?:also|next)\b|read more\W*(?:[:|»>]|$)|also read|see also|more (?:on|about) this|related:"
    r"|про інші важливі новини|click here|(?:learn|find out) more|scroll down for"
)
_APPEALS = (
    r"підпи(?:с(?:ати|уй|уйте)с[яь] на|шись|шіться|суйтес[яь])"
    r"|долучайтес[яь] до (?:нас|нашо|спільноти|клубу)|приєднуйтес[яь] до"
    r"|(?:стежте|слідкуйте) за (?:нами|новинами)|підтрима(?:ти|йте) (?:уп|українську правду|нас|редакцію)"
    r"|стан(?:ь|ьте) (?:частиною|патрон)|(?:за)?донатити на|хочете знати більше|додайте .{0,30} у вибране"
    r"|підтримати редакцію|помітили помилку\W*(?:[?:]|$|виділ|натисн)|про телеграм-канал"
    r"|(?:якщо ви|если вы) (?:помітили|знайшли|заметили|нашли) .{0,20}(?:помилк|неточн|ошибк|опечатк)"
    r"|подпи(?:с(?:ать|ывай)ся на|шись|шитесь|сывайтесь)|присоединяйтесь к|следите за (?:нами|новостями)"
    r"|поддержи(?:те)? (?:уп|нас|редакцию)"
    r"|follow us|follow .{1,30} on (?:whatsapp|telegram|facebook|instagram|google|x\W*$)"
    r"|subscribe (?:to|on|now)|sign up (?:for|to (?:our|get|receive))|join (?:our|us)"
    r"|support (?:up|ukrainska pravda)\b|support us(?: on| by|\W*$)|become (?:our|a) patron"
    r"|(?:your )?support .{0,40}\bpatreon|the post .{1,300}(?:appeared first|first appeared) on\b"
)
_OF_ITSELF = (
    r"(?:новина|матеріал|текст|стаття) (?:буде )?(?:оновлю|доповню|доповнен|оновлен)\w*(?: о [\d:.]+)?\W*$"
    r"|(?:новость|материал|текст|статья) (?:будет )?(?:обновля|дополня|дополнен|обновлен)\w*(?: в [\d:.]+)?\W*$"
    r"|this is a (?:breaking|developing) (?:news )?story|this (?:story|article|page) (?:is being|will be) updated"
    r"|(?:час (?:читання|на читання)|время чтения|reading time)\s*:|\d+ min(?:ute)?s? read\W*$"
    r"|(?:listen to|share|save|print) this (?:article|story|page)|cookies\s*:|реклама\s*:?$|advertisement\s*:?$"
)
_CREDITS = (
    r"фото(?:графія)?\s*:|світлина\s*:|ілюстративне фото|иллюстративное фото|photo(?: by)?\s*:|stock photo|image\s*:"
    r"|image (?:source|caption),|getty images\b.{0,40}$|photo (?:courtesy of|by|credit)\b.{0,30}$"
)
_BOX = re.compile(rf"[^\w\"«“„‘'©ⓒ]*(?:{PAID}|{MISTAKES}|{CONSENT}|{FRAME})", re.IGNORECASE)
_START = re.compile(rf"[^\w\"«“„‘']*(?:{_OFFERS}|{_OF_ITSELF}|{_CREDITS})", re.IGNORECASE)
_APPEAL = re.compile(
    rf"[^\w\"«“„‘']*(?:{_APPEALS})(?!.*(?:[,!?]\s*[–—]\s|\b(?:said|says|urge[sd]|told|заяви|закли|сказа|каже|призва)))",
    re.IGNORECASE,
)
"""Unless somebody in the news is who appeals."""
_BEGS = re.compile(
    r"(?=.*(?:patreon|патреон|newsletter|(?:telegram|whatsapp|viber|телеграм|вайбер)[- ]?(?:channel|[ck]anal|канал)"
    r"|push[- ]|google news))"
    r"(?=.*(?:support us|subscribe|join (?:our|us)|follow us|become a (?:patron|member|subscriber)|sign up|підтримайте"
    r"|підпи(?:шись|шіться|с(?:уй|уйте|ати)с[яь] на)|\bстань(?:те)?\b|приєднуй|поддержите"
    r"|подпи(?:шись|шитесь|с(?:ывай|ывайте|ать)с[яь] на)|присоединяй|про телеграм-канал"
    r"|abonnier|anmeld|folg(?:en sie|st du|e uns)|s.abonner|abonnez"
    r"|inscri|suscr[ií]b|iscriviti|assine|zapisz się|odebírej|meld je aan|prenumerera))",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"[^.!?]{0,120}(?:^|[/|(,«•·–—-]\s*)"
    r"(?:фото|світлина|зображення|ілюстрація|скріншот|картинка|изображение|иллюстрация|скриншот"
    r"|photo|image|picture|screenshot|foto|bild)(?:\s*[:–—]|\s-)\s*[^\s].{0,60}$",
    re.IGNORECASE,
)
"""What stands under a picture: "Mayor in the hall / Photo: city council"."""
_LONGEST = 500
"""Characters in which the start of a paragraph tells what it is."""
_SHORT = 200
"""Characters: no publisher begs at more length, and news about Patreon is longer."""


def is_promo(text: str) -> bool:
    """Whether a paragraph or sentence is no part of the article."""
    start = text[:_LONGEST]
    if _START.match(start) or _APPEAL.match(start):
        return True
    return len(text) <= _SHORT and bool(_BEGS.match(text) or _CREDIT.match(text) or _BOX.match(text))
