"""A draft and a broadcast go on where they were when the bot comes back."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Playground
from tests.newsroom import running
from tests.people import Telegram


async def test_a_draft_a_schedule_a_pause_and_the_progress_outlive_restarts(tmp_path: Path) -> None:
    async with Playground() as playground, Telegram(playground.url) as telegram:
        (tmp_path / "sources.toml").write_text(
            f"[[source]]\nid='t'\nname='T'\nlanguage='en'\nfeed='{playground.url}/nothing'\n", encoding="utf-8"
        )
        environ = {
            "BOT_TOKEN": playground.token,
            "ADMIN_IDS": str(playground.editor_id),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'tagwire.db'}",
            "TELEGRAM_API_URL": playground.url,
            "SOURCES_FILE": str(tmp_path / "sources.toml"),
            "HTTP_PORT": "0",
        }
        editor, reader = await telegram.editor(), await telegram.person("en")
        async with running(environ):
            await reader.sees("", after=await reader.says("/start"))
            await editor.sees("/cancel", after=await editor.says("/broadcast"))
        await editor.says("The bridge is open")
        async with running(environ):
            await editor.taps("🕒 Коли")
            await editor.taps("За годину")
            await editor.taps("Перевірити")
            await editor.taps("✅ Запланувати")
            shown = await editor.sees("🕒 Заплановано")
        async with running(environ):
            await telegram.fault("429", None, seconds=1, method="sendMessage", chat_id=reader.id)
            await editor.taps("▶️ Надіслати зараз", shown)
            await editor.taps("⏸ Пауза")
            assert (await editor.sees("⏸ На паузі"))["message_id"] == shown["message_id"]
        await telegram.no_faults()
        async with running(environ):
            assert "The bridge is open" not in str(await reader.messages())
            await editor.taps("▶️ Продовжити")
            await reader.sees("The bridge is open")
            assert (await editor.sees("доставлено: 2", within=20))["message_id"] == shown["message_id"]
            await editor.sees("✅ Готово")
        assert [one.get("text") for one in await reader.messages()].count("The bridge is open") == 1
