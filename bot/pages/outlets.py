"""Groups and channels: set up in the private chat by their own admins, and what is asked in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.news.chats import Chat, ChatKind
from bot.news.outlets import TidingKind
from bot.pages import privacy, settings
from bot.pages import subscriptions as subscriptions_page
from bot.pages.ask import Answering, Ask, Page
from bot.pages.placing import added
from bot.store import Transaction, articles, outlets, preferences, subscriptions, tags, tidings
from bot.store import chats as chats_of
from bot.views import choices, intents, placing
from bot.views import outlets as view
from bot.views.card import Setting, card
from bot.views.choices import Bring, MoveTo, Of, OpenOutlets, OpenSettings, Preview, Stop
from bot.views.intents import Forget, Intent, Joined, On, TopicSeen
from bot.views.reply import Answer, Reply
from bot.views.start import stale

SETS: frozenset[type[Intent]] = frozenset(
    {
        choices.OpenSettings,
        choices.Choose,
        choices.ChooseLanguage,
        choices.PreferEdition,
        choices.ChooseZone,
        choices.SetQuiet,
        choices.LetAlerts,
        choices.LetThrough,
        choices.ShowInPushes,
        choices.Muting,
        choices.Mute,
        choices.Less,
        choices.OpenOffer,
        choices.Digesting,
        choices.SetDigest,
        choices.PutInDigest,
        choices.OpenTopic,
        choices.ChooseLevel,
        choices.ChooseSound,
        choices.OnlyBreaking,
        choices.Bring,
        choices.FollowEverything,
        choices.Preview,
        choices.Stop,
        choices.MoveTo,
        intents.Subscribe,
        intents.Unsubscribe,
        intents.Follow,
        intents.FollowWords,
        intents.SetLevel,
        intents.WantAlerts,
        intents.GetMine,
        intents.Forget,
        intents.Undo,
    }
)
"""What concerns everybody in a group: asked by its admins alone."""
STEERED = SETS | {intents.OpenSubscriptions, intents.TurnSubscriptions, intents.OpenPrivacy}
"""What can be asked about a group or channel in the private chat."""
_PRIVATELY = (choices.OpenSettings, choices.Choose, intents.GetMine, intents.Forget)
"""Asked in a group, it is answered with a way to the private chat."""


async def in_public(ask: Ask, shared: Collection[type[Intent]]) -> Answer | Reply | None:
    """In a group: None for what is answered there. Of buttons it has only those that are `shared`; others were forged,
    and would draw something else in the message's place."""
    intent = ask.request.intent
    if type(intent) not in SETS:
        forged = ask.request.tapped and type(intent) not in shared
        return _stale(ask) if forged else None
    if not await ask.decides():
        return ask.hint()  # an answer in any case: None would have it done
    await _keep(ask, ask.chat)
    if isinstance(intent, _PRIVATELY):
        return view.privately(ask.chat, ask.thread_id, ask.words)
    return None


async def steer(ask: Ask, about: Of, answer: Answering) -> Answer | Reply | None:
    """In the private chat, about another one: as that one's own, if Telegram says now that they are its admin."""
    request, act = ask.request, about.act
    async with ask.room.db.read() as tx:
        chat = await chats_of.by_number(tx, about.number)
    mine = ask.chat.kind is ChatKind.PRIVATE and not request.forwarded
    if chat is None or not mine or chat.kind is ChatKind.PRIVATE or type(act) not in STEERED:
        return _stale(ask)
    if request.person_id is None or not await ask.room.administers(chat.id, request.person_id):
        return await _refused(ask, chat)
    await _keep(ask, chat)
    if isinstance(act, Forget) and act.sure:
        return await privacy.forget_outlet(ask, chat)
    away = replace(ask, chat=chat, away=True, request=replace(request, intent=act, thread_id=about.thread_id))
    said = await answer(away, act)
    whole = Answer(said) if isinstance(said, Reply) else said
    return view.aimed(whole, about) if whole else None


async def _refused(ask: Ask, chat: Chat) -> Reply:
    async with ask.room.db.read() as tx:
        theirs = ask.request.person_id in await outlets.keepers(tx, chat.number)
    return view.lost(chat, ask.words) if theirs and not chat.reachable else view.not_yours(ask.words)


async def _keep(ask: Ask, chat: Chat) -> None:
    if ask.request.person_id is None:
        return
    async with ask.room.db.write() as tx:
        await outlets.keep(tx, chat.number, ask.request.person_id, ask.now)
        if ask.request.topic:
            await outlets.name_topic(tx, chat.number, ask.request.thread_id, ask.request.topic)


async def open_outlets(ask: Ask, intent: OpenOutlets) -> Answer | Reply:
    if ask.chat.kind is not ChatKind.PRIVATE:
        return _stale(ask)
    async with ask.room.db.read() as tx:
        return view.outlets(await outlets.kept_by(tx, ask.chat.id), ask.words)


