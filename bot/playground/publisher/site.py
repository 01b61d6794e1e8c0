"""The publisher's HTTP side: what is served under /publisher/, and the acts of its newsroom."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any

from aiohttp import web

from bot.playground.publisher import feed, page
from bot.playground.publisher.motifs import draw
from bot.playground.publisher.newsroom import Newsroom
from bot.playground.publisher.story import (
    LANGUAGES,
    PREFIXES,
    ROOT,
    Item,
    Outlet,
    author_path,
    home_path,
    read_plan,
    read_stories,
    read_words,
    tag_path,
    text_file,
)

Answer = Callable[[web.Request, Outlet], web.Response]
HEADS = {language: f"{ROOT}{prefix}" for language, prefix in PREFIXES.items()}


class Publisher:
    """A sample publisher in memory: `routes()` to serve it, `act()` to run its newsroom. `now` gives aware times."""

    def __init__(self, now: Callable[[], datetime]):
        self._words = read_words()
        self._newsroom = Newsroom(read_stories(), read_plan(), self._words, now)
        self._pictures: dict[str, bytes] = {}

    def sources(self, root: str) -> str:
        """The bot's sources file (TOML) for this publisher at `root`, such as "http://127.0.0.1:8090"."""
        return "\n".join(
            f'[[source]]\nid = "sample-{language}"\nname = "{self._words[language].name}"\nlanguage = "{language}"\n'
            f'feed = "{root}{head}rss/"\ntop = "{root}{head}rss/view_mainnews/"\npage = "pravda"\nevery = 2\n'
            for language, head in HEADS.items()
        )

    async def act(self, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`publish` {kind}, `edit_headline` {story?} or `list`. ValueError: no such act, kind or story."""
        match name:
            case "publish":
                return self._card(self._newsroom.publish(str(args.get("kind", "next"))))
            case "edit_headline":
                story = args.get("story")
                return self._card(self._newsroom.edit_headline(None if story is None else str(story)))
            case "list":
                return self._standing()
        raise ValueError(f"the newsroom knows publish, edit_headline and list, not {name!r}")

    def routes(self) -> list[web.RouteDef]:
        routes = [web.get(f"{ROOT}style.css", self._style), web.get(f"{ROOT}images/{{key}}.png", self._picture)]
        for language, head in HEADS.items():
            for path, answer in {
                "": self._home,
                "rss/": self._feed,
                "rss/view_mainnews/": self._feed,
                r"news/{year:\d+}/{month:\d+}/{day:\d+}/{number:\d+}/": self._article,
                "tags/{slug}/": self._tag,
                "authors/{slug}/": self._author,
                "about/": self._about,
            }.items():
                routes.append(web.get(head + path, partial(self._answer, answer=answer, language=language)))
        return routes

    async def _answer(self, request: web.Request, answer: Answer, language: str) -> web.Response:
        root = str(request.url.origin())

        def link(key: str) -> str | None:
            item = self._newsroom.item(key)
            return root + item.path(language) if item else None

        return answer(request, Outlet(language, self._words[language], root, link))

    def _feed(self, request: web.Request, outlet: Outlet) -> web.Response:
        main_only = request.path.endswith("view_mainnews/")
        items = [item for item in self._newsroom.items if item.main or not main_only]
        text = feed.feed(items, request.path, outlet)
        return _conditional(request, text, "application/rss+xml", feed.changed_at(items))

    def _article(self, request: web.Request, outlet: Outlet) -> web.Response:
        item = self._newsroom.item(request.match_info["number"])
        if item is None:
            return _missing(outlet)
        path = item.path(outlet.language)
        if request.path != path:
            raise web.HTTPMovedPermanently(path)
        text = page.article(item, self._newsroom.related(item), outlet)
        return _conditional(request, text, "text/html", item.modified)

    def _home(self, _: web.Request, outlet: Outlet) -> web.Response:
        title = outlet.words.labels["latest"]
        return _html(page.listing(title, self._newsroom.items, outlet, _editions(home_path)))

    def _tag(self, request: web.Request, outlet: Outlet) -> web.Response:
        slug = request.match_info["slug"]
        if slug not in outlet.words.tags:
            return _missing(outlet)
        items = [item for item in self._newsroom.items if slug in item.story.tags]
        editions = _editions(lambda language: tag_path(language, slug))
        return _html(page.listing(outlet.words.tags[slug], items, outlet, editions))

    def _author(self, request: web.Request, outlet: Outlet) -> web.Response:
        slug = request.match_info["slug"]
        if slug not in outlet.words.authors:
            return _missing(outlet)
        items = [item for item in self._newsroom.items if slug in item.story.authors]
        editions = _editions(lambda language: author_path(language, slug))
        return _html(page.listing(outlet.words.authors[slug], items, outlet, editions))

    def _about(self, _: web.Request, outlet: Outlet) -> web.Response:
        labels = outlet.words.labels
        editions = _editions(lambda language: f"{home_path(language)}about/")
        return _html(page.note(labels["about"], labels["about_text"], outlet, editions))

    async def _style(self, _: web.Request) -> web.Response:
        return web.Response(text=text_file("style.css"), content_type="text/css")

    async def _picture(self, request: web.Request) -> web.Response:
        item = self._newsroom.item(request.match_info["key"])
        if item is None:
            raise web.HTTPNotFound
        key = item.story.key
        if key not in self._pictures:
            self._pictures[key] = draw(item.story.motif, key)
        return web.Response(body=self._pictures[key], content_type="image/png")

    def _standing(self) -> dict[str, Any]:
        waiting = self._newsroom.waiting
        return {
            "stories": [self._card(item) for item in self._newsroom.items],
            "waiting": {
                kind: [{"story": story.key, "title": story.editions["en"].title} for story in stories]
                for kind, stories in waiting.items()
            },
        }

    def _card(self, item: Item) -> dict[str, Any]:
        """What the acts answer about one story; URLs are paths on the publisher's own origin."""
        return {
            "story": item.story.key,
            "title": item.title("en"),
            "url": item.path("en"),
            "titles": {language: item.title(language) for language in LANGUAGES},
            "urls": {language: item.path(language) for language in LANGUAGES},
            "tags": list(item.story.tags),
            "topics": [self._words["en"].tags[slug] for slug in item.story.tags],
            "main": item.main,
            "breaking": item.breaking,
            "published": item.published.isoformat(),
            "modified": item.modified.isoformat(),
        }


def _editions(path: Callable[[str], str]) -> dict[str, str]:
    return {language: path(language) for language in LANGUAGES}


def _missing(outlet: Outlet) -> web.Response:
    return _html(page.note("404", outlet.words.labels["missing"], outlet, _editions(home_path)), status=404)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)


def _conditional(request: web.Request, text: str, content_type: str, changed: datetime) -> web.Response:
    """304 where the caller's ETag (or, without one, its date) is still good."""
    etag = hashlib.sha256(text.encode()).hexdigest()[:20]
    headers = {"ETag": f'"{etag}"', "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True)}
    known, since = request.if_none_match, request.if_modified_since
    if any(tag.value == etag for tag in known or ()) or (known is None and since and changed <= since):
        return web.Response(status=304, headers=headers)
    return web.Response(text=text, content_type=content_type, charset="utf-8", headers=headers)
