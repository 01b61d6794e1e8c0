"""The form that a word's cases share: what words are searched and compared by.

Snowball knows many languages but not Ukrainian, and in Russian it takes a name's own end off one case and leaves it on
another (Роман – Романом). So both have the light stemmer below: it takes the endings of nouns and adjectives off and
undoes the changes of sound that keep a name's cases apart (Тернопіль – Тернополя, Прага – Празі, рынок – рынка).
A stem is a key and is never shown, so it need not be a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from bot.enrich.english import plain_english
from bot.news.spelling import latin, normal

_SNOWBALL = dict(
    pair.split(":")
    for pair in (
        "ar:arabic ca:catalan da:danish de:german el:greek en:english es:spanish et:estonian eu:basque fi:finnish"
        " fr:french ga:irish hi:hindi hu:hungarian hy:armenian id:indonesian it:italian lt:lithuanian ne:nepali"
        " nl:dutch no:norwegian pt:portuguese ro:romanian sr:serbian sv:swedish ta:tamil tr:turkish"
    ).split()
)
_VOWELS = "аеєиіїоуюяёыэ"
_VOWEL = re.compile(f"[{_VOWELS}]")
_LONGEST_ENDING = 4
_NAME_ENDINGS = ("ов", "ев")
"""What stands before these is no ending: Герасимов."""
_LEAST_ROOT = 3
_NUMBERED = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_PLURAL = re.compile(r"(?<=\d)s$")
_DOUBLED = re.compile(r"(?<=...)([бвгджзклмнпрстфхцчшщ])\1$")
_CLOSED = re.compile(f"(?<=[{_VOWELS}])(.+)інь$")
_LAST_SYLLABLE = re.compile(f"[ії](?=[^{_VOWELS}]+$)(?![^{_VOWELS}][нрл]$)")
_SOFTENED = re.compile(f"(?<!л)ь(?=[^{_VOWELS}]+$)|ь(?=ц$)")
_UNDECLINED = {"після", "через", "оскільки", "после"}
_OWN_EY = {"муз", "лиц", "ліц", "хок", "кор"}
"""What "ей" is no ending of, though so little stands before it."""


@dataclass(frozen=True, slots=True)
class _Slavic:
    """How one language declines."""

    fleeting: re.Pattern[str]
    """A vowel that only the form without an ending has, between its two groups."""
    between: re.Pattern[str]
    """One that some forms of a root have before its last consonant, and others have not: гривень, but гривня."""
    soft: re.Pattern[str]
    """Names and nouns that keep the vowel of their nominative in all cases: its group is the stem."""
    ending: re.Pattern[str]
    second: re.Pattern[str]
    """What a word that ends like a case ("режим", "Лавров") must lose too, to meet its own cases; and ends of verbs."""
    alike: dict[int, int]
    """Letters that not everybody writes."""
    sounds: dict[str, str]
    """Last letters of a root that take turns."""
    irregular: Mapping[str, str]
    """Common nouns' forms that nothing here brings together → nominative."""


def _between(vowel: str) -> re.Pattern[str]:
    return re.compile(f"(?<=[{_VOWELS}])([^{_VOWELS}]*[^{_VOWELS}йь])(?:{vowel})(?=[^{_VOWELS}]$)")


def _forms(*nouns: str) -> Mapping[str, str]:
    """Of nouns given as "nominative: form form"."""
    parted = (noun.split(": ") for noun in nouns)
    return {form: nominative for nominative, forms in parted for form in forms.split()}


