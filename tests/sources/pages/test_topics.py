import pytest

from bot.news.article import ArticleTag
from bot.sources.pages.topics import tags_of
from tests.sources.pages.markup import linked, meta, parsed

TEXT = "The library of the invented town reopened, and the mayor read to children."


def names(markup: str, text: str = TEXT) -> list[str]:
    return [tag.name for tag in tags_of(*parsed(markup), text)]


@pytest.mark.parametrize(
    "markup",
    [
        meta(news_keywords="Library, Books"),
        meta(keywords="Library;Books"),
        meta(**{"parsely-tags": "Library,Books"}),
        '<meta property="article:tag" content="Library"><meta property="article:tag" content="Books">',
        linked({"@type": "NewsArticle", "keywords": ["Library", {"@type": "Thing", "name": "Books"}]}),
        linked({"@type": "NewsArticle", "keywords": "Library, Books"}),
        linked({"@type": "NewsArticle", "keywords": "Library Books Town Mayor " * 5}) + meta(keywords="Library,Books"),
        '<a rel="tag" href="/x">Library</a><a rel="tag" href="/y">#Books</a>',
        '<ul class="post-tags"><li><a href="/x">Library</a></li><li><a href="/y">Books</a></li></ul>',
        '<nav class="tags"><a href="/z">Sport</a></nav><div class="articleTags"><a>Library</a> <a>Books</a></div>',
    ],
)
def test_tags_wherever_they_are_told(markup: str) -> None:
    assert names(markup) == ["Library", "Books"]


def test_what_the_site_says_on_each_page_is_no_tag_of_this_one() -> None:
    assert names(meta(keywords="news, sport, weather") + '<a rel="tag" href="/x">Library</a>') == ["Library"]
    assert names(meta(keywords="news, sport")) == ["news", "sport"], "better than nothing"
    assert names(meta(keywords="Бібліотека, місто"), "У бібліотеці читали вголос.") == ["Бібліотека", "місто"]


def test_what_is_meant_for_machines_is_no_tag() -> None:
    marks = ["8ae9ab2d-fe1b-4230-acb8-a59b52877682", "Page Type: Article", "editors_pick", "town.example"]
    assert names(linked({"@type": "NewsArticle", "keywords": [*marks, "Library"]}) + meta(keywords="Books")) == [
        "Books"
    ]
    assert names(linked({"@type": "NewsArticle", "keywords": ["editors_pick", "Library", "Books"]})) == [
        "Library",
        "Books",
    ]


def test_codes_of_an_agency_are_no_tags_but_abbreviations_are() -> None:
    codes = ["AER", "CCOS", "CYCS08", "ICC", "MTPIX", "RSBI:TOWN", "Library"]
    assert names(linked({"@type": "NewsArticle", "keywords": codes}) + meta(keywords="Books")) == ["Books"]
    assert names(linked({"@type": "NewsArticle", "keywords": ["NATO", "EU", "Library"]})) == ["NATO", "EU", "Library"]


def test_slugs_come_from_addresses() -> None:
    markup = (
        meta(keywords="Library, Вільний час") + '<a href="https://town.example/themen/public-libraries/">library</a>'
    )
    assert tags_of(*parsed(markup), TEXT) == (
        ArticleTag("public-libraries", "Library"),
        ArticleTag("vilnyi-chas", "Вільний час"),
    )
