"""/digest, and its part of the settings."""

from __future__ import annotations

from bot.news import typed
from bot.news.chats import ChatKind, Level
from bot.news.digest import USUAL_HOUR, Digest
from bot.pages.ask import Ask, Page
from bot.pages.settings import changed, open_settings, stale_button
from bot.store import Transaction, preferences, subscriptions
from bot.views import digests as view
from bot.views import settings as settings_view
from bot.views.choices import NO_DIGEST, Digesting, OpenSettings, Panel, PutInDigest, SetDigest
from bot.views.reply import Answer, Reply


async def digesting(ask: Ask, intent: Digesting) -> Answer | Reply:
    """By words. The way back stands on the answer."""
    if ask.chat.kind is not ChatKind.PRIVATE:
        return settings_view.private_only(ask.words)
    if not intent.words.strip():
        return await open_settings(ask, OpenSettings(Panel.DIGEST))
    wish, before = typed.digest(intent.words), ask.chat.digest
    if typed.is_off(intent.words):
        digest = None
    elif wish:
        usual = before or Digest(USUAL_HOUR)
        hour = usual.hour if wish.hour is None else wish.hour
        digest = Digest(hour, usual.weekdays if wish.weekdays is None else wish.weekdays)
    else:
        return view.not_understood(intent.words, ask.words)
    async with ask.room.db.write() as tx:
        taken_in = await _set(ask, tx, digest)
        followed = await subscriptions.of_chat(tx, ask.chat.number, ask.chat.language)
    undo = SetDigest(before.hour, before.weekdays) if before else SetDigest(NO_DIGEST, False)
    return view.changed(digest, taken_in, bool(followed), undo, ask.words)


async def set_digest(ask: Ask, intent: SetDigest) -> Answer:
    if intent.hour > NO_DIGEST:
        return stale_button(ask)
    digest = Digest(intent.hour, intent.weekdays) if intent.hour < NO_DIGEST else None

    async def change(tx: Transaction) -> None:
        await _set(ask, tx, digest)

    return await changed(ask, change, Panel.DIGEST)


async def put_in_digest(ask: Ask, intent: PutInDigest) -> Answer:
    level = Level.DIGEST if intent.want else Level.BREAKING

    async def change(tx: Transaction) -> None:
        await subscriptions.set_level(tx, ask.chat.number, intent.tag_id, level)

    return await changed(ask, change, Panel.DIGEST)


async def _set(ask: Ask, tx: Transaction, digest: Digest | None) -> int:
    """How many topics are put into it: an empty digest is not what was asked for."""
    await preferences.gather(tx, ask.chat.number, digest, ask.now)
    return await subscriptions.into_digest(tx, ask.chat.number) if digest else 0


PAGE = Page(
    answers={Digesting: digesting, SetDigest: set_digest, PutInDigest: put_in_digest}, commands={"digest": Digesting}
)
