"""/broadcast: begins an alert, and shows what is scheduled or under way."""

from __future__ import annotations

from bot.desk import amending
from bot.desk.broadcast import EVERYONE
from bot.news.delivery import AnnouncementKind
from bot.news.staff import Role
from bot.pages import drafting
from bot.pages.ask import Ask, Page
from bot.store import broadcasts, drafts
from bot.views import broadcast as view
from bot.views.desk import Broadcast
from bot.views.reply import Answer, Reply

MOST_SHOWN = 5


async def begin(ask: Ask, intent: Broadcast) -> Answer | Reply:
    language = ask.chat.language
    async with ask.room.db.read() as tx:
        under_way = [
            (told.id, await amending.subject(tx, told, language))
            for told in (await broadcasts.under_way(tx))[-MOST_SHOWN:]
        ]
    running = view.running(under_way)
    if earlier := await drafting.in_the_way(ask, AnnouncementKind.ALERT, also=running):
        return earlier
    async with ask.room.db.write() as tx:
        draft = await drafts.open_draft(tx, ask.chat.id, ask.now, awaits=language, audience=EVERYONE)
    return await drafting.ask_text(ask, draft, language, also=running)


PAGE = Page(
    answers={Broadcast: begin},
    commands={"broadcast": lambda words: Broadcast()},
    needs={Broadcast: Role.EDITOR},
)
