"""answerCallbackQuery."""

from bot.playground.entities.links import checked_link
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.world import World

_TEXT_LIMIT = 200


def answer_callback_query(world: World, params: Params) -> bool:
    text, url = params.text("text"), params.text("url")
    if len(text) > _TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not _opens_bot(url, world.bot.username):
        raise bad_request("URL_INVALID")
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": url or None}
    world.callbacks.answer(params.text("callback_query_id"), answer, params.now)
    return True


def _opens_bot(url: str, username: str) -> bool:
    """Outside games a tap may only open the bot itself: `t.me/bot?start=…`."""
    address = checked_link(url).split("://", 1)[-1].lower()
    return address.startswith((f"t.me/{username.lower()}", f"telegram.me/{username.lower()}"))
