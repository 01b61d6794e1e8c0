"""The publisher's HTML: article pages with the anatomy of Ukrainska Pravda's template of 2025-12, and lists."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from bot.playground.publisher.motifs import HEIGHT, WIDTH
from bot.playground.publisher.story import LANGUAGES, ROOT, Item, Outlet, author_path, home_path, tag_path
from bot.playground.publisher.text import paragraphs, plain

NAMES = {"uk": "Укр", "ru": "Рус", "en": "Eng"}


def article(item: Item, related: Sequence[Item], outlet: Outlet) -> str:
    """A whole article page; `root` is the publisher's origin for absolute links."""
    language, words = outlet.language, outlet.words
    editions = {other: item.path(other) for other in LANGUAGES}
    main = (
        f'<div class="section_news"><article class="post_news">{_header(item, outlet)}'
        f'<div class="post_news_body">{_photo(item, outlet)}'
        f'<div class="post_news_text">{_body(item, related, outlet)}</div>'
        f'<div class="post_news_tags">{_tags(item, outlet)}</div>'
        f'<div class="unit_side_banner"><div class="advtext">{words.labels["advertisement"]}</div>'
        f'<div class="nts-ad">{words.labels["advert"]}</div></div></div></article>'
        f'<div class="section_news_side">{_related(item, related, outlet)}</div></div>'
    )
    title = f"{item.title(language)} | {words.name}"
    return _frame(title, _head(item, outlet), main, outlet, editions)


def listing(title: str, items: Iterable[Item], outlet: Outlet, editions: dict[str, str]) -> str:
    """A page of headlines; `editions` maps each language to this page's path in it."""
    words = outlet.words
    rows = "".join(_row(item, outlet) for item in items)
    main = f'<h1 class="section_title">{escape(title)}</h1><div class="section_news_list_wrapper">{rows}</div>'
    return _frame(f"{title} | {words.name}", "", main, outlet, editions)


def note(title: str, text: str, outlet: Outlet, editions: dict[str, str]) -> str:
    words = outlet.words
    main = f'<h1 class="section_title">{escape(title)}</h1><p class="note">{escape(text)}</p>'
    return _frame(f"{title} | {words.name}", "", main, outlet, editions)


def _frame(title: str, head: str, main: str, outlet: Outlet, editions: dict[str, str]) -> str:
    language, words = outlet.language, outlet.words
    menu = "".join(
        f'<a class="lang_menu_item{" active" * (other == language)}" href="{path}" lang="{other}">{NAMES[other]}</a>'
        for other, path in editions.items()
    )
    home = home_path(language)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}'
        f'<link rel="stylesheet" href="{ROOT}style.css">'
        f'<link rel="alternate" type="application/rss+xml" title="{escape(words.name)}" href="{home}rss/"></head><body>'
        f'<p class="sample_notice">{escape(words.notice)}</p>'
        f'<header class="header"><a class="header_logo" href="{home}">{escape(words.name)}</a>'
        f'<span class="header_tagline">{escape(words.tagline)}</span>'
        f'<nav class="lang_menu">{menu}</nav></header><main class="main">{main}</main>'
        f'<footer class="footer"><a href="{home}about/">{escape(words.labels["about"])}</a> · '
        f'<a href="{home}rss/">RSS</a></footer></body></html>\n'
    )


def _head(item: Item, outlet: Outlet) -> str:
    language, words, root = outlet.language, outlet.words, outlet.root
    url, lead = root + item.path(language), escape(plain(item.story.editions[language].lead))
    title, image = escape(item.title(language)), root + item.picture
    alternates = {"x-default": "uk"} | {other: other for other in LANGUAGES}
    properties = {
        "og:title": title, "og:description": f"\n\t{lead}\n", "og:site_name": escape(words.name), "og:type": "article",
        "og:url": url, "og:image": image, "og:image:width": str(WIDTH), "og:image:height": str(HEIGHT),
    }  # fmt: skip
    ld = json.dumps(_json_ld(item, outlet), ensure_ascii=False).replace("</", "<\\/")
    return "".join(
        [
            *(f'<link rel="alternate" hreflang="{h}" href="{root}{item.path(o)}">' for h, o in alternates.items()),
            f'<link rel="canonical" href="{url}"><meta name="description" content="{lead}">',
            *(f'<meta property="{name}" content="{value}">' for name, value in properties.items()),
            f'<script type="application/ld+json">{ld}</script>',
        ]
    )


