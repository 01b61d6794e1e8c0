import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.article import Kind, Link, Paragraph
from bot.sources.paragraphs import LONGEST, MOST, paragraphs

BASE = "https://herald.example/news/1/"


def read(fragment: str) -> list[tuple[str, str]]:
    return [(paragraph.label, paragraph.text) for paragraph in paragraphs(fragment, BASE)]


@pytest.mark.parametrize(
    ("fragment", "label", "text"),
    [
        ("<p><strong>Source</strong>: dpa</p>", "Source", "dpa"),
        ("<p><strong>Source:</strong> dpa</p>", "Source", "dpa"),
        ("<p> <b> Source : </b>dpa</p>", "Source", "dpa"),
        (
            "<p><span><span><strong>Що передувало</strong></span></span>: <span>Переговори</span></p>",
            "Що передувало",
            "Переговори",
        ),
        ("<p><strong>Quote</strong> <strong>from Rutte:</strong> “Now”</p>", "Quote from Rutte", "“Now”"),
        ("<p><strong>Пряма мова</strong> президента США: «Так»</p>", "Пряма мова президента США", "«Так»"),
        (
            "<p><b>Пряма мова</b> голови Лучанської обласної військової адміністрації, пані О. Гайової: «Так»</p>",
            "Пряма мова голови Лучанської обласної військової адміністрації, пані О. Гайової",
            "«Так»",
        ),
        ("<p><b>Background:</b></p>", "Background", ""),
        ("<p><b>Rutte</b> said on Monday: no</p>", "", "Rutte said on Monday: no"),
        ("<p><b>Doors open at 12</b>:30 today</p>", "", "Doors open at 12:30 today"),
        ("<p>Plain: text</p>", "", "Plain: text"),
        ("<p>See <b>this:</b> it</p>", "", "See this: it"),
        (f"<p><b>{'long ' * 20}:</b> text</p>", "", f"{'long ' * 20}: text"),
    ],
)
def test_labels(fragment: str, label: str, text: str) -> None:
    assert read(fragment) == [(label, text)]


def test_kinds_follow_the_elements() -> None:
    fragment = (
        "<h2>Head</h2><p>Text</p><ul><li>One</li><li><p>Two</p></li></ul><blockquote><p>Said</p></blockquote>after"
    )
    assert [(p.kind, p.text) for p in paragraphs(fragment, BASE)] == [
        (Kind.HEADING, "Head"),
        (Kind.TEXT, "Text"),
        (Kind.ITEM, "One"),
        (Kind.ITEM, "Two"),
        (Kind.QUOTE, "Said"),
        (Kind.TEXT, "after"),
    ]


@pytest.mark.parametrize(
    ("fragment", "texts"),
    [
        ("<blockquote><p>Yes.</p><footer>— Rutte, <cite>NATO</cite></footer></blockquote>", ["Yes. – Rutte, NATO"]),
        ("<blockquote>Yes.<cite>Rutte</cite></blockquote>After", ["Yes. – Rutte", "After"]),
        ("<blockquote><p>Yes.<br><cite>Rutte</cite></p></blockquote>", ["Yes. – Rutte"]),
        ("<blockquote><p>One.</p><p>Two.</p><cite>Rutte</cite></blockquote>", ["One.", "Two. – Rutte"]),
        ("<blockquote>I saw <cite>Hamlet</cite> twice</blockquote>", ["I saw Hamlet twice"]),
        ("<p>Text</p><footer>Frame</footer>", ["Text", "Frame"]),
    ],
)
def test_a_quote_is_signed(fragment: str, texts: list[str]) -> None:
    assert [text for _, text in read(fragment)] == texts


def test_a_short_bold_line_is_a_heading_but_a_sentence_is_not() -> None:
    kinds = [p.kind for p in paragraphs("<p><b>What is next</b></p><p><b>They won.</b></p>", BASE)]
    assert kinds == [Kind.HEADING, Kind.TEXT]


def test_links_are_absolute_and_whole() -> None:
    fragment = (
        '<p>See <a href="/a?utm_source=x#top">the <b>big</b> one</a>, <a href="mailto:a@b.c">mail</a> <a>no</a></p>'
    )
    assert paragraphs(fragment, BASE) == (
        Paragraph("See the big one, mail no", links=(Link("https://herald.example/a", "the big one"),)),
    )


def test_what_is_no_text_goes() -> None:
    fragment = """<p>One<script>x()</script>
    <style>p{}</style><!-- c --> two<template><span>glossary</span></template>.</p>
    <div class="advtext_mob">Ad:</div><div class="nts-ad x"><p>Buy</p></div>
    <figure><figcaption>Caption</figcaption></figure>
    <aside><p>Beside</p></aside><iframe>no</iframe><form><input value="x"/>Join</form>tail"""
    assert read(fragment) == [("", "One two."), ("", "tail")]


def test_lines_end_paragraphs_only_outside_of_them() -> None:
    assert read("<p>One.<br/> <br/>Two.</p>") == [("", "One. Two.")]
    assert read("One.<br>\n<br/>Two.<br>Still two.") == [("", "One."), ("", "Two. Still two.")]


@pytest.mark.parametrize("fragment", ["", " ", "<", "<!-- -->", "<p></p>", "\0", "<p>\0</p>", "<?php ?>", "\ud800"])
def test_nothing_gives_nothing(fragment: str) -> None:
    assert [text for _, text in read(fragment) if text not in ("<", "�", "?")] == []


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a href='/x'>",
            "</a>",
            "<ul><li>",
            "</ul>",
            "<br>",
            ":",
            "Text",
            " ",
            "<div>",
            "</div>",
        ]
    )
    | st.text(max_size=8),
    max_size=40,
)


@given(MARKUP)
def test_any_markup_gives_paragraphs_on_one_line(pieces: list[str]) -> None:
    for paragraph in paragraphs("".join(pieces), BASE):
        assert paragraph.text or paragraph.label
        assert "\n" not in paragraph.text + paragraph.label
        assert all(link.url.startswith("https://") and link.title for link in paragraph.links)


def test_deep_and_long_markup_is_read_in_one_pass() -> None:
    for hostile in ("<div>" * 20_000, "<b>x" * 20_000, "<p>x" * 5_000, "." * 100_000, "<" * 50_000, "<br>" * 5_000):
        paragraphs(hostile, BASE)


def test_marks_of_outer_elements_hold_inside() -> None:
    (item,) = paragraphs("<ul><li><b><i>One</i></b>: <a href='/a'><b>two</b> <em>three</em></a></li></ul>", BASE)
    assert (item.kind, item.label, item.text) == (Kind.ITEM, "One", "two three")
    assert [link.title for link in item.links] == ["two three"]


def test_an_article_holds_no_more_than_anybody_reads() -> None:
    assert len(paragraphs("<p>word</p>" * 5 * MOST, BASE)) == MOST
    for endless in ("<p>" + "word " * LONGEST, f"<p>{'word ' * 100}</p>" * (LONGEST // 100)):
        assert LONGEST * 0.9 < sum(len(one.text) for one in paragraphs(endless, BASE)) <= LONGEST
