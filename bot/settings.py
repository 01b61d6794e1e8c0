"""The environment as one frozen value. Read once, by the command line; no room below `app` sees it.

Every secret NAME can also be given as NAME_FILE, the path of a file that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from bot.locales import LANGUAGES
from bot.news.retention import Retention
from bot.sources import CatalogueError, catalogue

FREE_RATE, PAID_RATE = 30, 1000
"""Messages per second that Telegram allows a token, without and with paid broadcast."""
WEBHOOK_SECRET = "1-256 characters of A-Z a-z 0-9 _ - (`openssl rand -hex 32` makes one)."


class SettingsError(Exception):
    """Everything that is wrong with the environment, a line each."""


class Secret:
    """A value that shows itself only when asked by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret('***')" if self._value else "Secret('')"


@dataclass(frozen=True, slots=True)
class Settings:
    """Field names are the environment's, in lower case."""

    bot_token: Secret
    admin_ids: frozenset[int]
    database_url: Secret
    """With the async driver named."""
    telegram_api_url: str
    sources_file: Path | None
    """None: the shipped catalogue."""
    roles: frozenset[str]
    send_rate: int
    paid_broadcast: bool
    webhook_url: str
    webhook_secret: Secret
    http_host: str
    http_port: int
    fetch_allow_private: bool
    timezone: str
    default_language: str
    log_level: str
    log_format: str
    keep_deliveries: int
    keep_searches: int
    keep_articles: int
    breaking_approval: bool

    @property
    def retention(self) -> Retention:
        return Retention(self.keep_deliveries, self.keep_searches, self.keep_articles)

    def secrets(self) -> list[str]:
        """Every text that no log may show, parts that are secret alone among them."""
        database, token = self.database_url.reveal(), self.bot_token.reveal()
        tokens = token, quote(token), token.partition(":")[2]
        return [*tokens, self.webhook_secret.reveal(), database, *_database_secrets(database)]


def read(environ: Mapping[str, str], *, token_required: bool = True) -> Settings:
    """Raises SettingsError with every problem in one message."""
    problems: list[str] = []
    values = {name.lower(): _value(name, rule, environ, problems) for name, rule in RULES.items()}
    problems += _together(values, token_required=token_required)
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def environment(environ: Mapping[str, str], dotenv: Path = Path(".env")) -> dict[str, str]:
    """What the process was given, over what a `.env` file beside it says. Raises SettingsError."""
    try:
        written = dotenv_values(dotenv)
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is no text in UTF-8"
        raise SettingsError(f"{dotenv.absolute()}: cannot be read ({why}).") from None
    return {name: value for name, value in written.items() if value is not None} | dict(environ)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one variable is read; `read` raises ValueError with what is wanted, a line each."""

    default: str
    read: Callable[[str], Any]
    secret: bool = False


def _value(name: str, rule: Rule, environ: Mapping[str, str], problems: list[str]) -> Any:
    try:
        text = environ.get(name, "").strip()
        if rule.secret and not text and (file := environ.get(f"{name}_FILE", "").strip()):
            text = _from_file(Path(file), f"{name}_FILE")
        return rule.read(text or rule.default)
    except ValueError as problem:
        problems.extend(f"{name}: {line}" for line in str(problem).splitlines())
        return None


def _from_file(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(f"the file that {name} names cannot be read ({type(problem).__name__}: {path})") from None


def _together(values: Mapping[str, Any], *, token_required: bool) -> list[str]:
    """None stands for a value that was given and is wrong by itself."""
    problems = []
    if token_required and values["bot_token"] == Secret(""):
        problems.append("BOT_TOKEN: missing. Get one from @BotFather and put it into .env (or try `make play`).")
    if values["paid_broadcast"] is False and (values["send_rate"] or 0) > FREE_RATE:
        problems.append(f"SEND_RATE: at most {FREE_RATE} (with PAID_BROADCAST=1 up to {PAID_RATE}).")
    if values["webhook_url"] != "" and values["webhook_secret"] == Secret(""):
        problems.append(f"WEBHOOK_SECRET: needed with WEBHOOK_URL: {WEBHOOK_SECRET}")
    return problems


def _token(text: str) -> Secret:
    if text and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{30,}", text):
        raise ValueError("does not look like a token of @BotFather (digits, a colon, letters). Copy it again.")
    return Secret(text)


def _ids(text: str) -> frozenset[int]:
    words = re.findall(r"[^\s,;]+", text)
    wrong = [word for word in words if not re.fullmatch(r"[1-9][0-9]{0,15}", word)]
    if wrong:
        raise ValueError(f"not a numeric Telegram id: {', '.join(wrong)}. Send /start to @userinfobot to learn yours.")
    return frozenset(map(int, words))


def _database(text: str) -> Secret:
    scheme, separator, rest = text.partition("://")
    drivers = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}
    driver = drivers.get(scheme.partition("+")[0])  # whatever driver another program wants
    if not separator or driver is None:
        raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.")
    if driver.startswith("sqlite") and not rest.removeprefix("/"):
        raise ValueError("needs a file: sqlite:///data/tagwire.db")
    return Secret(f"{driver}://{rest}")


def _database_secrets(url: str) -> list[str]:
    """What follows the scheme, however that was typed, and the password by itself, as typed and as meant."""
    rest = url.partition("://")[2]
    found = re.match(r"[^:/@]*:([^@]+)@", rest)
    passwords = parse_qs(rest.partition("?")[2]).get("password", [])
    return [f"//{rest}", *passwords, *([found[1], unquote(found[1])] if found else [])]


def _address(text: str) -> SplitResult:
    """Raises ValueError for what cannot be connected to; never shows it: there may be a password in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("not an address that can be read. Look at its host and its port.") from None
    if not parts.hostname or port == 0 or re.search(r"[\s{}]", text):
        raise ValueError("not an address that can be connected to.")
    return parts


