"""Saving stories to read them later: the button under a card, and /saved."""

from __future__ import annotations

from bot.news.chats import ChatKind
from bot.pages import story
from bot.pages.ask import Ask, Page
from bot.store import saved as store
from bot.views import lists
from bot.views import saved as view
from bot.views.card import withdrawn
from bot.views.intents import On, OpenList, OpenStory, Place, Save, Undo
from bot.views.reply import Answer, Reply


async def open_saved(ask: Ask, place: Place, undo: Undo | None = None) -> Reply:
    """`undo`: of what was taken off the list just now."""
    if ask.chat.kind is not ChatKind.PRIVATE:
        return view.private_only(ask.words)
    offset = place.page * lists.PER_PAGE
    async with ask.room.db.read() as tx:
        found = await store.of_chat(tx, ask.chat.number, ask.chat.edition, offset=offset, limit=lists.PER_PAGE)
    page = lists.Page(place, found.headlines, found.more, undo=undo)
    return lists.headlines(page, ask.chat.kind, ask.chat.time_zone, ask.now, ask.words)


async def save(ask: Ask, intent: Save) -> Answer:
    if ask.chat.kind is not ChatKind.PRIVATE:
        return Answer(view.private_only(ask.words), fresh=True)
    async with ask.room.db.write() as tx:
        if not intent.want:
            await store.drop(tx, ask.chat.number, intent.story_id)
        elif not await store.save(tx, ask.chat.number, intent.story_id, ask.now):
            full = await store.is_full(tx, ask.chat.number)
            said = view.too_many(store.MOST, ask.words) if full else str(withdrawn(ask.words).text)
            return Answer(toast=said, alert=True)
    if intent.on is On.LIST and intent.back:
        return Answer(await open_saved(ask, intent.back, ask.undo(On.LIST, intent.back)))
    shown = await story.open_story(ask, OpenStory(intent.story_id, intent.language, back=intent.back))
    return Answer(shown, toast=view.toast(intent.want, ask.words))


PAGE = Page(
    answers={Save: save},
    commands={"saved": lambda words: OpenList(Place(saved=True))},
    changes=frozenset({Save}),
)
