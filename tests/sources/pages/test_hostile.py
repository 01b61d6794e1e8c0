"""Pages that nobody means well with: each reader refuses them or reads them, within its limits.

What is measured is the processor's time, the best of three on a busy machine, and the memory's peak.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.news.article import Source
from bot.sources.errors import PageError
from bot.sources.feeds import Item
from bot.sources.fetch import Fetcher
from bot.sources.killable import Parsers
from bot.sources.pages import READERS, PageReader, generic, pravda, read_page
from bot.sources.reading import INLINE_BYTES, read_article
from tests.sources.conftest import Serve
from tests.sources.samples import sample

URL = "https://herald.example/eng/news/2026/03/04/101/"
MOST_SECONDS = {"pravda": 6.0, "": 10.0}
"""Many times what is measured, as seconds of a busy machine are long, and what has no limit takes minutes: pravda reads
in a thread, the generic one in a process."""
MOST_MEGABYTES = 50

TITLE = '<h1 class="post_news_title">Title</h1>'
JSON_LD = '<script type="application/ld+json">'


def body(markup: str, *, title: str = TITLE) -> str:
    return f'<html><head></head><body>{title}<div class="post_news_text">{markup}'


def headed(markup: str) -> str:
    return f'{markup}{TITLE}<div class="post_news_text">x'


def many(markup: str) -> str:
    return markup * (INLINE_BYTES // len(markup))


PAGES: Mapping[str, str] = {
    "deep": body(many("<div>")),
    "deep bold": body(many("<b>x")),
    "deep lists": body(many("<ul><li>x")),
    "deep tables": body(many("<table><tr><td>")),
    "unclosed": body(many("<p><font><b><i>")),
    "paragraphs": body(many("<p>x")),
    "lines": body(many("<br>x")),
    "links": body(many("<a href=http://a.b/c>text</a> ")),
    "labels": body(many("<p><b>Quote</b> aaaa ")),
    "blank bold": body(many("<b> </b>")),
    "attributes": body(f"<p {many('a=b ')}>"),
    "different attributes": body("<p " + " ".join(f"a{number}=1" for number in range(25_000)) + ">"),
    "classes": body(f'<p class="{many("a ")}">'),
    "dots": body(many(".")),
    "brackets": body(many("<")),
    "spaces": body(many(" ")),
    "begging": body(f"<p>{many('patreon ')}"),
    "a colon far off": body(f"<p><b>Quote</b>{many(' a')}:"),
    "long address": body(f'<a href="http://{many("a.")}">x</a>'),
    "parameters": body(f'<a href="http://a/?{many("utm_a=1&")}">x</a>'),
    "upwards": body(f'<a href="{many("../")}">x</a>'),
    "title of marks": body("x", title=f"<h1 class=post_news_title>X{many(' (photo)')}</h1>"),
    "title of elements": body("x", title=f"<h1 class=post_news_title>{many('<i>photo</i>')}</h1>"),
    "titles": headed(many("<h1 class=post_news_title>")),
    "metas": headed(many("<meta name=a content=b>")),
    "long meta": headed(f'<meta name=a content="{many("<")}">'),
    "deep JSON": headed(f"{JSON_LD}{many('[')}</script>"),
    "much JSON": headed(many(f"{JSON_LD}[1]</script>")),
    "many names": headed(f'{JSON_LD}{{"@type":"NewsArticle","author":["x"{many(", 7, []")}]}}</script>'),
    "a long number": headed(f'{JSON_LD}{{"@type":"NewsArticle","author":{many("9")}}}</script>'),
    "a body of words": headed(f'{JSON_LD}{{"@type":"NewsArticle","articleBody":"{many("word ")}"}}</script>'),
    "editions": headed(many("<link rel=alternate hreflang=uk href=/x>")),
    "authors": body("x</div>" + many("<b class=post_news_author>a, b</b>")),
    "author of dots": body("x</div><b class=post_news_author>" + many(" . - ")),
    "dates": body("x</div><b class=post_news_date>" + many("1 aaaa ")),
    "tags": body("x</div>" + many("<div class=post_news_tags><a href=/tags/x>t</a>")),
    "many attributes in each": body(many("<p " + " ".join(f"a{number}=1" for number in range(1_300)) + ">x")),
    "strings in a script": headed(f"<script>{many(chr(92) + chr(34))}</script>"),
    "bylines": body("x</div>" + many("<b class=byline>a</b>")),
    "links to tags": body(many("<ul class=tags><a href=/tags/x>t</a>")),
    "keywords": headed(f'{JSON_LD}{{"@type":"NewsArticle","keywords":"{many("a,")}"}}</script>'),
    "texts around the headline": headed(many("<i>1 march</i>")),
    "marked dates": headed(many("<i itemprop=datePublished content=2>")),
    "related": body("x</div>" + many("<div class='post_side_topic article_title'><a href=/x>t</a>")),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("reader", READERS)
def test_each_keeps_its_limits(reader: str, name: str) -> None:
    page, memory = PAGES[name].encode()[:INLINE_BYTES], peak()
    assert any(seconds(READERS[reader], page) < MOST_SECONDS[reader] for _ in range(3))
    assert peak() - memory < MOST_MEGABYTES


class Threads(ThreadPoolExecutor):
    """Counts the pages that are read in threads."""

    def __init__(self) -> None:
        super().__init__(1)
        self.pages = 0

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        self.pages += read_page.__name__ in repr(args)
        return super().submit(*args, **kwargs)


@pytest.mark.parametrize(("size", "threads"), [(0, 1), (INLINE_BYTES - 5_000, 1), (INLINE_BYTES, 0)])
async def test_a_publishers_own_reader_is_never_on_the_event_loop(serve: Serve, size: int, threads: int) -> None:
    """It is in a thread, or for a large page in a process."""
    page = sample("news_2025.html").replace(b"</head>", b" " * size + b"</head>")

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=page, content_type="text/html")

    site = await serve(answer)
    executor = Threads()
    asyncio.get_running_loop().set_default_executor(executor)
    source = Source("herald", "Herald", "en", f"{site}/rss", page="pravda")
    async with Fetcher(allow_private=True) as fetcher, Parsers() as parsers:
        item = Item(f"{site}/news/2026/03/04/1/", "Title", None)
        article = await read_article(fetcher, parsers, source, item, datetime.now(UTC))
    assert article.authors == ("Marta Quill", "Ivan Sample")
    assert executor.pages == threads


@pytest.mark.parametrize("name", ["news_2025.html", "news_2014.html"])
def test_a_publishers_page_cut_anywhere_is_read_or_refused(name: str) -> None:
    page = sample(name)
    for end in range(len(page)):
        with suppress(PageError):
            pravda.read(page[:end], url=URL)


def test_any_page_cut_anywhere_is_read_or_refused() -> None:
    page = sample("generic.html")
    for end in range(0, len(page), 11):
        with suppress(PageError):
            generic.read(page[:end], url=URL)


PIECES = st.sampled_from(
    [
        TITLE,
        '<div class="post_news_text">',
        '<div class="post_news_date">1 грудня, 00:08</div>',
        '<div class="post_news_tags"><a href="/tags/a/">a',
        '<span class="article_label">photo',
        '<a class="lang_menu_item" href="//[">',
        '<meta property="og:image" content="http://[::">',
        '<link rel="alternate" hreflang="en" href="/\0">',
        f'{JSON_LD}{{"@type": "NewsArticle", "headline": 1, "author": [[]], "articleBody": "a\\n\\ud800"}}</script>',
        f"{JSON_LD}[null, {{}}]</script>",
        "<header>",
        "<p>",
        "</p>",
        "<b>",
        "</div>",
        "<!--",
        "<![CDATA[",
        "<svg><style>",
        "<body>",
        "</html>",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=20), max_size=30), st.sampled_from([pravda.read, generic.read]))
def test_any_markup_is_read_or_refused(pieces: list[str], read: PageReader) -> None:
    with suppress(PageError):
        read("".join(pieces).encode(errors="replace"), url=URL)


@pytest.mark.parametrize("noise", ["\0", "\x1f", "\ufffe", "&#31;", "&#0031", "&#x1F;", "&#65534;", "&#xfffe;"])
def test_what_stands_in_no_tree_is_left_out(noise: str) -> None:
    """Behind what is dropped, as that hands its tail on."""
    text = f"<p>Before. <script></script>{noise}After &#8211; 31 &#128512;.</p>" * 3
    page = f'<h1 class="post_news_title">Title</h1><div class="post_news_text"><aside></aside>{noise}{text}</div>'
    read = pravda.read(page.encode(), url=URL)
    assert read.paragraphs[-1].text == "Before. After – 31 😀."


def seconds(read: PageReader, page: bytes) -> float:
    start = process_time()
    with suppress(PageError):
        read(page, url=URL)
    return process_time() - start


def peak() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
