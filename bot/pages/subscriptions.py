"""Following topics: /subscribe, /unsubscribe, /subscriptions and the follow buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.enrich import stems_of, typed_keys
from bot.news.chats import ChatKind, Level
from bot.news.digest import USUAL_HOUR, Digest
from bot.news.spelling import normal
from bot.news.story import Tag
from bot.pages import headlines, story, welcome
from bot.pages.ask import Ask, Page
from bot.pages.placing import added, spotted
from bot.pages.wishes import found_by, wish
from bot.store import Transaction, chats, preferences, search, subscriptions, tags
from bot.views import placing, topics
from bot.views import subscriptions as view
from bot.views.choices import ChooseLevel, ChooseSound, FollowEverything, OpenOffer, OpenTopic
from bot.views.intents import (
    Follow,
    FollowWords,
    On,
    OpenList,
    OpenStory,
    OpenSubscriptions,
    Place,
    SetLevel,
    Subscribe,
    TurnSubscriptions,
    Undo,
    Unsubscribe,
    WantAlerts,
)
from bot.views.reply import Answer, Reply
from bot.views.start import stale

OFFERED = 12
MOST_PHRASES = 30
"""Words in quotes that a chat may follow."""
MOST_LEFT_OUT = 10
"""Of one subscription."""


async def subscribe(ask: Ask, intent: Subscribe) -> Reply:
    wanted = wish(intent.words)
    if not wanted.topic and not wanted.phrase:
        return await _offer(ask)
    if wanted.phrase:
        return await _follow_words(ask, wanted.phrase, wanted.without)
    tag = await _tag(ask, wanted.topic)
    if not isinstance(tag, Tag):
        return tag
    new = await _turn(ask, tag, want=True)
    before, without = await _leave_out(ask, tag, wanted.without)
    return await _added(ask, tag, new or without != before, without)


async def follow_words(ask: Ask, intent: FollowWords) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        words = await search.words_of(tx, intent.search)
    if words is None:
        return Answer(toast=stale(ask.words), alert=True)
    return Answer(await _follow_words(ask, found_by(words, ask.chat.language), ()), fresh=True)


async def _follow_words(ask: Ask, words: str, without: Sequence[str]) -> Reply:
    if not any(stems_of(words, ask.chat.language)):
        return view.says_nothing(words, ask.words)
    async with ask.room.db.write() as tx:
        followed = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
        if sum(one.tag.phrase for one in followed) >= MOST_PHRASES:
            return view.too_many(MOST_PHRASES, ask.words)
        tag_id = await tags.phrase(tx, words, ask.chat.language)
        await subscriptions.subscribe(tx, ask.chat.number, tag_id, Level.ALL, ask.now, thread_id=ask.thread_id)
        tag = await tags.by_id(tx, tag_id, ask.chat.language)
    assert tag is not None
    _, left_out = await _leave_out(ask, tag, without)
    return await _added(ask, tag, True, left_out)


async def _added(ask: Ask, tag: Tag, new: bool, without: Sequence[Tag]) -> Reply:
    if ask.chat.kind is ChatKind.PRIVATE:
        return view.now_following(tag, new, without, ask.undo() if new else None, ask.words)
    return await added(ask, tag.id, new)


async def _leave_out(ask: Ask, tag: Tag, words: Sequence[str]) -> tuple[list[Tag], list[Tag]]:
    """What the subscription left out, and what it does now: these, too; without a word, nothing any more."""
    number, language, thread = ask.chat.number, ask.chat.language, ask.thread_id
    async with ask.room.db.write() as tx:
        before = await subscriptions.left_out(tx, number, tag.id, thread_id=thread)
        after = [*before, *await _meant(tx, words, language)][:MOST_LEFT_OUT] if words else []
        after = [one for one in dict.fromkeys(after) if one != tag.id]
        await subscriptions.leave_out(tx, number, tag.id, after, thread_id=thread)
        return await tags.by_ids(tx, before, language), await tags.by_ids(tx, after, language)


async def _meant(tx: Transaction, words: Sequence[str], language: str) -> list[int]:
    """Topics where there are such, else the words themselves."""
    found = []
    for said in words[:MOST_LEFT_OUT]:
        topic = await tags.by_spelling(tx, said, language, keys=typed_keys(said))
        found.append(topic.id if topic else await tags.phrase(tx, said, language))
    return found


async def unsubscribe(ask: Ask, intent: Unsubscribe) -> Reply:
    if not intent.words:
        return await own(ask)
    tag = await _phrase(ask, intent.words) or await _tag(ask, intent.words)
    if not isinstance(tag, Tag):
        return tag
    had = await _turn(ask, tag, want=False)
    undo = ask.undo() if had else None
    if ask.chat.kind is ChatKind.PRIVATE:
        return view.no_longer_following(tag, had, undo, ask.words)
    async with ask.room.db.read() as tx:
        return placing.removed(tag, had, undo, await spotted(ask, tx), ask.words)


async def open_subscriptions(ask: Ask, intent: OpenSubscriptions) -> Reply:
    return await own(ask)


async def turn_subscriptions(ask: Ask, intent: TurnSubscriptions) -> Reply:
    return await own(ask, at=Place(page=intent.page))


async def follow(ask: Ask, intent: Follow) -> Answer:
    async with ask.room.db.read() as tx:
        tag = await tags.by_id(tx, intent.tag_id, ask.chat.language)
    if tag is None:
        return Answer(toast=stale(ask.words), alert=True)
    await _turn(ask, tag, want=intent.want)
    return Answer(await _around(ask, intent), toast=view.followed_toast(tag, intent.want, ask.words))


async def set_level(ask: Ask, intent: SetLevel) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        if intent.tag_id in await _had(ask, tx, [intent.tag_id]):
            level = Level.ALL if intent.everything else Level.BREAKING
            await subscriptions.subscribe(tx, ask.chat.number, intent.tag_id, level, ask.now, thread_id=ask.thread_id)
    return await own(ask, ask.undo(On.SUBSCRIPTIONS))


async def open_topic(ask: Ask, intent: OpenTopic) -> Reply:
    return await _topic(ask, intent.tag_id)


async def choose_level(ask: Ask, intent: ChooseLevel) -> Answer | Reply:
    """Who chooses the digest without having one gets it at the usual hour."""
    number, thread = ask.chat.number, ask.thread_id
    async with ask.room.db.write() as tx:
        await subscriptions.set_level(tx, number, intent.tag_id, intent.level, thread_id=thread)
        if intent.level is Level.DIGEST and not ask.chat.digest:
            await preferences.gather(tx, number, Digest(USUAL_HOUR), ask.now)
    return await _chosen(ask, intent.tag_id)


async def choose_sound(ask: Ask, intent: ChooseSound) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        await preferences.sound(tx, ask.chat.number, intent.tag_id, intent.sound)
    return await _chosen(ask, intent.tag_id)


async def _chosen(ask: Ask, tag_id: int) -> Reply:
    return await _topic(ask, tag_id, ask.undo(On.TOPIC, Place(tag_id)))


async def _topic(ask: Ask, tag_id: int, undo: Undo | None = None) -> Reply:
    """How it comes; of a topic that is followed no more, what is."""
    async with ask.room.db.read() as tx:
        followed = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
        chat = await chats.get(tx, ask.chat.id) or ask.chat
    here = [one for one in followed if one.tag.id == tag_id and one.thread_id == ask.thread_id]
    return topics.topic(here[0], chat.digest, undo, ask.words) if here else await own(ask)


async def want_alerts(ask: Ask, intent: WantAlerts) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        await chats.want_alerts(tx, ask.chat.number, intent.want, ask.now)
    changed = replace(ask, chat=replace(ask.chat, alerts=intent.want))
    shown = await own(changed, ask.undo(On.SUBSCRIPTIONS))
    return Answer(shown, toast=view.alerts_toast(intent.want, ask.words) if not ask.away else "")


async def _tag(ask: Ask, words: str) -> Tag | Reply:
    """The tag that the words mean, or a reply that says there is none."""
    async with ask.room.db.read() as tx:
        tag = await tags.by_spelling(tx, words, ask.chat.language, keys=typed_keys(words))
        close = [] if tag else await headlines.meant(tx, words, ask.chat.language)
    return tag or await headlines.unknown(ask, words, close)


async def _phrase(ask: Ask, words: str) -> Tag | None:
    """The chat's own words in quotes, with quotes or without."""
    said = normal(wish(words).phrase or words)
    async with ask.room.db.read() as tx:
        followed = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    return next((one.tag for one in followed if one.tag.phrase and normal(one.tag.name) == said), None)


