"""Why a source cannot be read, in an editor's words, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.locales import Words
from bot.news.trouble import Trouble


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "a message that is translated later"
    return message


TROUBLES: Mapping[Trouble, str] = {
    Trouble.ADDRESS: N_("this is not a web address"),
    Trouble.NAME: N_("there is no such site"),
    Trouble.AWAY: N_("the site does not answer"),
    Trouble.PRIVATE: N_("it is on a private network, where I do not go"),
    Trouble.CERTIFICATE: N_("the site's certificate is not valid"),
    Trouble.SLOW: N_("the site answers too slowly"),
    Trouble.REFUSED: N_("the site does not let programs in"),
    Trouble.MISSING: N_("there is nothing at this address"),
    Trouble.BUSY: N_("the site asks me to come back later"),
    Trouble.BROKEN: N_("the site answers with an error"),
    Trouble.LARGE: N_("the answer from there is too large"),
    Trouble.REDIRECTS: N_("the site's redirects lead nowhere"),
    Trouble.PAGE: N_("this is a web page and not a feed"),
    Trouble.EMPTY: N_("the feed is empty"),
    Trouble.NO_FEED: N_("this is not a feed that can be read"),
    Trouble.UNSAFE: N_("the feed holds definitions that are not safe to read"),
    Trouble.HANGS: N_("the feed could not be read through in time"),
    Trouble.UNNAMED: N_("the site names no feed, and there is none in the usual places"),
    Trouble.SCRIPTED: N_("the page is put together only in a browser and names no feed"),
    Trouble.ODD: N_("something unexpected went wrong; see the bot's log"),
}
"""After "it cannot be read: "."""

_CHECK = N_("Please check the address: it should look like https://example.org/")
_LATER = N_("Please check the address, or try again later.")
_FEED = N_("Please give the address of the feed itself: a link named “RSS” often leads to it.")
_HINTS: Mapping[Trouble, str] = {
    **dict.fromkeys((Trouble.ADDRESS, Trouble.NAME, Trouble.MISSING, Trouble.REDIRECTS), _CHECK),
    **dict.fromkeys((Trouble.AWAY, Trouble.SLOW, Trouble.BUSY, Trouble.BROKEN), _LATER),
    **dict.fromkeys((Trouble.REFUSED, Trouble.PAGE, Trouble.NO_FEED, Trouble.UNNAMED, Trouble.SCRIPTED), _FEED),
    Trouble.CERTIFICATE: N_("If you trust it all the same, start the address with http://."),
}


def reason(trouble: Trouble, words: Words) -> str:
    return words.gettext(TROUBLES[trouble])


def hint(trouble: Trouble, words: Words) -> str:
    """What to do about an address that was given just now; empty where nothing helps."""
    return words.gettext(_HINTS[trouble]) if trouble in _HINTS else ""
