"""What may be breaking is shown to editors, and the first who acts decides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.news.breaking import without_prefix
from tests.newsroom import Newsroom, open_newsroom
from tests.pages.test_staff import invitation
from tests.people import Person, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Said:
    """What an editor of this language sees."""

    asked: str
    why: str
    held: str
    pushed: str
    dropped: str
    by: str
    push: str
    hold: str
    release: str
    drop: str
    topics: str
    back: str
    reply: str
    theirs: str
    late: str


SAID = {
    "uk": Said(
        *("Це термінова новина?", "Видання називає її головною новиною", "Притримано", "Надіслано як термінову"),
        *("Відхилено: не термінова", "Остання дія: ", "✅ Надіслати", "⏸ Притримати", "▶️ Відпустити", "✖ Відхилити"),
        *("🏷 Теми", "‹ Назад", "у відповідь на це повідомлення", "Заголовок видання: ", "Запізно: швидше був"),
    ),
    "ru": Said(
        *("Это срочная новость?", "Издание называет её главной новостью", "Придержано", "Отправлено как срочную"),
        *("Отклонено: не срочная", "Последнее действие: ", "✅ Отправить", "⏸ Придержать", "▶️ Отпустить"),
        *("✖ Отклонить", "🏷 Темы", "‹ Назад", "в ответ на это сообщение", "Заголовок издания: "),
        "Поздно: быстрее был",
    ),
    "en": Said(
        *("Is this breaking?", "The publisher calls it main news", "Held back", "Pushed as breaking"),
        *(
            "Rejected: not breaking",
            "Last action: ",
            "✅ Push",
            "⏸ Hold",
            "▶️ Release",
            "✖ Reject",
            "🏷 Topics",
            "‹ Back",
        ),
        *("Reply to this message", "The publisher's headline: ", "Too late: "),
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newsroom(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newsroom]:
    """Where nothing breaks by itself."""
    async with open_newsroom(tmp_path_factory.mktemp("approval"), BREAKING_APPROVAL="1") as opened:
        yield opened


async def appointed(newsroom: Newsroom, language: str) -> Person:
    root, editor = await newsroom.telegram.editor(), await newsroom.telegram.person(language)
    await root.says("/start")
    link = await invitation(root, "➕ Редактор")
    await editor.sees("/help", after=await editor.says(f"/start {link}"))
    return editor


async def published(newsroom: Newsroom) -> dict[str, Any]:
    """Titles as cards have them, which say in their own way that it is breaking."""
    story = await newsroom.telegram.newsroom("publish", kind="breaking")
    return {**story, "titles": {language: without_prefix(title) for language, title in story["titles"].items()}}


@pytest.mark.parametrize("language", SAID)
async def test_an_editor_holds_changes_and_pushes(newsroom: Newsroom, language: str) -> None:
    said, root = SAID[language], await newsroom.telegram.editor()
    editor, reader = await appointed(newsroom, language), await newsroom.telegram.person(language)
    story = await published(newsroom)
    title = story["titles"][language]
    shown = await editor.sees(title, within=20)
    for line in (said.asked, said.why):
        assert line in shown["text"]
    copy = await root.sees(story["titles"]["uk"], within=20)
    await reader.sees("", after=await reader.says(f"/subscribe {story['tags'][0]}"))

    await _holds_and_releases(editor, shown, said)
    await seen(root, copy, SAID["uk"].asked)

    answer = await editor.taps("✎", await seen(editor, shown, said.asked))
    assert answer
    assert said.reply in answer["text"]
    mine = {"uk": "Мій заголовок", "ru": "Мой заголовок", "en": "My own headline"}[language]
    await editor.says(mine, reply_to=shown["message_id"])
    changed = await seen(editor, shown, mine)
    assert said.theirs + title in changed["text"]

    await editor.taps(said.topics, changed)
    panel = await seen(editor, shown, "+")
    ticked = [label for label in labels(panel) if label.startswith("✅")]
    await editor.taps(ticked[-1], panel)
    await editor.taps(said.back, await seen(editor, shown, "+"))
    await editor.taps(said.push, await seen(editor, shown, said.asked))
    await seen(editor, shown, said.pushed)
    assert (await reader.sees(f"🔴 {mine}"))["text"].startswith(f"🔴 {mine}")
    over = await seen(root, copy, SAID["uk"].pushed)
    assert f"Остання дія: {editor.name}" in over["text"]
    assert not labels(over)
    late = await root.forges(callback(copy, "✖ Відхилити"), over)
    assert late
    assert SAID["uk"].late in late["text"]
    acts = (await root.sees("Редактори", after=await root.says("/editors")))["text"]
    for act in ("притримано", "відпущено", "змінено заголовок", "змінено теми", "термінова новина"):
        assert f"{editor.name}: {act} «" in acts


async def _holds_and_releases(editor: Person, shown: dict[str, Any], said: Said) -> None:
    await editor.taps(said.hold, shown)
    held = await seen(editor, shown, said.held)
    assert said.by + editor.name in held["text"]
    await editor.taps(said.release, held)


async def seen(person: Person, message: dict[str, Any], text: str, chat: int = 0) -> dict[str, Any]:
    """The message, once it says that."""
    async with asyncio.timeout(20):
        while True:
            now = next(m for m in await person.messages(chat) if m["message_id"] == message["message_id"])
            if text in now["text"]:
                return now
            await asyncio.sleep(0.02)


def callback(message: dict[str, Any], label: str) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)


async def test_the_editors_group_is_asked_instead(newsroom: Newsroom) -> None:
    root, editor = await newsroom.telegram.editor(), await appointed(newsroom, "en")
    reader = await newsroom.telegram.person("uk", started=True)
    group = await newsroom.telegram.group(members=[root.id, editor.id, reader.id])
    await root.sees("", after=await root.says("/editors here", chat=group), chat=group)
    story = await published(newsroom)
    shown = await root.sees(story["titles"]["uk"], within=20, chat=group)
    refused = await reader.taps("✖ Відхилити", shown, chat=group)
    assert refused
    assert "лише редактори цього бота" in refused["text"]
    await editor.says("Заголовок із групи", chat=group, reply_to=shown["message_id"])
    await seen(root, shown, "Заголовок із групи", group)
    await editor.says("+Kyiv", chat=group, reply_to=shown["message_id"])
    await seen(root, shown, f"Остання дія: {editor.name}", group)
    await editor.taps("✖ Відхилити", chat=group)
    await seen(root, shown, "Відхилено: не термінова", group)
    assert not [message for message in await editor.messages() if story["titles"]["en"] in message.get("text", "")]
    await root.says("/editors off", chat=group)


async def test_an_editor_may_not_want_to_be_asked(newsroom: Newsroom) -> None:
    editor = await appointed(newsroom, "en")
    await editor.sees("Which story", after=await editor.says("/breaking"))
    answer = await editor.taps("🔔 Suggestions: on")
    assert answer
    assert "no longer come to you" in answer["text"]
    other = await appointed(newsroom, "ru")
    story = await published(newsroom)
    await other.sees(story["titles"]["ru"], within=20)
    assert not [message for message in await editor.messages() if "Is this breaking?" in message["text"]]


async def test_a_command_below_a_candidate_is_no_headline(newsroom: Newsroom) -> None:
    editor = await appointed(newsroom, "en")
    story = await published(newsroom)
    shown = await editor.sees(story["titles"]["en"], within=20)
    await editor.sees("Settings", after=await editor.says("/settings", reply_to=shown["message_id"]))
    assert "/settings" not in (await seen(editor, shown, "Is this breaking?"))["text"]
