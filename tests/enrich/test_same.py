"""Which tellings are of one event; the figures on real pairs are the benchmark's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.rarity import by_length, rarity
from bot.enrich.same import FOLDS, SAME, Telling, folds, one_form, reworded, same_event, telling
from tests.enrich.texts import NOON

BRIDGE_UK = (
    "Міст через Стир у Лучанах відкрили після ремонту",
    "У Лучанах відкрили міст через річку Стир, який ремонтували чотири роки. Першим проїхав автобус №7.",
)
BRIDGE_UK_OTHER = (
    "У Лучанах запрацював відремонтований міст через Стир",
    "Рух мостом через Стир у Лучанах відновили: ремонт тривав чотири роки, повідомила міська рада.",
)
BRIDGE_RU = (
    "Мост через Стырь в Лучанах открыли после ремонта",
    "В Лучанах открыли мост через реку Стырь, который ремонтировали четыре года. Первым проехал автобус №7.",
)
BRIDGE_RU_OTHER = (
    "В Лучанах заработал отремонтированный мост через Стырь",
    "Движение по мосту через Стырь в Лучанах возобновили: ремонт длился четыре года, сообщил горсовет.",
)
BRIDGE_EN = (
    "Styr bridge in Luchany opens after repairs",
    "The bridge over the Styr river in Luchany was opened after four years of repairs. Bus 7 was the first to cross.",
)
BRIDGE_EN_OTHER = (
    "Luchany: repaired bridge across the Styr is open again",
    "Traffic is back on the bridge over the Styr in Luchany, whose repairs took four years, the town council said.",
)
BUDGET_UK = (
    "Депутати Лучан ухвалили бюджет на наступний рік",
    "Міська рада Лучан ухвалила бюджет: найбільше грошей піде на школи та лікарню, пояснила мерка.",
)


def told(title: str, text: str = "", language: str = "uk", at: datetime = NOON) -> Telling:
    return telling(title, text, language, at)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        (BRIDGE_UK, BRIDGE_UK_OTHER, "uk"),
        (BRIDGE_RU, BRIDGE_RU_OTHER, "ru"),
        (BRIDGE_EN, BRIDGE_EN_OTHER, "en"),
    ],
)
def test_one_event_in_other_words_and_cases(one: tuple[str, str], other: tuple[str, str], language: str) -> None:
    assert same_event(told(*one, language), told(*other, language)) >= FOLDS


def test_one_town_is_not_one_event() -> None:
    assert same_event(told(*BRIDGE_UK), told(*BUDGET_UK)) < SAME


def test_languages_do_not_meet() -> None:
    assert same_event(told(*BRIDGE_UK), told(*BRIDGE_RU, "ru")) == 0


def test_days_later_the_same_words_tell_of_something_else() -> None:
    one = told(*BRIDGE_UK)
    hours, days, weeks = (
        same_event(one, told(*BRIDGE_UK_OTHER, at=NOON + later))
        for later in (timedelta(hours=3), timedelta(days=2), timedelta(days=21))
    )
    assert hours >= FOLDS > days > SAME > weeks


@pytest.mark.parametrize(
    ("template", "one", "other", "language"),
    [
        ("За добу міст через Стир перетнули {} автомобілів", "310", "295", "uk"),
        ("За сутки мост через Стырь пересекли {} машин", "310", "295", "ru"),
        ("Styr Holding opens new office in {}", "Luchany", "Turiysk", "en"),
        ("Прогноз погоди у {} області на завтра", "Волинській", "Рівненській", "uk"),
    ],
)
def test_a_template_with_another_number_or_name(template: str, one: str, other: str, language: str) -> None:
    left, right = told(template.format(one), "", language), told(template.format(other), "", language)
    assert same_event(left, right) < FOLDS <= same_event(left, left)


def test_a_number_that_the_other_has_in_its_text_is_no_other_number() -> None:
    one = told("Міст закрили на 12 днів", "Через паводок міст у Лучанах закрили на 12 днів, це вже 3 раз.")
    other = told("Міст закрили 3 раз", "Через паводок міст у Лучанах закрили втретє, на 12 днів, уже 3 раз.")
    assert same_event(one, other) >= FOLDS


def test_rare_words_tell_more() -> None:
    archive = rarity([told(f"Лучани: новина {number}").stems for number in range(60)])
    town = same_event(told("Лучани: новина про міст"), told("Лучани: новина про бюджет"), archive)
    bridge = same_event(told("Лучани: новина про міст"), told("Рівне: вісті про міст"), archive)
    assert bridge > town


def test_without_an_archive_long_words_are_rare() -> None:
    assert by_length("а") < by_length("міст") < by_length("відремонтований")


@pytest.mark.parametrize("empty", ["", "—", "і та на"])
def test_nothing_said_is_like_nothing(empty: str) -> None:
    assert same_event(told(empty), told(empty)) == same_event(told(empty), told(*BRIDGE_UK)) == 0


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=80), st.sampled_from(["uk", "ru", "en", "xx"]))
def test_any_text_scores_between_0_and_1_both_ways(title: str, text: str, other: str, language: str) -> None:
    one, two = told(title, text, language), told(other, title, language)
    assert 0 <= same_event(one, two) <= 1.000001
    assert same_event(one, two) == pytest.approx(same_event(two, one))


def test_one_headline_reworded() -> None:
    title = "Міст через річку Стир відкрили для автобусів"
    assert reworded(title, f"{title}!")
    assert not reworded(title, "Міст через річку Горинь закрили для вантажівок")
    assert not reworded(f"{title} 7", f"{title} 9")
    assert not reworded("", "")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Рада Лучан підтримала новий міст через Стир", "Рада Лучан не підтримала новий міст через Стир", "uk"),
        ("Мерка Лучан подала у відставку", "Мерка Лучан спростувала, що подала у відставку", "uk"),
        ("Mayor of Luchany resigns", "Mayor of Luchany denies that she resigns", "en"),
        ("Strong earthquake shakes Luchany", "Another strong earthquake shakes Luchany", "en"),
        ("Climber missing in the hills found alive", "Climber missing in the hills found dead", "en"),
        ("Рада підтримала бюджет Лучан на новий рік", "Рада відхилила бюджет Лучан на новий рік", "uk"),
        ("В Лучанах отключили свет", "В Лучанах снова отключили свет", "ru"),
        ("Two hurt in a fire at Luchany station", "Five hurt in a fire at Luchany station", "en"),
        ("Двоє постраждали в пожежі на вокзалі Лучан", "П'ятеро постраждали в пожежі на вокзалі Лучан", "uk"),
    ],
)
def test_a_denial_a_repetition_and_another_count_fold_under_nothing(one: str, other: str, language: str) -> None:
    left, right = told(one, one, language), told(other, other, language)
    assert folds(left, right) == folds(right, left) == 0
    assert folds(left, left) > 0


def test_the_reports_of_two_days_differ_in_the_figures_of_their_texts() -> None:
    title, lead = "Міст через Стир: скільки машин проїхало за добу", "За добу мостом проїхали {} машин, {} автобусів."
    one, other = told(title, lead.format(1250, 30)), told(title, lead.format(1310, 41))
    assert same_event(one, other) >= FOLDS > folds(one, other)
    assert folds(one, told(title, lead.format(1250, 41))) > 0


def test_a_report_of_every_day_has_one_form() -> None:
    assert one_form("За добу міст перетнули 310 автомобілів", "За добу міст перетнули 295 автомобілів, 12 автобусів")
    assert not one_form(BRIDGE_UK[0], BUDGET_UK[0])
    assert not one_form("Strong earthquake hits Luchany", "Strong earthquake hits Turiysk")
    assert not one_form("310", "295")