def _json_ld(item: Item, outlet: Outlet) -> dict[str, Any]:
    language, words, root = outlet.language, outlet.words, outlet.root
    edition, story = item.story.editions[language], item.story
    authors = [
        {"@type": "Person", "name": words.authors[slug], "url": root + author_path(language, slug)}
        for slug in story.authors
    ]
    body = " ".join(plain(text) for text in (edition.lead, *edition.details, edition.quote, *edition.background))
    return {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": item.title(language),
        "description": plain(edition.lead), "articleBody": body, "articleSection": words.labels["section"],
        "keywords": [words.tags[slug] for slug in story.tags], "inLanguage": language, "isAccessibleForFree": True,
        "datePublished": item.published.isoformat(), "dateModified": item.modified.isoformat(), "author": authors,
        "image": {"@type": "ImageObject", "url": root + item.picture, "caption": edition.caption,
                  "width": WIDTH, "height": HEIGHT},
        "mainEntityOfPage": root + item.path(language),
        "publisher": {"@type": "NewsMediaOrganization", "name": words.name, "url": root + home_path(language)},
    }  # fmt: skip


def _header(item: Item, outlet: Outlet) -> str:
    language, words = outlet.language, outlet.words
    label = f'<span class="article_label">{words.labels["breaking"]}</span>' if item.breaking else ""
    authors = ", ".join(
        f'<a href="{author_path(language, slug)}">{escape(words.authors[slug])}</a>' for slug in item.story.authors
    )
    at = item.published
    date = f"{at.day} {words.months[at.month - 1]}, {at:%H:%M}"
    return (
        f'<header class="post_news_header">{label}<h1 class="post_news_title">{escape(item.title(language))}</h1>'
        f'<div class="post_news_date"><span class="post_news_author">{authors}</span> — {date}</div></header>'
    )


def _photo(item: Item, outlet: Outlet) -> str:
    language, words = outlet.language, outlet.words
    caption = escape(item.story.editions[language].caption)
    return (
        f'<div class="post_news_photo"><img src="{item.picture}" alt="{caption}" width="{WIDTH}" height="{HEIGHT}">'
        f'<div class="post_news_photo_captain">{caption}</div>'
        f'<div class="post_news_photo_source">{escape(words.labels["photo"])}</div></div>'
    )


def _body(item: Item, related: Sequence[Item], outlet: Outlet) -> str:
    """The paragraphs with what a reader must drop among them: an ad, a promo link, a plea for support."""
    language, words = outlet.language, outlet.words
    blocks = list(paragraphs(item.story.editions[language], outlet, colon_inside=False))
    labels = words.labels
    advert = f'<div class="advtext_mob">{labels["advertisement"]}</div><div class="nts-ad">{labels["advert"]}</div>'
    blocks.insert(3, advert)
    if related:
        promo = f'<a href="{related[-1].path(language)}">{escape(related[-1].title(language))}</a>'
        blocks.insert(5, f"<p><strong>{labels['also']}:</strong> {promo}</p>")
    blocks.append(f"<blockquote><p><strong>{escape(labels['support'])}</strong></p></blockquote>")
    return "\n".join(blocks)


def _tags(item: Item, outlet: Outlet) -> str:
    language, words = outlet.language, outlet.words
    return "".join(f'<a href="{tag_path(language, slug)}">{escape(words.tags[slug])}</a>\n' for slug in item.story.tags)


def _related(item: Item, related: Sequence[Item], outlet: Outlet) -> str:
    language, words = outlet.language, outlet.words
    slug = item.story.tags[0]
    rows = "".join(
        f'<div class="article_news"><div class="article_title"><a href="{other.path(language)}">'
        f"{escape(other.title(language))}</a></div></div>"
        for other in related
    )
    heading = f'<a href="{tag_path(language, slug)}">{escape(words.tags[slug])}</a>'
    return f'<div class="post_side_topic"><div class="side_sm_title">{heading}</div>{rows}</div>' if related else ""


def _row(item: Item, outlet: Outlet) -> str:
    language, words = outlet.language, outlet.words
    emphasis = " article_news_red" if item.breaking else " article_news_bold" if item.main else ""
    label = f"<span>{words.labels['updated']}</span>" if item.modified > item.published else ""
    at = item.published
    return (
        f'<div class="article_news_list{emphasis}"><div class="article_time">{at.day} {words.months[at.month - 1]}, '
        f'{at:%H:%M}</div><div class="article_header"><a href="{item.path(language)}">{label}'
        f"{escape(item.title(language))}</a></div></div>"
    )
