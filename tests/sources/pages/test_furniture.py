import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.article import Kind, Link, Paragraph
from bot.sources.pages.furniture import (
    agreed,
    closed,
    opened,
    with_speakers,
    with_standfirst,
    without_offers,
    without_scraps,
)

LINES = [
    "The ferry to the southern islands sails again from Monday, the harbour office of the invented town said.",
    "It had stood still for eleven weeks because a storm tore off the ramp and bent two of its three masts.",
    "Fishermen carried letters and bread in the meantime, and were paid for that by the islanders in kind.",
    "A new ramp of steel was built inland and brought down the river on a barge in the night to Saturday.",
    "The mayor called it the first good news of the spring, and asked for patience while the crew is trained.",
    "Tickets cost as much as before the storm, and children under seven still travel without paying at all.",
]
TEXT = tuple(Paragraph(line) for line in LINES)


def linked(text: str, kind: Kind = Kind.TEXT) -> Paragraph:
    return Paragraph(text, kind, links=(Link("https://town.example/2", text),))


@pytest.mark.parametrize(
    "frame",
    [
        Paragraph("Ferry sails again", Kind.HEADING),
        Paragraph("Harbour: Ferry sails again", Kind.HEADING),
        Paragraph("Ferry sails again"),
        Paragraph("Von Ana Reader"),
        Paragraph("Ana Reader"),
        Paragraph("Wednesday, 4 March 2026, 10:30"),
        Paragraph("2026年1月14日 01時28分"),
        Paragraph("Oct 15, 2026 · 18 min read"),
        Paragraph("Di, 10:19 Uhr"),
        Paragraph("Ana Reader and 1 more"),
        Paragraph("Harbour"),
        Paragraph("here. We are glad of"),
    ],
)
def test_headline_byline_and_date_are_no_text(frame: Paragraph) -> None:
    assert opened((frame, *TEXT), ["Ferry sails again"], ["Ana Reader"]) == TEXT
    assert opened((Paragraph("See below."), frame, *TEXT), ["Ferry sails again"], ["Ana Reader"])[1:] == TEXT
    assert opened((TEXT[0], frame), ["Ferry sails again"], ["Ana Reader"]) == (TEXT[0], frame)


def test_the_headline_in_other_words_is_no_text() -> None:
    again = Paragraph("Ferry to the islands sails again", Kind.HEADING)
    assert opened((again, *TEXT), ["Ferry sails again", again.text], []) == TEXT


def test_scraps_between_the_text_are_none() -> None:
    closed_off = Paragraph("External content is not available")
    for scrap in ("___", "* * *", "STR/Getty Images", "Ana Lens/AFP via Getty Images"):
        assert without_scraps((TEXT[0], Paragraph(scrap), *TEXT[1:])) == TEXT
    assert without_scraps((closed_off, *TEXT, closed_off, closed_off)) == TEXT
    assert without_scraps((closed_off, *TEXT, closed_off)) == (closed_off, *TEXT, closed_off), "a refrain"
    assert without_scraps((closed_off,) * 3) == (closed_off,) * 3, "there is nothing else"
    said = Paragraph("The ferry sails, Reuters reported, citing two people at the harbour.")
    assert without_scraps((said, *TEXT)) == (said, *TEXT)


def test_other_short_openings_stay() -> None:
    for opening in (Paragraph("What we know", Kind.HEADING), Paragraph("On 4 March 2026 the ferry sailed.")):
        assert opened((opening, *TEXT), ["Ferry sails again"], []) == (opening, *TEXT)


def test_lines_that_are_one_link_are_offers() -> None:
    offer, item = linked("How islanders lived without a ferry"), linked("Storm: what it broke", Kind.ITEM)
    label = Paragraph(
        "How the islanders lived", Kind.ITEM, "Storm", (Link("https://town.example/3", "How the islanders lived"),)
    )
    kept, offers = without_offers((TEXT[0], offer, TEXT[1], item, label, TEXT[2]))
    assert kept == TEXT[:3]
    assert offers == (*offer.links, *item.links, *label.links)


