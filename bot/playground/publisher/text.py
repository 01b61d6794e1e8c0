"""The small markup of the story files, and the parts of an article's body, as HTML."""

import re
from collections.abc import Iterator
from html import escape

from bot.playground.publisher.story import Edition, Link, Outlet

_MARKUP = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<key>[\w-]+)\)|\{(?P<term>[^|}]+)\|(?P<meaning>[^}]+)\}")


def html(text: str, link: Link) -> str:
    """Escapes `text`, turning `[words](story-key)` into a link and `{word|meaning}` into a glossary entry."""
    pieces, end = [], 0
    for match in _MARKUP.finditer(text):
        pieces += [escape(text[end : match.start()], quote=False), _marked(match, link)]
        end = match.end()
    return "".join([*pieces, escape(text[end:], quote=False)])


def plain(text: str) -> str:
    return _MARKUP.sub(lambda match: match["words"] or match["term"], text)


def paragraphs(edition: Edition, outlet: Outlet, *, colon_inside: bool) -> Iterator[str]:
    """The body's blocks in order: lead, source, details, quote, background.

    The real publisher writes the colon now inside the bold label, now after it; a reader must take both.
    """
    labels, link = outlet.words.labels, outlet.link

    def labelled(label: str, text: str, speaker: str = "") -> str:
        if colon_inside and not speaker:
            return f"<p><strong>{label}:</strong> {html(text, link)}".rstrip() + "</p>"
        return f"<p><strong>{label}</strong>{speaker}: {html(text, link)}".rstrip() + "</p>"

    yield f"<p>{html(edition.lead, link)}</p>"
    yield labelled(labels["source"], edition.source)
    yield labelled(labels["details"], edition.details[0])
    yield from (f"<p>{html(text, link)}</p>" for text in edition.details[1:])
    quote, speaker = labels["quote"], edition.speaker
    yield labelled(quote.format(speaker=speaker), edition.quote, "" if "{speaker}" in quote else f" {speaker}")
    if edition.background:
        yield labelled(edition.background_label or labels["background"], "")
        yield "<ul>" + "".join(f"<li>{html(text, link)}</li>" for text in edition.background) + "</ul>"


def _marked(match: re.Match[str], link: Link) -> str:
    if match["term"]:
        meaning = escape(match["meaning"], quote=False)
        return f'<span class="term">{escape(match["term"])}</span><template><span>{meaning}</span></template>'
    url, words = link(match["key"]), escape(match["words"], quote=False)
    return f'<a href="{escape(url)}">{words}</a>' if url else words
