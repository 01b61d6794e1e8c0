"""What the bot says of itself: getMe, names, descriptions, the menu button."""

from bot.playground.methods.commands import read_language
from bot.playground.params import Params
from bot.playground.refusals import Refusal, bad_request
from bot.playground.state import Json
from bot.playground.world import World

_ABILITIES = {
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_guest_queries": False,
    "can_connect_to_business": False, "has_main_web_app": False, "can_manage_bots": False,
}  # fmt: skip
_DEFAULT_BUTTON: Json = {"type": "default"}
_BUTTONS = ("default", "commands", "web_app")


def get_me(world: World, _params: Params) -> Json:
    """Topics in private chats and inline mode are what its owner switches on."""
    switched = {
        "supports_inline_queries": world.bot.inline, "has_topics_enabled": world.bot.topics,
        "allows_users_to_create_topics": world.bot.topics and world.bot.users_create_topics,
    }  # fmt: skip
    return world.bot.user() | _ABILITIES | switched


def set_my_name(world: World, params: Params) -> bool:
    return _set(world, params, "name", 64, "BOT_TITLE_INVALID")


def get_my_name(world: World, params: Params) -> Json:
    return {"name": world.menus.text("name", read_language(params), world.bot.name)}


def set_my_description(world: World, params: Params) -> bool:
    return _set(world, params, "description", 512, "BOT_DESCRIPTION_INVALID")


def get_my_description(world: World, params: Params) -> Json:
    return {"description": world.menus.text("description", read_language(params))}


def set_my_short_description(world: World, params: Params) -> bool:
    return _set(world, params, "short_description", 120, "BOT_ABOUT_INVALID")


def get_my_short_description(world: World, params: Params) -> Json:
    return {"short_description": world.menus.text("short_description", read_language(params))}


def _set(world: World, params: Params, field: str, limit: int, complaint: str) -> bool:
    text, language = params.text(field), read_language(params)
    if len(text) > limit:
        raise bad_request(complaint)
    world.menus.texts[field, language] = text
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.nested("menu_button", "menu button JSON object") or _DEFAULT_BUTTON
    if not isinstance(button, dict):
        raise _no_button("MenuButton must be an Object")
    if button.get("type") not in _BUTTONS:
        raise _no_button("MenuButton has unsupported type")
    world.menus.buttons[_private_chat(world, params)] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    buttons = world.menus.buttons
    return buttons.get(_private_chat(world, params)) or buttons.get(0, {"type": "commands"})


def _private_chat(world: World, params: Params) -> int:
    """0 stands for all private chats."""
    if not params.has("chat_id"):
        return 0
    chat = world.readable(params.text("chat_id"))
    if not chat.private:
        raise bad_request("chat not found")
    return chat.id


def _no_button(detail: str) -> Refusal:
    return bad_request(f"can't parse menu button: {detail}")
