"""One address per article: what makes two URLs the same."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|_ga|at_\w+|cmpid|igshid)", re.IGNORECASE)
_UNPADDED_DATE = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})/")


def canonical(url: str) -> str:
    """The address that an article is known by: no fragment, no tracking, lower-case host, dates in paths padded.

    Raises ValueError for anything but an http(s) URL with a host.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not a web address: {url[:200]!r}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    path = _UNPADDED_DATE.sub(lambda date: f"/{date[1]}/{int(date[2]):02}/{int(date[3]):02}/", path)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return urlunsplit(
        (parts.scheme.lower(), _host(parts.hostname, parts.port, parts.scheme), path, urlencode(kept), "")
    )


def _host(name: str, port: int | None, scheme: str) -> str:
    host = f"[{name}]" if ":" in name else name
    default = {"http": 80, "https": 443}[scheme.lower()]
    return host if port in (None, default) else f"{host}:{port}"
