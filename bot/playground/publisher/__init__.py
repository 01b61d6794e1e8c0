"""A sample publisher: feeds and pages in three languages, shaped like Ukrainska Pravda's, with a newsroom to play with.

It knows aiohttp and the standard library only. All its stories are invented and say so.
"""

from bot.playground.publisher.site import Publisher

__all__ = ["Publisher"]
