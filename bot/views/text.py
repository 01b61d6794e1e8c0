"""Pieces of text that several views draw. Everything from outside passes through Markup, which escapes it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from bot.locales import Words
from bot.news.alert import Alert
from bot.news.article import Kind, Paragraph, Section
from bot.news.story import Tag

TEXT_MAX, CAPTION_MAX = 4096, 1024
"""Characters that Telegram takes, once the tags are parsed."""
TITLE_MAX = 300
PART_MAX = 2400
"""Characters of one opened part; with title, summary and the rest a card stays below Telegram's 4096."""


def cut(text: str, most: int) -> str:
    """At most `most` characters, ended by an ellipsis where it was cut: after a whole word, unless one is long."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole = head.rsplit(None, 1)[0] if " " in head else ""
    return (whole if len(whole) > most * 2 // 3 else head).rstrip(" ,;:·–—-") + "…"


def plain(markup: str) -> str:
    """What is read of it."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def opening(alert: Alert, language: str = "", most: int = 60) -> str:
    """How an alert begins, or which kind of thing it is."""
    kinds = "🗳" if alert.poll else {"photo": "🖼", "video": "🎬", "document": "📄"}.get(_kind(alert), "")
    return " ".join(filter(None, (kinds, cut(" ".join(plain(alert.text(language)).split()), most))))


def _kind(alert: Alert) -> str:
    return alert.media[0].kind if alert.media else ""


def duration(seconds: float, words: Words) -> str:
    """In its largest unit, and never nothing."""
    whole = max(1, round(seconds))
    if whole < 90:
        return words.ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = round(whole / 60)
    if minutes < 90:
        return words.ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = round(minutes / 60)
    return words.ngettext("{count} hour", "{count} hours", hours).format(count=words.number(hours))


def lines(*blocks: Markup | str) -> Markup:
    """Blocks below each other; empty ones leave no gap."""
    return Markup("\n").join(block for block in blocks if block)


def blocks(*parts: Markup | str) -> Markup:
    """Parts with an empty line between them; empty ones leave no gap."""
    return Markup("\n\n").join(part for part in parts if part)


def link(url: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)


def hashtags(tags: Iterable[Tag], most: int = 4) -> str:
    return " ".join("#" + "_".join(_words(tag.name)) for tag in list(tags)[:most])


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in name.replace("'", "").replace("’", "")).split()


def linked(paragraph: Paragraph, most: int) -> Markup:
    """The paragraph's text with its links in place, at most `most` characters."""
    text = cut(paragraph.text, most)
    drawn, rest = Markup(), text
    for anchor in paragraph.links:
        before, found, after = rest.partition(anchor.title)
        if anchor.title and found:
            drawn += escape(before) + link(anchor.url, anchor.title)
            rest = after
    return drawn + escape(rest)


def in_quotes(said: str, words: Words) -> str:
    return words.gettext("“{said}”").format(said=said)


def quoted(*bits: Markup) -> Markup:
    """An expandable quote, or nothing."""
    text = lines(*bits)
    return Markup("<blockquote expandable>{}</blockquote>").format(text) if text else Markup()


def passages(sections: Iterable[Section], most: int = PART_MAX) -> Iterator[Markup]:
    """The sections' paragraphs, each with its label or bullet, while they fit into `most` characters."""
    left = most
    for section in sections:
        label = section.label
        for paragraph in section.paragraphs:
            if left < 80:
                return
            mark = Markup("• ") if paragraph.kind is Kind.ITEM else Markup()
            head = Markup("<b>{}:</b> ").format(label) if label else Markup()
            text = linked(paragraph, left - len(label) - 4)
            left -= len(paragraph.text) + len(label) + 4
            if paragraph.text:
                yield head + mark + text
                label = ""