_SOFT_UK = (
    "андр|серг|юр|геннад|анатол|григор|вітал|валер|аркад|тимоф|матв|георг|олекс|євген|арсен|епіфан|антон|дмитр|васил|онуфр"
    "|мойс|дем|кирил|порф|євстаф|макар|сценар|критер|санатор|вод|нос|крат|алюмін|лют|літ|комент|інвентар"
)
_LANGUAGES = {
    "uk": _Slavic(
        between=_between("(?<!черв)о(?=[лн])|(?<![джлнчшщ])е(?=н)|(?<!т)е(?=л)|е(?=[бмр])"),
        fleeting=re.compile(
            f"(?!.*(?:урок|порок|строк|сток)$)(.*[{_VOWELS}].*[^{_VOWELS}ь])(?:о(к)|е(ц)ь)$"
            "|(берез|квіт|трав|черв|лип|серп|верес|січ|груд|тижд|півд|уч|рів)е(нь)$|(ор|коз|кот)е(л)$"
        ),
        soft=re.compile(
            f"((?:{_SOFT_UK})і|(?!старій|хворій|суворій)"
            ".+(?:[цсзфп]|[аое]р|лог|тег|мпан|лін|под|студ|ед|парт|дем|рем|арм)і)й$"
        ),
        ending=re.compile(
            "(?:ього|ьому|ьої|ьою|ого|його|ому|йому|ими|іми|їми|ами|ями|ої|ою|ею|єю|ий|ій|їй|им|ім|їм|их|іх|їх"
            "|ам|ям|ах|ях|ом|ем|єм|[оеє]ві|[ії]в|ей|[аяоеєуюіїийь])$"
        ),
        second=re.compile("(?:[иі]й|[иіїаяоеє]м|[аяиії]х|[іїоеє]в)$"),
        alike=str.maketrans("ґ", "г"),
        sounds={"ц": "к", "з": "г"},
        irregular=_forms(
            "день: дня дню днем дні днів дням днями днях",
            "тиждень: тижня тижню тижнем тижні тижнів тижням тижнями тижнях",
            "людина: люди людей людям людьми людях",
            "дитина: діти дітей дітям дітьми дітях",
            "пес: пса псу псові псом псі пси псів псам псами псах",
            "сон: сну снові сном сні сни снів снам снами снах",
            "війна: воєн",
        ),
    ),
    "ru": _Slavic(
        between=_between(
            "о(?=[лн])|(?<!т)е(?=л)|(?<=грив)е(?=н)|(?<=[пс][ео][ст])е(?=н)|(?<=[ве][ес]т)е(?=р)|е(?=[бгкмц])"
        ),
        fleeting=re.compile(
            f"(?!.*(?:урок|порок|срок|сток|игрок)$)(.*[{_VOWELS}].*[^{_VOWELS}ь])(?:о(к)|е(ц))$"
            "|(уров|кор|кам|пар|лив|рем|перст)е(нь)$|(пав|ор|коз|кот)е(л)$"
        ),
        soft=re.compile(
            "(.+(?:[бвдзлмпрсфц]|парт|пан|лин|ен|тон|лог|тег|орг)и(?=й)"
            "|(?:никола|кита|алта|дуна|шанха|уругва|парагва)(?=й|я|ю|е))[йяюе]м?$"
        ),
        ending=re.compile(
            "(?:ого|его|ому|ему|ыми|ими|ами|ями|ым|им|ом|ем|ой|ей|ою|ею|ую|юю|ая|яя|ое|ее|ые|ие|ый|ий|их|ых"
            "|ам|ям|ах|ях|ов|ев|[аяоеуюыийь])$"
        ),
        second=re.compile("(?:[ыиаяое]м|[аяиы]х|[ое]в|[еь]|[аяу]ет|[аяу]ют|[иаяеы][лт])$"),
        alike=str.maketrans("ё", "е"),
        sounds={},
        irregular=_forms(
            "день: дня дню днем дне дни дней дням днями днях",
            "человек: люди людей людям людьми людях",
            "ребенок: дети детей детям детьми детях",
            "пес: пса псу псом псе псы псов псам псами псах",
            "сон: сна сну сном сне сны снов снам снами снах",
            "земля: земель",
            "письмо: писем",
            "копейка: копеек",
        ),
    ),
}


@lru_cache(maxsize=1 << 14)
def stem(word: str, language: str) -> str:
    """The key of one word; its `normal` form in a language that nothing here knows."""
    plain = plain_english(word) if language == "en" else normal(word)
    if _NUMBERED.match(plain):
        return _numbered(plain, language)
    if language in _LANGUAGES:
        return _declined(plain, _LANGUAGES[language])
    if language not in _SNOWBALL:
        return plain
    return str(snowballstemmer.stemmer(_SNOWBALL[language]).stemWord(plain))


def _numbered(plain: str, language: str) -> str:
    """The same for "F-16", "F16" and "F-16s", and for "С-300" in Cyrillic and Latin letters."""
    whole = _PLURAL.sub("", plain.replace(" ", ""))
    return latin(_declined(whole, _LANGUAGES[language]) if language in _LANGUAGES else whole)


def _declined(word: str, slavic: _Slavic) -> str:
    if word in _UNDECLINED:
        return word
    plain = word.translate(slavic.alike)
    plain = slavic.irregular.get(plain, plain)
    soft = slavic.soft.match(plain)
    if soft:
        return _one_sound(soft[1], slavic)
    plain = _CLOSED.sub(r"\1ень", plain)
    fleeting = slavic.fleeting.match(plain)
    whole = "".join(filter(None, fleeting.groups())) if fleeting else plain
    root = _without(slavic.ending, whole)
    if whole[len(root) :] not in _NAME_ENDINGS:
        root = _without(slavic.second, root)
    return _one_sound(root, slavic)


def _without(ending: re.Pattern[str], word: str) -> str:
    """The word without the longest ending that leaves a root: a vowel and enough letters."""
    for start in range(max(len(word) - _LONGEST_ENDING, 0), len(word)):
        root, tail = word[:start], word[start:]
        if ending.match(tail) and len(root) >= _least_root(root, tail) and _VOWEL.search(root):
            return root
    return word


def _least_root(root: str, ending: str) -> int:
    """These endings are often a root's own ("голова", "музей")."""
    own = ending in ("ов", "ев", "ові", "еві") or (ending == "ей" and root in _OWN_EY)
    return 4 if own else _LEAST_ROOT


def _one_sound(root: str, slavic: _Slavic) -> str:
    if len(root) >= _LEAST_ROOT:
        root = _LAST_SYLLABLE.sub(lambda vowel: {"і": "о", "ї": "є"}[vowel[0]], root)
    root = _DOUBLED.sub(r"\1", root)
    root = root.removesuffix("и") if root.endswith("ени") else root  # соглашений – соглашениям
    root = slavic.between.sub(r"\1", _SOFTENED.sub("", root))
    return root[:-1] + slavic.sounds.get(root[-1:], root[-1:])
