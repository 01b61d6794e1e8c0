"""Admins of groups and channels in the local Telegram, in each language, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.newsroom import Newsroom
from tests.people import Person

SAID: dict[str, dict[str, str]] = {
    "en": {
        "taken in": "I am in {title} now",
        "hint": "Only admins choose what this group gets.",
        "to private": "What this group gets is set in our private chat",
        "settings": "Settings: {title}",
        "not yours": "Telegram does not name you as one",
        "set it up": "⚙️ Set it up",
        "joined": "I can post in {title} now",
        "add": "➕ Add",
        "offer": "What should {title} get?",
        "headlines": "📰 All headlines",
        "gets": "What {title} gets",
        "everything": "Everything: every headline",
        "back": "‹ Settings",
        "waits": "Nothing is posted until you tap Start.",
        "preview": "👁 Preview",
        "looks": "This is how a post looks in {title}",
        "start": "▶️ Start",
        "stop": "⏸ Stop",
        "lost": "I cannot post in {title} any more",
        "again": "I can post in {title} again",
        "breaking": "➜ {topic} gets breaking news of NATO now.",
        "deleted": "A topic in {title} was deleted. What came there has ended: NATO.",
        "mute": "I may not write in {title}",
        "closed": "The topic “{topic}” in {title} is closed",
        "list": "Groups and channels",
        "to general": "NATO to General",
        "silently": "NATO: breaking news only, without sound",
    },
    "uk": {
        "taken in": "Я вже в {title}",
        "hint": "Що надходить до цієї групи, вибирають лише її адміністратори.",
        "to private": "її адміністратори вибирають у приватному чаті",
        "settings": "Налаштування: {title}",
        "not yours": "Telegram не називає вас",
        "set it up": "⚙️ Налаштувати",
        "joined": "Тепер я можу публікувати в {title}",
        "add": "➕ Додати",
        "offer": "Що надсилати до {title}?",
        "headlines": "📰 Усі заголовки",
        "gets": "Що надходить: {title}",
        "everything": "Усе: усі заголовки",
        "back": "‹ Налаштування",
        "waits": "доки ви не натиснете «Почати»",
        "preview": "👁 Як виглядає",
        "looks": "Так виглядає допис у {title}",
        "start": "▶️ Почати",
        "stop": "⏸ Зупинити",
        "lost": "Я більше не можу публікувати в {title}",
        "again": "Я знову можу публікувати в {title}",
        "breaking": "➜ {topic}: тепер надходять термінові новини — НАТО.",
        "deleted": "Одну з тем у {title} видалено. Туди більше не надходить: НАТО.",
        "mute": "Мені не можна писати в {title}",
        "closed": "Тему “{topic}” в {title} закрито",
        "list": "Групи й канали",
        "to general": "НАТО — до General",
        "silently": "НАТО: лише термінові новини, без звуку",
    },
    "ru": {
        "taken in": "Я уже в {title}",
        "hint": "Что приходит в эту группу, выбирают только её администраторы.",
        "to private": "её администраторы выбирают в личном чате",
        "settings": "Настройки: {title}",
        "not yours": "Telegram не называет вас",
        "set it up": "⚙️ Настроить",
        "joined": "Теперь я могу публиковать в {title}",
        "add": "➕ Добавить",
        "offer": "Что отправлять в {title}?",
        "headlines": "📰 Все заголовки",
        "gets": "Что приходит: {title}",
        "everything": "Всё: все заголовки",
        "back": "‹ Настройки",
        "waits": "пока вы не нажмёте «Начать»",
        "preview": "👁 Как выглядит",
        "looks": "Так выглядит запись в {title}",
        "start": "▶️ Начать",
        "stop": "⏸ Остановить",
        "lost": "Я больше не могу публиковать в {title}",
        "again": "Я снова могу публиковать в {title}",
        "breaking": "➜ {topic}: теперь приходят срочные новости — НАТО.",
        "deleted": "Одна из тем в {title} удалена. Туда больше не приходит: НАТО.",
        "mute": "Мне нельзя писать в {title}",
        "closed": "Тема “{topic}” в {title} закрыта",
        "list": "Группы и каналы",
        "to general": "НАТО — в General",
        "silently": "НАТО: только срочные новости, без звука",
    },
}


@dataclass(frozen=True)
class Admin:
    """Of a group or channel of theirs, in their language."""

    person: Person
    title: str
    chat: int
    topic: str = "Aviation"

    def told(self, name: str) -> str:
        return SAID[self.person.language][name].format(title=self.title, topic=self.topic)

    async def sees(self, name: str, **where: Any) -> dict[str, Any]:
        return await self.person.sees(self.told(name), **where)

    async def taps(self, name: str, message: dict[str, Any] | None = None) -> None:
        await self.person.taps(self.told(name), message)

    async def count(self, name: str) -> int:
        return sum(self.told(name) in message.get("text", "") for message in await self.person.messages())


async def admins(newsroom: Newsroom, kind: str, **wish: Any) -> list[Admin]:
    """One for each language, each with a chat of this kind."""
    found = []
    for language in SAID:
        person = await newcomer(newsroom, language)
        title = f"{kind} {language}".capitalize()
        chat = await newsroom.telegram.group(kind, admins=[person.id], title=title, **wish)
        found.append(Admin(person, title, chat))
    return found


def link(message: dict[str, Any]) -> str:
    """Of its last button."""
    url: str = message["reply_markup"]["inline_keyboard"][-1][-1]["url"]
    return url


def only_links(message: dict[str, Any]) -> bool:
    return all("url" in button for row in message["reply_markup"]["inline_keyboard"] for button in row)


async def publishes(newsroom: Newsroom, tag: str = "nato") -> dict[str, str]:
    """Breaking news of the topic; the titles by language."""
    while True:
        told = await newsroom.telegram.newsroom("publish", kind="breaking")
        if tag in told["tags"]:
            titles: dict[str, str] = told["titles"]
            return titles


async def newcomer(newsroom: Newsroom, language: str) -> Person:
    person = await newsroom.telegram.person(language)
    await person.sees("", after=await person.says("/start"))
    return person


async def arrives(newsroom: Newsroom, found: list[Admin], **where: Any) -> list[dict[str, Any]]:
    titles = await publishes(newsroom)
    return [await one.person.sees(titles[one.person.language], chat=one.chat, **where) for one in found]
