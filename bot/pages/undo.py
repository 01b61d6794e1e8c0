"""Taking back the last change: /undo, and the button under what was changed."""

from __future__ import annotations

from dataclasses import replace

from bot.pages import headlines, settings, subscriptions
from bot.pages.ask import Answering, Ask, Page
from bot.store import Transaction, changes, chats, lists, tags
from bot.store import subscriptions as subscriptions_of
from bot.store.changes import SAVED, SETTINGS, SUBSCRIPTIONS, Picture
from bot.views import undo as view
from bot.views.choices import OpenSettings, OpenTopic
from bot.views.chosen import Sight
from bot.views.intents import Intent, On, OpenList, Undo
from bot.views.reply import Answer, Reply


async def noted(ask: Ask, answering: Answering, intent: Intent) -> Answer | Reply | None:
    """The answer; and what it changed can be taken back."""
    number = ask.chat.number
    async with ask.room.db.read() as tx:
        before = await changes.picture(tx, number)
    said = await answering(ask, intent)
    async with ask.room.db.write() as tx:
        if was := changes.differing(before, await changes.picture(tx, number)):
            await changes.keep(tx, number, was, ask.undo().at)
    return said


async def take_back(ask: Ask, intent: Undo) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        was = await changes.take_back(tx, ask.chat.number, intent.at, ask.now)
        if was is None:
            said = view.nothing(ask.words) if not intent.at else view.too_late(ask.words)
            return Answer(toast=str(said.text), alert=True) if ask.request.tapped else said
        chat = await chats.get(tx, ask.chat.id) or ask.chat
        now = replace(ask, chat=chat, words=ask.words if ask.away else ask.room.words[chat.language])
        back = await _back(now, tx, was)
    return await _around(now, intent) or view.taken_back(back, ask.undo(), now.words)


async def _around(ask: Ask, intent: Undo) -> Reply | None:
    """The message that the button stands on, drawn again."""
    match intent.on:
        case On.SUBSCRIPTIONS:
            return await subscriptions.own(ask, at=intent.back)
        case On.SETTINGS:
            return await settings.open_settings(ask, OpenSettings())
        case On.TOPIC if intent.back:
            return await subscriptions.open_topic(ask, OpenTopic(intent.back.tag_id))
        case On.LIST if intent.back:
            return await headlines.open_list(ask, OpenList(intent.back))
    return None


async def _back(ask: Ask, tx: Transaction, was: Picture) -> view.Back:
    number, language = ask.chat.number, ask.chat.language
    own = {f"{one.thread_id} {one.tag.id}": one for one in await subscriptions_of.of_chat(tx, number, language)}
    topics = was.get(SUBSCRIPTIONS, {})
    gone = [int(name.split()[1]) for name in topics if name not in own]
    stories = {int(name): at is not None for name, at in was.get(SAVED, {}).items()}
    shown = await lists.of_stories(tx, stories, ask.chat.edition, retracted=True)
    return view.Back(
        settings=Sight(ask.chat, (), ask.now, ask.words) if SETTINGS in was else None,
        followed=[own[name] for name in topics if name in own],
        gone=await tags.by_ids(tx, gone, language),
        saved=[(shown[story_id].title, saved) for story_id, saved in stories.items() if story_id in shown],
    )


PAGE = Page(answers={Undo: take_back}, commands={"undo": lambda words: Undo()})
