"""The publisher's own values, and how they are read from the story files (`stories/*.toml`)."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any

LANGUAGES = ("uk", "ru", "en")
PREFIXES = {"uk": "", "ru": "rus/", "en": "eng/"}
ROOT = "/publisher/"

Link = Callable[[str], str | None]
"""The URL of a story by its key; None while it is not published."""


@dataclass(frozen=True)
class Edition:
    """A story's text in one language. Links are written `[words](story-key)`, glossary words `{word|meaning}`."""

    title: str
    retitle: str
    lead: str
    source: str
    details: tuple[str, ...]
    quote: str
    speaker: str
    caption: str
    background: tuple[str, ...] = ()
    background_label: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Story:
    key: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    motif: str
    editions: Mapping[str, Edition]


@dataclass(frozen=True)
class Item:
    """A published story. `main`: the publisher's own main news; `breaking`: with emphasis too."""

    number: int
    story: Story
    published: datetime
    modified: datetime
    main: bool = False
    breaking: bool = False
    retitled: bool = False

    def title(self, language: str) -> str:
        edition = self.story.editions[language]
        return edition.retitle if self.retitled else edition.title

    def path(self, language: str) -> str:
        return f"{ROOT}{PREFIXES[language]}news/{self.published:%Y/%m/%d}/{self.number}/"

    @property
    def picture(self) -> str:
        return f"{ROOT}images/{self.story.key}.png"


@dataclass(frozen=True)
class Words:
    """What the publisher calls itself and its parts in one language."""

    name: str
    tagline: str
    notice: str
    labels: Mapping[str, str]
    months: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """`archive`: key → minutes before the start; `main`: which of them are main news; the rest waits in order."""

    archive: Mapping[str, int]
    main: frozenset[str]
    queue: tuple[str, ...]
    breaking: tuple[str, ...]


@dataclass(frozen=True)
class Outlet:
    """The publisher in one language as one caller sees it: `root` is the origin that he asked for."""

    language: str
    words: Words
    root: str
    link: Link


def tag_path(language: str, slug: str) -> str:
    return f"{ROOT}{PREFIXES[language]}tags/{slug}/"


def author_path(language: str, slug: str) -> str:
    return f"{ROOT}{PREFIXES[language]}authors/{slug}/"


def home_path(language: str) -> str:
    return f"{ROOT}{PREFIXES[language]}"


def read_words() -> dict[str, Words]:
    return {language: _words(table) for language, table in _toml("site.toml").items()}


def read_plan() -> Plan:
    plan = _toml("plan.toml")
    return Plan(plan["archive"], frozenset(plan["main"]), tuple(plan["queue"]), tuple(plan["breaking"]))


def read_stories() -> dict[str, Story]:
    folder = resources.files(__package__) / "stories"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {(key := name.removesuffix(".toml")): _story(key, _toml(f"stories/{name}")) for name in names}


def text_file(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(text_file(name))


def _words(table: dict[str, Any]) -> Words:
    return Words(**{**table, "months": tuple(table["months"])})


def _story(key: str, table: dict[str, Any]) -> Story:
    editions = {language: _edition(table[language]) for language in LANGUAGES}
    return Story(key, tuple(table["tags"]), tuple(table["authors"]), table["motif"], editions)


def _edition(table: dict[str, Any]) -> Edition:
    listed = {name: tuple(table.get(name, ())) for name in ("details", "background")}
    return Edition(**{**table, **listed})
