import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.news.article import ArticleTag, Kind, Link, Paragraph, Photo
from bot.sources.dates import read_written
from bot.sources.errors import PageError
from bot.sources.links import address
from bot.sources.pages import pravda
from tests.sources.real import content, needs_data, real_files
from tests.sources.samples import sample

URL = "https://herald.example/eng/news/2026/03/04/101/"


def test_news_since_2025() -> None:
    page = pravda.read(sample("news_2025.html"), url=URL)
    assert page.title == 'Harbour of "Lanta" opens'
    assert page.labels == ("updated",)
    assert page.published_at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    assert page.updated_at == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert page.authors == ("Marta Quill", "Ivan Sample")
    assert page.description == "The harbour works again."
    assert page.tags == (ArticleTag("lanta", "Lanta"), ArticleTag("62346521d78c6", "sea trade"))
    assert page.editions == {
        "uk": "https://herald.example/news/2026/03/04/101/",
        "en": "https://herald.example/eng/news/2026/03/04/101/",
    }
    assert page.related == (Link("https://herald.example/news/2026/03/02/95/", "How ships waited"),)
    assert page.photo == Photo(
        "https://img.example/lanta.jpeg?w=1200&q=85", "The harbour at noon", "Photo: harbour office"
    )
    assert page.paragraphs == (
        Paragraph("The harbour of Lanta opened on Wednesday."),
        Paragraph("harbour office", label="Source", links=(Link("https://herald.example/press", "harbour office"),)),
        Paragraph('"Welcome back."', label="Quote from the harbour master"),
        Paragraph("What is next", Kind.HEADING),
        Paragraph("", label="Background"),
        Paragraph("A storm closed it.", Kind.ITEM, links=(Link("https://herald.example/news/2026/03/1/90/", "storm"),)),
    )


def test_pages_of_2014() -> None:
    body = sample("news_2014.html").decode().encode("windows-1251")
    page = pravda.read(body, url="http://herald.example/news/2014/09/29/7/")
    assert page.title == 'Гавань "Ланта" відкрито'
    assert page.labels == ("photo",)
    assert page.published_at == datetime(2014, 9, 29, 11, 55, tzinfo=UTC)
    assert page.tags == (ArticleTag("tag_Ланта", "Ланта"),)
    assert page.related == (Link("http://herald.example/news/2014/09/28/7/", "Інша новина"),)
    assert page.photo == Photo("http://herald.example/ship.jpg", "Корабель у гавані")
    assert [p.text for p in page.paragraphs] == [
        "Гавань відкрито в понеділок. Про це повідомили в порту.",
        "Кораблі чекали два дні.",
    ]


LAYOUTS = {
    "2016": """<div class="post post_news"><h1 class="post_news__title">Гавань</h1><div class="post_news__date">Четвер,
    14 січня 2016, 09:29</div><div class="post_news__author">Марта Перо</div>
    <img class="post_news__photo__img" src="/1.jpg"/>
    <div class="post_news__photo__author">Порт</div><div class="post_news__text"><p>Текст.</p></div>
    <span class="post__tags__item"><a href="/tags/lanta/">Ланта</a></span>
    <div class="block_related"><div class="article__title"><a href="/news/2016/01/13/1/">Інша</a></div></div></div>""",
    "2020": """<article class="post"><h1 class="post_title">Гавань</h1><div class="post_time"><span
    class="post_author"><a>Марта Перо</a></span> — Четвер, 14 січня 2016, 09:29</div>
    <img class="post_photo_news_img" src="/1.jpg"/>
    <div class="post_text"><p>Текст.</p></div><span class="post_tags_item"><a href="/tags/lanta/">Ланта</a></span>
    <div class="block_related"><div class="article_title">
    <a href="/news/2016/01/13/1/">Інша</a></div></div></article>""",
    "2025 article": """<article class="post_article"><h1 class="post_article_title">Гавань</h1><span
    class="post_author_date">14 січня, 09:29</span><a class="post_article_author_item">
    <span class="post_author_name">Марта Перо</span></a>
    <div class="post_article_header_media"><img src="/1.jpg"/></div><div class="post_article_text"><p>Текст.</p></div>
    <div class="post_news_tags"><a href="/tags/lanta/">Ланта</a></div>
    <div class="post_side_topic"><div class="article_title">
    <a href="/news/2016/01/13/1/">Інша</a></div></div></article>""",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_between(layout: str) -> None:
    body = f'<html><head><meta charset="utf-8"></head><body>{layout}</body></html>'.encode()
    page = pravda.read(body, url="https://herald.example/news/2016/01/14/2/")
    assert (page.title, page.authors) == ("Гавань", ("Марта Перо",))
    assert page.published_at == datetime(2016, 1, 14, 7, 29, tzinfo=UTC)
    assert page.paragraphs == (Paragraph("Текст."),)
    assert page.tags == (ArticleTag("lanta", "Ланта"),)
    assert page.related == (Link("https://herald.example/news/2016/01/13/1/", "Інша"),)
    assert page.photo is not None
    assert page.photo.url == "https://herald.example/1.jpg"


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<html></html>", b"plain text", b"<h1>Other layout</h1>"])
def test_other_pages_are_refused(body: bytes) -> None:
    with pytest.raises(PageError):
        pravda.read(body, url=URL)


@needs_data
@pytest.mark.parametrize("path", real_files("up_pages/*.selectors.json"), ids=lambda path: path.name[:40])
def test_real_pages_field_by_field(path: Path) -> None:
    truth = json.loads(path.read_text())
    url = truth["url"]
    page = pravda.read(content(Path(str(path).replace(".selectors.json", ".html.gz"))), url=url)
    assert page.title == truth["title"]
    assert list(page.authors) == truth["authors"]
    assert page.published_at is not None
    written = read_written(truth["date_text"], near=page.published_at.date(), zone=pravda.PUBLISHER.zone)
    assert page.published_at == written
    assert [(tag.name, f"/tags/{tag.slug}/") for tag in page.tags] == [
        (tag["name"], tag["href"][tag["href"].index("/tags/") :]) for tag in truth["tags"]
    ]
    if truth["hreflang"]:
        assert page.editions == {name: href for name, href in truth["hreflang"].items() if name != "x-default"}
    assert [f"{p.label}: {p.text}".strip() if p.label else p.text for p in page.paragraphs] == truth["body"]
    assert page.photo is not None
    assert page.related
    assert all(link.url == address(link.url, url) and link.title for link in page.related)
    assert {link["href"] for link in truth["related"]} <= {link.url for link in page.related}
