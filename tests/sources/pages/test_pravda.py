import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.news.article import ArticleTag, Kind, Link, Paragraph, Photo
from bot.sources.dates import read_written
from bot.sources.errors import PageError
from bot.sources.links import address
from bot.sources.pages import Page, pravda
from bot.sources.pages.layouts import MOST_ELEMENTS
from tests.sources.pages.markup import linked
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


DAY = "Четвер, 14 січня 2016, 09:29"
RELATED = '<a href="/news/2016/01/13/1/">Інша</a>'
LAYOUTS = {
    "2014": f"""<div class="rpad"><h1 class="title">Гавань</h1><span class="dt2">Марта Перо _ {DAY}</span>
    <div class="text"><table class="tb_center"><tr><td><img src="/1.jpg"/></td></tr></table><p>Текст.</p>
    <p class="tags">Все про: <a href="/tags/lanta/">Ланта</a></p></div></div>
    <div class="rpad"><div class="read">{RELATED}</div></div>""",
    "2016": f"""<div class="post post_news"><h1 class="post_news__title">Гавань</h1>
    <div class="post_news__date">{DAY}</div><div class="post_news__author">Марта Перо</div>
    <img class="post_news__photo__img" src="/1.jpg"/>
    <div class="post_news__photo__author">Порт</div><div class="post_news__text"><p>Текст.</p></div>
    <span class="post__tags__item"><a href="/tags/lanta/">Ланта</a></span>
    <div class="block_related"><div class="article__title">{RELATED}</div></div></div>""",
    "sister sites 2017": f"""<article class="post"><h1 class="post__title">Гавань</h1>
    <div class="post__time">{DAY} - <span class="post__author"><a href="/authors/1/">Марта Перо</a></span></div>
    <div class="post__views">1200 переглядів</div><div class="post__photo"><img src="/1.jpg"/></div>
    <div class="post__text" data-io-article-url="/x"><p>Текст.</p></div>
    <div class="post__tags"><a href="/tags/lanta/">Ланта</a></div>
    <div class="block_related"><div class="article__title">{RELATED}</div></div></article>""",
    "history 2019": f"""<div class="post"><h1 class="post__title">Гавань</h1><div class="post__date">{DAY}</div>
    <div class="post__author">Марта Перо</div><div class="post__photo"><img src="/1.jpg"/></div>
    <div class="post__text"><p>Текст.</p></div><div class="post__tags"><a href="/tags/lanta/">Ланта</a></div>
    <div class="block_related"><div class="article_title">{RELATED}</div></div></div>""",
    "life 2018": f"""<article class="article"><h1 class="page-heading">Гавань</h1>
    <div class="data-block">Марта Перо — {DAY}</div><div class="image-box"><img src="/1.jpg"/></div><p>Текст.</p>
    <div class="tags-block"><a href="/tags/lanta/">Ланта</a></div></article>
    <div class="block_related"><div class="article__title">{RELATED}</div></div>
    <div class="post__photo"><img src="/1.jpg"/></div>""",
    "2020": f"""<article class="post"><h1 class="post_title">Гавань</h1><div class="post_time"><span
    class="post_author"><a>Марта Перо</a></span> — {DAY}</div>
    <img class="post_photo_news_img" src="/1.jpg"/>
    <div class="post_text"><p>Текст.</p></div><span class="post_tags_item"><a href="/tags/lanta/">Ланта</a></span>
    <div class="block_related"><div class="article_title">{RELATED}</div></div></article>""",
    "2025 article": f"""<article class="post_article"><h1 class="post_article_title">Гавань</h1><span
    class="post_author_date">14 січня, 09:29</span><a class="post_article_author_item">
    <span class="post_author_name">Марта Перо</span></a>
    <div class="post_article_header_media"><img src="/1.jpg"/></div><div class="post_article_text"><p>Текст.</p></div>
    <div class="post_news_tags"><a href="/tags/lanta/">Ланта</a></div>
    <div class="post_side_topic"><div class="article_title">{RELATED}</div></div></article>""",
    "2025 article of a sister site": f"""<article class="post_article"><header><h1 class="post_article_title">Гавань
    </h1></header><div class="post_article_author"><span class="post_author_name">МАРТА ПЕРО</span> — 14 січня, 09:29
    </div><div class="post_article_body"><div class="post_article_media"><img src="/1.jpg"/><div>Порт</div></div>
    <p>Текст.</p></div><div class="post_article_tags"><a href="/tags/lanta/">Ланта</a></div>
    <div class="post_news_photo"><img src="/1.jpg"/></div>
    <aside class="section_other_news"><div class="article_title">{RELATED}</div></aside></article>""",
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


def written(markup: str, *, head: str = "", date: str = "4 березня, 10:30", url: str = URL) -> Page:
    """The page of a news item since 2025 with this in its body."""
    body = f"""<html><head><meta charset="utf-8"/>{head}</head><body><article class="post_news">
    <h1 class="post_news_title">Гавань відкрито</h1><div class="post_news_date">{date}</div>
    <div class="post_news_text" data-io-article-url="{url}">{markup}</div></article></body></html>"""
    return pravda.read(body.encode(), url=url)


def lines(page: Page) -> list[str]:
    return [f"{part.label}: {part.text}".strip() if part.label else part.text for part in page.paragraphs]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<strong>Джерело</strong>: порт",
        "<strong>Джерело:</strong> порт",
        "<b>Джерело: </b>порт",
        "<span><span><span><strong>Джерело</strong></span></span></span>: порт",
        "<strong><span>Джерело</span></strong><strong>:</strong> порт",
        "<strong>Джерело:</strong>&nbsp;<strong>порт</strong>",
    ],
)
def test_labels_however_they_are_set(paragraph: str) -> None:
    assert written(f"<p>{paragraph}</p>").paragraphs == (Paragraph("порт", label="Джерело"),)


