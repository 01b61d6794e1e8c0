"""Who becomes an editor or an analyst, and who is one no more.

By a link that works once: a bot cannot look a person up by a name, a forwarded message may hide who wrote it, and
whoever opens the link has opened the bot, too, so that it may write to them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from bot.news.chats import ChatKind
from bot.news.staff import Member, Role
from bot.pages.ask import Answering, Ask
from bot.store import Transaction, audit, candidates, drafts
from bot.store import staff as staff_of
from bot.views import staff as view
from bot.views.intents import Intent
from bot.views.links import join_payload
from bot.views.newsroom import Appoint, DecideHere, Invite, Join, OpenMember
from bot.views.reply import Answer, Reply

_ACTS = {Role.NOBODY: "dismiss", Role.ANALYST: "appoint_analyst", Role.EDITOR: "appoint_editor"}


async def open_member(ask: Ask, intent: OpenMember) -> Answer | Reply:
    async with ask.room.db.read() as tx:
        member = await staff_of.get(tx, intent.person_id)
    return view.one(member, ask.words) if member else _gone(ask)


async def invite(ask: Ask, intent: Invite) -> Answer | Reply:
    """A message of its own, since it is shown to nobody again."""
    if intent.role not in (Role.EDITOR, Role.ANALYST):
        async with ask.room.db.write() as tx:
            await staff_of.uninvite(tx, ask.chat.id)
        return view.taken_back(ask.words)
    key = secrets.token_urlsafe(16)
    async with ask.room.db.write() as tx:
        await staff_of.invite(tx, ask.chat.id, key, intent.role, ask.now)
    link = f"https://t.me/{ask.room.username}?start={join_payload(key)}"
    return Answer(view.invitation(intent.role, link, ask.words), fresh=True)


async def join(ask: Ask, intent: Join) -> Reply:
    """A link that would make less of somebody, or the same, stays good for who was meant."""
    if ask.chat.kind is not ChatKind.PRIVATE or ask.request.forwarded or ask.request.person_id is None:
        return view.used(ask.words)
    async with ask.room.db.write() as tx:
        role = await staff_of.invited(tx, ask.room.roots, intent.key, ask.now)
        if role and role <= ask.role:
            return view.known_already(ask.role, ask.words)
        by_id = await staff_of.join(tx, ask.room.roots, ask.chat.id, ask.request.name, intent.key, ask.now)
        if by_id is None or role is None:
            return view.used(ask.words)
        await audit.note(tx, by_id, _ACTS[role], ask.request.name or str(ask.chat.id), ask.now)
    return view.welcome(role, ask.words)


async def appoint(ask: Ask, intent: Appoint) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        member = await staff_of.get(tx, intent.person_id)
        if member is None or intent.role not in _ACTS or intent.role == member.role:
            return _gone(ask)
        if intent.role < member.role and not intent.sure:
            return view.ask(member, intent.role, await drafts.unfinished(tx, member.id), ask.words)
        await _appoint(tx, ask, member, intent.role)
        now = await staff_of.get(tx, member.id)
    return view.one(now, ask.words) if now else view.removed(member, ask.words)


async def _appoint(tx: Transaction, ask: Ask, member: Member, role: Role) -> None:
    """Somebody has to look after what the former editor has begun."""
    await staff_of.change(tx, member.id, role, ask.chat.id)
    if role < Role.EDITOR:
        await drafts.hand_over(tx, member.id, ask.chat.id)
    await audit.note(tx, ask.chat.id, _ACTS[role], member.name or str(member.id), ask.now)


async def decide_here(ask: Ask, intent: DecideHere) -> Reply:
    if ask.chat.kind is not ChatKind.GROUP:
        return view.only_groups(ask.words)
    async with ask.room.db.write() as tx:
        await candidates.decide_in(tx, ask.chat.number if intent.here else None)
    return view.here(intent.here, ask.words)


def _gone(ask: Ask) -> Answer:
    return Answer(toast=view.gone(ask.words), alert=True)


ANSWERS: Mapping[type[Intent], Answering] = {
    OpenMember: open_member,
    Invite: invite,
    Join: join,
    Appoint: appoint,
    DecideHere: decide_here,
}
NEEDS: Mapping[type[Intent], Role] = dict.fromkeys((OpenMember, Invite, Appoint, DecideHere), Role.ROOT)
