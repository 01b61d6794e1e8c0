"""Which addresses Telegram takes for links, and how it writes them."""

import re
from urllib.parse import urlsplit

_PERSON = re.compile(r"tg:(?://)?user/?\?(?:.*&)?id=(\d+)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_SPACE = re.compile(r"\s")
_APP_HOST = re.compile(r"[a-zA-Z0-9_-]+")


def mentioned_person(address: str) -> int:
    """The id in `tg://user?id=…`, or 0."""
    found = _PERSON.match(address)
    return int(found[1]) if found else 0


def checked_link(address: str) -> str:
    """The address as Telegram would keep it, or "" where it would not make a link."""
    try:
        return link(address)
    except ValueError:
        return ""


def link(address: str) -> str:
    """Raises ValueError with Telegram's reason. `http` is added where no scheme is given."""
    address = address.strip()
    if address[:3].lower() == "tg:":
        return _app_link(address[3:].removeprefix("//"))
    if not _SCHEME.match(address):
        address = f"http://{address}"
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    host = parts.netloc.lower()
    if not host or _SPACE.search(host):
        raise ValueError("URL host is empty" if not host else "Wrong HTTP URL")
    if "." not in host and "[" not in host:
        raise ValueError("Wrong HTTP URL")
    rest = address[address.index("//") + 2 + len(parts.netloc) :]
    return f"{parts.scheme.lower()}://{host}{rest if rest.startswith('/') else '/' + rest}"


def _app_link(rest: str) -> str:
    found = _APP_HOST.match(rest)
    if found is None:
        raise ValueError("Wrong tg URL")
    return f"tg://{rest}"