def test_what_a_body_holds_beside_its_text() -> None:
    page = written("""
    <p>Гавань <span>громади</span><template><span>Громада — це одиниця поділу.</span></template> відкрито.</p>
    <div class="advtext_mob">Реклама:</div><div class="nts-ad nts-ad-h280"><p>Купуйте!</p></div>
    <div class="nts-video-wrapper"><div>Реклама:</div></div>
    <p><strong>Деталі</strong>: Кораблі чекали два дні.</p><p></p><p>&nbsp;</p>
    <p><strong>Читайте також: <a href="/news/2026/03/01/9/">Як чекали кораблі</a></strong></p>
    <p><em><strong>Читайте більше у статті: <a href="/articles/2026/03/02/8/">Шторм</a></strong></em></p>
    <p><strong>Деталі</strong>: Перший пором уже вийшов.</p>
    <div class="image-box"><picture><img src="/2.jpg"/></picture><div class="image-box__author">Фото: порт</div></div>
    <div class="post_news_photo_inner"><img src="/3.jpg"/><div class="post_news_photo_source">Порт</div></div>
    <h2>Що далі</h2>
    <blockquote class="twitter-tweet"><p>Ура! <a href="https://x.example/1">4 березня</a></p></blockquote>
    <p><strong>Знати більше:</strong></p><p><a href="/news/2026/03/03/7/">Скільки коштує квиток</a></p>
    <p><strong>Передісторія:</strong></p><ul><li>Шторм закрив її в лютому.</li>
    <li><p>Ремонт тривав місяць.</p></li></ul>
    <blockquote><p>Підтримайте редакцію на <a href="https://www.patreon.com/herald">Patreon</a></p></blockquote>
    <p>Підписуйтеся на наш Telegram-канал!</p>""")
    assert lines(page) == [
        "Гавань громади відкрито.",
        "Деталі: Кораблі чекали два дні.",
        "Деталі: Перший пором уже вийшов.",
        "Що далі",
        "Передісторія:",
        "Шторм закрив її в лютому.",
        "Ремонт тривав місяць.",
    ]
    assert [link.title for link in page.related] == ["Як чекали кораблі", "Шторм", "Скільки коштує квиток"]


