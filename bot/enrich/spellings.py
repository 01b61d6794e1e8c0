"""By what a tag is found, in any language, script and case form: keys of its names against keys of what is typed.

A key is looked up and never shown. Keys of three kinds never meet by chance: "нато" as it stands, "=nato" as it sounds,
"~nat" by stems. "^=zelenski" is the sound of a surname.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.enrich.keywords import words_of
from bot.enrich.stems import stem
from bot.locales import LANGUAGES
from bot.news.spelling import latin, normal, sounded

_PERSONAL = 2
"""Words of a full name; of three, the last is as often a country."""
_LEAST = 3
"""Letters: what is shorter is the stem of many words."""


def keys(name: str, language: str) -> set[str]:
    """Of a tag's name in this language, or of its slug."""
    return set(_plain(name)) | set(_stemmed(name, language)) | set(_surname(name, language))


def typed_keys(text: str) -> list[str]:
    """Best first: look them up in this order and take the first tag there is."""
    by_stem = (key for language in LANGUAGES for key in _stemmed(text, language))
    return list(dict.fromkeys([*_plain(text), *by_stem]))


def _surname(name: str, language: str) -> Iterator[str]:
    """Of "Володимир Зеленський" also by the last of the words, after "^": several tags may share it."""
    words = name.split()
    if len(words) == _PERSONAL and all(word[:1].isupper() and word[1:].islower() for word in words):
        for found in (*_plain(words[-1]), *_stemmed(words[-1], language)):
            if found[0] in "=~" and len(found) > _LEAST:
                yield f"^{found}"


def _plain(text: str) -> Iterator[str]:
    yield from filter(None, (normal(text), latin(text)))
    if sounded(text):
        yield f"={sounded(text)}"


def _stemmed(text: str, language: str) -> Iterator[str]:
    """By the stems, and by as much of the words as they are long: "Києва" means Київ, but "Берлина" means Берлін."""
    words = [normal(word) for word in words_of(text)]
    stems = [stem(word, language) for word in words]
    begun = [_begun(word, short) for word, short in zip(words, stems, strict=True)]
    for sound in (sounded(" ".join(found)) for found in (stems, begun)):
        if len(sound) >= _LEAST:
            yield f"~{sound}"


def _begun(word: str, short: str) -> str:
    """As much of the word as its stem is long, and a vowel more where the stem has lost one: "Берлін", not "Берлі"."""
    if not word.isalpha():
        return short
    last = word.find(short[-1:], len(short) - 1, len(short) + 2)
    return word[: last + 1 if last > 0 else len(short)]
