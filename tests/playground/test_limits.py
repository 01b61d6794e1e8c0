"""Telegram's limits: refused as Telegram would, and never for longer than it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.cast import GROUP_ID
from bot.playground.limits import Limits
from bot.playground.refusals import Refusal
from tests.people import Telegram
from tests.playground.api import Api


def refused(limits: Limits, chat: int, now: float, private: bool = True, paid: bool = False) -> int:
    """The retry_after, or 0."""
    try:
        limits.admit(chat, private, paid, now)
    except Refusal as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_thirty_a_second_for_all_together() -> None:
    limits = Limits(on=True)
    assert [refused(limits, chat, 10.0) for chat in range(1, 31)] == [0] * 30
    assert refused(limits, 31, 10.5) == 1
    assert refused(limits, 32, 11.2) == 1, "the door stays shut for the whole second that was told"
    assert refused(limits, 32, 11.5) == 0
    assert (limits.refused, limits.early) == ({"all": 2}, {"all": 1})


def test_paid_broadcasts_have_a_wider_door() -> None:
    limits = Limits(on=True)
    assert [refused(limits, chat, 10.0, paid=True) for chat in range(1, 1_001)] == [0] * 1_000
    assert refused(limits, 1_001, 10.0, paid=True) == 1


def test_one_a_second_to_a_person_after_a_short_burst() -> None:
    limits = Limits(on=True)
    assert [refused(limits, 1, 10.0) for _ in range(4)] == [0, 0, 0, 1]
    assert refused(limits, 2, 10.0) == 0
    assert [refused(limits, 1, at) for at in (11.0, 12.0, 13.0)] == [0, 0, 0]


def test_twenty_a_minute_to_a_group_and_its_refusal_stops_no_other() -> None:
    limits = Limits(on=True)
    assert [refused(limits, -1, 10.0 + n, private=False) for n in range(20)] == [0] * 20
    assert refused(limits, -1, 40.0, private=False) == 30
    assert refused(limits, -2, 40.0, private=False) == 0
    assert refused(limits, -1, 70.0, private=False) == 0


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 0.4)), max_size=300))
def test_who_waits_as_told_is_admitted(sends: list[tuple[int, float]]) -> None:
    """One honest sender at a time: after a retry_after the same message goes through."""
    limits, now = Limits(on=True), 0.0
    for chat, pause in sends:
        now += pause
        wait = refused(limits, chat, now)
        if wait:
            now += wait
            assert refused(limits, chat, now) == 0
    assert not limits.early


async def test_limits_are_off_until_told(api: Api, telegram: Telegram) -> None:
    (reader,) = await telegram.newcomers(1)
    for _ in range(5):
        await api.call("sendMessage", chat_id=reader.id, text="x")
    await telegram.limits(True)
    for _ in range(3):
        await api.call("sendMessage", chat_id=reader.id, text="x")
    async with api.session.post(f"{api.root}/sendMessage", data={"chat_id": reader.id, "text": "x"}) as response:
        assert response.headers["Retry-After"] == "1"
        assert await response.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
    assert (await telegram.state())["flood"] == {"refused": 1, "early": 0}
    await telegram.limits(False)
    await api.call("sendMessage", chat_id=reader.id, text="x")


async def test_a_refused_text_costs_nothing(api: Api, telegram: Telegram) -> None:
    await telegram.limits(True)
    for _ in range(25):
        assert "too long" in await api.refusal("sendMessage", chat_id=GROUP_ID, text="x" * 5_000)
    await api.call("sendMessage", chat_id=GROUP_ID, text="x")


def test_a_second_slides() -> None:
    limits = Limits(on=True)
    assert [refused(limits, chat, 10 + chat * 0.03) for chat in range(30)] == [0] * 30
    assert refused(limits, 30, 10.95) == 1, "the first of thirty is 0.95 s ago"
    limits = Limits(on=True)
    assert [refused(limits, chat, 10 + chat * 0.03) for chat in range(30)] == [0] * 30
    assert [refused(limits, 30 + n, 11 + n * 0.03) for n in range(30)] == [0] * 30


@given(st.lists(st.floats(0, 0.2), max_size=200), st.integers(1, 5))
def test_no_second_ever_holds_more_than_it_may(pauses: list[float], a_second: int) -> None:
    limits, now, admitted = Limits(on=True), 0.0, list[float]()
    limits.set({"a_second": a_second})
    for chat, pause in enumerate(pauses):
        now += pause
        if not refused(limits, chat + 1, now):
            admitted.append(now)
    assert all(later - earlier >= 1 for earlier, later in zip(admitted, admitted[a_second:], strict=False))


def test_paid_and_free_messages_do_not_crowd_each_other_out() -> None:
    limits = Limits(on=True)
    assert [refused(limits, chat, 10.0, paid=True) for chat in range(1, 1_001)] == [0] * 1_000
    assert refused(limits, 2_000, 10.0, paid=True) == 1
    assert [refused(limits, 3_000 + chat, 10.0) for chat in range(30)] == [0] * 30
    assert refused(limits, 4_000, 10.0) == 1
    assert limits.public()["doors"] == {"all": {"refused": 1, "early": 0}, "paid": {"refused": 1, "early": 0}}


def test_an_album_needs_room_for_all_of_it() -> None:
    limits = Limits(on=True)
    limits.admit(-1, False, False, 10.0, 15)
    assert refused(limits, -1, 10.0, private=False) == 0
    with pytest.raises(Refusal, match="retry after 50"):
        limits.admit(-1, False, False, 20.0, 6)
    limits.admit(-2, False, False, 100.0, 100)
    assert refused(limits, 5, 100.5) == 1, "a hundred fill an empty second"


async def test_rates_are_set_for_a_run_and_floods_are_told_by_door(api: Api, telegram: Telegram) -> None:
    readers = await telegram.newcomers(4)
    told = await telegram.limits(a_second=2, a_minute_to_group=1)
    assert (told["on"], told["a_second"], told["burst"], told["refused"]) == (True, 2, 3, 0)
    for reader in readers:
        await api.ask("sendMessage", chat_id=reader.id, text="x")
    flood = await telegram.flood()
    assert (flood["refused"], flood["early"]) == (2, 1)
    assert flood["doors"] == {"all": {"refused": 2, "early": 1}}
    assert (await telegram.limits())["a_second"] == 30
    for wrong in ({"a_week": 5}, {"a_second": 0}, {"burst": "many"}):
        with pytest.raises(AssertionError, match=r"unknown fields|whole number"):
            await telegram.post("limits", {"on": True, **wrong})


async def test_edits_count_like_messages_and_deletes_do_not(api: Api, telegram: Telegram) -> None:
    (reader,) = await telegram.newcomers(1)
    sent = [await api.call("sendMessage", chat_id=reader.id, text=str(n)) for n in range(3)]
    await telegram.limits(burst=1)
    places = [{"chat_id": reader.id, "message_id": message["message_id"]} for message in sent]
    await api.call("editMessageText", **places[0], text="new")
    assert "retry after" in await api.refusal("editMessageText", **places[1], text="new")
    for place in places:
        await api.call("deleteMessage", **place)
    flood = await telegram.flood()
    assert (flood["doors"], flood["early"]) == ({"person": {"refused": 1, "early": 0}}, 0)
