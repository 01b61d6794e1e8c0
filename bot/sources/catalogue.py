"""The sources file (TOML) → Sources, or one message that lists everything wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from bot.news.article import Source
from bot.news.urls import canonical
from bot.sources.pages import READERS

SHIPPED = Path(__file__).with_name("catalogue.toml")

_FIELDS = {field.name: field for field in fields(Source)}
_REQUIRED = tuple(name for name, field in _FIELDS.items() if field.default is MISSING)
_TYPES: Mapping[str, type] = {"every": int, "tags": list}
"""All others are text."""
_SAID = {str: 'text in quotes, like "…"', int: "a whole number, like 60", list: 'a list of texts, like ["nato"]'}
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"[\w.-]{1,64}")
_LONGEST_EVERY = 7 * 24 * 3600


class CatalogueError(Exception):
    """`problems` are lines that each name an entry, what is wrong with it, and what to do."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__("\n".join([f"{path} cannot be used:", *(f"  - {problem}" for problem in problems)]))
        self.problems = tuple(problems)


def load(path: Path | None) -> tuple[Source, ...]:
    """None is the shipped catalogue. Raises CatalogueError."""
    file = path or SHIPPED
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(file, [f"the file cannot be read: {error.strerror or error}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(file, [f"it is not TOML: {error}"]) from error
    entries = document.get("source")
    problems = list(_document_problems(document))
    if problems or not isinstance(entries, list):
        raise CatalogueError(file, problems)
    problems = [problem for number, entry in enumerate(entries, 1) for problem in _problems(number, entry)]
    problems += _repeats(entries)
    if problems:
        raise CatalogueError(file, problems)
    return tuple(_source(entry) for entry in entries)


def _document_problems(document: Mapping[str, Any]) -> Iterator[str]:
    for name in document:
        if name != "source":
            yield f"unknown part {name!r}: only [[source]] entries belong here"
    entries = document.get("source")
    if not isinstance(entries, list) or not entries:
        yield "it holds no sources: add at least one entry that starts with [[source]]"
    elif not all(isinstance(entry, dict) for entry in entries):
        yield "every source must be an entry that starts with [[source]]"


def _problems(number: int, entry: Mapping[str, Any]) -> Iterator[str]:
    name = f"source {entry['id']!r}" if isinstance(entry.get("id"), str) and entry["id"] else f"source number {number}"
    for problem in (*_key_problems(entry), *_value_problems(entry)):
        yield f"{name}: {problem}"


def _key_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in entry.keys() - _FIELDS.keys():
        yield f"unknown key {key!r}: known are {', '.join(_FIELDS)}"
    for key in _REQUIRED:
        if entry.get(key, "") == "":
            yield f"{key!r} is missing: every source needs {', '.join(_REQUIRED)}"


def _value_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    """Of values that are there."""
    for key in _FIELDS:
        if key in entry and (problem := _value_problem(key, entry[key])):
            yield f"{key!r} {problem}"


def _value_problem(key: str, value: Any) -> str:
    wanted = _TYPES.get(key, str)
    if not _is_a(wanted, value):
        return f"must be {_SAID[wanted]}"
    if key in ("feed", "top") and value and not _is_address(value):
        return f"is no web address: {value!r}; it must start with http:// or https://"
    if key == "page" and value not in READERS:
        return f"names no page reader: {value!r}; known are {', '.join(filter(None, READERS))}, or leave it out"
    if key == "every" and not 1 <= value <= _LONGEST_EVERY:
        return f"must be between 1 and {_LONGEST_EVERY} seconds, not {value}"
    if key == "language" and value and not _LANGUAGE.fullmatch(value):
        return f"must be a language code such as uk, ru or en, not {value!r}"
    if key == "id" and value and not _ID.fullmatch(value):
        return "may hold up to 64 letters, digits, dots, hyphens and underscores"
    if key == "tags" and not all(isinstance(slug, str) and slug.strip() for slug in value):
        return f"must be {_SAID[list]}"
    return ""


def _repeats(entries: list[Mapping[str, Any]]) -> list[str]:
    counted = Counter(entry["id"] for entry in entries if isinstance(entry.get("id"), str) and entry["id"])
    return [
        f"source {name!r}: {count} entries have this id: give each its own"
        for name, count in counted.items()
        if count > 1
    ]


def _is_a(kind: type, value: object) -> bool:
    """In Python, True is a whole number; in a sources file it is a slip."""
    return isinstance(value, kind) and not isinstance(value, bool)


def _is_address(text: str) -> bool:
    try:
        canonical(text)
    except ValueError:
        return False
    return True


def _source(entry: Mapping[str, Any]) -> Source:
    return Source(**{**entry, "tags": tuple(entry.get("tags", ()))})
