"""What nearly broke is shown to editors, each once; nothing that breaks by itself waits for them but what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.desk.candidates import Candidates, nearly, push
from bot.desk.intake import Intake
from bot.locales import load
from bot.news.candidates import DAY, MOST_A_DAY, STALE, Candidate, Nearly, State
from bot.news.chats import ChatKind, Level
from bot.news.delivery import AnnouncementKind, Later, Outcome, Sent, Unknown
from bot.news.story import BreakingReason
from bot.store import Database, announcements, articles, candidates, stories, subscriptions, tags
from bot.views.reply import Reply
from tests.desk.looking import START, Clock, look_at
from tests.desk.publisher import Publisher
from tests.desk.test_folding import RETOLD, REWORDED, TEXT, TITLE, intake, told
from tests.store.samples import NATO, NOON, article, meet, take_in

__all__ = ["intake"]
WORDS = load()
OLENA, EMMA = 1, 2


@dataclass
class Line:
    """What Telegram says to each message, Sent where nothing else is said."""

    outcomes: list[Outcome] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)
    edits: list[tuple[int, str]] = field(default_factory=list)

    async def say(self, chat_id: int, _kind: ChatKind, reply: Reply) -> Outcome:
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(7)
        if isinstance(outcome, Sent | Unknown):
            self.said.append((chat_id, str(reply.text)))
        return outcome

    async def edit(self, chat_id: int, _kind: ChatKind, message_id: int, reply: Reply) -> Outcome:
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(message_id)
        if isinstance(outcome, Sent):
            self.edits.append((chat_id, str(reply.text)))
        return outcome

    def tended(self, db: Database, roots: Sequence[int] = (OLENA, EMMA)) -> Candidates:
        return Candidates(db, roots, WORDS, self.say, self.edit)


async def suggested(db: Database, number: int = 1, now: datetime = NOON) -> Candidate:
    """A candidate, and two root editors who have met the bot."""
    async with db.write() as tx:
        await meet(tx, OLENA, language="uk")
        await meet(tx, EMMA)
        story_id = (await take_in(tx, article(number, tags_=[NATO]))).story_id
        await nearly(tx, story_id, Nearly.TWO, now)
    async with db.read() as tx:
        return (await candidates.undecided(tx))[-1]


async def now_is(db: Database, one: Candidate) -> Candidate:
    async with db.read() as tx:
        found = await candidates.get(tx, one.id)
    assert found
    return found


async def follow(db: Database) -> None:
    async with db.write() as tx:
        reader = await meet(tx, 99)
        nato = await tags.by_spelling(tx, "nato", "en")
        assert nato
        await subscriptions.subscribe(tx, reader.number, nato.id, Level.BREAKING, NOON)


async def test_two_publishers_nearly_make_it_breaking_and_a_third_decides(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    publisher.items(("/1/", TITLE, TEXT))
    publisher.also("/b/rss", "T", ("/b/1/", REWORDED, RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=2))
    async with db.read() as tx:
        [one] = await candidates.undecided(tx)
    assert (one.reason, one.state) == (Nearly.TWO, State.OPEN)
    publisher.also("/c/rss", "T", ("/c/1/", f"Irpin: {TITLE}", RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=4))
    await Line().tended(db).tend(clock.now)
    assert (await now_is(db, one)).state is State.BROKE


async def test_what_an_editor_holds_does_not_break_by_itself(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    publisher.items(("/1/", TITLE, TEXT))
    publisher.also("/b/rss", "T", ("/b/1/", REWORDED, RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=2))
    async with db.write() as tx:
        [one] = await candidates.undecided(tx)
        assert await candidates.decide(tx, one, State.HELD, OLENA, "Olena", clock.now)
    publisher.also("/c/rss", "T", ("/c/1/", f"Irpin: {TITLE}", RETOLD))
    await look_at(intake, clock, START + timedelta(minutes=4))
    [edition] = await told(db)
    assert not edition.breaking
    async with db.read() as tx:
        assert not await announcements.announced(tx, one.story_id, AnnouncementKind.BREAKING)


async def test_with_approval_nothing_breaks_by_itself(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    strict = replace(intake, approval=True)
    publisher.items(("/1/", f"BREAKING: {TITLE}", TEXT))
    await look_at(strict, clock, START + timedelta(minutes=2))
    [edition] = await told(db)
    assert not edition.breaking
    async with db.read() as tx:
        [one] = await candidates.undecided(tx)
    assert one.reason is Nearly.PREFIX


async def test_each_is_shown_once_and_every_copy_says_who_did_what(db: Database) -> None:
    one, line = await suggested(db), Line()
    for _turn in range(3):
        await line.tended(db).tend(NOON)
    assert [chat_id for chat_id, _ in line.said] == [OLENA, EMMA]
    assert "Це термінова новина?" in line.said[0][1]
    assert line.edits == []
    async with db.write() as tx:
        assert await candidates.decide(tx, one, State.DROPPED, OLENA, "Olena <b>", NOON)
        assert not await candidates.decide(tx, one, State.HELD, EMMA, "Emma", NOON)
    for _turn in range(2):
        await line.tended(db).tend(NOON)
    assert [chat_id for chat_id, _ in line.edits] == [OLENA, EMMA]
    assert "Rejected: not breaking" in line.edits[1][1]
    assert "Olena &lt;b&gt;" in line.edits[1][1]


async def test_who_may_have_got_it_does_not_get_it_again_and_who_has_not_does(db: Database) -> None:
    await suggested(db)
    line = Line([Unknown("timed out"), Later(5.0)])
    for _turn in range(3):
        await line.tended(db).tend(NOON)
    assert [chat_id for chat_id, _ in line.said] == [OLENA, EMMA]


async def test_it_is_never_suggested_twice_and_no_more_than_some_a_day(db: Database) -> None:
    first = await suggested(db)
    async with db.write() as tx:
        assert not await candidates.offer(tx, first.story_id, Nearly.TOP, NOON)
        for number in range(2, MOST_A_DAY + 3):
            story_id = (await take_in(tx, article(number))).story_id
            assert await candidates.offer(tx, story_id, Nearly.TWO, NOON) == (number <= MOST_A_DAY)
        assert await candidates.offer(tx, story_id, Nearly.TWO, NOON + DAY + timedelta(minutes=1))
    line = Line()
    await line.tended(db, [EMMA]).tend(NOON)
    said = [text for _, text in line.said if "this was the last one" in text]
    assert len(said) == 1
    assert str(MOST_A_DAY) in said[0]


async def test_what_nobody_decides_in_time_is_over(db: Database) -> None:
    one, line = await suggested(db), Line()
    await line.tended(db).tend(NOON)
    await line.tended(db).tend(NOON + STALE)
    assert (await now_is(db, one)).state is State.EXPIRED
    assert "Nobody decided in time" in line.edits[1][1]


async def test_a_push_has_the_editors_headline_and_goes_to_the_topics_they_chose(db: Database) -> None:
    one = await suggested(db)
    await follow(db)
    async with db.write() as tx:
        assert await candidates.reword(tx, one, {"en": "Their own"}, OLENA, "Olena", NOON)
    one = await now_is(db, one)
    async with db.write() as tx:
        assert await push(tx, one, OLENA, "Olena", NOON)
    async with db.write() as tx:
        assert not await push(tx, one, EMMA, "Emma", NOON)
        edition = await articles.edition(tx, one.story_id, "en")
        assert edition
        assert (edition.title, edition.breaking) == ("Their own", True)
        assert (await now_is(db, one)).state is State.PUSHED


async def test_what_breaks_without_a_topic_is_for_an_editor_to_aim(
    db: Database, intake: Intake, publisher: Publisher, clock: Clock
) -> None:
    async with db.write() as tx:
        story_id = (await take_in(tx, article(1))).story_id
        assert not await intake._break(tx, story_id, BreakingReason.LABEL, NOON)
        [one] = await candidates.undecided(tx)
        assert await stories.breaking_at(tx, story_id)
        await meet(tx, OLENA)
        [nato] = await tags.learn(tx, [NATO], "en")
    await follow(db)
    async with db.write() as tx:
        assert await candidates.aim(tx, one, [nato], OLENA, "Olena", NOON)
    async with db.write() as tx:
        found = await candidates.get(tx, one.id)
        assert found
        assert await push(tx, found, OLENA, "Olena", NOON)
        assert await announcements.announced(tx, story_id, AnnouncementKind.BREAKING)
