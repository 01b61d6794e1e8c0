"""How requests may come in, and what is refused before a method is reached."""

import json

import aiohttp
import pytest

from bot.playground import Playground
from tests.people import Telegram
from tests.playground.api import Api


@pytest.fixture
async def reader(telegram: Telegram) -> int:
    return (await telegram.newcomers(1))[0].id


async def test_every_way_of_sending_parameters(api: Api, reader: int) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    flat = {"chat_id": str(reader), "text": "Привіт & 100%", "reply_markup": json.dumps(keyboard)}
    multipart = aiohttp.FormData(flat, default_to_multipart=True)
    url = f"{api.root}/sendMessage"
    answers = []
    for request in (
        api.session.get(url, params=flat),
        api.session.post(url, params=flat),
        api.session.put(url, data=flat),
        api.session.post(url, data=multipart),
        api.session.post(url, json=flat),
        api.session.post(f"{api.root}/SENDmessage", json={**flat, "chat_id": reader, "reply_markup": keyboard}),
    ):
        async with request as response:
            assert response.headers["Content-Type"] == "application/json"
            answers.append((await response.json())["result"])
    assert {answer["text"] for answer in answers} == {"Привіт & 100%"}
    assert all(answer["reply_markup"] == keyboard for answer in answers)


@pytest.mark.parametrize(
    ("token", "method", "status", "description"),
    [
        ("nonsense", "getMe", 401, "Unauthorized: invalid token specified"),
        ("1:short", "getMe", 401, "Unauthorized: invalid token specified"),
        ("42:" + "A" * 35, "noSuchMethod", 404, "Not Found: method not found"),
    ],
)
async def test_doors_that_stay_shut(
    playground: Playground, api: Api, token: str, method: str, status: int, description: str
) -> None:
    async with api.session.get(f"{playground.url}/bot{token}/{method}") as response:
        assert (response.status, (await response.json())["description"]) == (status, description)


async def test_a_token_of_another_bot_is_unauthorized(api: Api) -> None:
    async with Playground(token="7:" + "b" * 35) as own:
        async with api.session.get(f"{own.url}/bot8:{'b' * 35}/getMe") as response:
            assert (await response.json())["description"] == "Unauthorized"
        async with api.session.get(f"{own.url}/bot7:{'b' * 35}/getMe") as response:
            assert (await response.json())["result"]["id"] == 7


async def test_without_a_token_of_its_own_any_well_formed_one_opens(playground: Playground, api: Api) -> None:
    async with api.session.get(f"{playground.url}/bot4321:{'x' * 35}/getMe") as response:
        assert (await response.json())["result"]["id"] == 4321


async def test_unknown_paths_and_unreadable_json(playground: Playground, api: Api) -> None:
    async with api.session.get(f"{playground.url}/nowhere") as response:
        assert (response.status, (await response.json())["description"]) == (404, "Not Found")
    headers = {"Content-Type": "application/json"}
    async with api.session.post(f"{api.root}/sendMessage", data=b"{", headers=headers) as response:
        assert response.status == 400


async def test_a_token_that_cannot_be_one_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="35 characters"):
        Playground(token="secret")


async def test_odd_parameters_are_refused_and_break_nothing(api: Api, reader: int) -> None:
    """Telegram has a text for each of these; here one serves for all."""
    for odd in (
        {"entities": [{"type": "bold", "offset": "x", "length": 1}]},
        {"reply_parameters": {"message_id": "x"}},
    ):
        refused = await api.refusal("sendMessage", chat_id=reader, text="x", **odd)
        assert refused == "Bad Request: a parameter has the wrong type"
    await api.call("sendMessage", chat_id=reader, text="x")
