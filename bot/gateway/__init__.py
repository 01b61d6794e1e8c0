"""Telegram's edge: Update → Intent, Reply → Bot API, errors → Outcome, pace, the aiohttp transport."""
