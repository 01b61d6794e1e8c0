"""Candidates for breaking news, in the editors' group or in private: the first who acts decides."""

from __future__ import annotations

from bot.desk import candidates as desk
from bot.enrich import typed_keys
from bot.news.candidates import UNDECIDED, Candidate, State
from bot.news.staff import Role
from bot.pages.ask import Ask, Page
from bot.store import Transaction, articles, audit, candidates, stories, tags
from bot.views import breaking as breaking_view
from bot.views import candidates as view
from bot.views.intents import Look
from bot.views.newsroom import Decide, OpenCandidate, Reword, TurnTopic, Verb
from bot.views.reply import Answer, Reply
from bot.views.text import TITLE_MAX

OFFERED = 6
"""Popular topics that can be added by a tap."""
_TO = {Verb.HOLD: (State.OPEN, State.HELD), Verb.RELEASE: (State.HELD, State.OPEN)}


async def open_candidate(ask: Ask, intent: OpenCandidate) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        one = await candidates.get(tx, intent.candidate_id)
        if one is None or (intent.topics and one.state not in UNDECIDED):
            return _late(ask, one)
        return await (_topics(tx, ask, one) if intent.topics else _shown(tx, ask, one))


async def decide(ask: Ask, intent: Decide) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        one = await candidates.get(tx, intent.candidate_id)
        seen = await desk.sight(tx, one, ask.chat, ask.now) if one else None
    if one is None or seen is None or one.state not in UNDECIDED:
        return _late(ask, one)
    if intent.verb is Verb.PUSH and not seen.chats:
        return Answer(toast=breaking_view.nobody_follows(ask.words), alert=True)
    async with ask.room.db.write() as tx:
        if not await _decided(tx, ask, one, intent.verb):
            return _late(ask, await candidates.get(tx, one.id))
        await audit.note(tx, _person(ask), _act(intent.verb), seen.headline or seen.edition.title, ask.now)
        return await _redrawn(tx, ask, one)


async def _decided(tx: Transaction, ask: Ask, one: Candidate, verb: Verb) -> bool:
    by = _person(ask), ask.request.name, ask.now
    match verb:
        case Verb.PUSH:
            return one.state is State.OPEN and await desk.push(tx, one, *by)
        case Verb.DROP:
            return await candidates.decide(tx, one, State.DROPPED, *by)
    was, to = _TO[verb]
    return one.state is was and await candidates.decide(tx, one, to, *by)


async def reword(ask: Ask, intent: Reword) -> Answer:
    return Answer(toast=view.how_to_reword(ask.words), alert=True)


async def turn_topic(ask: Ask, intent: TurnTopic) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        one = await candidates.get(tx, intent.candidate_id)
        if one is None or not await _turn(tx, ask, one, intent.tag_id, intent.want):
            return _late(ask, one)
        now = await _seen(tx, ask, one)
        return await _topics(tx, ask, now)


async def answered(ask: Ask) -> Answer | Reply | None:
    """What an editor says in answer to a candidate's message: a headline, or a topic with + or − before it."""
    words = _words(ask)
    if not words or not ask.request.above or ask.role < Role.EDITOR or ask.request.forwarded:
        return None
    async with ask.room.db.write() as tx:
        one = await candidates.shown_by(tx, ask.chat.id, ask.request.above)
        if one is None:
            return None
        if one.state not in UNDECIDED:
            return view.decided(one.editor_name, ask.words)
        return await (_by_words(tx, ask, one, words) if words[0] in "+-−–#" else _headline(tx, ask, one, words))


async def _headline(tx: Transaction, ask: Ask, one: Candidate, words: str) -> Answer | Reply:
    """In the language of the edition that this chat sees."""
    if len(words) > TITLE_MAX:
        return view.too_long(TITLE_MAX, ask.words)
    edition = await articles.edition(tx, one.story_id, ask.chat.edition or ask.chat.language)
    if edition is None:
        return _late(ask, one)
    titles = {**one.titles, edition.language: words}
    if not await candidates.reword(tx, one, titles, _person(ask), ask.request.name, ask.now):
        return _late(ask, one)
    await audit.note(tx, _person(ask), "headline", f"{edition.title} → {words}", ask.now)
    return await _redrawn(tx, ask, one, fresh=True)


