"""/editors: who they are, and what they did."""

from __future__ import annotations

from bot.news.staff import Role
from bot.pages import staff
from bot.pages.ask import Ask, Page
from bot.store import audit, candidates
from bot.store import staff as staff_of
from bot.views import editors as view
from bot.views.intents import Intent, OpenEditors
from bot.views.newsroom import DecideHere
from bot.views.reply import Reply


async def open_editors(ask: Ask, intent: OpenEditors) -> Reply:
    if ask.role is Role.ROOT:
        async with ask.room.db.write() as tx:
            await staff_of.introduce(tx, ask.chat.id, ask.request.name, ask.now)
    async with ask.room.db.read() as tx:
        acts = await audit.recent(tx, view.PER_PAGE + 1, before=intent.before or None)
        members = await staff_of.everybody(tx, ask.room.roots)
        group = await candidates.room(tx)
    lines = [view.Line(act.id, act.editor_id, act.act, act.subject, act.at) for act in acts]
    page = view.Log(lines[: view.PER_PAGE], first=not intent.before, more=len(lines) > view.PER_PAGE)
    return view.editors(members, group, page, ask.chat.time_zone, ask.now, ask.words)


def _asked(words: str) -> Intent:
    """`here` and `off` are for groups."""
    word = words.strip().lower()
    return DecideHere(word == "here") if word in ("here", "off") else OpenEditors()


PAGE = Page(
    answers={OpenEditors: open_editors, **staff.ANSWERS},
    commands={"editors": _asked},
    needs={OpenEditors: Role.EDITOR, **staff.NEEDS},
    in_groups=(DecideHere,),
)
