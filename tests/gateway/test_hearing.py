from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.gateway.hearing import EDITOR, GROUP, PERSON, SILENCE, TYPING, Hearings
from bot.news.allowance import Hearing
from bot.news.chats import ChatKind
from bot.pages.request import Request
from bot.views.intents import Help, Inline, Intent, Left, Migrated

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GROUP_ID = -100


def asked(person: int | None, chat: int = 0, intent: Intent | None = None) -> Request:
    kind = ChatKind.GROUP if chat else ChatKind.PRIVATE
    return Request(intent or Help(), chat or person or 0, kind, "", "", person)


def test_one_flood_costs_nobody_else() -> None:
    hear = Hearings()
    told = [hear(asked(1), NOON) for _ in range(PERSON.at_once + 3)]
    assert told[-4:] == [Hearing.ANSWERED, Hearing.WARNED, Hearing.SILENCE, Hearing.SILENCE]
    assert hear(asked(2), NOON) is Hearing.ANSWERED
    assert hear(asked(1), NOON + SILENCE) is Hearing.ANSWERED


def test_typing_in_other_chats_costs_nothing_here_and_is_never_warned_of() -> None:
    hear = Hearings()
    told = [hear(asked(1, intent=Inline("nato")), NOON) for _ in range(TYPING.at_once + 2)]
    assert told == [Hearing.ANSWERED] * TYPING.at_once + [Hearing.SILENCE] * 2
    assert hear(asked(1), NOON) is Hearing.ANSWERED
    assert hear(asked(1, intent=Inline("nato")), NOON + TYPING.silence) is Hearing.ANSWERED


def test_a_member_who_floods_leaves_the_group_its_answers() -> None:
    hear = Hearings(person=GROUP)
    for _ in range(500):
        hear(asked(1, GROUP_ID), NOON - timedelta(seconds=61))
    assert hear(asked(2, GROUP_ID), NOON) is Hearing.ANSWERED


def test_a_group_floods_by_many_members_and_by_hidden_ones() -> None:
    hear = Hearings()
    told = [hear(asked(person, GROUP_ID), NOON) for person in range(1, GROUP.at_once + 3)]
    assert told[-3:] == [Hearing.ANSWERED, Hearing.WARNED, Hearing.SILENCE]
    assert hear(asked(None, GROUP_ID), NOON) is Hearing.SILENCE
    assert hear(asked(None, GROUP_ID - 1), NOON) is Hearing.ANSWERED
    # In private each of them is still answered.
    assert hear(asked(1), NOON) is Hearing.ANSWERED


def test_editors_may_ask_more() -> None:
    hear = Hearings({1})
    assert {hear(asked(1), NOON) for _ in range(EDITOR.at_once)} == {Hearing.ANSWERED}
    assert EDITOR.at_once > 5 * PERSON.at_once


def test_what_asks_nothing_is_always_heard() -> None:
    hear = Hearings()
    for _ in range(PERSON.at_once + 5):
        hear(asked(1), NOON)
    assert hear(asked(1, intent=Left("kicked")), NOON) is Hearing.ANSWERED
    assert hear(asked(1, intent=Migrated(-5)), NOON) is Hearing.ANSWERED


def test_memory_is_bounded_and_the_oldest_is_forgotten() -> None:
    hear = Hearings(most=100)
    for person in range(1, 10_000):
        hear(asked(person), NOON)
    assert len(hear._accounts) == 100
