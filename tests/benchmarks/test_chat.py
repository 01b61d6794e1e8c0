"""A small run of the whole, and what it is made of; how long anybody waits is the benchmark's affair."""

from __future__ import annotations

import json
import random
from pathlib import Path

from benchmarks.chat.__main__ import main
from benchmarks.chat.crowd import FIRST, WISHES, Crowd, Screen
from benchmarks.chat.figures import figures, judged
from benchmarks.chat.telegram import Asked, Seen
from bot.gateway.codec import pack
from bot.pages.conversation import COMMANDS
from bot.views.intents import OpenStory

SMALL = "--rate 20 --seconds 2 --rival-seconds 1 --warm 0.5 --people 60 --readers 1000 --archive 200".split()


def test_a_small_one_answers_everybody(tmp_path: Path) -> None:
    main([*SMALL, "--json", str(tmp_path / "figures")])
    told = json.loads((tmp_path / "figures").read_text())
    assert told["ours.asked"] == 40
    assert told["ours.answered_share"] == told["ptb.answered_share"] == 1
    assert told["ours.p50_ms"] > 0
    assert told["ours_over_ptb.p99.ratio"] > 0
    assert told["ours.broadcast_per_s"] > 0


def test_of_a_hundred_wishes_each_is_one() -> None:
    assert sum(WISHES.values()) == 100


def test_people_tap_what_they_see_and_do_one_thing_at_a_time() -> None:
    crowd = Crowd(1, ["nato"], ["aid"], frozenset(COMMANDS), echo=False, chance=random.Random(1))
    assert FIRST in crowd
    seen = set()
    card = {"inline_keyboard": [[{"text": "1", "callback_data": pack(OpenStory(7, "en"))}]]}
    for now in range(0, 1000, 2):
        kind, chat_id, update = crowd.asks(float(now)) or ("", 0, {})
        assert chat_id == FIRST
        assert crowd.asks(float(now) + 1.9) is None
        if kind == "open card":
            assert update["callback_query"]["data"] == pack(OpenStory(7, "en"))
        seen.add(kind)
        crowd.shows(FIRST, Screen(3, "news", card))
        crowd.answered(FIRST)
    assert {"latest", "topic", "search", "subscribe", "settings", "open card"} <= seen
    assert "open part" not in seen  # no such button was there


def test_figures_count_from_the_hand_over() -> None:
    asked = [Asked("latest", True, 1.0, 1.5, 1.5 + wait / 1000, 1.5 + wait / 1000) for wait in range(1, 101)]
    found = figures(Seen([*asked, Asked("help", True, 2.0, 2.1)], 10.0, 500, 1.0))
    assert (round(found["p50_ms"]), round(found["p99_ms"]), round(found["max_ms"])) == (50, 99, 100)
    assert round(found["latest.p99_ms"]) == 99
    assert round(found["from_asking.p50_ms"]) == 550
    assert found["answered_share"] == 100 / 101
    assert found["broadcast_per_s"] == 50


def test_what_is_not_kept_is_told() -> None:
    kept = {"p99_ms": 60.0, "answered_share": 1.0, "readers_left": 900.0}
    assert not judged(kept).broken
    for name, figure in (("p99_ms", 120.0), ("answered_share", 0.99), ("readers_left", 0.0)):
        assert [check.name for check in judged(kept | {name: figure}).broken] == [name]
