"""What an editor of the local Telegram does in every conversation about a broadcast; they read Ukrainian."""

from __future__ import annotations

from typing import Any

from tests.people import Person


async def draft(editor: Person, text: str, **wish: Any) -> dict[str, Any]:
    """The draft's own message, below its preview."""
    await editor.sees("/cancel", after=await editor.says("/broadcast"))
    return await editor.sees("Вище", after=await editor.says(text, **wish))


async def aim(editor: Person, topic: str) -> None:
    """At those who follow a topic; the label tells how many they are."""
    await editor.taps("👥 Кому")
    while not any(topic in button["text"] for row in await _rows(editor) for button in row):
        await editor.taps("Менш популярні ›")
    await editor.taps(topic)
    await editor.taps("‹ Готово")


async def send(editor: Person, label: str = "✅ Надіслати") -> None:
    await editor.taps("Перевірити")
    await editor.taps(label)


def data(message: dict[str, Any], label: str) -> str:
    """What a button of the message sends."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(str(button["callback_data"]) for row in rows for button in row if label in button["text"])


async def _rows(editor: Person) -> list[list[dict[str, Any]]]:
    shown = await editor.sees("Теми додаються")
    rows: list[list[dict[str, Any]]] = shown["reply_markup"]["inline_keyboard"]
    return rows
