from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.stems import stem

UKRAINIAN = """
Зеленський Зеленського Зеленському Зеленським
Київ Києва Києву Києвом Києві
Україна України Україні Україну Україною
Харків Харкова Харкову Харковом Харкові
Львів Львова Львову Львовом Львові
Миколаїв Миколаєва Миколаєву Миколаєві
Тернопіль Тернополя Тернополю Тернополем
Росія Росії Росію Росією
Порошенко Порошенка Порошенку Порошенком Порошенкові
Прага Праги Празі Прагу
Америка Америки Америці Америку
українець українця українцем українці українців українцям
режим режиму режимом
Крим Криму Кримом
Запоріжжя Запоріжжю Запоріжжям
область області областю областей
депутат депутата депутати депутатів депутатам
військовий військового військові військових
НАТО Нато нато
Андрій Андрія Андрію Андрієм Андрієві
Аваков Авакова Аваковим Авакові
Ірпінь Ірпеня Ірпеню Ірпенем
Умань Умані Уманню
Лубінець Лубінця Лубінцю Лубінцем
ринок ринку ринком
січень січня січнем
жінка жінці жінкою жінок
рішення рішенню рішень рішеннями
санкція санкції санкцією санкцій санкціями
Ґмінний Гмінного
гривня гривні гривень гривнями
людина людини люди людей людьми
дитина діти дітей дітям
день дня дні днів днями
тиждень тижня тижнів
пес пса псом
вікно вікна вікон
пісня пісні пісень
сестра сестри сестер
земля землі земель
лікарня лікарні лікарень
ніч ночі ночей
вогонь вогню вогнем
вітер вітру вітром
безпека безпеки безпеці безпек
"""
RUSSIAN = """
Зеленский Зеленского Зеленскому Зеленским
Киев Киева Киеву Киевом Киеве
Харьков Харькова Харькову Харьковом
Байден Байдена Байдену Байденом
Украина Украины Украине Украину
Павел Павла Павлу Павлом
Роман Романа Роману Романом Романе
Иванов Иванова Иванову Ивановым
Герасимов Герасимова Герасимову Герасимовым
Юрий Юрия Юрию Юрием
Николай Николая Николаю Николаем
Казань Казани Казанью
Запорожье Запорожья Запорожью Запорожьем
рынок рынка рынку рынком
уровень уровня уровнем
решение решения решению решений решениями
авария аварии аварий авариям
самолёт самолета самолетом
деньги денег деньгами
человек человека люди людей
ребенок ребенка дети детей
день дня дней днями
окно окна окон
сестра сестры сестёр
земля земли земель
огонь огня огнем
ветер ветра ветром
копейка копейки копеек
"""
ENGLISH = """
Ukraine Ukraine's
missile missiles
Paris Paris's Paris’
sanction sanctions
crisis crises
analysis analyses
wolf wolves
child children
woman women
defence defences defense
colour colours color
centre centres center
organise organised organising organize organisation organization
"""


def families(table: str, language: str) -> list[tuple[str, list[str]]]:
    return [(language, line.split()) for line in table.strip().splitlines()]


@pytest.mark.parametrize(
    ("language", "forms"), [*families(UKRAINIAN, "uk"), *families(RUSSIAN, "ru"), *families(ENGLISH, "en")]
)
def test_the_cases_of_a_name_meet(language: str, forms: list[str]) -> None:
    assert len({stem(form, language) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("гол", "голова"), ("Сирія", "сир"), ("мер", "море"), ("Україна", "український"), ("США", "ЄС")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one, "uk") != stem(other, "uk")


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
@pytest.mark.parametrize("number", ["2022", "1999", "100"])
def test_numbers_stay_as_they_are(number: str, language: str) -> None:
    assert stem(number, language) == number


def test_an_unknown_language_keeps_the_plain_word() -> None:
    assert stem("Täglich", "xx") == "täglich"


@given(st.text(max_size=30), st.sampled_from(["uk", "ru", "en", "de", "xx"]))
def test_any_word_has_a_stem(word: str, language: str) -> None:
    assert stem(word, language) == stem(word.strip(), language)
