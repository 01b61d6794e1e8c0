"""When two addresses are one article's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.urls import canonical, is_of_article, key, same_site


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.example.org/a/", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=1#top", "https://example.org/a?id=1"),
        ("https://example.org/eng/news/2024/09/3/7/", "https://example.org/eng/news/2024/9/03/7/"),
        ("HTTPS://EXAMPLE.org:443/a", "https://example.org/a"),
        ("https://example.org/news/7/amp/", "https://example.org/news/7/"),
        ("https://example.org/amp/news/7", "https://example.org/news/7"),
        ("https://amp.example.org/news/7.html?amp=1&id=2", "https://example.org/news/7.html?id=2"),
    ],
)
def test_one_article(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org:8443/a", "https://example.org/a"),
        ("https://example.org/rus/a", "https://example.org/a"),
        ("https://example.org/amplifier", "https://example.org/lifier"),
        ("https://example.org/a?ampere=1", "https://example.org/a"),
    ],
)
def test_two_articles(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("url", ["", "mailto:a@b.c", "javascript:alert(1)", "//x", "http://", "file:///etc/passwd"])
def test_no_address(url: str) -> None:
    with pytest.raises(ValueError):
        canonical(url)


@given(st.from_regex(r"https?://[a-z]{1,9}\.org(/[a-zа-я0-9 %]{0,9}){0,3}(\?[a-z]=[а-я&%]{0,5})?", fullmatch=True))
def test_canonical_is_stable(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/eng/news/2026/11/23/8009697/", True),
        ("/a/minister-resigns", True),
        ("/a/minister.html", True),
        ("/index.php?id=7", True),
        ("/", False),
        ("", False),
        ("/en", False),
        ("/en-gb/", False),
        ("/uk_UA/", False),
        ("/rus/news/", False),
        ("/?lang=en", False),
        ("/en/index.html", False),
        ("/a/minister-resigns?lang=en", True),
    ],
)
def test_which_address_may_be_of_an_article(path: str, is_one: bool) -> None:
    assert is_of_article(f"https://example.org{path}") is is_one


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.paper.example/1", "https://ru.paper.example/2", True),
        ("https://paper.com.ua/1", "https://life.paper.com.ua/2", True),
        ("https://paper.com.ua/1", "https://other.com.ua/2", False),
        ("https://paper.co.uk/1", "https://other.co.uk/2", False),
        ("https://paper.example/1", "https://example.org/2", False),
        ("https://nv.ua/1", "https://english.nv.ua/2", True),
        ("https://unn.ua/1", "https://www.unn.ua/2", True),
        ("https://one.substack.com/1", "https://other.substack.com/2", False),
        ("https://one.kiev.ua/1", "https://other.kiev.ua/2", False),
        ("http://127.0.0.1:81/1", "http://127.0.0.1:81/2", True),
        ("http://10.1.0.1/1", "http://10.2.0.1/2", False),
    ],
)
def test_one_publishers_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same
