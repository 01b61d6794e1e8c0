"""What can be set in a draft: to whom, when, and what becomes of messages of which nobody knows the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.broadcast import EVERYONE
from bot.news.audience import Audience
from bot.news.chats import ChatKind, Level
from bot.news.delivery import Doubt
from bot.news.staff import Role
from bot.pages.ask import Ask, Page
from bot.pages.drafting import of_draft, saved
from bot.store import Transaction, audiences, drafts, tags
from bot.store.drafts import TIME, Draft
from bot.views import audience as audience_view
from bot.views import drafting as view
from bot.views.desk import Aim, By, ChooseAudience, ChooseTime, OpensIn, SetDoubt
from bot.views.reply import Answer, Reply


async def choose_audience(ask: Ask, draft: Draft, intent: ChooseAudience) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        return await _audience(tx, ask, draft, intent.page)


async def aim(ask: Ask, draft: Draft, intent: Aim) -> Answer | Reply:
    changed = replace(draft, audience=_aimed(draft.audience or EVERYONE, intent))
    async with ask.room.db.write() as tx:
        if not await drafts.save(tx, changed):
            return Answer(toast=view.too_late(ask.words), alert=True)
    async with ask.room.db.read() as tx:
        return await _audience(tx, ask, changed, intent.page)


def _aimed(audience: Audience, intent: Aim) -> Audience:
    match intent.by:
        case By.NOTHING:
            return EVERYONE
        case By.LANGUAGE:
            return replace(audience, languages=_turned(audience.languages, intent.value, intent.want))
        case By.KIND:
            kind = next((kind for kind in ChatKind if kind == intent.value), None)
            return replace(audience, kinds=_turned(audience.kinds, kind, intent.want)) if kind else audience
        case By.TAG:
            if not intent.value.isdecimal():
                return audience
            tag_ids = _turned(audience.tag_ids or (), int(intent.value), intent.want)
            return replace(audience, tag_ids=tag_ids or None, levels=tuple(Level) if tag_ids else ())


def _turned(chosen: tuple[Any, ...], value: Any, want: bool) -> tuple[Any, ...]:
    rest = tuple(one for one in chosen if one != value)
    return (*rest, value) if want else rest


async def _audience(tx: Transaction, ask: Ask, draft: Draft, page: int) -> Reply:
    chosen = draft.audience or EVERYONE
    most = audience_view.TAGS_PER_PAGE
    found = await tags.popular(tx, ask.chat.language, offset=page * most, limit=most + 1)
    sized = []
    for tag in found[:most]:
        followers = replace(chosen, tag_ids=(tag.id,), levels=tuple(Level))
        sized.append((tag, await audiences.audience_size(tx, followers)))
    named = await tags.by_ids(tx, chosen.tag_ids or (), ask.chat.language)
    called = audience_view.whom(chosen, named, ask.words)
    count = await audiences.audience_size(tx, chosen)
    return audience_view.audience(draft.id, chosen, called, count, sized, page, len(found) > most, ask.words)


async def choose_time(ask: Ask, draft: Draft, intent: ChooseTime) -> Answer | Reply:
    changed = replace(draft, awaits=TIME)
    async with ask.room.db.write() as tx:
        if not await drafts.save(tx, changed):
            return Answer(toast=view.too_late(ask.words), alert=True)
    return view.ask_time(draft.id, ask.chat.time_zone, ask.words)


async def opens_in(ask: Ask, draft: Draft, intent: OpensIn) -> Answer | Reply:
    opens_at = ask.now + timedelta(minutes=min(intent.minutes, 60)) if intent.minutes else None
    return await saved(ask, replace(draft, opens_at=opens_at, awaits=""))


async def set_doubt(ask: Ask, draft: Draft, intent: SetDoubt) -> Answer | Reply:
    shown = await saved(ask, replace(draft, doubt=Doubt.SKIP if intent.skip else Doubt.RETRY))
    return shown if shown.toast else replace(shown, toast=view.doubt_toast(intent.skip, ask.words), alert=True)


PAGE = Page(
    answers={
        ChooseAudience: of_draft(choose_audience),
        Aim: of_draft(aim),
        ChooseTime: of_draft(choose_time),
        OpensIn: of_draft(opens_in),
        SetDoubt: of_draft(set_doubt),
    },
    commands={},
    needs=dict.fromkeys((ChooseAudience, Aim, ChooseTime, OpensIn, SetDoubt), Role.EDITOR),
)
