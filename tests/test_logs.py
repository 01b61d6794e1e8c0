"""No secret reaches a log line, in either form, in a message or in a traceback."""

from __future__ import annotations

import json
import logging
import sys
from urllib.parse import quote

import pytest

from bot.logs import LATELY, Repeats, formatter
from bot.settings import read
from tests.processes import TOKEN

PASSWORD = 'hun"ter2-secret'
URL = f"postgresql://me:{PASSWORD}@db/news"


def record(message: str) -> logging.LogRecord:
    try:
        raise ValueError(message)
    except ValueError:
        return logging.LogRecord("bot", logging.ERROR, __file__, 1, message, None, sys.exc_info())


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("said", [TOKEN, URL, PASSWORD, f"https://api.telegram.org/bot{TOKEN}/getMe", quote(TOKEN)])
def test_secrets_are_blotted_out(form: str, said: str) -> None:
    secrets = read({"BOT_TOKEN": TOKEN, "DATABASE_URL": URL}).secrets()
    line = formatter(form, secrets).format(record(f"cannot open {said}"))
    for secret in (TOKEN, PASSWORD, json.dumps(PASSWORD)[1:-1]):
        assert secret not in line
    assert "***" in line


def test_a_short_secret_does_not_blot_every_word() -> None:
    assert formatter("text", ["a"]).format(record("a banana")).count("banana") == 2


def test_json_lines_are_json() -> None:
    line = json.loads(formatter("json", []).format(record("hello")))
    assert (line["level"], line["message"]) == ("ERROR", "hello")
    assert "ValueError" in line["traceback"]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_the_database_is_blotted_out_however_it_is_spelled(form: str, scheme: str) -> None:
    url = f"{scheme}://me:hunter%402hunter@db/news"
    secrets = read({"BOT_TOKEN": TOKEN, "DATABASE_URL": url}).secrets()
    line = formatter(form, secrets).format(
        record(f"{url} postgresql+asyncpg://me:hunter%402hunter@db/news hunter@2hunter")
    )
    assert "hunter" not in line
    assert "db/news" not in line


def test_what_is_complained_of_again_and_again_is_shown_ever_less() -> None:
    repeats, other = Repeats(), logging.LogRecord("bot", logging.ERROR, __file__, 1, "%d wait", (7,), None)
    shown = []
    for second in range(100):
        again = record("away")
        again.created = 1000.0 + second
        if repeats.filter(again):
            shown.append(again.getMessage())
        assert repeats.filter(logging.LogRecord("bot", logging.INFO, __file__, 1, "away", None, None))
    assert shown == ["away", *(f"away ({times} times)" for times in (2, 4, 8, 16, 32, 64))]
    assert repeats.filter(other)
    later = record("away")
    later.created = 1099.0 + LATELY
    assert repeats.filter(later)
    assert later.getMessage() == "away"


def test_the_url_goes_before_the_password_within_it() -> None:
    assert "<***>" in formatter("text", ["hunter2", "//me:hunter2@db"]).format(record("<//me:hunter2@db>"))
