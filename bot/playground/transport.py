"""HTTP as the Bot API speaks it: requests → parameters, answers and refusals → bytes."""

import json
import socket
import struct
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField
from yarl import URL

from bot.playground.encoding import encode
from bot.playground.params import Params, Upload
from bot.playground.refusals import Refusal, bad_request

_JSON = {"Content-Type": "application/json"}
_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


async def read_params(request: web.BaseRequest, now: float) -> Params:
    """Query, urlencoded, multipart and JSON, together. Raises Refusal if the JSON is none."""
    params = Params(dict(request.query) if request.query_string else {}, now)
    if not request.can_read_body:
        return params
    kind = request.content_type
    if kind == "application/json":
        params.values |= _json_object(await request.read())
    elif kind == "application/x-www-form-urlencoded":
        form = (await request.read()).decode("utf-8", "replace")
        params.values |= URL.build(path="/", query_string=form, encoded=True).query  # ten times faster than parse_qsl
    elif kind == "multipart/form-data":
        await _read_multipart(request, params)
    return params


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse the request as a JSON object")
    return values


async def _read_multipart(request: web.BaseRequest, params: Params) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            params.files[name] = Upload(value.filename, value.file.read(), value.content_type)
        elif isinstance(value, str):
            params.values[name] = value


def success(result: Any) -> str:
    return f'{{"ok":true,"result":{encode(result)}}}'


def failure(refusal: Refusal) -> str:
    parameters = {"parameters": refusal.parameters} if refusal.parameters else {}
    return encode({"ok": False, "error_code": refusal.code, "description": refusal.description, **parameters})


def response(status: int, body: str, retry_after: int = 0) -> web.Response:
    headers = _JSON | {"Retry-After": str(retry_after)} if retry_after else _JSON
    return web.Response(status=status, body=body.encode(), headers=headers)


def bad_gateway() -> web.Response:
    return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")


def reset(request: web.BaseRequest) -> web.Response:
    """The connection breaks (RST); the response is for nobody."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)


async def cut(request: web.BaseRequest, body: str) -> web.StreamResponse:
    """Half of the body that was promised, then the connection closes."""
    whole = body.encode()
    half = web.StreamResponse(headers=_JSON)
    half.content_length = len(whole)
    await half.prepare(request)
    await half.write(whole[: len(whole) // 2])
    half.force_close()
    if request.transport is not None:
        request.transport.close()
    return half
