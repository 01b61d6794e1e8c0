"""Stories that nearly broke: shown to editors, each once, and what they make of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk.announce import announce_breaking, announced, audience_of
from bot.locales import Words
from bot.news.candidates import MOST_A_DAY, Candidate, Nearly, State
from bot.news.chats import Chat, ChatKind
from bot.news.delivery import Later, Outcome, Sent, Unknown
from bot.news.staff import Role
from bot.news.story import BreakingReason
from bot.store import Database, Transaction, articles, audiences, broadcasts, candidates, chats, staff, stories, tags
from bot.store.candidates import Copy
from bot.views import candidates as view
from bot.views.reply import Reply


async def nearly(tx: Transaction, story_id: int, reason: Nearly, now: datetime) -> None:
    """Editors are to decide, unless it was pushed or taken back."""
    if not await announced(tx, story_id) and not await stories.retracted(tx, story_id):
        await candidates.offer(tx, story_id, reason, now)


async def sight(tx: Transaction, one: Candidate, chat: Chat, now: datetime) -> view.Seen | None:
    """As this chat sees it; None for a story that is not kept any more."""
    edition = await articles.edition(tx, one.story_id, chat.edition or chat.language)
    if edition is None:
        return None
    tag_ids = await topics_of(tx, one)
    topics = await tags.by_ids(tx, tag_ids, chat.language)
    reached = await audiences.audience_size(tx, await audience_of(tx, tag_ids))
    return view.Seen(
        one.id,
        one.state,
        one.reason,
        edition,
        one.titles.get(edition.language, ""),
        tuple(tag for tag in topics if not tag.phrase),
        reached,
        one.editor_name,
        one.acted_at,
        chat.time_zone,
        now,
        await candidates.nth(tx, one) >= MOST_A_DAY,
    )


async def topics_of(tx: Transaction, one: Candidate) -> tuple[int, ...]:
    return await stories.tags_of(tx, one.story_id) if one.tags is None else one.tags


async def push(tx: Transaction, one: Candidate, editor_id: int, name: str, now: datetime) -> bool:
    """Whether this did it. The headlines of editors stand in all cards from now on."""
    await broadcasts.hold(tx, one.story_id, None)
    if await announced(tx, one.story_id) or await stories.retracted(tx, one.story_id):
        return False
    if not await candidates.decide(tx, one, State.PUSHED, editor_id, name, now):
        return False
    if one.titles:
        await stories.entitle(tx, one.story_id, one.titles)
    await announce_breaking(tx, one.story_id, BreakingReason.EDITOR, now, tag_ids=await topics_of(tx, one))
    return True


@dataclass(frozen=True, slots=True)
class Candidates:
    """`say` tells a chat something, `edit` changes what it was told."""

    db: Database
    roots: Collection[int]
    words: Mapping[str, Words]
    say: Callable[[int, ChatKind, Reply], Awaitable[Outcome]]
    edit: Callable[[int, ChatKind, int, Reply], Awaitable[Outcome]]

    async def tend(self, now: datetime) -> None:
        """Closes what is over, shows what is new, and brings every copy up to date."""
        async with self.db.read() as tx:
            waiting, old = await candidates.undecided(tx), await candidates.outdated(tx)
        if waiting:
            async with self.db.write() as tx:
                await candidates.close(tx, now)
            await self._show_new(now)
            async with self.db.read() as tx:
                old = await candidates.outdated(tx)
        for one, copy in old:
            await self._redraw(one, copy, now)

    async def _show_new(self, now: datetime) -> None:
        async with self.db.read() as tx:
            members = [one.id for one in await staff.everybody(tx, self.roots) if one.role >= Role.EDITOR]
            among = await candidates.readers(tx, members)
            owed = [
                (one, chat)
                for one in await candidates.undecided(tx)
                if one.state is State.OPEN
                for chat in await candidates.unseen(tx, one, among)
            ]
        for one, chat in owed:
            await self._show(one, chat, now)

    async def _show(self, one: Candidate, chat: Chat, now: datetime) -> None:
        """Written down before it leaves: whoever may have got it does not get it again."""
        async with self.db.write() as tx:
            seen = await sight(tx, one, chat, now)
            await candidates.show(tx, one, chat.id)
        if seen is None:
            return
        outcome = await self.say(chat.id, chat.kind, view.candidate(seen, self.words[chat.language]))
        if isinstance(outcome, Sent | Later):
            async with self.db.write() as tx:
                await candidates.shown(tx, one, chat.id, outcome.message_id if isinstance(outcome, Sent) else None)

    async def _redraw(self, one: Candidate, copy: Copy, now: datetime) -> None:
        async with self.db.read() as tx:
            chat = await chats.get(tx, copy.chat_id)
            seen = await sight(tx, one, chat, now) if chat else None
        outcome: Outcome | None = None
        if chat and seen:
            reply = view.candidate(seen, self.words[chat.language])
            outcome = await self.edit(chat.id, chat.kind, copy.message_id, reply)
        if not isinstance(outcome, Later | Unknown):
            async with self.db.write() as tx:
                await candidates.seen(tx, one.id, copy.chat_id, one.revision)
