"""Whom a candidate without topics would reach, in each language."""

from __future__ import annotations

import pytest

from bot.desk.candidates import nearly
from bot.news.candidates import Nearly
from bot.news.chats import ChatKind, Level
from bot.store import Database, candidates, subscriptions, tags
from bot.views.newsroom import Decide, OpenCandidate, TurnTopic, Verb
from tests.pages.desk import EDITORS, Desk, deliver
from tests.store.samples import NATO, NOON, article, meet, take_in

GROUP = -7
NOBODY = {
    "en": "It has no topics, so nobody would get it: choose some.",
    "uk": "Вона не має тем, тож її ніхто не отримає: виберіть теми.",
    "ru": "У неё нет тем, поэтому её никто не получит: выберите темы.",
}
ONE = {
    "en": "It has no topics: only 1 chat would get it, which follows everything or words in it.",
    "uk": "Вона не має тем, тож її отримає лише 1 чат, який стежить за всім або за словами з неї.",
    "ru": "У неё нет тем, поэтому её получит только 1 чат, который следит за всем или за словами из неё.",
}


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
async def test_who_follows_everything_is_counted_and_gets_it(db: Database, language: str) -> None:
    async with db.write() as tx:
        await meet(tx, min(EDITORS), language=language)
        group = await meet(tx, GROUP, kind=ChatKind.GROUP)
        story_id = (await take_in(tx, article(1, tags_=[NATO]))).story_id
        [nato] = await tags.learn(tx, [NATO], "en")
        await nearly(tx, story_id, Nearly.TWO, NOON)
        [one] = await candidates.undecided(tx)
    desk = Desk(db, language=language)
    await desk.asks(TurnTopic(one.id, nato, want=False))
    assert NOBODY[language] in desk.text
    assert (await desk.asks(Decide(one.id, Verb.PUSH))).alert
    async with db.write() as tx:
        everything = await tags.everything(tx, {"en": "Everything"})
        assert everything
        await subscriptions.subscribe(tx, group.number, everything, Level.BREAKING, NOON)
    await desk.asks(OpenCandidate(one.id))
    assert ONE[language] in desk.text
    await desk.asks(Decide(one.id, Verb.PUSH))
    assert [delivery.chat_id for delivery in await deliver(db, NOON)] == [GROUP]
