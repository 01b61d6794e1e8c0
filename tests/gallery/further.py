"""Values that must come together for a message to be sent: what no two unusual values bring about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.news.alert import Alert
from bot.news.chats import ChatKind, Level
from bot.news.delivery import GATHERED, AnnouncementKind, AnnouncementState, DeliveryState, Doubt
from bot.news.quiet import Rest
from bot.views.choices import Panel
from bot.views.intents import Place, Undo

Given = dict[str, Any]


def _received(usual: Given) -> Iterator[Given]:
    told = usual["told"]
    push = replace(told.sending.push, kind=AnnouncementKind.ALERT)
    yield {"told": replace(told, matched=(), asked=(), sending=replace(told.sending, push=push))}
    for kind in sorted(GATHERED):
        gathered = replace(told.sending, push=replace(push, kind=kind))
        yield {"told": replace(told, matched=(), asked=(), sending=gathered)}


def _verdict(usual: Given) -> Iterator[Given]:
    found = usual["found"]
    [(sending, _)] = found.sendings
    for state in DeliveryState:
        ended = replace(sending, state=state, reason="", attempts=1, doubts=0)
        yield {"found": replace(found, sendings=((ended, None),), missed=None, gone=None)}


def _account(usual: Given) -> Iterator[Given]:
    [(push, progress)] = usual["told"].told
    for state in AnnouncementState:
        yield {"told": replace(usual["told"], told=((replace(push, state=state, reason=""), progress),))}


def _progress(usual: Given) -> Iterator[Given]:
    nobody = replace(usual["seen"].progress, outcomes={}, owed=0, doubts=0)
    for state in (AnnouncementState.OPEN, AnnouncementState.DONE):
        yield {"seen": replace(usual["seen"], progress=replace(nobody, state=state))}
    for reason in ("a newer one follows", "cancelled by an editor", "retracted"):
        ended = replace(usual["seen"].progress, state=AnnouncementState.DONE, reason=reason)
        yield {"seen": replace(usual["seen"], progress=ended)}


def _headlines(usual: Given) -> Iterator[Given]:
    latest = replace(usual["page"], sought="", place=Place(), tag=None)
    nothing = replace(latest, headlines=())
    yield {"page": latest}
    yield {
        "page": replace(
            latest, headlines=latest.headlines * 2, topics=(), since=usual["now"] - timedelta(hours=3), new=1
        )
    }
    yield {"page": replace(latest, place=Place(summary=1), headlines=())}
    for page in (replace(latest, place=Place(saved=True)), replace(latest, place=Place(saved=True), headlines=())):
        yield {"page": page}
    yield {"page": nothing}
    yield {"page": replace(nothing, tag=usual["page"].tag)}
    yield {"page": replace(nothing, sought="…")}
    for kind in sorted(GATHERED):
        topics = ("",) * len(latest.headlines) if kind is AnnouncementKind.DIGEST else ()
        gathered = replace(latest, place=Place(summary=1), gathered=kind, topics=topics, total=12, more=True)
        yield {"page": gathered}


def _followed(usual: Given) -> Iterator[Given]:
    yield {"digest": None, "subscriptions": [replace(one, level=Level.DIGEST) for one in usual["subscriptions"]]}


def _settings(usual: Given) -> Iterator[Given]:
    chat = usual["seen"].chat
    for until in (None, usual["seen"].now + timedelta(hours=1)):
        yield {"panel": Panel.NONE, "seen": replace(usual["seen"], chat=replace(chat, rest=Rest(muted_until=until)))}
    filed = replace(chat, kind=ChatKind.PRIVATE, filed=True)
    yield {"panel": Panel.NONE, "seen": replace(usual["seen"], chat=filed, topics=True)}


def _added(usual: Given) -> Iterator[Given]:
    yield {"one": replace(usual["one"], level=Level.ALL), "undo": usual["undo"] or Undo(1)}


def _candidate(usual: Given) -> Iterator[Given]:
    yield {"seen": replace(usual["seen"], topics=(), chats=0)}


def _sheet(usual: Given) -> Iterator[Given]:
    yield {"shown": replace(usual["shown"], doubt=Doubt.SKIP, kind=AnnouncementKind.ALERT)}


def _check(usual: Given) -> Iterator[Given]:
    first = Alert({"uk": "…"})
    yield {"shown": replace(usual["shown"], alert=first, reach={"uk": 5, "ru": 3}, kind=AnnouncementKind.ALERT)}


def _taken(usual: Given) -> Iterator[Given]:
    yield {"spelling": usual["owner"].command}


FURTHER: Mapping[str, Callable[[Given], Iterator[Given]]] = {
    "broadcast.progress": _progress,
    "candidates.candidate": _candidate,
    "drafting.check": _check,
    "drafting.sheet": _sheet,
    "lists.headlines": _headlines,
    "placing.added": _added,
    "settings.settings": _settings,
    "subscriptions.followed": _followed,
    "tags.taken": _taken,
    "verdict.account": _account,
    "verdict.verdict": _verdict,
    "why.received": _received,
}
"""View → what is given beside the usual."""
