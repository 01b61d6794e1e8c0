"""What an editor's messages, and their edits, make of the open draft."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import amending
from bot.news.alert import Alert, Reference
from bot.news.delivery import AnnouncementKind
from bot.news.moments import moment
from bot.news.staff import Role
from bot.pages import drafting
from bot.pages.ask import Ask, Page
from bot.store import Transaction, broadcasts, drafts
from bot.store.announcements import EDITABLE
from bot.store.drafts import TIME, Draft
from bot.views import drafting as view
from bot.views import objections, text
from bot.views.desk import Amend, Amendment
from bot.views.intents import Edited, Said
from bot.views.reply import Answer, Reply

MOST_PARTS = 10
"""Of an album."""


_AFTERWARDS = ((Amendment.EDIT, AnnouncementKind.UPDATE), (Amendment.CORRECT, AnnouncementKind.CORRECTION))
"""What can be done about something that went out, the better first."""


async def take(ask: Ask, draft: Draft, said: Said) -> Answer | Reply | None:
    """What comes while a draft is open; None for words that it does not wait for."""
    if said.album and said.album == draft.album:
        return await _take_part(ask, draft, said)
    if draft.awaits == TIME:
        return await _take_time(ask, draft, said)
    if not draft.awaits:
        return await _take_unasked(ask, draft, said)
    if said.poll and draft.kind is AnnouncementKind.ALERT:
        return await _take_poll(ask, draft, said)
    amends = draft.kind is not AnnouncementKind.ALERT
    if said.poll or said.other or (amends and (said.media or not said.words)):
        return objections.not_this(draft.id, ask.words, only_text=amends)
    return await _take_text(ask, draft, said, draft.awaits)


async def _take_unasked(ask: Ask, draft: Draft, said: Said) -> Answer | Reply | None:
    """A first file for the text that stands is plain; words beside it might be any language's, or another alert."""
    if not (said.media or said.poll or said.other) or draft.kind is AnnouncementKind.RECALL:
        return None
    if draft.kind is not AnnouncementKind.ALERT:
        return objections.not_this(draft.id, ask.words, only_text=True)
    text_only = draft.alert.texts and not draft.alert.media and not draft.alert.poll
    if text_only and said.media and not said.words and not said.album:
        return await _take_text(ask, draft, said, next(iter(draft.alert.texts)))
    return objections.not_asked(draft.id, ask.words, poll=draft.alert.poll is not None)


async def _take_text(ask: Ask, draft: Draft, said: Said, language: str) -> Answer | Reply:
    """The preview, exactly as readers get it, and below it what can be set."""
    changed = replace(_written(draft, said, ask.request.message_id, (language,)), awaits="", album=said.album)
    async with ask.room.db.write() as tx:
        if long := await _too_long(tx, ask, changed):
            if said.html:  # An edit of the message can make it fit.
                texts = {**draft.origins.texts, language: ask.request.message_id}
                await drafts.save(tx, replace(draft, origins=replace(draft.origins, texts=texts)))
            return objections.too_long(draft.id, draft.alert, changed.alert, long, ask.words)
        await drafts.save(tx, changed)
    if said.album:
        return view.album(draft.id, ask.words)
    return await drafting.anew(ask, changed, language)


def _written(draft: Draft, said: Said, message_id: int, languages: tuple[str, ...]) -> Draft:
    """With the words and the file of a message; a file that came in the same message before is replaced."""
    texts, media, origins = dict(draft.alert.texts), draft.alert.media, draft.origins
    origin_of = dict(origins.texts)
    for language in languages:
        if said.html:
            texts[language] = said.html
        if said.html or language not in texts:
            origin_of[language] = message_id
    media_from = origins.media
    if said.media and message_id in media_from and len(media_from) == len(media):
        place = media_from.index(message_id)
        media = (*media[:place], *said.media, *media[place + 1 :])
    elif said.media:
        media, media_from = said.media, (message_id,)
    return replace(draft, alert=Alert(texts, media), origins=replace(origins, texts=origin_of, media=media_from))


async def _take_part(ask: Ask, draft: Draft, said: Said) -> Answer:
    """Parts of an album come one by one; any of them may have the caption."""
    texts, origins, message_id = draft.alert.texts, draft.origins, ask.request.message_id
    if said.html and not texts:
        language = next(iter(origins.texts), ask.chat.language)
        texts, origins = {language: said.html}, replace(origins, texts={language: message_id})
    if len(draft.alert.media) < MOST_PARTS:
        alert = Alert(texts, (*draft.alert.media, *said.media))
        origins = replace(origins, media=(*origins.media, message_id))
        async with ask.room.db.write() as tx:
            await drafts.save(tx, replace(draft, alert=alert, origins=origins))
    return Answer()


