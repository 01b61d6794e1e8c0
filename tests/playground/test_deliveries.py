"""Who was sent what, how often, and how much at once."""

import asyncio

from bot.playground import deliveries
from bot.playground.deliveries import Deliveries
from tests.people import Telegram
from tests.playground.api import Api


async def test_each_text_says_whom_it_reached_and_whom_twice(api: Api, telegram: Telegram) -> None:
    first, second = await telegram.newcomers(2)
    for chat_id, text in ((first.id, "alert"), (second.id, "alert"), (second.id, "alert"), (second.id, "digest")):
        await api.call("sendMessage", chat_id=chat_id, text=text)
    assert await telegram.texts() == {
        "alert": {"sent": 3, "chats": 2, "repeated": {str(second.id): 2}},
        "digest": {"sent": 1, "chats": 1, "repeated": {}},
    }
    assert await telegram.texts("ale", chat=first.id) == {"alert": {"sent": 1, "chats": 1, "repeated": {}}}
    await telegram.forget_deliveries()
    assert (await telegram.texts(), await telegram.deliveries()) == ({}, {})


async def test_how_much_is_in_flight_at_most(api: Api, telegram: Telegram) -> None:
    readers = await telegram.newcomers(7)
    await telegram.fault("slow", None, seconds=0.05)
    await asyncio.gather(*(api.call("sendMessage", chat_id=reader.id, text="x") for reader in readers))
    assert await telegram.most_in_flight() == 7
    await telegram.forget_deliveries()
    assert await telegram.most_in_flight() == 0


def test_counts_by_chat_stay_exact_when_texts_are_forgotten() -> None:
    kept = Deliveries(texts=100)
    for n in range(110):
        kept.record(n, n % 3, f"text {n}")
    assert kept.by_chat().total() == 110
    assert len(kept.by_text()) == 100
    assert kept.forgotten == 10


def test_a_text_to_very_many_is_forgotten_after_those_before_it() -> None:
    kept = Deliveries(pairs=100)
    kept.record(0, -1, "first")
    for chat in range(100):
        kept.record(0, chat, "second")
    assert kept.by_text() == {"second": {"sent": 100, "chats": 100, "repeated": {}}}


def test_only_the_last_sends_know_their_call() -> None:
    kept = Deliveries()
    for n in range(deliveries._SENDS + 10):
        kept.record(n, 1, "x")
    assert kept.by_chat(after=1) == {1: deliveries._SENDS}
    assert kept.by_chat(text="x") == {1: deliveries._SENDS + 10}
