"""Memory is held: only the last calls, sends, messages and updates are kept."""

import pytest

from bot.playground import journal, state, updates
from bot.playground.callbacks import Callbacks
from bot.playground.files import Files
from bot.playground.journal import Journal
from bot.playground.refusals import Refusal
from bot.playground.state import Chat, Chats
from bot.playground.updates import Updates


def test_the_journal_forgets_the_oldest_calls_but_counts_all() -> None:
    kept = Journal()
    for n in range(journal._CALLS + 10):
        kept.record(float(n), "getMe", {}, 200, "{}", 0.1)
    assert (len(kept.calls), kept.calls[0].n) == (journal._CALLS, 11)
    assert kept.counts["getMe"] == journal._CALLS + 10
    assert [call.n for call in kept.after(kept.last - 2)] == [kept.last - 1, kept.last]


def test_chats_forget_the_oldest_messages_of_all() -> None:
    chats = Chats()
    quiet, loud = chats.add(Chat(-1, "channel")), chats.add(Chat(-2, "channel"))
    chats.keep(quiet, {})
    for _ in range(state.KEPT_MESSAGES):
        chats.keep(loud, {})
    assert (len(quiet.messages), len(loud.messages)) == (0, state.KEPT_MESSAGES)


def test_the_queue_of_updates_is_not_endless() -> None:
    queue = Updates()
    for _ in range(updates._KEPT + 1):
        queue.push_raw({})
    assert len(queue.pending) == updates._KEPT


def test_files_are_kept_within_a_size() -> None:
    files = Files()
    kept = [files.add("documents", "a.bin", bytes(20 << 20), "x/y") for _ in range(5)]
    assert files.by_id(kept[0].id) is None
    assert files.by_path(kept[-1].path) is kept[-1]


async def test_a_tap_can_be_answered_for_a_while_only() -> None:
    taps = Callbacks()
    tap = taps.open(now=100.0)
    taps.answer(tap.id, {"text": "in time"}, now=129.0)
    taps.answer(tap.id, {"text": "again"}, now=129.5)
    assert tap.answer.result() == {"text": "in time"}
    with pytest.raises(Refusal, match="query is too old"):
        taps.answer(tap.id, {}, now=131.0)