async def preview(ask: Ask, intent: Preview) -> Answer:
    """The newest story of what it gets, as it would be posted."""
    chat = ask.chat
    async with ask.room.db.read() as tx:
        own = await subscriptions.of_chat(tx, chat.number, chat.language)
        if not own:
            return Answer(toast=view.choose_first(ask.words), alert=True)
        story_id = await _newest(tx, chat, [0 if one.tag.everything else one.tag.id for one in own])
        edition = await articles.edition(tx, story_id, chat.edition) if story_id else None
    if edition is None:
        return Answer(toast=view.nothing_to_preview(ask.words), alert=True)
    post = card(edition, Setting(chat.kind, chat.time_zone, ask.now, detail=chat.detail), ask.room.words[chat.language])
    return Answer(view.previewed(chat, ask.words), fresh=True, preview=post, if_refused=view.previewed(chat, ask.words))


async def _newest(tx: Transaction, chat: Chat, tag_ids: Sequence[int]) -> int | None:
    """Of any of these; where there is none yet, of everything, as a sample. `tag_ids`: 0 is everything."""
    spoken = list(dict.fromkeys([chat.edition, *await articles.languages(tx)]))
    for wanted in (tag_ids, [0]):
        for language in spoken:
            found = [await articles.with_tag(tx, tag_id, language, limit=1) for tag_id in wanted]
            if lines := [line for listing in found for line in listing.headlines]:
                return max(lines, key=lambda line: line.published_at).story_id
    return None


async def stop(ask: Ask, intent: Stop) -> Answer:
    async with ask.room.db.read() as tx:
        empty = not await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    if empty and not intent.want and not ask.chat.alerts:
        return Answer(toast=view.choose_first(ask.words), alert=True)
    async with ask.room.db.write() as tx:
        await outlets.stop(tx, ask.chat.number, intent.want, ask.now)
    changed = replace(ask, chat=replace(ask.chat, stopped=intent.want))
    shown = await settings.open_settings(changed, OpenSettings())
    return Answer(shown, toast=view.turned(changed.chat, ask.words))


async def move_to(ask: Ask, intent: MoveTo) -> Answer | Reply:
    """From the topic of the forum where it is."""
    async with ask.room.db.read() as tx:
        topics = await outlets.topics(tx, ask.chat.number)
        own = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    one = next((one for one in own if one.tag.id == intent.tag_id and one.thread_id == ask.thread_id), None)
    if one is None:
        return _stale(ask)
    if not intent.to:
        return placing.which_topic(one, topics, ask.words)
    to = 0 if intent.to == placing.GENERAL else intent.to
    async with ask.room.db.write() as tx:
        await subscriptions.move(tx, ask.chat.number, intent.tag_id, ask.thread_id, to)
    return await subscriptions_page.own(ask, ask.undo(On.SUBSCRIPTIONS))


async def bring(ask: Ask, intent: Bring) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        if await tags.by_id(tx, intent.tag_id, ask.chat.language) is None:
            return _stale(ask)
        number, tag_id = ask.chat.number, intent.tag_id
        await subscriptions.subscribe(tx, number, tag_id, intent.level, ask.now, thread_id=ask.thread_id)
        await preferences.sound(tx, number, tag_id, intent.sound)
        await preferences.let_through(tx, number, [tag_id], intent.through)
    return await added(ask, intent.tag_id, True)


async def joined(ask: Ask, intent: Joined) -> None:
    """Meeting the chat has woken it already. Nothing is said there: who let the bot in is told in private."""
    person_id, number = ask.request.person_id, ask.chat.number
    if ask.chat.kind is ChatKind.PRIVATE:
        return
    admin = person_id is not None and await ask.room.administers(ask.chat.id, person_id)
    async with ask.room.db.write() as tx:
        await tidings.over(tx, number, TidingKind.MUTE)
        if ask.chat.kind is ChatKind.CHANNEL:
            await outlets.begin(tx, number)
        if admin and person_id is not None and await outlets.keep(tx, number, person_id, ask.now):
            await tx.run_sync(tidings.note, number, TidingKind.JOINED, ask.now)


async def topic_seen(ask: Ask, intent: TopicSeen) -> None:
    number, thread_id = ask.chat.number, ask.request.thread_id
    async with ask.room.db.write() as tx:
        if intent.name:
            await outlets.name_topic(tx, number, thread_id, intent.name)
        if intent.open:
            await tidings.over(tx, number, TidingKind.CLOSED, thread_id)


def _stale(ask: Ask) -> Answer:
    said = stale(ask.words)
    return Answer(toast=said, alert=True) if ask.request.tapped else Answer(view.not_yours(ask.words))


PAGE = Page(
    answers={
        OpenOutlets: open_outlets,
        Preview: preview,
        Stop: stop,
        MoveTo: move_to,
        Bring: bring,
        Joined: joined,
        TopicSeen: topic_seen,
    },
    commands={},
    changes=frozenset({MoveTo, Bring}),
)
