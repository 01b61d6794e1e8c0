"""python-telegram-bot over aiohttp: its own httpx backend takes several times the CPU (benchmarks/send.py)."""

from __future__ import annotations

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 10.0
WRITE_TIMEOUT = 20.0
POOL_TIMEOUT = 10.0
_UNSET = BaseRequest.DEFAULT_NONE


class AiohttpRequest(BaseRequest):
    """Requests over a session that somebody else opened and closes. Times are in seconds, None waits for ever.

    Raises TimedOut and NetworkError, whose texts never hold the URL: the token stands in it.
    """

    __slots__ = ("_session",)

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    @property
    def read_timeout(self) -> float | None:
        return READ_TIMEOUT

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = _UNSET,
        write_timeout: object = _UNSET,
        connect_timeout: object = _UNSET,
        pool_timeout: object = _UNSET,
    ) -> tuple[int, bytes]:
        connect = _seconds(connect_timeout, CONNECT_TIMEOUT)
        read = _seconds(read_timeout, READ_TIMEOUT)
        if request_data is not None and request_data.contains_files:
            # aiohttp counts the silence while a body is written as time to read.
            read = _sum(read, _seconds(write_timeout, WRITE_TIMEOUT))
        timeout = ClientTimeout(
            total=None,  # a long poll is as long as its own read timeout says
            connect=_sum(connect, _seconds(pool_timeout, POOL_TIMEOUT)),
            sock_connect=connect,
            sock_read=read,
        )
        form = _form(request_data) if request_data is not None else None
        try:
            async with self._session.request(method, url, data=form, timeout=timeout) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(told(error)) from None
        except (ClientError, OSError) as error:
            raise NetworkError(told(error)) from None


def told(error: Exception) -> str:
    """What went wrong, without the URL: only what the system says of a socket is repeated."""
    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, OSError) and str(error) else name


def _form(request: RequestData) -> FormData:
    form = FormData(request.json_parameters)
    for name, (filename, content, mime) in request.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _seconds(asked: object, default: float) -> float | None:
    if asked is _UNSET:
        return default
    return float(asked) if isinstance(asked, int | float) else None


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
