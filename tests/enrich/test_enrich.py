from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.quality.corpus import up_2019
from benchmarks.quality.summaries import leaks
from bot.enrich import enrich
from bot.enrich.summary import MOST
from bot.news.article import Photo, SectionKind
from tests.enrich.texts import BRIDGE_EN, BRIDGE_UK, DATA, article, text

needs_texts = pytest.mark.skipif(not (DATA / "up_text").is_dir(), reason=f"real texts are not here: no {DATA}/up_text")


def test_all_at_once() -> None:
    made = enrich(article(*BRIDGE_EN, title="Bridge opens in Luchany"))
    assert made.summary == BRIDGE_EN[0].text
    assert [part.kind for part in made.sections] == [
        SectionKind.LEAD,
        SectionKind.SOURCE,
        SectionKind.DETAILS,
        SectionKind.QUOTE,
        SectionKind.BACKGROUND,
    ]
    assert made.terms[0] == "bridg"


def test_the_same_article_gives_the_same() -> None:
    one = article(*BRIDGE_UK, title="Міст відкрито", language="uk")
    assert enrich(one) == enrich(one)


def test_a_feed_item_without_a_page() -> None:
    made = enrich(article(title="Bridge opens", description="A bridge over the Styr has opened. More to follow."))
    assert made.summary == "A bridge over the Styr has opened. More to follow."
    assert made.sections == ()
    assert {"bridg", "styr"} <= set(made.terms)


def test_a_title_alone_has_no_summary() -> None:
    assert enrich(article(title="Bridge opens", description="Bridge opens")).summary == ""
    assert enrich(article()).summary == ""


def test_title_and_caption_are_not_told_twice() -> None:
    said = (text("Міст відкрито"), text("Новий міст. Знімок ради"), BRIDGE_UK[0])
    one = replace(
        article(*said, title="Міст відкрито!"), photo=Photo("https://news.example/1.jpg", "Новий міст. Знімок ради")
    )
    assert enrich(one).summary == BRIDGE_UK[0].text


@needs_texts
def test_no_promo_or_source_in_summaries_of_real_news() -> None:
    articles = up_2019(DATA)
    made = [(one, enrich(one)) for one in articles]
    assert len(made) == 247
    assert [one.title for one, all_of in made if leaks(one, all_of.summary)] == []
    assert all(0 < len(all_of.summary) <= MOST for _, all_of in made)


@needs_texts
def test_real_labels_are_found() -> None:
    made = [enrich(one) for one in up_2019(DATA)]
    having = {kind: sum(any(part.kind is kind for part in one.sections) for one in made) for kind in SectionKind}
    assert having[SectionKind.LEAD] >= 245
    assert having[SectionKind.SOURCE] >= 205
    assert having[SectionKind.BACKGROUND] >= 160
