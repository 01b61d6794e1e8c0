"""An editor or a reader at a real store, without Telegram in between: says, taps, and sees what would be shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Never

from markupsafe import Markup

from bot.desk.survey import Publishers
from bot.locales import load
from bot.news.alert import Media, MediaKind
from bot.news.chats import Chat, ChatKind
from bot.news.delivery import Delivery, Sent, settle
from bot.pages.ask import Newsroom
from bot.pages.conversation import COMMANDS, converse
from bot.pages.request import Request
from bot.sources import ReadingError
from bot.store import Database, announcements, fanning, outbox, settling
from bot.views.intents import Edited, Intent, Look, Said
from bot.views.reply import Answer, Button, Reply
from tests.store.samples import NOON, meet

EDITORS = frozenset({7_000_000_001, 7_000_000_002})
WORDS = load()


async def _nobody(*_: object) -> Never:
    raise ReadingError("nobody publishes here")


NOBODY = Publishers(_nobody, _nobody, _nobody, _nobody)
PHOTO = Media(MediaKind.PHOTO, "photo")


@dataclass(slots=True)
class Desk:
    """Of whoever has the id, an editor or not; `now` may be set."""

    db: Database
    id: int = min(EDITORS)
    now: datetime = NOON
    shown: list[Reply] = field(default_factory=list)
    """By message id; what was edited stands as it is now."""
    wrote: int = 0
    """The editor's own newest message."""
    language: str = "en"
    kind: ChatKind = ChatKind.PRIVATE
    administered: int = 0
    """The group or channel of which they are an admin."""

    async def says(self, words: str = "", html: str = "", **said: object) -> Answer:
        spoken = replace(Said(words, html or words), **said)  # type: ignore[arg-type]
        name, _, rest = words.removeprefix("/").partition(" ")
        known = words.startswith("/") and name in COMMANDS
        intent = COMMANDS[name](rest) if known else Look(words.strip("#/")) if words[:1] in ("#", "/") else spoken
        self.shown.append(Reply(Markup("…")))
        self.wrote = len(self.shown) - 1
        return await self._asks(intent, self.wrote, said=spoken)

    async def edits(self, message_id: int, words: str = "", **said: object) -> Answer:
        """Another text or caption for their own message."""
        return await self._asks(Edited(replace(Said(words, words), **said)), message_id)  # type: ignore[arg-type]

    async def taps(self, label: str) -> Answer:
        """The newest button with the label in it."""
        place, act = next(
            (place, button.act)
            for place in reversed(range(len(self.shown)))
            for button in buttons(self.shown[place])
            if label in button.label
        )
        assert not isinstance(act, str)
        return await self.asks(act, place)

    async def asks(self, act: Intent, place: int = -1) -> Answer:
        self.shown = self.shown or [Reply(Markup("…"))]
        return await self._asks(act, place % len(self.shown), tapped=True)

    @property
    def text(self) -> str:
        """Of the newest message."""
        return str(self.shown[-1].text)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in buttons(self.shown[-1])]

    async def _asks(self, intent: Intent, place: int, *, said: Said | None = None, tapped: bool = False) -> Answer:
        request = Request(
            intent,
            self.id,
            self.kind,
            f"Chat {self.id}",
            self.language,
            self.id,
            message_id=place,
            tapped=tapped,
            said=said,
        )
        room = Newsroom(
            self.db, {"en": "Wire"}, WORDS, EDITORS, "en", "Europe/Kyiv", 30.0, NOBODY, _nobody, self._administers
        )
        answer = await converse(room, request, self.now) or Answer()
        if answer.preview:
            self.shown.append(answer.preview)
        if answer.reply and tapped and not answer.fresh:
            self.shown[place] = answer.reply
        elif answer.reply:
            self.shown.append(answer.reply)
        return answer

    async def _administers(self, chat_id: int, person_id: int) -> bool:
        return (chat_id, person_id) == (self.administered, self.id)


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


async def readers(db: Database, **languages: int) -> list[Chat]:
    """So many private chats of each language."""
    async with db.write() as tx:
        return [
            await meet(tx, 100 * place + number, language=language)
            for place, (language, count) in enumerate(languages.items(), 1)
            for number in range(count)
        ]


async def deliver(db: Database, now: datetime, most: int = 999) -> list[Delivery]:
    """What is due arrives, each as message 1000 + chat."""
    async with db.write() as tx:
        await announcements.tend(tx, now)
        ending = await settling.ending(tx)
    for announcement_id in ending:
        await settling.end_next(db, announcement_id, now)
    async with db.read() as tx:
        unfanned = await fanning.unfanned(tx)
    for announcement_id in unfanned:
        await fanning.fan_out(db, announcement_id)
    claimed = await outbox.claim(db, owner="a", most=most, now=now + timedelta(seconds=1))
    arrived = [settle(one, Sent(1000 + one.chat_id), now) for one in claimed]
    await settling.settle(db, "a", arrived, now)
    async with db.write() as tx:
        await announcements.tend(tx, now)
    return claimed
