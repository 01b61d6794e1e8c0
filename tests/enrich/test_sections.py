from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.labels import kind_of, split_unbold
from bot.enrich.sections import sections
from bot.news.article import Kind, Paragraph, Section
from bot.news.article import SectionKind as Is
from bot.news.promo import is_promo
from tests.enrich.texts import BRIDGE_EN, BRIDGE_RU, BRIDGE_UK, heading, item, text

LEAD = text(
    "Рада підтримала бюджет на наступний рік, у якому вдвічі більше грошей на дороги, школи та лікарні громади."
)
MORE = text("За документ проголосували тридцять два депутати з сорока, решта не брала участі в засіданні.")
LAST = text("Засідання тривало до пізнього вечора.")


def shape(parts: Sequence[Section]) -> list[tuple[Is, str, int]]:
    return [(part.kind, part.label, len(part.paragraphs)) for part in parts]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            BRIDGE_UK,
            [
                (Is.LEAD, "", 1),
                (Is.SOURCE, "Джерело", 1),
                (Is.DETAILS, "Деталі", 2),
                (Is.QUOTE, "Пряма мова Гайової", 1),
                (Is.BACKGROUND, "Передісторія", 2),
            ],
        ),
        (
            BRIDGE_RU,
            [
                (Is.LEAD, "", 1),
                (Is.SOURCE, "Источник", 1),
                (Is.DETAILS, "Детали", 1),
                (Is.QUOTE, "Прямая речь", 1),
                (Is.BACKGROUND, "Предыстория", 1),
            ],
        ),
        (
            BRIDGE_EN,
            [
                (Is.LEAD, "", 1),
                (Is.SOURCE, "Source", 1),
                (Is.DETAILS, "Details", 1),
                (Is.QUOTE, "Quote from Haiova", 1),
                (Is.BACKGROUND, "Background", 1),
            ],
        ),
    ],
)
def test_labelled_articles(paragraphs: tuple[Paragraph, ...], expected: list[tuple[Is, str, int]]) -> None:
    assert shape(sections(paragraphs)) == expected


def test_without_labels_there_is_a_lead_and_details() -> None:
    assert shape(sections([LEAD, MORE, LAST])) == [(Is.LEAD, "", 1), (Is.DETAILS, "", 2)]


def test_a_short_first_paragraph_takes_the_second_into_the_lead() -> None:
    assert shape(sections([text("Бюджет ухвалили."), LEAD, MORE])) == [(Is.LEAD, "", 2), (Is.DETAILS, "", 1)]


def test_nothing_gives_nothing() -> None:
    assert sections([]) == ()
    assert sections([text("***"), text("Читайте також: усе про мости")]) == ()


def test_labels_without_bold_and_headings_that_are_labels() -> None:
    parts = sections([LEAD, text("Джерело: сайт ради"), heading("Передісторія:"), MORE])
    assert shape(parts) == [(Is.LEAD, "", 1), (Is.SOURCE, "Джерело", 1), (Is.BACKGROUND, "Передісторія", 1)]
    assert parts[1].paragraphs[0].text == "сайт ради"


def test_text_after_a_source_line_is_no_source() -> None:
    parts = sections([LEAD, text("сайт ради", "Джерело"), MORE])
    assert shape(parts)[2] == (Is.DETAILS, "", 1)


def test_a_label_may_come_twice() -> None:
    parts = sections([LEAD, text("одне.", "Деталі"), text("друге.", "Деталі")])
    assert shape(parts)[1:] == [(Is.DETAILS, "Деталі", 1), (Is.DETAILS, "Деталі", 1)]


def test_any_other_label_opens_its_own_part() -> None:
    parts = sections([LEAD, text('"Грошей вистачить".', "Гайова"), text("тридцять два.", "Голоси за")])
    assert shape(parts)[1:] == [(Is.QUOTE, "Гайова", 1), (Is.DETAILS, "Голоси за", 1)]


def test_a_label_inside_a_list_stays_with_its_words() -> None:
    parts = sections([LEAD, text("", "Background"), item("the budget doubled.", "2024")])
    assert parts[-1].paragraphs[0].text == "2024: the budget doubled."


def test_an_unknown_label_at_the_very_start_is_lead() -> None:
    parts = sections([text("рада підтримала бюджет.", "Лучани"), text("сайт ради", "Джерело")])
    assert parts[0].kind is Is.LEAD
    assert parts[0].paragraphs[0].text == "Лучани: рада підтримала бюджет."


@pytest.mark.parametrize(
    "opener",
    [
        "Нагадаємо, торік бюджет ухвалили з третьої спроби.",
        "Раніше повідомлялося, що грошей забракло.",
        "Напомним, в прошлом году бюджет приняли с третьего раза.",
        "Ранее мэр говорила, что денег не хватит.",
        "As reported earlier, last year's budget took three attempts.",
        "Earlier, the mayor said there was not enough money.",
    ],
)
def test_words_that_open_background_at_the_end(opener: str) -> None:
    parts = sections([LEAD, MORE, LAST, text(opener)])
    assert shape(parts)[-1] == (Is.BACKGROUND, "", 1)
    assert parts[-1].paragraphs[0].text == opener


def test_a_reminder_in_the_middle_does_not_swallow_the_news() -> None:
    parts = sections([LEAD, text("Нагадаємо, торік було інакше."), MORE, LAST, LAST])
    assert [part.kind for part in parts] == [Is.LEAD, Is.BACKGROUND, Is.DETAILS]


def test_a_mere_earlier_in_the_middle_is_no_background() -> None:
    parts = sections([LEAD, text("Раніше тут був завод."), MORE, LAST, LAST])
    assert Is.BACKGROUND not in [part.kind for part in parts]


def test_the_list_under_a_promo_line_goes_with_it() -> None:
    assert shape(sections([LEAD, text("", "Читайте також"), item("Велика історія мостів"), MORE])) == [
        (Is.LEAD, "", 1),
        (Is.DETAILS, "", 1),
    ]


PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        st.sampled_from(["", "***", "Слово.", LEAD.text, "Нагадаємо, було так.", "Earlier, it was.", "Details: x"])
        | st.text(max_size=60),
        st.sampled_from(Kind),
        st.sampled_from(["", "", "", "Source", "Деталі", "Фон", "Background", "Київ", "Читайте також"]),
    ),
    max_size=12,
)


@given(PARAGRAPHS)
def test_no_paragraph_but_promo_is_lost(paragraphs: list[Paragraph]) -> None:
    parts = sections(paragraphs)
    shown = letters("".join(one.text for part in parts for one in part.paragraphs))
    in_promo = False
    for each in paragraphs:
        in_promo = is_promo(f"{each.label}: {each.text}" if each.label else each.text) or (
            in_promo and each.kind is Kind.ITEM
        )
        a_label = each.kind is Kind.HEADING and kind_of(each.text)
        text = each.text if each.label else split_unbold(each.text)[1]
        assert in_promo or a_label or letters(text) in shown


@given(PARAGRAPHS)
def test_sections_are_never_empty_and_carry_their_labels_themselves(paragraphs: list[Paragraph]) -> None:
    for part in sections(paragraphs):
        assert part.paragraphs
        assert all(not one.label and one.text.strip() for one in part.paragraphs)


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
