from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from bot.enrich.keywords import Phrases
from bot.enrich.sections import sections
from bot.enrich.tags import mentioned
from bot.news.article import Section
from tests.enrich.texts import text

NAMES = {
    "НАТО": 1,
    "NATO": 1,
    "Зеленський": 2,
    "Зеленский": 2,
    "допомога Україні": 3,
    "ЄС": 4,
    "Крим": 5,
    "Голос": 6,
    "футбол": 7,
    "газ": 8,
    "ще": 9,
    "aid for Ukraine": 3,
    "2026": 10,
    "": 11,
}


def named(title: str, parts: Sequence[Section], names: Mapping[str, int], language: str) -> list[int]:
    found = mentioned(title, parts, Phrases(names, language))
    return list(dict.fromkeys(names[name] for name in found))


@pytest.mark.parametrize(
    ("title", "language", "ids"),
    [
        ("Зустріч у НАТО: Зеленського чекають", "uk", [1, 2]),
        ("Союзники говорили про допомогу Україні", "uk", [3]),
        ("ЄС дав кошти, а є сумніви", "uk", [4]),
        ("У Криму сталася пожежа", "uk", [5]),
        ("Партія «Голос» провела з'їзд", "uk", [6]),
        ("Рада підрахувала голоси", "uk", []),
        ("Збірна з футболу перемогла", "uk", [7]),
        ("Газети вийшли на газовому папері, газ дорожчає, ще 2026", "uk", []),
        ("Зеленскому показали мост", "ru", [2]),
        ("NATO discusses aid for Ukraine", "en", [1, 3]),
        ("", "uk", []),
    ],
)
def test_tags_in_a_title(title: str, language: str, ids: list[int]) -> None:
    assert named(title, (), NAMES, language) == ids


def test_the_lead_counts_and_the_rest_does_not() -> None:
    lead = "Генсек НАТО відвідав Лучани і оглянув новий міст, який будували чотири роки після великої повені в області."
    parts = sections([text(lead), text("Приїхав і Зеленський."), text("У Криму дощ.", "Передісторія")])
    assert named("Новий міст", parts, NAMES, "uk") == [1]


def test_no_names_no_tags() -> None:
    assert named("НАТО", (), {}, "uk") == []