def test_a_body_may_be_empty_elsewhere_and_in_parts() -> None:
    body = """<h1 class="post_title">Гавань</h1><div class="post_text"> </div><div class="post__text"><p>Один.</p></div>
    <div class="gallery"><p>Фото 1</p></div><div class="post__text"><p>Два.</p></div>
    <aside><div class="post__text"><p>Інша новина.</p></div></aside>"""
    assert lines(pravda.read(f"<html><body>{body}".encode(), url=URL)) == ["Один.", "Два."]


@pytest.mark.parametrize(
    ("date", "told", "url"),
    [
        ("4 березня, 10:30", "", URL),
        ("4 березня, 10:30", "2026-03-04 10:30:00", "https://herald.example/rus/port/havan-813/"),
        ("4 марта, 10:30", "2026-03-04T10:30:00+00:00", "https://herald.example/rus/port/havan-813/"),
        ("Марта Перо — Wednesday, 4 March 2026, 10:30", "", "https://herald.example/port/813/"),
        ("04.03.2026 10:30", "", "https://herald.example/port/813/"),
        ("", "2026-03-04 10:30:00", "https://herald.example/port/813/"),
        ("", "2026-03-04T08:30:00Z", "https://herald.example/port/813/"),
    ],
)
def test_the_date_that_readers_see_is_of_kyiv(date: str, told: str, url: str) -> None:
    head = linked({"@type": "NewsArticle", "datePublished": told})
    assert written("<p>Текст.</p>", head=head, date=date, url=url).published_at == datetime(
        2026, 3, 4, 8, 30, tzinfo=UTC
    )


def test_authors_as_they_sign() -> None:
    names = ", ".join(
        f'<span class="post_news_author">{name}</span>' for name in ("МАР'ЯНА ПЕРО-ЗРАЗОК", "Іван Зразок ")
    )
    assert written("<p>x</p>", date=f"{names} — 4 березня, 10:30").authors == ("Мар'яна Перо-Зразок", "Іван Зразок")
    assert written("<p>x</p>", date="Марта Перо, Іван Зразок — 4 березня, 10:30").authors == (
        "Марта Перо",
        "Іван Зразок",
    )
    assert written("<p>x</p>").authors == ()
    publisher = {"@type": "Organization", "name": "Вісник"}
    head = linked({"@type": "Article", "author": publisher, "publisher": publisher})
    assert written("<p>x</p>", head=head).authors == (), "a publisher is no author"


def test_a_head_with_an_unescaped_quote_and_other_alternates() -> None:
    page = written(
        "<p>Текст.</p>",
        head="""<meta name="title" content="Гавань "Ланта" відкрито"><meta name="keywords" content="">
        <link rel="alternate" type="application/rss+xml" hreflang="ru" href="/rus/rss/">
        <link rel="amphtml" href="/news/2026/03/04/101/index.amp">
        <link rel="alternate" hreflang="x-default" href="/news/2026/03/04/101/">
        <link rel="alternate" hreflang="ua" href="/news/2026/03/04/101/">""",
    )
    assert page.title == "Гавань відкрито"
    assert page.editions == {"uk": "https://herald.example/news/2026/03/04/101/"}


def test_editions_from_the_menu_are_of_the_same_article() -> None:
    menu = "".join(
        f'<a class="lang_menu_item" href="{href}">x</a>'
        for href in ("/port/havan-813/", "/rus/port/gavan-813/", "/eng/", "/eng/port/other-7813/")
    )
    page = written(f"<p>x</p></div><div class='lang_menu'>{menu}", url="https://herald.example/port/havan-813/")
    assert page.editions == {
        "uk": "https://herald.example/port/havan-813/",
        "ru": "https://herald.example/rus/port/gavan-813/",
    }


ENDLESS = b"<h1 class=post_title>T</h1><div class=post_text>" + b"<b>x</b>" * MOST_ELEMENTS


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<html></html>", b"plain text", b"<h1>Other layout</h1>", ENDLESS])
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
