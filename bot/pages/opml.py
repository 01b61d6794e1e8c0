"""Sources from and to other readers, as OPML."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence

from bot.desk.survey import survey_list
from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.pages.ask import Ask, Page
from bot.pages.request import Attached
from bot.sources import ReadingError, opml
from bot.store import audit, sources
from bot.store.sources import Known
from bot.views import opml as view
from bot.views.desk import AddSources, ExportSources
from bot.views.reply import Answer, Document, Reply

_SURE = re.compile(r".*\.opml(\.xml)?", re.IGNORECASE)
_LIKELY = re.compile(r".*\.(opml|xml)", re.IGNORECASE)
"""Some readers name it subscriptions.xml."""
_NAMED = 3
"""New sources that the log of acts names."""


def sent(ask: Ask, *, sure: bool) -> Attached | None:
    """An editor's file that is a list of feeds, by its name; `sure`: it can be nothing else."""
    said, file = ask.request.said, ask.request.file
    editor = ask.role >= Role.EDITOR and ask.chat.kind is ChatKind.PRIVATE
    is_file = said is not None and bool(said.media) and file is not None
    return file if editor and is_file and file and (_SURE if sure else _LIKELY).fullmatch(file.name) else None


async def offer(ask: Ask, file: Attached | None, language: str = "") -> Reply:
    """What the file lists. Nothing is read from it before the tap."""
    if file is None:
        return view.how(ask.words)
    otherwise = ask.chat.language
    try:
        body = await ask.room.download(file.id, opml.MOST_BYTES)
        listed = await survey_list(
            ask.room.publishers, ask.room.db, body, language=language, otherwise=otherwise, now=ask.now
        )
    except ReadingError as error:
        return view.unreadable(error.trouble, ask.words)
    names = [one.name for one in listed.new]
    counts = listed.number, listed.known, listed.unreadable, listed.over, listed.guessed
    return view.offer(view.Listed(names, *counts, language=otherwise), ask.words)


async def add(ask: Ask, intent: AddSources) -> Answer | Reply:
    async with ask.room.db.write() as tx:
        added = await sources.add(tx, intent.number, together=True)
        if added:
            names = ", ".join(one.name for one in added[:_NAMED])
            more = f" +{len(added) - _NAMED}" if len(added) > _NAMED else ""
            await audit.note(tx, ask.chat.id, "source_add", names + more, ask.now)
    return view.added(len(added), ask.words) if added else Answer(toast=view.over(ask.words), alert=True)


async def export(ask: Ask, intent: ExportSources) -> Answer:
    async with ask.room.db.read() as tx:
        known = await sources.known(tx)
    document = Document("sources.opml", _chunks(known), view.too_large(ask.words))
    return Answer(document=document, fresh=True)


async def _chunks(known: Sequence[Known]) -> AsyncGenerator[bytes, None]:
    yield opml.written([one.where_it_is for one in known])


PAGE = Page(
    answers={AddSources: add, ExportSources: export},
    commands={},
    needs={AddSources: Role.EDITOR, ExportSources: Role.ANALYST},
)
