import pytest

from bot.sources.pages.byline import authors_of
from tests.sources.pages.markup import URL, linked, meta, parsed

ANA = {"@type": "Person", "name": "Ana Reader"}
TIMES = {"@type": "Organization", "name": "Town Times"}


@pytest.mark.parametrize(
    "markup",
    [
        linked({"@type": "NewsArticle", "author": [ANA, TIMES], "publisher": TIMES}),
        linked({"@type": "NewsArticle", "author": TIMES, "publisher": TIMES}) + meta(author="Von Ana Reader"),
        linked({"@type": "NewsArticle", "creator": ["Ana Reader"]}),
        meta(author="town.example", **{"parsely-author": "Ana Reader"}),
        meta(article__author="https://social.example/ana", **{"dc.creator": "Ana Reader"}),
        '<span itemprop="author"><b itemprop="name">Ana Reader</b>, reporter</span>',
        '<a rel="author" href="/ana">Ana Reader</a>',
        '<a href="/autoren/ana-reader">Ana Reader</a>',
        '<div class="article-byline">By <span>Ana Reader</span></div>',
    ],
)
def test_whoever_signs(markup: str) -> None:
    root, head = parsed(markup)
    assert authors_of(root, head, URL) == ("Ana Reader",)


def test_names_in_elements_of_their_own() -> None:
    root, head = parsed('<div class="byline"><span>Ana Reader</span> <span>Bo Writer</span></div>')
    assert authors_of(root, head, URL) == ("Ana Reader", "Bo Writer")


def test_authors_of_other_articles_are_far_away() -> None:
    link = '<div><p><a rel="author" href="/{0}">{0}</a></p></div>'
    root, head = parsed(link.format("Ana") + "<section>" + link.format("Bo") + "</section>")
    assert authors_of(root, head, URL) == ("Ana",)


def test_the_publisher_only_where_it_signs_alone() -> None:
    root, head = parsed(linked({"@type": "NewsArticle", "author": TIMES, "publisher": TIMES}))
    assert authors_of(root, head, URL) == ("Town Times",)
    root, head = parsed(meta(og__site_name="Town Times"))
    assert authors_of(root, head, URL) == ()
