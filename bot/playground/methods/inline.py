"""answerInlineQuery."""

import re
from typing import Any

from bot.playground.entities import parsed
from bot.playground.entities.links import checked_link
from bot.playground.methods import keyboards, outgoing
from bot.playground.methods.media import input_media
from bot.playground.params import Params
from bot.playground.refusals import Refusal, bad_request
from bot.playground.state import Json
from bot.playground.world import World

_MOST = 50
_ID_BYTES = 64
_OFFSET_BYTES = 64
_PARAMETER_LIMIT = 64
_PARAMETER = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_CACHE = 86_400
_SHOWN = ("title", "description", "url", "thumbnail_url", "thumbnail_width", "thumbnail_height")


def answer_inline_query(world: World, params: Params) -> bool:
    button = _button(params.nested("button", "inline query results button JSON object"))
    wishes = params.nested("results", "JSON encoded inline query results") or []
    if not isinstance(wishes, list):
        raise bad_request("expected an Array of inline query results")
    if len(wishes) > _MOST:
        raise bad_request("too many inline query results specified")
    results = [_result(world, wish) for wish in wishes]
    _check_button(button)
    _check_ids([result["id"] for result in results])
    for result in results:
        keyboards.check_accepted(result.get("reply_markup"))
    if len(params.text("next_offset").encode()) > _OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = {"results": results, "next_offset": params.text("next_offset"), "button": button}
    cache_time = params.clamped("cache_time", 300, 0, _LONGEST_CACHE)
    world.inline.answer(params.text("inline_query_id"), answer, cache_time, params.flag("is_personal"), params.now)
    return True


def _result(world: World, wish: Any) -> Json:
    """`{id, type, what is shown, content, reply_markup?}`; raises Refusal."""
    try:
        return _read(world, wish)
    except Refusal as why:
        detail = why.description.removeprefix("Bad Request: ")
        if detail.isupper():
            raise
        if not detail.startswith("type "):
            detail = detail[:1].upper() + detail[1:]
        raise bad_request(f"can't parse inline query result: {detail}") from None


def _read(world: World, wish: Any) -> Json:
    if not isinstance(wish, dict):
        raise bad_request("Inline query result must be an object")
    kind = _field(wish, "type").lower()
    result_id = _field(wish, "id")
    if kind not in ("article", "photo"):
        raise bad_request(f'type "{kind}" is unsupported for the inline query result')
    content = _content(world, wish, kind)
    if kind == "article" and not _field(wish, "title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    markup = keyboards.markup(Params({"reply_markup": wish.get("reply_markup")}))
    shown = {name: wish[name] for name in _SHOWN if wish.get(name)}
    return {"id": result_id, "type": kind, **shown, "content": content, **keyboards.inline(markup)}


def _content(world: World, wish: Json, kind: str) -> Json:
    message = wish.get("input_message_content")
    if message is None and kind == "photo":
        return _photo(world, wish)
    if not isinstance(message, dict):
        raise bad_request('Can\'t find field "message_text"')
    words = parsed(_field(message, "message_text"), message.get("parse_mode", ""), message.get("entities"))
    return outgoing.text_content(world, outgoing.Formatted(*words)) | outgoing.link_preview(Params(message))


def _photo(world: World, wish: Json) -> Json:
    reference = wish.get("photo_file_id") or checked_link(str(wish.get("photo_url", "")))
    if not reference:
        raise bad_request("WEBDOCUMENT_URL_INVALID")
    if not wish.get("photo_file_id") and not wish.get("thumbnail_url"):
        raise bad_request("PHOTO_THUMB_URL_EMPTY")
    fields = {name: wish[name] for name in ("caption", "parse_mode", "caption_entities") if wish.get(name)}
    return input_media(world, Params({}), {"type": "photo", "media": reference, **fields})


def _field(wish: Json, name: str) -> str:
    value = wish.get(name)
    if value is None:
        raise bad_request(f'Can\'t find field "{name}"')
    if not isinstance(value, str | int):
        raise bad_request(f'Field "{name}" must be of type String')
    return str(value)


def _check_ids(ids: list[str]) -> None:
    if "" in ids:
        raise bad_request("RESULT_ID_EMPTY")
    if any(len(result_id.encode()) > _ID_BYTES for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")


def _button(wish: Any) -> Json | None:
    if wish is None:
        return None
    if not isinstance(wish, dict):
        raise _no_button("InlineQueryResultsButton must be an Object")
    if not isinstance(wish.get("text"), str):
        raise _no_button('Can\'t find field "text"')
    if "start_parameter" in wish:
        return {"text": wish["text"], "start_parameter": str(wish["start_parameter"])}
    if "web_app" in wish:
        return {"text": wish["text"], "web_app": wish["web_app"]}
    raise _no_button("InlineQueryResultsButton must have exactly one optional field")


def _check_button(button: Json | None) -> None:
    if not button or "start_parameter" not in button:
        return
    parameter = button["start_parameter"]
    if not parameter:
        raise bad_request("can't use empty start_parameter")
    if len(parameter) > _PARAMETER_LIMIT:
        raise bad_request("too long start_parameter specified")
    if not _PARAMETER.fullmatch(parameter):
        raise bad_request("unallowed characters in start_parameter are used")


def _no_button(detail: str) -> Refusal:
    return bad_request(f"can't parse inline query results button: {detail}")
