"""The form that a word's cases share: what words are searched and compared by.

Snowball knows many languages but not Ukrainian, and in Russian it takes a name's own end off one case and leaves it on
another (Роман – Романом). So both have the light stemmer below: it takes the endings of nouns and adjectives off and
undoes the changes of sound that keep a name's cases apart (Тернопіль – Тернополя, Прага – Празі, рынок – рынка).
A stem is a key and is never shown, so it need not be a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from bot.news.spelling import normal

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
_POSSESSIVE = re.compile("['’ʼ`]s?$", re.IGNORECASE)
_DOUBLED = re.compile(r"(?<=...)([бвгджзклмнпрстфхцчшщ])\1$")
_CLOSED = re.compile(f"(?<=[{_VOWELS}])(.+)інь$")
_LAST_SYLLABLE = re.compile(f"[ії](?=[^{_VOWELS}]+$)")


@dataclass(frozen=True, slots=True)
class _Slavic:
    """How one language declines."""

    fleeting: re.Pattern[str]
    """A vowel that only the form without an ending has, between its two groups."""
    soft: re.Pattern[str]
    """Names and nouns that keep the vowel of their nominative in all cases: its group is the stem."""
    ending: re.Pattern[str]
    second: re.Pattern[str]
    """What a word that ends like a case ("режим", "Лавров") must lose too, to meet its own cases; and ends of verbs."""
    alike: dict[int, int]
    """Letters that not everybody writes."""
    sounds: dict[str, str]
    """Last letters of a root that take turns."""


_SOFT_UK = (
    "андр|серг|юр|геннад|анатол|григор|вітал|валер|аркад|тимоф|матв|георг|олекс|євген|арсен|епіфан|антон|дмитр|васил|онуфр"
    "|мойс|дем|кирил|порф|євстаф|макар|сценар|критер|санатор|вод|нос|крат|алюмін|лют|літ|комент|інвентар"
)
_LANGUAGES = {
    "uk": _Slavic(
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
    ),
    "ru": _Slavic(
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
    ),
}


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The key of one word; its `normal` form in a language that nothing here knows."""
    plain = normal(_POSSESSIVE.sub("", word)) if language == "en" else normal(word)
    if language in _LANGUAGES:
        return _declined(plain, _LANGUAGES[language])
    if language not in _SNOWBALL:
        return plain
    return str(snowballstemmer.stemmer(_SNOWBALL[language]).stemWord(plain))


def _declined(word: str, slavic: _Slavic) -> str:
    plain = word.translate(slavic.alike)
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
        if ending.match(tail) and len(root) >= _least_root(tail) and _VOWEL.search(root):
            return root
    return word


def _least_root(ending: str) -> int:
    """These endings are often a root's own ("голова", "музей")."""
    return 4 if ending in ("ов", "ев", "ей", "ові", "еві") else _LEAST_ROOT


def _one_sound(root: str, slavic: _Slavic) -> str:
    if len(root) >= _LEAST_ROOT:
        root = _LAST_SYLLABLE.sub(lambda vowel: {"і": "о", "ї": "є"}[vowel[0]], root)
    root = _DOUBLED.sub(r"\1", root)
    root = root.removesuffix("и") if root.endswith("ени") else root  # соглашений – соглашениям
    return root[:-1] + slavic.sounds.get(root[-1:], root[-1:])
