"""aiohttp doors: the webhook and health."""
