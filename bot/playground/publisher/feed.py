"""RSS 2.0 in the shape of Ukrainska Pravda's: full text in content:encoded, one section as category, no tags."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from bot.playground.publisher.story import Item, Outlet, home_path
from bot.playground.publisher.text import paragraphs, plain

LENGTH = 20
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def feed(items: Sequence[Item], path: str, outlet: Outlet) -> str:
    """The newest items as XML; `path` is the feed's own."""
    language, words, root = outlet.language, outlet.words, outlet.root
    body = "".join(_item(item, outlet) for item in items[:LENGTH])
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES}><channel>'
        f"<title>{escape(words.name)}</title><link>{root}{home_path(language)}</link>"
        f'<atom:link href="{root}{path}" rel="self" type="application/rss+xml"/>'
        f"<description>{escape(words.notice)}</description><language>{language}</language>"
        f"<lastBuildDate>{format_datetime(changed_at(items))}</lastBuildDate><ttl>1</ttl>{body}</channel></rss>\n"
    )


def changed_at(items: Sequence[Item]) -> datetime:
    return max(item.modified for item in items)


def _item(item: Item, outlet: Outlet) -> str:
    language, words, root = outlet.language, outlet.words, outlet.root
    edition = item.story.editions[language]
    url = escape(root + item.path(language))
    authors = ",".join(words.authors[slug] for slug in item.story.authors)
    support = f"<blockquote><p><strong>{escape(words.labels['support'])}</strong></p></blockquote>"
    content = "\n".join([*paragraphs(edition, outlet, colon_inside=True), support])
    return (
        f"<item><title>{escape(item.title(language))}</title><link>{url}</link>"
        f"<pubDate>{format_datetime(item.published)}</pubDate>"
        f"<content:encoded><![CDATA[{content.replace(']]>', ']]&gt;')}]]></content:encoded>"
        f"<guid>{url}</guid><description>{escape(plain(edition.summary or edition.lead))}</description>"
        f"<dc:creator>{escape(authors)}</dc:creator><category>{escape(words.labels['section'])}</category>"
        f'<enclosure url="{root}{item.picture}" type="image/png" length="0"/></item>'
    )
