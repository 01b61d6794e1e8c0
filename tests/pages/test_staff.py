"""Editors and analysts come by a link that works once, do what their role allows, and go."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from tests.newsroom import Newsroom
from tests.pages.editor import draft
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Said:
    """What somebody of this language sees."""

    editor: str
    analyst: str
    nobody: str
    refused: str
    used: str
    known: str
    alert: str
    sources: str


SAID = {
    "uk": Said(
        "Тепер ви тут редактор",
        "Тепер ви тут аналітик",
        "Ви більше не в редакції",
        "Це можуть робити лише редактори",
        "Це посилання вже відкрито",
        "Ви вже маєте роль: редактор",
        "Надіслати сповіщення читачам",
        "Джерела",
    ),
    "ru": Said(
        "Теперь вы здесь редактор",
        "Теперь вы здесь аналитик",
        "Вы больше не в редакции",
        "Это могут делать только редакторы",
        "Эта ссылка уже открыта",
        "У вас уже есть роль: редактор",
        "Отправить оповещение читателям",
        "Источники",
    ),
    "en": Said(
        "You are an editor here now",
        "You are an analyst here now",
        "You are no longer on this bot's staff",
        "Only editors can do this",
        "This link has been used or revoked",
        "You already have this role: editor",
        "Send an alert to readers",
        "Sources",
    ),
}


async def invitation(root: Person, label: str) -> str:
    """The payload of a new link."""
    await root.sees("Редактори", after=await root.says("/editors"))
    await root.taps(label)
    shown = await root.sees("Хто першим відкриє")
    return str(shown["text"]).split("start=")[1].split()[0]


async def remove(root: Person, name: str) -> None:
    await root.sees("Редактори", after=await root.says("/editors"))
    await root.taps(f"⚙️ {name}")
    await root.taps("🗑 Прибрати")
    await root.sees("прибрати з редакції?")
    await root.taps("Так")
    await root.sees("більше не в редакції")


async def menu(person: Person, name: str, *, there: bool) -> list[dict[str, Any]]:
    """Their commands, once that one is among them or is not."""
    async with asyncio.timeout(10):
        while True:
            found = await person.commands()
            if there == any(one["command"] == name for one in found):
                return found
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("language", SAID)
async def test_somebody_becomes_an_editor_then_an_analyst_then_nobody(newsroom: Newsroom, language: str) -> None:
    said, root = SAID[language], await newsroom.telegram.editor()
    person, other = await newsroom.telegram.person(language), await newsroom.telegram.person(language)
    await person.sees(said.refused, after=await person.says("/broadcast"))

    link = await invitation(root, "➕ Редактор")
    await person.sees(said.editor, after=await person.says(f"/start {link}"))
    await root.sees(f"{person.name} — тепер")
    shown = await menu(person, "broadcast", there=True)
    assert said.alert in {one["description"] for one in shown}
    await other.sees(said.used, after=await other.says(f"/start {link}"))
    again = await invitation(root, "➕ Аналітик")
    await person.sees(said.known, after=await person.says(f"/start {again}"))
    await person.sees("/cancel", after=await person.says("/broadcast"))
    assert not [label for label in labels(await _editors(person)) if "➕" in label or "⚙" in label]

    await root.sees("Редактори", after=await root.says("/editors"))
    await root.taps(f"⚙️ {person.name}")
    await root.taps("Зробити аналітиком")
    await root.taps("Так")
    await person.sees(said.analyst)
    await person.sees(said.refused, after=await person.says("/broadcast"))
    await menu(person, "broadcast", there=False)
    sources = await person.sees(said.sources, after=await person.says("/sources"))
    await person.taps("✅", sources)
    source = await person.last()
    assert labels(source) == [labels(source)[-1]]  # Nothing but the way back.

    await remove(root, person.name)
    await person.sees(said.nobody)
    await menu(person, "sources", there=False)
    await person.sees(said.refused, after=await person.says("/sources"))
    acts = (await root.sees("Редактори", after=await root.says("/editors")))["text"]
    for act in ("роль редактора отримує", "роль аналітика отримує", "більше не в редакції:"):
        assert f"{act} «{person.name}»" in acts


async def _editors(person: Person) -> dict[str, Any]:
    return await person.sees("", after=await person.says("/editors"))


async def test_what_a_former_editor_began_is_looked_after(newsroom: Newsroom) -> None:
    root, editor = await newsroom.telegram.editor(), await newsroom.telegram.person("uk")
    link = await invitation(root, "➕ Редактор")
    await editor.sees("Тепер ви тут редактор", after=await editor.says(f"/start {link}"))
    await draft(editor, "Завтра о шостій")
    await editor.taps("🕒")
    await editor.taps("За годину")
    await editor.taps("Перевірити")
    await editor.taps("✅")
    await editor.sees("Заплановано: ")
    await draft(editor, "Недописане")

    await root.sees("Редактори", after=await root.says("/editors"))
    await root.taps(f"⚙️ {editor.name}")
    await root.taps("🗑 Прибрати")
    await root.sees("1 розсилка чекає свого часу")
    await root.taps("Так")
    await editor.sees("Ви більше не в редакції")
    shown = await root.sees("Завтра о шостій")
    assert "✖ Скасувати" in labels(shown)
    answer = await editor.taps("Перевірити")
    assert answer is not None
    await editor.sees("Це можуть робити лише редактори")
    await root.taps("✖ Скасувати", shown)
    await root.taps("✖ Так")


async def test_a_link_that_was_taken_back_is_good_for_nothing(newsroom: Newsroom) -> None:
    root, person = await newsroom.telegram.editor(), await newsroom.telegram.person("en")
    link = await invitation(root, "➕ Редактор")
    await root.taps("✖ Відкликати")
    await root.sees("Жодне з ваших невідкритих посилань")
    await person.sees("This link has been used or revoked", after=await person.says(f"/start {link}"))


async def test_only_root_editors_appoint(newsroom: Newsroom) -> None:
    root, editor = await newsroom.telegram.editor(), await newsroom.telegram.person("en")
    link = await invitation(root, "➕ Редактор")
    await editor.sees("You are an editor", after=await editor.says(f"/start {link}"))
    offered = await root.sees("Хто першим відкриє")
    back = next(b for row in offered["reply_markup"]["inline_keyboard"] for b in row if "Відкликати" in b["text"])
    shown = await _editors(editor)
    await editor.forges(back["callback_data"], shown)
    await editor.sees("Only root editors")
    await remove(root, editor.name)


async def test_editors_of_a_group_are_asked_there(newsroom: Newsroom) -> None:
    root, reader = await newsroom.telegram.editor(), await newsroom.telegram.person("en", started=True)
    group = await newsroom.telegram.group(members=[root.id, reader.id])
    await reader.says("/editors here", chat=group)
    await reader.sees("лише головні редактори", chat=group)
    await root.says("/editors here", chat=group)
    await root.sees("приходять у цю групу", chat=group)
    await root.sees("вирішують у групі", after=await root.says("/editors"))
    await root.says("/editors off", chat=group)
    await root.sees("знову приходять кожному", chat=group)
    await root.sees("/editors here", after=await root.says("/editors here"))
