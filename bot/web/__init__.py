"""aiohttp doors: the webhook, health and metrics."""
