"""What the texts of articles are searched for: the names of tags, and the words that readers follow."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.enrich import Phrases, mentioned
from bot.news.article import Article, Enriched
from bot.news.spelling import together
from bot.store import Transaction, tags

Read = Callable[[Transaction], Awaitable[dict[str, int]]]
Mark = Callable[[Transaction], Awaitable[tuple[int, ...]]]


class _Ready(NamedTuple):
    mark: tuple[int, ...]
    phrases: Phrases


@dataclass(slots=True)
class _Wording:
    """Words → tag id, made ready for each language; read anew when their mark is another."""

    read: Read
    mark: Mark
    any_script: bool
    """Whether they are what people type, not what a publisher writes."""
    ids: Mapping[str, int] = field(default_factory=dict)
    by_part: Mapping[str, list[str]] = field(default_factory=dict)
    """The first part of each wording, by which it is looked up."""
    _known: tuple[int, ...] = ()
    _ready: dict[str, _Ready] = field(default_factory=dict)

    async def ready(self, tx: Transaction, language: str) -> Phrases:
        mark = await self.mark(tx)
        if mark != self._known:
            self.ids = await self.read(tx)
            self.by_part = _by_part(self.ids)
            self._known = mark
        seen, phrases = self._ready.get(language) or _Ready((), Phrases((), language, any_script=self.any_script))
        if seen != mark:
            # Thousands take most of a second: the event loop goes on meanwhile.
            await asyncio.to_thread(phrases.add, [part for words in self.ids for part in together(words)])
            self._ready[language] = _Ready(mark, phrases)
        return phrases


@dataclass(slots=True)
class Vocabulary:
    """For one article after the other, of one caller at a time."""

    _names: _Wording = field(default_factory=lambda: _Wording(tags.names, tags.names_mark, any_script=False))
    _followed: _Wording = field(default_factory=lambda: _Wording(tags.phrases, tags.phrases_mark, any_script=True))

    async def named_in(self, tx: Transaction, article: Article, enriched: Enriched) -> list[int]:
        """The tags that title or lead name, in order of mention."""
        phrases = await self._names.ready(tx, article.language)
        found = mentioned(article.title, enriched.sections, phrases)
        return list(dict.fromkeys(self._names.ids[name] for name in found if name in self._names.ids))

    async def followed_in(self, tx: Transaction, article: Article, enriched: Enriched) -> list[int]:
        """The tags of followed words that stand anywhere in the article."""
        phrases = await self._followed.ready(tx, article.language)
        parts = [part.text for section in enriched.sections for part in section.paragraphs]
        texts = [article.title, *(parts or [article.description])]
        found = phrases.found_in(texts)
        asked = (words for part in found for words in self._followed.by_part.get(part, ()))
        return [self._followed.ids[words] for words in asked if set(together(words)) <= set(found)]


def _by_part(ids: Mapping[str, int]) -> dict[str, list[str]]:
    wordings = defaultdict(list)
    for words in ids:
        wordings[together(words)[0]].append(words)
    return wordings
