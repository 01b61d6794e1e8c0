"""An echo bot, as the library's own examples write it: `python -m benchmarks.chat.echo ptb|aiogram ROOT TOKEN`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any


def ptb(root: str, token: str) -> None:
    from telegram import Update
    from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

    async def says(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    async def taps(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if query := update.callback_query:
            await query.answer()
            await query.edit_message_text(query.data or "")

    app = Application.builder().token(token).base_url(f"{root}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, says))
    app.add_handler(CallbackQueryHandler(taps))
    app.run_polling()


def aiogram(root: str, token: str) -> None:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    async def says(message: Any) -> None:
        await message.answer(message.text)

    async def taps(query: Any) -> None:
        await query.answer()
        await query.message.edit_text(query.data)

    dispatcher = Dispatcher()
    dispatcher.message.register(says)
    dispatcher.callback_query.register(taps)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(root)))
    asyncio.run(dispatcher.start_polling(bot))


if __name__ == "__main__":
    {"ptb": ptb, "aiogram": aiogram}[sys.argv[1]](*sys.argv[2:4])
