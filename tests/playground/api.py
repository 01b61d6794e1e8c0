"""The Bot API over bare HTTP."""

from typing import Any

import aiohttp

Json = dict[str, Any]


class Api:
    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self.session, self.root = session, root

    async def call(self, method: str, **params: Any) -> Any:
        """The `result` of a call that must succeed."""
        answer = await self.ask(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """The `description` of a call that must fail."""
        answer = await self.ask(method, **params)
        assert not answer["ok"], answer
        code, description = answer["error_code"], answer["description"]
        assert isinstance(code, int)
        return str(description)

    async def ask(self, method: str, **params: Any) -> Json:
        async with self.session.post(f"{self.root}/{method}", json=params) as response:
            answer: Json = await response.json()
        assert response.status == answer.get("error_code", 200)
        return answer

    async def updates(self, timeout: int = 0, **params: Any) -> list[Json]:
        """What waits, confirmed at once."""
        updates: list[Json] = await self.call("getUpdates", timeout=timeout, **params)
        if updates:
            await self.call("getUpdates", offset=-1, limit=1)
            await self.call("getUpdates", offset=updates[-1]["update_id"] + 1)
        return updates
