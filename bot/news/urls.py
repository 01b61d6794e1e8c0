"""One address per article: what makes two URLs the same."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|yclid|mc_[ce]id|_ga|at_\w+|cmpid|igshid)", re.IGNORECASE)
_LOCALE = re.compile(r"[a-z]{2,3}([-_][a-z]{2,4})?", re.IGNORECASE)
_HOME = re.compile(r"(?:index|home|default)\.\w+", re.IGNORECASE)
_NUMBERED = re.compile(r"=[^&]*\d")
_NAMED = re.compile(r"[\d_-]|\.html?$")
_SHARED = frozenset(
    (
        "ac biz co com edu gob gov in info mil net ne or org kiev kyiv lviv kharkiv kharkov odesa odessa dp dnipro zp"
    ).split()
)
"""Second levels of countries, under which everybody may have a name."""
_HOSTS = frozenset(
    (
        "substack.com wordpress.com blogspot.com medium.com github.io livejournal.com tumblr.com netlify.app pages.dev"
        " over-blog.com vercel.app"
    ).split()
)
"""Where each name is another publisher's."""
_COUNTRY = 2
"""Letters of a country's name."""
_AMP = re.compile(r"^/amp(?=/)|[/.]amp$")
_AMP_QUERY = re.compile(r"(?:^|&)(?:amp(?:=1?)?|outputType=amp)(?=&|$)")
_DATE = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})/")


def canonical(url: str) -> str:
    """The address that readers are given: no fragment, no tracking, host in lower case.

    Raises ValueError for anything but an http(s) URL with a host.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not a web address: {url[:200]!r}")
    host = _host(parts.hostname, parts.port, scheme)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return urlunsplit((scheme, host, path, urlencode(kept), ""))


def key(url: str) -> str:
    """What two addresses of one article share, for comparing only: it may not open in a browser.

    Scheme, "www.", a last slash, zeros in a path's date ("/2024/09/3/") and "amp" make no difference.
    Raises ValueError like `canonical`.
    """
    parts = urlsplit(canonical(url))
    path = _DATE.sub(lambda date: f"/{date[1]}/{int(date[2]):02}/{int(date[3]):02}/", parts.path)
    path = _AMP.sub("", path.rstrip("/"))
    host = parts.netloc.removeprefix("www.").removeprefix("amp.")
    return urlunsplit(("", host, path.rstrip("/"), _AMP_QUERY.sub("", parts.query).removeprefix("&"), ""))[2:]


def is_of_article(url: str) -> bool:
    """Whether an address may be of one text, not of a home page or a section: it ends in a number or several words."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if _NUMBERED.search(parts.query):
        return True
    return bool(_NAMED.search(last)) and not _LOCALE.fullmatch(last) and not _HOME.fullmatch(last)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one publisher's site, on whatever subdomain."""
    return site(one) == site(other)


def site(url: str) -> str:
    """The part of the host's name that is one publisher's: two labels, three under "co.uk" and "github.io"."""
    host = urlsplit(url).hostname or ""
    labels = host.split(".")
    country = len(labels[-1]) == _COUNTRY and labels[-2:-1] and labels[-2] in _SHARED
    shared = country or ".".join(labels[-2:]) in _HOSTS
    return host if labels[-1].isdigit() else ".".join(labels[-3 if shared else -2 :])


def _host(name: str, port: int | None, scheme: str) -> str:
    host = f"[{name}]" if ":" in name else name
    default = {"http": 80, "https": 443}[scheme]
    return host if port in (None, default) else f"{host}:{port}"
