"""Where the Ukrainska Pravda group keeps the parts of an article, by the years in which it did: XPaths."""

from __future__ import annotations

from dataclasses import dataclass


def _has(name: str) -> str:
    """XPath: one of the element's classes is `name`."""
    return f'contains(concat(" ", normalize-space(@class), " "), " {name} ")'


@dataclass(frozen=True, slots=True)
class Layout:
    """XPaths; empty where a layout has no such part."""

    title: str
    body: str
    date: str
    authors: str
    photo: str
    caption: str = ""
    credit: str = ""
    labels: str = ""


LAYOUTS = (
    Layout(  # news since 2025
        title=f"//h1[{_has('post_news_title')}]",
        body=f"//*[{_has('post_news_text')}]",
        date=f"//*[{_has('post_news_date')}]",
        authors=f"//*[{_has('post_news_author')}]",
        photo=f"//*[{_has('post_news_photo')}]//img",
        caption=f"//*[{_has('post_news_photo_captain')}]",
        credit=f"//*[{_has('post_news_photo_source')}]",
        labels=f"//h1/ancestor::header//*[{_has('article_label')}]",
    ),
    Layout(  # articles since 2025
        title=f"//h1[{_has('post_article_title')}]",
        body=f"//*[{_has('post_article_text')}]",
        date=f"//*[{_has('post_author_date')}]",
        authors=f"//*[{_has('post_article_author_item')}]//*[{_has('post_author_name')}]",
        photo=f"//*[{_has('post_article_header_media')}]//img",
        credit=f"//*[{_has('post_article_header_media_source')}]",
        labels=f"//h1/ancestor::header//*[{_has('article_label')}]",
    ),
    Layout(  # 2020–2024
        title=f"//h1[{_has('post_title')}]",
        body=f"//*[{_has('post_text')}]",
        date=f"//*[{_has('post_time')}]",
        authors=f"//*[{_has('post_author')}]",
        photo=f"//img[{_has('post_photo_news_img')}]",
    ),
    Layout(  # 2016–2020
        title=f"//h1[{_has('post_news__title')} or {_has('post__title')}]",
        body=f"//*[{_has('post_news__text')} or {_has('post__text')}]",
        date=f"//*[{_has('post_news__date')} or {_has('post__time')}]",
        authors=f"//*[{_has('post_news__author')} or {_has('post__author')}]",
        photo=f"//img[{_has('post_news__photo__img')}]",
        credit=f"//*[{_has('post_news__photo__author')}]",
    ),
    Layout(  # 2014
        title=f"//h1[{_has('title')}]",
        body=f"//div[{_has('rpad')}]//div[{_has('text')}]",
        date=f"//*[{_has('dt2')}]",
        authors="",
        photo=f"//table[{_has('tb_center')}]//img",
        caption=f"//table[{_has('tb_center')}]//td[{_has('tb_text')}]",
        labels=f"//*[{_has('stext')}]/b",
    ),
)
TAGS = f"//*[{_has('post_news_tags')} or {_has('post__tags')} or {_has('post_tags')} or {_has('tags')}]//a"
TAG_ITEMS = f"//*[{_has('post__tags__item')} or {_has('post_tags_item')}]//a"
RELATED = (
    f"//*[{_has('post_side_topic')}]//*[{_has('article_title')}]/a",
    f"//aside[{_has('section_other_news')}]//*[{_has('article_title')}]/a",
    f"//*[{_has('block_related')}]//*[{_has('article__title')} or {_has('article_title')}]/a",
    f"//div[{_has('rpad')}]/div[{_has('read')}]/a",
)
OTHER_EDITIONS = f"//*[{_has('lang_menu')}]//a[{_has('lang_menu_item')}]"
