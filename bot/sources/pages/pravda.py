"""The Ukrainska Pravda group: its news, articles and columns and its sister sites', in every layout since 2014.

Newest first: 2025 news; 2025 articles; UP 2020–2024; its sister sites 2017–2025; UP 2016–2020; Life 2018–2023; 2014.
"""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from bot.sources.pages.layouts import Publisher, has, read_layouts

_TAG = 'contains(@href, "/tags/")'

PUBLISHER = Publisher(
    zone=ZoneInfo("Europe/Kyiv"),
    languages={"": "uk", "rus": "ru", "eng": "en"},
    title=(
        f"//h1[{has('post_news_title', 'post_article_title')}]",
        f"//h1[{has('post_title', 'post__title', 'post_news__title', 'post_article__title')}]",
        f"//h1[{has('page-heading')}]",
        f"//h1[{has('title')}]",
        "//article//h1",
    ),
    body=(
        f"//*[{has('post_news_text', 'post_article_text')}]",
        f"//*[{has('post_text', 'post__text')}]",
        f"//*[{has('post_news__text', 'post_article__text')}]",
        "//*[@data-io-article-url]",
        f"//*[{has('post_article_body', 'post_news_body')}]",
        f"//div[{has('rpad')}]//div[{has('text')}]",
        f"//article[{has('article')}]",
    ),
    date=(
        f"//*[{has('post_news_date', 'post_author_date')}]",
        f"//*[{has('post_time', 'post__time', 'post__date', 'post_date')}]",
        f"//*[{has('post_news__date', 'post_article__date')}]",
        f"//*[{has('post_article_author')}]",
        f"//*[{has('data-block')}]",
        f"//*[{has('dt2')}]",
        f"//*[{has('dt1')}]",
    ),
    authors=(
        f"//*[{has('post_news_author')}]",
        f"//*[{has('post_article_author_item')}]//*[{has('post_author_name')}]",
        f"//*[{has('post_author_name')}]",
        f"//*[{has('post_author', 'post__author')}]",
        f"//*[{has('post_news__author', 'post_article__author')}]",
    ),
    photo=(
        f"//*[{has('post_news_photo')}]//img",
        f"//*[{has('post_article_header_media')}]//img",
        f"//img[{has('post_photo_news_img', 'post_news__photo__img', 'post__photo__img')}]",
        f"//*[{has('post_photo_news', 'post__photo', 'post_news__photo')}]//img",
        f"//table[{has('tb_center')}]//img",
    ),
    caption=(
        f"//*[{has('post_news_photo_captain', 'post_article_header_media_captain')}]",
        f"//table[{has('tb_center')}]//td[{has('tb_text')}]",
    ),
    credit=(
        f"//*[{has('post_news_photo_source', 'post_article_header_media_source')}]",
        f"//*[{has('post_news__photo__author', 'post__photo__author', 'post_photo_news_author')}]",
    ),
    labels=(
        f"//h1/ancestor::header//*[{has('article_label')}] | //h1/preceding-sibling::*[{has('article_label')}]",
        f"//*[{has('stext')}]/b",
    ),
    tags=(
        f"//*[{has('post_news_tags', 'post_article_tags', 'post__tags', 'post_tags', 'tags')}]//a[{_TAG}]",
        f"//*[{has('post__tags__item', 'post_tags_item')}]//a",
        f'//*[contains(@class, "tags")]//a[{_TAG}]',
    ),
    tag_path=r"/tags/([^/?#]+)",
    related=(
        f"//*[{has('post_side_topic')}]//*[{has('article_title')}]/a",
        f"//aside[{has('section_other_news')}]//*[{has('article_title')}]/a",
        f"//*[{has('block_related')}]//*[{has('article__title', 'article_title')}]/a",
        f"//div[{has('rpad')}]/div[{has('read')}]/a",
    ),
    other_editions=(f"//*[{has('lang_menu')}]//a[{has('lang_menu_item')}]",),
    dropped=" | ".join(
        (
            './/*[contains(@class, "tags")]',
            './/div[.//img and (contains(@class, "photo") or contains(@class, "image") or contains(@class, "media"))]',
            f".//*[{has('data-block', 'statistic-top-block', 'net-wrap', 'blurb')}]",
            ".//header | .//h1",
        )
    ),
)
read = partial(read_layouts, PUBLISHER)
