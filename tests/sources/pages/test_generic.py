import importlib.util
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.article import ArticleTag, Link, Photo
from bot.sources.errors import PageError
from bot.sources.pages import generic
from tests.sources.real import content, needs_data, real_files
from tests.sources.samples import sample

URL = "https://times.example/2026/library"


def test_what_pages_tell_machines() -> None:
    page = generic.read(sample("generic.html"), url=URL)
    assert page.title == "Library reopens"
    assert page.published_at == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    assert page.authors == ("Ana Reader",)
    assert page.description == "After two years of works."
    assert page.tags == (ArticleTag("public-libraries", "Libraries"), ArticleTag("vilnyi-chas", "Вільний час"))
    assert page.editions == {"de": "https://times.example/de/bibliothek"}
    assert page.photo == Photo("https://times.example/img/library.jpg")
    texts = [paragraph.text for paragraph in page.paragraphs]
    assert [text[:12] for text in texts if len(text) > 20] == ["The library ", "It holds for", "The works co"]
    assert not any("rights reserved" in text or "All topics" in text for text in texts)
    assert page.related == (Link("https://times.example/2026/concerts", "Concerts in Brel"),)


def test_json_ld_in_its_many_shapes() -> None:
    shapes = [
        '{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["Thing", "NewsArticle"], "headline": "H", %s}]}',
        '[{"@type": "NewsArticle", "headline": "H", %s}]',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "H", %s}}',
    ]
    fields = (
        '"datePublished": "2026-03-04T10:30:00Z", "author": [["deep"], {"name": "Ana\\tReader"}], "keywords": "a, b"'
    )
    for shape in shapes:
        script = f'<script type="application/ld+json">{shape % fields}</script>'
        page = generic.read(f"<html><body>{script}<p>x</p></body></html>".encode(), url=URL)
        assert (page.title, page.authors) == ("H", ("Ana Reader",))
        assert page.published_at == datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
        assert [tag.name for tag in page.tags] == ["a", "b"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"just text",
        b"<html><head><title>Just a moment...</title></head><body><p>Checking</p></body></html>",
        b"<html><body><h1>Short</h1><p>Nothing here.</p></body></html>",
        b"%PDF-1.7 binary",
        b'<html><body><script type="application/ld+json">{"@type": </script></body></html>',
    ],
)
def test_what_is_no_article_is_refused(body: bytes) -> None:
    with pytest.raises(PageError):
        generic.read(body, url=URL)


@given(st.binary(max_size=200), st.integers(0, 2_000))
def test_pages_with_broken_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    body = sample("generic.html")
    with suppress(PageError):
        generic.read(body[:at] + noise + body[at + len(noise) :], url=URL)


@needs_data
def test_real_pages_of_many_countries() -> None:
    """Every sixth page, for the time it takes; the whole set is measured by a benchmark."""
    paths = real_files("fundus/*/*.html.gz")[::6]
    pages = [generic.read(content(path), url="https://news.example/a/b") for path in paths]
    assert len(pages) > 15
    assert all(page.title and page.paragraphs for page in pages)
    dated = [page for page in pages if page.published_at]
    assert len(dated) >= 0.9 * len(pages)


@needs_data
def test_real_pages_of_ukrainian_publishers() -> None:
    for path in real_files("ua_publishers/*.html.gz"):
        if "BLOCKED" in path.name:
            with pytest.raises(PageError):
                generic.read(content(path), url="https://news.example/a/b")
        else:
            assert generic.read(content(path), url="https://news.example/a/b").paragraphs, path.name


@pytest.mark.skipif(
    importlib.util.find_spec("lxml_html_clean") is None or importlib.util.find_spec("trafilatura") is None,
    reason='trafilatura or its lxml_html_clean is not installed: pip install "tagwire[extract]"',
)
def test_the_extractor_keeps_links_and_bold_labels() -> None:
    from bot.sources.pages.extract import main_text

    text = main_text(sample("generic.html").decode(), URL)
    assert "The library of the invented town" in text
    assert "<p>" in text


def test_a_quote_set_apart_says_who_said_it() -> None:
    text = "<p>" + "A bridge over the river was opened in the invented town after four years of work. " * 4 + "</p>"
    quote = "<blockquote>We have waited for this bridge for very long.<cite>Olena Haiova, mayor</cite></blockquote>"
    page = (
        f"<html><body><article><h1>A bridge</h1>{text}{quote}{text.replace('bridge', 'street')}</article></body></html>"
    )
    told = [paragraph.text for paragraph in generic.read(page.encode(), url=URL).paragraphs]
    assert "We have waited for this bridge for very long. – Olena Haiova, mayor" in told


def test_what_stands_under_the_photo_is_no_standfirst() -> None:
    told = "The mayor (left) at the bridge over the river of the invented town on Monday."
    text = "<p>" + "A bridge over the river was opened in the invented town after four years of work. " * 8 + "</p>"
    page = f"""<html><head><meta name="description" content="{told}"></head><body><article><h1>A bridge</h1>
    <figure><img src="/1.jpg"><figcaption><span>{told}</span></figcaption></figure>{text}</article></body></html>"""
    assert all(told not in paragraph.text for paragraph in generic.read(page.encode(), url=URL).paragraphs)
    page = page.replace("<figcaption>", "<p>").replace("</figcaption>", "</p>").replace("figure>", "div>")
    assert generic.read(page.encode(), url=URL).paragraphs[0].text == told
