from __future__ import annotations

import pytest

from bot.enrich.labels import kind_of, split_unbold
from bot.news.article import SectionKind as Is


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Джерело", Is.SOURCE),
        ("Источник:", Is.SOURCE),
        ("Sources", Is.SOURCE),
        ("Деталі", Is.DETAILS),
        ("Більше деталей", Is.DETAILS),
        ("ДЕТАЛИ", Is.DETAILS),
        ("Пряма мова Гайової", Is.QUOTE),
        ("Дослівно", Is.QUOTE),
        ("Прямая речь", Is.QUOTE),
        ("Quote from Haiova", Is.QUOTE),
        ("Передісторія", Is.BACKGROUND),
        ("Нагадаємо,", Is.BACKGROUND),
        ("Що передувало", Is.BACKGROUND),
        ("Як повідомляли", Is.BACKGROUND),
        ("Что предшествовало", Is.BACKGROUND),
        ("Как сообщалось", Is.BACKGROUND),
        ("Background", Is.BACKGROUND),
        ("Пряма мова начальника Лучанського управління поліції Олени Гайової", Is.QUOTE),
        ("Київ", None),
        ("", None),
        ("Джерела енергії", None),
    ],
)
def test_labels(label: str, kind: Is | None) -> None:
    assert kind_of(label) is kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Джерело: міська рада", ("Джерело", "міська рада")),
        ("Background :", ("Background", "")),
        ("Передісторія", ("Передісторія", "")),
        ("Details of the crash: two cars met", ("Details of the crash", "two cars met")),
        ("Рахунок матчу: 3:2", ("", "Рахунок матчу: 3:2")),
        ("Details are not known yet.", ("", "Details are not known yet.")),
    ],
)
def test_labels_that_lost_their_bold(text: str, parts: tuple[str, str]) -> None:
    assert split_unbold(text) == parts


def test_a_quote_keeps_its_speaker() -> None:
    label = "Пряма мова голови Лучанської громади Олени Гайової"
    assert split_unbold(f'{label}: "Так"') == (label, '"Так"')