async def _by_words(tx: Transaction, ask: Ask, one: Candidate, words: str) -> Answer | Reply:
    asked = words[1:].strip().lstrip("#")
    topic = await tags.by_spelling(tx, asked, ask.chat.language, keys=typed_keys(asked))
    if topic is None:
        return view.unknown_topic(asked, ask.words)
    if not await _turn(tx, ask, one, topic.id, words[0] in "+#"):
        return _late(ask, one)
    return await _redrawn(tx, ask, one, fresh=True)


async def _turn(tx: Transaction, ask: Ask, one: Candidate, tag_id: int, want: bool) -> bool:
    topics = [known for known in await desk.topics_of(tx, one) if known != tag_id]
    if want:
        topics.append(tag_id)
    if not await candidates.aim(tx, one, topics, _person(ask), ask.request.name, ask.now):
        return False
    names = ", ".join(tag.name for tag in await tags.by_ids(tx, topics, ask.chat.language) if not tag.phrase)
    await audit.note(tx, _person(ask), "topics", names, ask.now)
    return True


async def _redrawn(tx: Transaction, ask: Ask, one: Candidate, *, fresh: bool = False) -> Answer | Reply:
    """By a tap, at once; in answer to words the desk brings the message up to date, as all other copies."""
    if fresh:
        return Answer()
    return await _shown(tx, ask, await _seen(tx, ask, one))


async def _seen(tx: Transaction, ask: Ask, one: Candidate) -> Candidate:
    """As it is now; this chat's message is about to show it."""
    now = await candidates.get(tx, one.id)
    assert now is not None
    await candidates.seen(tx, now.id, ask.chat.id, now.revision)
    return now


async def _shown(tx: Transaction, ask: Ask, one: Candidate) -> Answer | Reply:
    seen = await desk.sight(tx, one, ask.chat, ask.now)
    return view.candidate(seen, ask.words) if seen else _late(ask, one)


async def _topics(tx: Transaction, ask: Ask, one: Candidate) -> Answer | Reply:
    seen = await desk.sight(tx, one, ask.chat, ask.now)
    if seen is None:
        return _late(ask, one)
    own = await tags.by_ids(tx, await stories.tags_of(tx, one.story_id), ask.chat.language)
    popular = await tags.popular(tx, ask.chat.language, limit=OFFERED)
    others = [tag for tag in dict.fromkeys([*own, *popular]) if tag not in seen.topics and not tag.phrase]
    return view.topics(seen, others, ask.words)


def _words(ask: Ask) -> str:
    """In a private chat, what was said; in a group, what was said in answer to us. A command is neither."""
    said, intent = ask.request.said, ask.request.intent
    words = (said.words if said else intent.words if isinstance(intent, Look) else "").strip()
    return "" if words.startswith("/") else words


def _act(verb: Verb) -> str:
    return "breaking" if verb is Verb.PUSH else verb.name.lower()


def _person(ask: Ask) -> int:
    """In a group the chat's number is not the editor's."""
    assert ask.request.person_id is not None
    return ask.request.person_id


def _late(ask: Ask, one: Candidate | None) -> Answer:
    return Answer(toast=view.too_late(one.editor_name if one else "", ask.words), alert=True)


PAGE = Page(
    answers={
        OpenCandidate: open_candidate,
        Decide: decide,
        Reword: reword,
        TurnTopic: turn_topic,
    },
    commands={},
    needs=dict.fromkeys((OpenCandidate, Decide, Reword, TurnTopic), Role.EDITOR),
    in_groups=(OpenCandidate, Decide, Reword, TurnTopic),
)