async def _turn(ask: Ask, tag: Tag, *, want: bool) -> bool:
    """Whether anything changed. A follower of every headline who taps an old button keeps them."""
    number, thread = ask.chat.number, ask.thread_id
    async with ask.room.db.write() as tx:
        if not want:
            return await subscriptions.unsubscribe(tx, number, tag.id, thread_id=thread)
        if tag.id in await _had(ask, tx, [tag.id]):
            return False
        return await subscriptions.subscribe(tx, number, tag.id, Level.BREAKING, ask.now, thread_id=thread)


async def _around(ask: Ask, intent: Follow) -> Reply:
    """The message that the button stands on, drawn again."""
    match intent.on:
        case On.CARD:
            return await story.open_story(ask, OpenStory(intent.story_id, intent.language, back=intent.back))
        case On.LIST if intent.back:
            return await headlines.open_list(ask, OpenList(intent.back))
        case On.OFFER:
            return await _offer(ask)
        case On.WELCOME:
            return await welcome.draw(ask)
        case _:
            return await own(ask, ask.undo(On.SUBSCRIPTIONS, intent.back), intent.back)


async def own(ask: Ask, undo: Undo | None = None, at: Place | None = None) -> Reply:
    """What the chat follows, the page that is named `at`; `undo`: of what was changed there just now."""
    page = at.page if at else 0
    async with ask.room.db.read() as tx:
        followed = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
        if ask.chat.kind is not ChatKind.PRIVATE:
            return placing.gets(followed, await spotted(ask, tx), page, undo, ask.words)
    return view.followed(followed, ask.chat.alerts, ask.chat.digest, page, undo, ask.words)


