"""/editors: who the root editors are, and what they did."""

from __future__ import annotations

from bot.pages.ask import Ask, Page
from bot.pages.editors import editors_only
from bot.store import audit
from bot.views import editors as view
from bot.views.intents import OpenEditors
from bot.views.reply import Reply


async def open_editors(ask: Ask, intent: OpenEditors) -> Reply:
    async with ask.room.db.read() as tx:
        acts = await audit.recent(tx, view.PER_PAGE + 1, before=intent.before or None)
    lines = [view.Line(act.id, act.editor_id, act.act, act.subject, act.at) for act in acts]
    page = view.Log(lines[: view.PER_PAGE], first=not intent.before, more=len(lines) > view.PER_PAGE)
    return view.editors(sorted(ask.room.editors), page, ask.chat.time_zone, ask.now, ask.words)


PAGE = Page(
    answers={OpenEditors: editors_only(open_editors)},
    commands={"editors": lambda words: OpenEditors()},
)
