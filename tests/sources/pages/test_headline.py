from datetime import UTC, datetime

import pytest

from bot.sources.pages.headline import published_of, title_of
from tests.sources.pages.markup import URL, linked, meta, parsed

MORNING = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "markup",
    [
        linked({"@type": "NewsArticle", "headline": "Library reopens"}) + meta(og__title="Another"),
        meta(og__title="Library reopens", twitter__title="Another"),
        meta(og__title="Library reopens | The Town Times", og__site_name="The Town Times"),
        meta(og__title="Library reopens - The Town Times") + "<h1>Library reopens</h1>",
        meta(og__title="Library reopens：Town") + "<h1>Library reopens</h1>",
        meta(og__title="Library…") + "<h1>Library reopens</h1>",
        "<title>Library reopens | Town</title><h1>The Town Times</h1><h1>Library reopens</h1>",
        "<title>Library reopens</title>",
        "<h1> Library <span>reopens</span></h1>",
    ],
)
def test_titles_without_the_sites_name(markup: str) -> None:
    assert title_of(*parsed(markup)) == "Library reopens"


def test_what_only_looks_like_a_sites_name_stays() -> None:
    kept = "Town - library reopens"
    assert title_of(*parsed(meta(og__title=kept, og__site_name="reopens"))) == kept
    assert title_of(*parsed(meta(og__title="Town", og__site_name="Town"))) == "Town"


@pytest.mark.parametrize(
    "markup",
    [
        linked({"@type": "NewsArticle", "datePublished": "2026-03-04T10:30:00+01:00"}),
        linked({"@type": "NewsArticle", "datePublished": "2026-03-04 10:30:00"})
        + meta(date="2026-03-04T10:30:00+01:00"),
        meta(article__published_time="2026-03-04T09:30:00Z", article__modified_time="2026-03-05T09:30:00Z"),
        meta(**{"parsely-pub-date": "2026-03-04T09:30:00Z"}),
        meta(publication_date="2026-03-04T09:30:00"),
        meta(**{"dc.date.issued": "2026-03-04T09:30"}),
        '<span itemprop="datePublished" content="2026-03-04T09:30Z">Wednesday</span>',
        '<time datetime="2026-03-04T10:30:00+01:00">Wednesday</time>',
        "<h1>Library</h1><p>04.03.2026, 09:30 Uhr</p>",
        "<h1>Library</h1><div><div><span>March 4, 2026 at 9:30 AM</span></div></div>",
        "<p>Town, 4 березня 2026, 09:30</p><h1>Library</h1>",
        '<span class="article__date-line">4 de marzo de 2026, 9:30</span>',
        '<p class="meta">2026年3月4日 09時30分</p>',
    ],
)
def test_times_wherever_they_are_told(markup: str) -> None:
    root, head = parsed(markup)
    assert published_of(root, head, URL) == MORNING


def test_a_day_in_the_address_is_better_than_none_and_than_a_far_one() -> None:
    root, head = parsed('<h1>Library</h1><span class="date">1 March 2020, 10:00</span>')
    url = "https://town.example/2026/03/04/library"
    assert published_of(root, head, url) == datetime(2026, 3, 4, tzinfo=UTC)
    assert published_of(root, head, URL) == datetime(2020, 3, 1, 10, 0, tzinfo=UTC)
    root, head = parsed("<h1>Library</h1><p>It opened on 1 March 2020, " + "as the mayor said at length " * 5)
    assert published_of(root, head, URL) is None, "a date in the text is another's"
