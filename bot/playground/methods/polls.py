"""sendPoll."""

from typing import Any

from bot.playground.methods import keyboards, outgoing
from bot.playground.params import Params
from bot.playground.refusals import bad_request
from bot.playground.state import Json
from bot.playground.world import World

_QUESTION_LIMIT = 300
_OPTION_LIMIT = 100
_MOST_OPTIONS = 12


def send_poll(world: World, params: Params) -> Json:
    question = params.text("question")
    options = [_option(wish) for wish in _options(params)]
    markup = keyboards.markup(params)
    chat = world.writable(params.text("chat_id"))
    return outgoing.send(world, params, chat, {"poll": _poll(world, params, question, options)}, markup).body


def asked_poll(world: World, wish: Json) -> Json:
    """The poll of a person who asks as sendPoll would; raises Refusal."""
    params = Params(wish)
    return _poll(world, params, params.text("question"), [_option(option) for option in _options(params)])


def fresh_copy(world: World, poll: Json) -> Json:
    """The same question asked anew, as a copied poll is (a forwarded one stays the same poll)."""
    options = [option | {"voter_count": 0} for option in poll["options"]]
    return poll | {"id": world.new_id(), "options": options, "total_voter_count": 0, "is_closed": False}


def _poll(world: World, params: Params, question: str, options: list[Json]) -> Json:
    if not question.strip():
        raise bad_request("text must be non-empty")
    if len(question) > _QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {_QUESTION_LIMIT}")
    if not options:
        raise bad_request("poll must have at least one answer option")
    if len(options) > _MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {_MOST_OPTIONS} options")
    return {
        "id": world.new_id(), "question": question, "options": options,
        "total_voter_count": 0, "is_closed": params.flag("is_closed"), "type": params.text("type") or "regular",
        "is_anonymous": not params.has("is_anonymous") or params.flag("is_anonymous"),
        "allows_multiple_answers": params.flag("allows_multiple_answers"), "allows_revoting": True,
        "members_only": False,
    }  # fmt: skip


def _options(params: Params) -> list[Any]:
    options = params.nested("options", "options JSON object")
    if not isinstance(options, list):
        raise bad_request("expected an Array of String as options")
    return options


def _option(wish: Any) -> Json:
    text = wish.get("text") if isinstance(wish, dict) else wish
    if not isinstance(text, str):
        raise bad_request("expected an option to be of type String")
    if not text.strip():
        raise bad_request("poll option must be non-empty")
    if len(text) > _OPTION_LIMIT:
        raise bad_request(f"poll options length must not exceed {_OPTION_LIMIT}")
    return {"persistent_id": text, "text": text, "voter_count": 0}
