"""The gate before everything that only editors may do."""

from __future__ import annotations

from typing import Any

from bot.pages.ask import Answering, Ask
from bot.views import broadcast as view
from bot.views.reply import Answer, Reply


def editors_only(answer: Answering) -> Answering:
    """Refuses strangers, anonymous admins, forwarded commands and taps anywhere but in an editor's private chat."""

    async def guarded(ask: Ask, intent: Any) -> Answer | Reply | None:
        if ask.editor:
            return await answer(ask, intent)
        return Answer(view.editors_only(ask.words), fresh=True)

    return guarded