def test_links_that_the_text_announces_stay() -> None:
    item = linked("The storm of the century, hour by hour", Kind.ITEM)
    for before in (
        Paragraph("", label="Background"),
        Paragraph("What was before:"),
        Paragraph("x", label="Background"),
    ):
        assert without_offers((before, item, item)) == ((before, item, item), ())
    assert without_offers((item, TEXT[0])) == ((item, TEXT[0]), ())


def test_a_heading_above_nothing_goes() -> None:
    heading = Paragraph("What else", Kind.HEADING)
    assert closed((TEXT[0], heading, TEXT[1], heading, heading)) == (TEXT[0], heading, TEXT[1])
    assert closed((heading,)) == ()


def test_the_standfirst_comes_first_and_once() -> None:
    first = "After eleven weeks: the islands get their ferry back."
    assert with_standfirst(TEXT, first) == (Paragraph(first), *TEXT)
    for standfirst in ("", LINES[0], LINES[3].upper()):
        assert with_standfirst(TEXT, standfirst) == TEXT
    assert with_standfirst((), first) == ()


def test_a_long_heading_above_the_text_is_the_standfirst() -> None:
    assert with_standfirst((Paragraph(LINES[0], Kind.HEADING), *TEXT[1:]), LINES[0]) == TEXT


def test_what_the_publishers_own_text_does_not_know_goes() -> None:
    advert = Paragraph("Our shop sells ropes, knives and oilskins to everybody who loves the sea and its weather.")
    heading = Paragraph("The crew", Kind.HEADING)
    whole = (*TEXT[:3], advert, heading, *TEXT[3:])
    assert agreed(whole, TEXT) == (*TEXT[:3], heading, *TEXT[3:])
    assert agreed(whole, TEXT[:2]) == whole, "a teaser tells nothing of the rest"
    assert agreed(TEXT, ()) == TEXT


def test_a_standfirst_above_the_publishers_own_text_stays() -> None:
    byline, standfirst = (
        Paragraph("Ana Reader and agencies"),
        Paragraph("Islands and harbour town: " + "waited long " * 8),
    )
    assert agreed((byline, standfirst, *TEXT), TEXT) == (standfirst, *TEXT)


def test_the_publishers_own_text_stands_in_for_a_body_that_was_missed() -> None:
    assert agreed(TEXT[:2], TEXT) == TEXT
    assert agreed(TEXT[:2], (Paragraph(" ".join(LINES)),)) == TEXT[:2], "one lump is no better"


PARTS = st.lists(
    st.builds(
        Paragraph,
        st.text(max_size=30),
        st.sampled_from(Kind),
        st.sampled_from(["", "Background"]),
        st.just(()) | st.builds(lambda text: (Link("https://town.example/", text),), st.text(max_size=30)),
    ).filter(lambda part: part.text or part.label),
    max_size=8,
).map(tuple)


@given(PARTS, PARTS, st.text(max_size=20))
def test_nothing_is_invented(found: tuple[Paragraph, ...], told: tuple[Paragraph, ...], title: str) -> None:
    kept, offers = without_offers(agreed(opened(found, [title], [title]), told))
    assert set(closed(kept)) <= {*found, *told}
    assert all(any(link in part.links for part in found) for link in offers)


def test_a_quote_gets_the_signature_that_it_has_on_the_page() -> None:
    found = [Paragraph("We won.", Kind.QUOTE), Paragraph("At last.Rutte", Kind.QUOTE), Paragraph("We won.")]
    signed = [Paragraph("We won. – Haiova", Kind.QUOTE), Paragraph("At last. – Rutte", Kind.QUOTE)]
    assert with_speakers(found, signed) == (*signed, Paragraph("We won."))
    assert with_speakers(found, ()) == tuple(found)
