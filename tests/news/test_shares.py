import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.shares import share


@pytest.mark.parametrize(
    ("serves", "serving", "leads", "delivering", "part"),
    [
        (True, 1, True, 1, 30.0),  # One process does all.
        (True, 2, True, 2, 27.0),
        (True, 2, False, 2, 3.0),
        (True, 3, False, 1, 2.0),
        (False, 3, True, 1, 24.0),
        (False, 3, False, 2, 0.0),  # A standby.
        (False, 0, True, 1, 30.0),  # Nobody answers.
        (True, 2, False, 0, 15.0),  # Nobody delivers.
    ],
)
def test_parts_of_thirty_a_second(serves: bool, serving: int, leads: bool, delivering: int, part: float) -> None:
    assert share(30, serves=serves, serving=serving, leads=leads, delivering=delivering) == part


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1), st.floats(1, 1000))
def test_all_together_never_send_more_than_the_rate(roles: list[tuple[bool, bool]], rate: float) -> None:
    """Each process: whether it serves, and whether it delivers; the first that delivers leads."""
    serving, delivering = sum(serves for serves, _ in roles), sum(delivers for _, delivers in roles)
    leader = next((n for n, (_, delivers) in enumerate(roles) if delivers), None)
    parts = [
        share(rate, serves=serves, serving=serving, leads=n == leader, delivering=delivering)
        for n, (serves, _) in enumerate(roles)
    ]
    assert sum(parts) <= rate * (1 + 1e-9)
    if serving or delivering:
        assert sum(parts) >= rate * (1 - 1e-9)
