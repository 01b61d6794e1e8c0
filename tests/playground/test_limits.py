"""Telegram's limits: refused as Telegram would, and never for longer than it says."""

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
