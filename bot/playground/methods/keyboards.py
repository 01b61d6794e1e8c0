"""reply_markup: what Telegram takes, keeps and refuses."""

from typing import Any

from bot.playground.encoding import encode
from bot.playground.entities.links import link
from bot.playground.params import Params
from bot.playground.refusals import Refusal, bad_request
from bot.playground.state import Json

CALLBACK_BYTES = 64
_MOST_BUTTONS = 100
_MOST_BYTES = 10_240
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_STYLES = ("", "default", "primary", "danger", "success")
_MAY_BE_EMPTY = ("switch_inline_query", "switch_inline_query_current_chat", "callback_game", "pay")


def markup(params: Params) -> Json | None:
    """The markup as it will be kept: `{"inline_keyboard": …}`, some reply keyboard, or None."""
    wish = params.nested("reply_markup", "reply keyboard markup JSON object")
    if wish is None:
        return None
    if not isinstance(wish, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in wish:
        _check_rows(wish.get("keyboard", []), 'field "keyboard" must be an Array of Arrays')
        return wish or None
    rows = wish["inline_keyboard"]
    _check_rows(rows, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def inline(markup: Json | None) -> Json:
    """The part of a message that its markup becomes."""
    return {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}


def check_accepted(markup: Json | None) -> None:
    """What only Telegram's servers check, after the chat is known."""
    if not markup or "inline_keyboard" not in markup:
        return
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    for button in buttons:
        if len(button.get("callback_data", "").encode()) > CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if len(buttons) > _MOST_BUTTONS or _is_long(buttons):
        raise bad_request("reply markup is too long")


def _is_long(buttons: list[Json]) -> bool:
    """Only many buttons, or one with a very long text or address, can make a markup too long."""
    longest = max((len(str(value)) for button in buttons for value in button.values()), default=0)
    return longest * len(buttons) > _MOST_BYTES // 8 and len(encode(buttons)) > _MOST_BYTES


def _check_rows(rows: Any, complaint: str) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(complaint)


def _button(wish: Any) -> Json:
    if not isinstance(wish, dict):
        raise _cannot("InlineKeyboardButton must be an Object")
    if not isinstance(wish.get("text"), str):
        raise _cannot('Can\'t find field "text"')
    if wish.get("style", "") not in _STYLES:
        raise _cannot("invalid button style specified")
    action = next((name for name in _ACTIONS if wish.get(name) or (name in wish and name in _MAY_BE_EMPTY)), None)
    if action is None:
        raise _cannot("Text buttons are unallowed in the inline keyboard")
    if not wish["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    look = {name: wish[name] for name in ("icon_custom_emoji_id", "style") if wish.get(name)}
    return {"text": wish["text"], **look, action: _address(wish["url"]) if action == "url" else wish[action]}


def _address(address: Any) -> str:
    try:
        return link(str(address))
    except ValueError as why:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: {why}") from None


def _cannot(detail: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {detail}")