def _root(text: str) -> str:
    parts = _address(text)
    if parts.scheme not in ("http", "https"):
        raise ValueError("must be an http(s) address such as https://api.telegram.org")
    if "@" in parts.netloc:
        raise ValueError("must hold no user and no password: messages and logs show this address.")
    return text.rstrip("/")


def _host(text: str) -> str:
    if not re.fullmatch(r"[\w.:-]+", text):
        raise ValueError("must be an address of this machine, such as 127.0.0.1 or ::1.")
    return text


def _webhook(text: str) -> str:
    if text and _address(text).scheme != "https":
        raise ValueError("must be an https address that Telegram can reach, or empty for long polling.")
    return text


def _webhook_secret(text: str) -> Secret:
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError(WEBHOOK_SECRET)
    return Secret(text)


def _sources(text: str) -> Path | None:
    if not text:
        return None
    try:
        catalogue.load(Path(text))
    except CatalogueError as problem:
        raise ValueError("\n".join(f"{text}: {line}" for line in problem.problems)) from None
    return Path(text)


def _roles(text: str) -> frozenset[str]:
    roles = frozenset(re.split(r"[\s,]+", text.strip()))
    if not roles <= {"ingest", "serve", "deliver"}:
        raise ValueError("a comma-separated choice of ingest, serve, deliver.")
    return roles


def _number(low: int, high: int) -> Callable[[str], int]:
    def read_number(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}.")
        return int(text)

    return read_number


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1.")
    return text == "1"


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, LookupError):
        raise ValueError("not a time zone of the tz database, such as Europe/Kyiv.") from None
    return text


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read_choice(text: str) -> str:
        found = next((word for word in allowed if word.casefold() == text.casefold()), None)
        if found is None:
            raise ValueError(f"must be one of {', '.join(allowed)}.")
        return found

    return read_choice


RULES: Mapping[str, Rule] = {
    "BOT_TOKEN": Rule("", _token, secret=True),
    "ADMIN_IDS": Rule("", _ids),
    "DATABASE_URL": Rule("sqlite:///data/tagwire.db", _database, secret=True),
    "TELEGRAM_API_URL": Rule("https://api.telegram.org", _root),
    "SOURCES_FILE": Rule("", _sources),
    "ROLES": Rule("ingest,serve,deliver", _roles),
    "SEND_RATE": Rule("30", _number(1, PAID_RATE)),
    "PAID_BROADCAST": Rule("0", _switch),
    "WEBHOOK_URL": Rule("", _webhook),
    "WEBHOOK_SECRET": Rule("", _webhook_secret, secret=True),
    "HTTP_HOST": Rule("127.0.0.1", _host),
    "HTTP_PORT": Rule("8080", _number(0, 65535)),
    "FETCH_ALLOW_PRIVATE": Rule("0", _switch),
    "TIMEZONE": Rule("Europe/Kyiv", _zone),
    "DEFAULT_LANGUAGE": Rule("en", _one_of(*LANGUAGES)),
    "LOG_LEVEL": Rule("INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
    "LOG_FORMAT": Rule("text", _one_of("text", "json")),
    "KEEP_DELIVERIES": Rule("30", _number(7, 3650)),
    "KEEP_SEARCHES": Rule("30", _number(1, 3650)),
    "KEEP_ARTICLES": Rule("0", _number(0, 36500)),
    "BREAKING_APPROVAL": Rule("0", _switch),
}
"""Name → default and rule; `.env.example` says what each is for."""
