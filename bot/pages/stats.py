"""/stats: how it goes, in pictures and in words."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import stats
from bot.news.staff import Role
from bot.pages.ask import Ask, Page
from bot.views import stats as view
from bot.views.newsroom import OpenStats
from bot.views.reply import Answer


async def open_stats(ask: Ask, intent: OpenStats) -> Answer:
    """Without pictures the words say it all."""
    async with ask.room.db.read() as tx:
        seen = await stats.seen(tx, ask.chat, ask.now, ask.words)
    said, below = view.caption(seen, ask.words), view.pushes(seen, ask.words)
    pictures = await ask.room.draw(view.figures(seen, ask.words))
    return Answer(below, preview=replace(said, pictures=pictures), if_refused=said, fresh=True)


PAGE = Page(
    answers={OpenStats: open_stats},
    commands={"stats": lambda words: OpenStats()},
    needs={OpenStats: Role.ANALYST},
)
