"""Names found in every case form; the baseline finds the very words that were typed.

The truth is a table of names with all their forms, written by hand and knowing nothing of our stems: an article holds a
name when it holds one of its forms. Every form is typed once and looked for in every article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.quality import corpus
from benchmarks.quality.rows import Row
from bot.enrich import Phrases

TABLES = Path(__file__).parent / "names"
_WORD = re.compile(r"\w+")
_APOSTROPHE = re.compile("['’ʼ`]")

Forms = tuple[str, ...]


def measure(folder: Path) -> Iterator[Row]:
    for table in sorted(TABLES.glob("*.txt")):
        texts = articles(folder, table.stem)
        if texts:
            yield from _measured(paradigms(table), texts, table.stem)


def paradigms(table: Path) -> list[Forms]:
    """`[endings]`, then the beginnings that take them; after `|` in the endings the beginning after a `/` does.

    `-` is no ending. Under `[]` every line is one name, its forms parted by commas.
    """
    found: dict[Forms, None] = {}
    endings = ""
    for line in filter(None, table.read_text(encoding="utf-8").splitlines()):
        if line.startswith("["):
            endings = line.strip("[]")
        elif endings:
            found |= dict.fromkeys(tuple(_declined(word, endings)) for word in line.split())
        else:
            found[tuple(dict.fromkeys(line.split(", ")))] = None
    return list(found)


def articles(folder: Path, language: str) -> list[str]:
    """Title and text of each article in this language that the folder has."""
    return list(dict.fromkeys(_texts(folder, language)))


def _texts(folder: Path, language: str) -> Iterator[str]:
    written = [one.article for name in corpus.archives(folder) for one in corpus.archive(folder, name).values()]
    if language == "uk":
        written += corpus.up_2019(folder)
    for article in written:
        if article.language == language:
            yield "\n".join((article.title, *(paragraph.text for paragraph in article.paragraphs)))
    for name in corpus.collections(folder):
        if name.startswith(f"{language}_"):
            told = (row["text"] for row in corpus.rows(folder / "quality" / f"{name}.jsonl.gz"))
            yield from (text for text in told if text != text.lower())


def _declined(word: str, endings: str) -> Iterator[str]:
    first, _, second = word.partition("/")
    before, _, after = endings.partition("|")
    for beginning, tails in ((first, before), (second, after)):
        yield from (beginning + tail.strip("-") for tail in tails.split())


def _measured(names: Iterable[Forms], texts: Sequence[str], language: str) -> Iterator[Row]:
    where = _words_of(texts)
    truth = {forms: set().union(*(_exactly(form, where) for form in forms)) for forms in names}
    typed = {form: gold for forms, gold in truth.items() if gold for form in forms}
    if not typed:
        return
    phrases = Phrases(typed, language)
    ours: dict[str, set[int]] = {form: set() for form in typed}
    for number, text in enumerate(texts):
        for form in phrases.found_in([text]):
            ours[form].add(number)
    naive = {form: _exactly(form, where) for form in typed}
    for key, share in (("recall", _recall), ("precision", _precision)):
        yield f"keywords.{language}.{key}", share(ours, typed), share(naive, typed)


def _words_of(texts: Iterable[str]) -> Mapping[str, Collection[tuple[int, str]]]:
    """First word, plain → (number of the article, it and what follows, as written)."""
    where: dict[str, list[tuple[int, str]]] = {}
    for number, text in enumerate(texts):
        words = _words(text)
        for place, word in enumerate(words):
            where.setdefault(word.casefold(), []).append((number, _joined(words[place : place + 5])))
    return where


def _exactly(form: str, where: Mapping[str, Collection[tuple[int, str]]]) -> set[int]:
    """A name of one word counts only where it is written with a capital, a phrase however it is written."""
    words = _words(form)
    whole, name = _joined(words).casefold(), len(words) == 1 and form[0].isupper()
    return {
        number
        for number, written in where.get(words[0].casefold(), ())
        if written.casefold().startswith(whole) and (written[0].isupper() or not name)
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("", text))


def _joined(words: Iterable[str]) -> str:
    return " ".join(words) + " "


def _recall(found: Mapping[str, Collection[int]], gold: Mapping[str, Collection[int]]) -> float:
    return sum(len(set(found[form]) & set(gold[form])) for form in gold) / sum(map(len, gold.values()))


def _precision(found: Mapping[str, Collection[int]], gold: Mapping[str, Collection[int]]) -> float:
    return sum(len(set(found[form]) & set(gold[form])) for form in gold) / max(sum(map(len, found.values())), 1)