async def open_offer(ask: Ask, intent: OpenOffer) -> Reply:
    return await _offer(ask)


async def _offer(ask: Ask) -> Reply:
    async with ask.room.db.read() as tx:
        popular = await tags.popular(tx, ask.chat.language, limit=OFFERED)
        owned = await _had(ask, tx, [tag.id for tag in popular])
        if ask.chat.kind is not ChatKind.PRIVATE:
            return placing.offer(popular, owned, await spotted(ask, tx), ask.words)
    return view.offer(popular, owned, ask.words)


async def follow_everything(ask: Ask, intent: FollowEverything) -> Answer | Reply:
    names = {language: placing.everything_name(words) for language, words in ask.room.words.items()}
    async with ask.room.db.write() as tx:
        tag_id = await tags.everything(tx, names)
        assert tag_id is not None
        number, thread = ask.chat.number, ask.thread_id
        await subscriptions.subscribe(tx, number, tag_id, intent.level, ask.now, thread_id=thread)
    return await own(ask, ask.undo(On.SUBSCRIPTIONS))


async def _had(ask: Ask, tx: Transaction, tag_ids: Sequence[int]) -> set[int]:
    """In the topic of the forum; a chat without topics has one place."""
    own = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    return {one.tag.id for one in own if one.tag.id in tag_ids and one.thread_id == ask.thread_id}


PAGE = Page(
    answers={
        Subscribe: subscribe,
        Unsubscribe: unsubscribe,
        OpenSubscriptions: open_subscriptions,
        TurnSubscriptions: turn_subscriptions,
        Follow: follow,
        FollowWords: follow_words,
        SetLevel: set_level,
        OpenTopic: open_topic,
        ChooseLevel: choose_level,
        ChooseSound: choose_sound,
        WantAlerts: want_alerts,
        OpenOffer: open_offer,
        FollowEverything: follow_everything,
    },
    commands={
        "subscribe": Subscribe,
        "unsubscribe": Unsubscribe,
        "subscriptions": lambda words: OpenSubscriptions(),
    },
    changes=frozenset(
        {Subscribe, Unsubscribe, Follow, FollowWords, FollowEverything, SetLevel, WantAlerts, ChooseLevel, ChooseSound}
    ),
)
