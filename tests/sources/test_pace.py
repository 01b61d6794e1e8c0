from __future__ import annotations

from bot.sources.pace import AT_ONCE, PAUSE, Pace


def test_requests_to_one_host_keep_a_pause() -> None:
    pace = Pace()
    assert [pace.wait("herald.example", 100.0) for _ in range(AT_ONCE + 2)] == [0.0] * AT_ONCE + [PAUSE, 2 * PAUSE]
    assert pace.wait("other.example", 100.0) == 0.0
    assert pace.wait("herald.example", 100.0 + 60) == 0.0
    assert [pace.wait("127.0.0.1", 100.0) for _ in range(100)] == [0.0] * 100


def test_hosts_of_long_ago_are_forgotten() -> None:
    pace = Pace()
    for number in range(5_000):
        pace.wait(f"{number}.example", float(number))
    assert len(pace) < 2_000


def test_a_rest_ends_and_no_shorter_one_cuts_it() -> None:
    pace = Pace()
    pace.rest("herald.example", 200.0)
    pace.rest("herald.example", 150.0)
    assert [pace.rests("herald.example", now) for now in (100.0, 199.0, 200.0)] == [100.0, 1.0, 0.0]
    assert pace.rests("other.example", 100.0) == 0.0
