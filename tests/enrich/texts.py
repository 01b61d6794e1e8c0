"""Articles and paragraphs of our own writing, in short."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.news.article import Article, Kind, Paragraph

DATA = Path(__file__).parents[2].parent / "shared" / "data"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(*paragraphs: Paragraph, title: str = "", language: str = "en", description: str = "") -> Article:
    return Article("here", "https://news.example/1", language, title, NOON, paragraphs, description)


def text(words: str, label: str = "") -> Paragraph:
    return Paragraph(words, Kind.TEXT, label)


def item(words: str, label: str = "") -> Paragraph:
    return Paragraph(words, Kind.ITEM, label)


def heading(words: str) -> Paragraph:
    return Paragraph(words, Kind.HEADING)


def joined(texts: Iterable[str]) -> str:
    """Without gaps, for telling that nothing was lost."""
    return "".join("".join(texts).split())


BRIDGE_UK = (
    text("У Лучанах відкрили новий міст через річку Стир, який будували чотири роки."),
    text("пресслужба Лучанської міської ради", "Джерело"),
    text("Міст має дві смуги для автомобілів і окрему доріжку для велосипедів.", "Деталі"),
    text("Рух відкрили о шостій ранку, перші автобуси вже пройшли."),
    text('"Ми чекали на цей день чотири роки", – сказала мерка Олена Гайова.', "Пряма мова Гайової"),
    text("", "Передісторія"),
    item("Старий міст закрили через тріщини в опорах."),
    item("Будівництво двічі зупиняли через повені."),
    text("Підтримайте нас на Patreon!"),
)
BRIDGE_RU = (
    text("В Лучанах открыли новый мост через реку Стырь, который строили четыре года."),
    text("пресс-служба Лучанского городского совета", "Источник"),
    text("У моста две полосы для автомобилей и отдельная дорожка для велосипедов.", "Детали"),
    text('"Мы ждали этого дня четыре года", – сказала мэр Елена Гаевая.', "Прямая речь"),
    text("старый мост закрыли из-за трещин в опорах.", "Предыстория"),
    text("Читайте также: Как строят мосты"),
)
BRIDGE_EN = (
    text("A new bridge over the River Styr has opened in Luchany after four years of work."),
    text("press service of Luchany City Council", "Source"),
    text("The bridge has two lanes for cars and a separate path for bicycles.", "Details"),
    text('"We have waited four years for this day," Mayor Olena Haiova said.', "Quote from Haiova"),
    text("", "Background"),
    item("The old bridge was closed because of cracks in its piers."),
    text("Follow us on Instagram!"),
)