async def _take_poll(ask: Ask, draft: Draft, said: Said) -> Answer:
    """The bot's own copy, which only the bot can then send to everyone."""
    async with ask.room.db.write() as tx:
        await drafts.save(tx, replace(draft, origins=replace(draft.origins, question=said.html)))
    message = Reference(ask.chat.id, ask.request.message_id)
    instead = bool(draft.alert.texts or draft.alert.media)
    copied = view.poll(message, draft.id, ask.words, instead=instead)
    return Answer(preview=copied, if_refused=objections.poll_refused(draft.id, ask.words))


async def _take_time(ask: Ask, draft: Draft, said: Said) -> Answer | Reply:
    opens_at = moment(said.words, ask.now, ask.chat.time_zone)
    if opens_at is None:
        return view.no_time(draft.id, ask.words)
    return await drafting.saved(ask, replace(draft, opens_at=opens_at, awaits=""))


async def edited(ask: Ask, intent: Edited) -> Answer | Reply | None:
    """The open draft follows the messages that it was made of. Telegram tells of edits that change nothing, too."""
    message_id = ask.request.message_id
    async with ask.room.db.write() as tx:
        draft = await drafts.current(tx, ask.chat.id)
        if draft is None or not (languages := _from(draft, message_id)):
            return await _hint(tx, ask, intent.said)
        changed = _edited(draft, intent.said, message_id)
        if changed.alert == draft.alert:
            return None
        if long := await _too_long(tx, ask, changed):
            return objections.too_long(draft.id, draft.alert, changed.alert, long, ask.words)
        await drafts.save(tx, changed)
    if changed.album:
        return None
    return await drafting.anew(ask, changed, languages[0], note=view.mended(ask.words))


async def _hint(tx: Transaction, ask: Ask, said: Said) -> Reply | None:
    """Once for each message that went out: an edit of it reaches nobody, but a button does."""
    message_id = ask.request.message_id
    sent = await drafts.sent_from(tx, ask.chat.id, message_id)
    if sent is None or _edited(sent, said, message_id).alert == sent.alert:
        return None
    of_id = sent.announcement_id if sent.kind is AnnouncementKind.ALERT else sent.of_id
    told = await broadcasts.get(tx, of_id) if of_id else None
    edits = told is not None and ask.now < told.opens_at + EDITABLE
    for by, kind in _AFTERWARDS if edits else _AFTERWARDS[1:]:
        if await amending.obstacle(tx, kind, sent.story_id, of_id) is None:
            told_so = await drafts.hinted(tx, sent, message_id)
            return objections.went_out(Amend(by, sent.story_id or 0, of_id or 0), ask.words) if told_so else None
    return None


def _from(draft: Draft, message_id: int) -> tuple[str, ...]:
    """The languages that a message concerns: of its texts, or all that its file stands beside."""
    whole = tuple(draft.alert.texts) or ("",)
    return draft.origins.languages(message_id) or (whole if message_id in draft.origins.media else ())


def _edited(draft: Draft, said: Said, message_id: int) -> Draft:
    """What amends is text only. A caption that was taken away is taken out of the draft."""
    languages = draft.origins.languages(message_id)
    media = said.media if draft.kind is AnnouncementKind.ALERT else ()
    changed = _written(draft, replace(said, media=media), message_id, languages)
    if not said.html and changed.alert.media:
        texts = {code: words for code, words in changed.alert.texts.items() if code not in languages}
        changed = replace(changed, alert=replace(changed.alert, texts=texts))
    # What was too long before may be what is waited for.
    return replace(changed, awaits="") if draft.awaits in languages and said.html else changed


async def _too_long(tx: Transaction, ask: Ask, draft: Draft) -> tuple[objections.TooLong, ...]:
    """The texts that Telegram would not take as readers of any language would see them."""
    texts, found = draft.alert.texts, dict[str, objections.TooLong]()
    for code, words in ask.room.words.items():
        drawn = await amending.drawn(tx, draft, words)
        over = len(text.plain(drawn.text)) - (text.CAPTION_MAX if drawn.media else text.TEXT_MAX)
        written = code if code in texts else next(iter(texts), "")
        if over > 0 and (written not in found or over > found[written].over):
            fits = max(len(text.plain(draft.alert.text(code))) - over, 0)
            found[written] = objections.TooLong(written, over, fits, beside=bool(drawn.media))
    return tuple(found.values())


PAGE = Page(answers={Edited: edited}, commands={}, needs={Edited: Role.EDITOR})
