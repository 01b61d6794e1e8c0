"""The Ukrainska Pravda group: its news, articles and columns and its sister sites', in every layout since 2014."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from bot.sources.pages.layouts import Layout, Publisher, has, read_layouts

PUBLISHER = Publisher(
    zone=ZoneInfo("Europe/Kyiv"),
    languages={"": "uk", "rus": "ru", "eng": "en"},
    layouts=(
        Layout(  # news since 2025
            title=f"//h1[{has('post_news_title')}]",
            body=f"//*[{has('post_news_text')}]",
            date=f"//*[{has('post_news_date')}]",
            authors=f"//*[{has('post_news_author')}]",
            photo=f"//*[{has('post_news_photo')}]//img",
            caption=f"//*[{has('post_news_photo_captain')}]",
            credit=f"//*[{has('post_news_photo_source')}]",
            labels=f"//h1/ancestor::header//*[{has('article_label')}]",
        ),
        Layout(  # articles since 2025
            title=f"//h1[{has('post_article_title')}]",
            body=f"//*[{has('post_article_text')}]",
            date=f"//*[{has('post_author_date')}]",
            authors=f"//*[{has('post_article_author_item')}]//*[{has('post_author_name')}]",
            photo=f"//*[{has('post_article_header_media')}]//img",
            credit=f"//*[{has('post_article_header_media_source')}]",
            labels=f"//h1/ancestor::header//*[{has('article_label')}]",
        ),
        Layout(  # 2020–2024
            title=f"//h1[{has('post_title')}]",
            body=f"//*[{has('post_text')}]",
            date=f"//*[{has('post_time')}]",
            authors=f"//*[{has('post_author')}]",
            photo=f"//img[{has('post_photo_news_img')}]",
        ),
        Layout(  # 2016–2020
            title=f"//h1[{has('post_news__title')} or {has('post__title')}]",
            body=f"//*[{has('post_news__text')} or {has('post__text')}]",
            date=f"//*[{has('post_news__date')} or {has('post__time')}]",
            authors=f"//*[{has('post_news__author')} or {has('post__author')}]",
            photo=f"//img[{has('post_news__photo__img')}]",
            credit=f"//*[{has('post_news__photo__author')}]",
        ),
        Layout(  # 2014
            title=f"//h1[{has('title')}]",
            body=f"//div[{has('rpad')}]//div[{has('text')}]",
            date=f"//*[{has('dt2')}]",
            authors="",
            photo=f"//table[{has('tb_center')}]//img",
            caption=f"//table[{has('tb_center')}]//td[{has('tb_text')}]",
            labels=f"//*[{has('stext')}]/b",
        ),
    ),
    tags=(
        f"//*[{has('post_news_tags')} or {has('post__tags')} or {has('post_tags')} or {has('tags')}]//a",
        f"//*[{has('post__tags__item')} or {has('post_tags_item')}]//a",
    ),
    tag_path=r"/tags/([^/?#]+)",
    related=(
        f"//*[{has('post_side_topic')}]//*[{has('article_title')}]/a",
        f"//aside[{has('section_other_news')}]//*[{has('article_title')}]/a",
        f"//*[{has('block_related')}]//*[{has('article__title')} or {has('article_title')}]/a",
        f"//div[{has('rpad')}]/div[{has('read')}]/a",
    ),
    other_editions=f"//*[{has('lang_menu')}]//a[{has('lang_menu_item')}]",
    dropped='.//p[contains(@class, "tags")]',
)
read = partial(read_layouts, PUBLISHER)
