from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.codec import CLASSES, MAX_BYTES, MAX_NUMBER, MAX_PAGE, VERSION, pack, unpack
from bot.news.chats import Detail, Level, Sound
from bot.news.staff import Role
from bot.views.choices import ChooseZone, Panel
from bot.views.desk import Act, Amend, Amendment, By, SourceAct
from bot.views.intents import (
    Follow,
    Intent,
    Joined,
    Look,
    MakeBreaking,
    On,
    OpenList,
    OpenStory,
    Part,
    Place,
    SetLanguage,
    SetLevel,
    Stale,
)
from bot.views.newsroom import Verb

NUMBERS = st.integers(0, 2**36)
PAGES = st.integers(0, MAX_PAGE)
WORDS = st.text(string.ascii_letters + string.digits + "-_", max_size=5)


def _places() -> st.SearchStrategy[Place]:
    """Of one list each."""
    which = st.sampled_from(("tag_id", "search", "summary"))
    numbers = st.tuples(PAGES, NUMBERS, NUMBERS, NUMBERS, st.booleans())
    return st.builds(
        lambda name, told: Place(page=told[0], upto=told[1], since=told[2], saved=told[4], **{name: told[3]}),
        which,
        numbers,
    )


def _any_intent() -> st.SearchStrategy[Any]:
    st.register_type_strategy(Place, _places())
    return st.sampled_from(sorted(CLASSES.values(), key=lambda known: known.__name__)).flatmap(
        lambda known: st.builds(
            known, **{name: PAGES if name == "page" else _values(hint) for name, hint in _fields_of(known).items()}
        )
    )


def _fields_of(known: type[Intent]) -> dict[str, str]:
    return {name: hint for name, hint in known.__annotations__.items() if not hint.startswith("ClassVar")}


def _values(hint: str) -> st.SearchStrategy[Any]:
    known: dict[str, st.SearchStrategy[Any]] = {
        "int": NUMBERS,
        "bool": st.booleans(),
        "str": WORDS,
        "Part": st.sampled_from(Part),
        "On": st.sampled_from(On),
        "By": st.sampled_from(By),
        "Act": st.sampled_from(Act),
        "Amendment": st.sampled_from(Amendment),
        "SourceAct": st.sampled_from(SourceAct),
        "Panel": st.sampled_from(Panel),
        "Detail": st.sampled_from(Detail),
        "Role": st.sampled_from(Role),
        "Verb": st.sampled_from(Verb),
        "Level": st.sampled_from(Level),
        "Sound": st.sampled_from(Sound),
        "Intent": st.builds(SetLevel, NUMBERS, st.booleans()) | st.builds(ChooseZone, st.just("America/Los_Angeles")),
        "Amend | None": st.none() | st.builds(Amend, st.sampled_from(Amendment), NUMBERS, NUMBERS, PAGES),
        "Place": st.from_type(Place),
        "Place | None": st.none() | st.from_type(Place),
    }
    return known[hint]


@given(_any_intent())
def test_every_intent_on_a_button_comes_back_as_it_was(intent: Intent) -> None:
    packed = pack(intent)
    assert len(packed.encode()) <= MAX_BYTES
    back = unpack(packed)
    assert back == intent
    assert [type(value) for value in _fields(back)] == [type(value) for value in _fields(intent)]


def _fields(intent: Any) -> list[Any]:
    return [getattr(intent, name) for name in _fields_of(type(intent))]


FORGED = st.builds(
    lambda code, rest: VERSION + code + rest,
    st.sampled_from(sorted(CLASSES)),
    st.text(string.ascii_lowercase + string.digits + ".-", max_size=70),
)


@given(st.text(max_size=80) | FORGED)
def test_garbage_is_stale_or_something_we_could_have_written(text: str) -> None:
    intent = unpack(text)
    assert isinstance(intent, Stale) or pack(intent) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        VERSION,
        "1h",
        "0h",
        VERSION + "?",
        VERSION + "mb1",
        VERSION + "mb1.1.1",
        VERSION + "mb1.2",
        VERSION + "mb+1.1",
        VERSION + "mb 1.1",
        VERSION + "mb01.1",
        VERSION + "mb-1.1",
        VERSION + "mbzzzzzzzzzzzzzz.1",
        VERSION + "mb2gosa7pa2gw.1",
        VERSION + "lsPrt",
        VERSION + "lsP01",
        VERSION + "lsP1T1",
        VERSION + "lsT1P0",
        VERSION + "lsT1 P1",
        VERSION + "lsX1",
        VERSION + "lsK2",
        VERSION + "lsT1T2",
        VERSION + "tgzzzz",
        VERSION + "au1.rt",
        VERSION + "sy1...Prt",
        VERSION + "sy1..x.-",
        VERSION + "sy1.uk.b",
        VERSION + "la" + "a" * 64,
        VERSION + "laук",
    ],
)
def test_forged_and_outdated_data_is_stale(text: str) -> None:
    assert unpack(text) == Stale()


def test_the_largest_number_and_the_last_page_are_read() -> None:
    assert unpack(VERSION + "mb2gosa7pa2gv.1") == MakeBreaking(MAX_NUMBER, sure=True)
    assert unpack(VERSION + "lsPrs") == OpenList(Place(page=MAX_PAGE))


def test_a_cards_worst_button_fits() -> None:
    place = Place(tag_id=10**6, page=99, upto=10**12)
    for intent in (
        OpenStory(10**12, "pt-br", Part.BACKGROUND, place),
        Follow(10**6, want=True, on=On.SUBSCRIPTIONS, story_id=10**12, back=place),
    ):
        assert unpack(pack(intent)) == intent


@pytest.mark.parametrize(
    "intent",
    [
        Look("nato"),
        Joined(),
        Stale(),
        SetLanguage("u.k"),
        SetLanguage("укр"),
        SetLanguage("a" * 64),
        MakeBreaking(-1),
        MakeBreaking(MAX_NUMBER + 1),
        OpenStory(MAX_NUMBER, "a" * 20, Part.NONE, Place(MAX_NUMBER, MAX_NUMBER, MAX_NUMBER)),
    ],
)
def test_what_cannot_stand_on_a_button_is_refused(intent: Intent) -> None:
    with pytest.raises(ValueError):
        pack(intent)


def test_every_intent_has_a_code_of_its_own() -> None:
    assert all(len(code) == 2 for code in CLASSES)
    assert len(set(CLASSES.values())) == len(CLASSES)
