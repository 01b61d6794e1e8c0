"""/broadcast: begins an alert, and shows what is scheduled or under way."""

from __future__ import annotations

from bot.desk import amending
from bot.desk.broadcast import EVERYONE
from bot.pages import drafting
from bot.pages.ask import Ask, Page
from bot.pages.editors import editors_only
from bot.store import broadcasts, drafts
from bot.views import broadcast as view
from bot.views import drafting as drafting_view
from bot.views.desk import Broadcast
from bot.views.reply import Reply

MOST_SHOWN = 5


async def begin(ask: Ask, intent: Broadcast) -> Reply:
    language = ask.chat.language
    async with ask.room.db.write() as tx:
        draft = await drafts.open_draft(tx, ask.chat.id, ask.now, awaits=language, audience=EVERYONE)
        under_way = [
            (told.id, await amending.subject(tx, told, language))
            for told in (await broadcasts.under_way(tx))[-MOST_SHOWN:]
        ]
        sheet = await drafting.sheet(tx, ask, draft)
    return drafting_view.ask_text(sheet, language, ask.words, also=view.running(under_way))


PAGE = Page(
    answers={Broadcast: editors_only(begin)},
    commands={"broadcast": lambda words: Broadcast()},
)
