from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.enrich.related import rank
from bot.enrich.terms import MOST_TERMS
from tests.enrich.texts import NOON

BRIDGE = ("міст", "стир", "лучан", "рада", "будувати", "опора")
BUDGET = ("бюджет", "рада", "депутат", "школа", "гроші", "лікарня")


@dataclass(frozen=True)
class Kept:
    story_id: int
    title: str
    terms: tuple[str, ...]
    published_at: datetime = NOON - timedelta(days=1)


def ranked(
    *candidates: Kept, terms: tuple[str, ...] = BRIDGE, title: str = "Міст відкрито", most: int = 5
) -> list[int]:
    return rank(terms, candidates, title=title, published_at=NOON, story_id=1, most=most)


def test_the_more_alike_come_first_and_strangers_not_at_all() -> None:
    near = Kept(2, "Опори мосту тріснули", ("міст", "опора", "стир", "тріщина", "лучан"))
    half = Kept(3, "Рада шукає гроші на міст", ("міст", "рада", "гроші", "лучан", "бюджет", "тендер"))
    assert ranked(Kept(4, "Бюджет ухвалено", BUDGET), half, near) == [2, 3]


def test_what_only_a_search_finds_it_by_makes_it_no_less_alike() -> None:
    own = (*BRIDGE, *(f"слово{number}" for number in range(MOST_TERMS - len(BRIDGE))))
    long = Kept(2, "Опори мосту", (*own, *(f"ще{number}" for number in range(500))))
    assert ranked(long) == ranked(Kept(2, "Опори мосту", own)) == [2]


def test_one_name_in_common_is_no_relation() -> None:
    assert ranked(Kept(2, "Стир", ("стир",)), Kept(3, "Стир обміліла", ("стир", "лучан"))) == []


def test_never_the_story_itself_nor_its_headline_again() -> None:
    assert ranked(Kept(1, "Інший заголовок", BRIDGE), Kept(2, "Міст відкрито!", BRIDGE)) == []


def test_one_story_and_one_headline_are_named_once() -> None:
    again = [Kept(2, "Міст добудовано", BRIDGE), Kept(2, "Мост достроен", BRIDGE), Kept(3, "міст добудовано", BRIDGE)]
    assert ranked(*again) == [2]


def test_a_daily_report_with_other_numbers_is_another_report() -> None:
    title = "За добу міст через річку Стир перетнули {} автомобілів і автобусів"
    assert ranked(Kept(2, title.format(310), BRIDGE), title=title.format(295)) == [2]


def test_of_equals_the_nearer_in_time() -> None:
    old = Kept(2, "Міст старий", BRIDGE, NOON - timedelta(days=900))
    new = Kept(3, "Міст новий", BRIDGE, NOON - timedelta(days=9))
    assert ranked(old, new) == [3, 2]


def test_a_limit_and_nothing_to_rank() -> None:
    many = [Kept(number, f"Міст {number}", BRIDGE) for number in range(2, 30)]
    assert len(ranked(*many, most=3)) == 3
    assert ranked() == []
    assert ranked(*many, terms=()) == []
    assert ranked(Kept(2, "", ())) == []


@given(st.lists(st.builds(Kept, st.integers(1, 9), st.text(max_size=9), st.lists(st.sampled_from(BRIDGE)).map(tuple))))
def test_every_answer_is_a_candidate_once(candidates: list[Kept]) -> None:
    found = ranked(*candidates)
    assert len(set(found)) == len(found)
    assert set(found) <= {candidate.story_id for candidate in candidates} - {1}
