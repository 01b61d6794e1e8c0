"""Words without a command: for an editor's open draft, or a topic."""

from __future__ import annotations

from collections.abc import Collection

from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.pages import headlines, opml, writing
from bot.pages.ask import Ask, Page
from bot.store import drafts
from bot.views.intents import Look, Said
from bot.views.menu import desk_commands
from bot.views.reply import Answer, Reply


async def said(ask: Ask, intent: Said) -> Reply | None:
    if file := opml.sent(ask, sure=False):
        return await opml.offer(ask, file)
    return await headlines.look(ask, Look(intent.words)) if intent.words else None


async def for_draft(ask: Ask, commands: Collection[str]) -> Answer | Reply | None:
    """What is said to a message that is for the editor's open draft, be it forwarded or look like a topic."""
    said = ask.request.said
    editor = ask.role >= Role.EDITOR and ask.chat.kind is ChatKind.PRIVATE
    if (
        said is None
        or not editor
        or opml.sent(ask, sure=True)
        or _commanded(said, commands, forwarded=ask.request.forwarded)
    ):
        return None
    async with ask.room.db.read() as tx:
        draft = await drafts.current(tx, ask.chat.id)
    return await writing.take(ask, draft, said) if draft else None


def _commanded(said: Said, commands: Collection[str], *, forwarded: bool) -> bool:
    """A command of the desk always acts, one for readers only when it stands alone: an alert may begin with /latest."""
    first, *rest = said.words.split() or [""]
    name = first.removeprefix("/").partition("@")[0].lower()
    if forwarded or not first.startswith("/") or name not in commands:
        return False
    return name in desk_commands(Role.ROOT) or name == "start" or not rest


PAGE = Page(answers={Said: said}, commands={})
