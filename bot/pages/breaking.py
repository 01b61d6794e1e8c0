"""/breaking: an editor pushes a story to those who follow its tags."""

from __future__ import annotations

from bot.desk.announce import announce_breaking, announced, breaking_audience
from bot.news.staff import Role
from bot.news.story import BreakingReason, Edition
from bot.pages.ask import Ask, Page
from bot.store import articles, audit, broadcasts, candidates
from bot.views import breaking as view
from bot.views import candidates as candidates_view
from bot.views.card import card, withdrawn
from bot.views.intents import MakeBreaking
from bot.views.newsroom import WantCandidates
from bot.views.reply import Answer, Reply


async def make_breaking(ask: Ask, intent: MakeBreaking) -> Answer | Reply:
    if not intent.story_id:
        return await _newest(ask)
    return await (_push(ask, intent.story_id) if intent.sure else _confirm(ask, intent.story_id))


async def _newest(ask: Ask) -> Reply:
    async with ask.room.db.read() as tx:
        listing = await articles.latest(tx, ask.chat.language)
        wants = await candidates.wants(tx, ask.chat.number)
    return view.newest(listing.headlines, wants, ask.words)


async def want_candidates(ask: Ask, intent: WantCandidates) -> Answer:
    async with ask.room.db.write() as tx:
        await candidates.want(tx, ask.chat.number, intent.want)
    return Answer(await _newest(ask), toast=candidates_view.switched(intent.want, ask.words), alert=True)


async def _confirm(ask: Ask, story_id: int) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        edition = await articles.edition(tx, story_id, ask.chat.language)
        if edition is None or edition.retracted:
            return _no_news(ask, edition)
        if await announced(tx, story_id):
            return Answer(toast=view.already_breaking(ask.words), alert=True)
        chats = await breaking_audience(tx, story_id)
    if not chats:
        return Answer(toast=view.nobody_follows(ask.words), alert=True)
    return Answer(view.confirm_breaking(edition, chats, ask.words), fresh=True)


async def _push(ask: Ask, story_id: int) -> Answer | Reply:
    """Counted before it writes: counting takes long where many follow."""
    async with ask.room.db.read() as tx:
        chats = await breaking_audience(tx, story_id)
    async with ask.room.db.write() as tx:
        await broadcasts.hold(tx, story_id, None)
        edition = await articles.edition(tx, story_id, ask.chat.language)
        if edition is None or edition.retracted:
            return _no_news(ask, edition)
        if await announced(tx, story_id):
            return Answer(toast=view.already_breaking(ask.words), alert=True)
        if not chats:
            return Answer(toast=view.nobody_follows(ask.words), alert=True)
        await announce_breaking(tx, story_id, BreakingReason.EDITOR, ask.now)
        await audit.note(tx, ask.chat.id, "breaking", edition.title, ask.now)
    return view.pushed(chats, ask.words)


def _no_news(ask: Ask, edition: Edition | None) -> Reply:
    """Not kept any more, or taken back since the button was drawn."""
    return card(edition, ask.setting(), ask.words) if edition else withdrawn(ask.words)


PAGE = Page(
    answers={MakeBreaking: make_breaking, WantCandidates: want_candidates},
    commands={"breaking": lambda words: MakeBreaking()},
    needs=dict.fromkeys((MakeBreaking, WantCandidates), Role.EDITOR),
)
