"""The figures of pages, on a folder of our own writing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.quality.pages import f1, measure, read_naively, words
from tests.sources.samples import sample

LEAD = "The library of the invented town reopened on Wednesday after two years of works that the mayor led."
REST = "It holds forty thousand books, and on the first day people stood in line along the whole street for them."


def test_words_and_f1() -> None:
    assert words("Don't: 図書館!") == ["don", "t", "図", "書", "館"]
    assert words("glas\u00adgow u\u0308ber") == ["glasgow", "über"]
    assert f1(["a", "b"], ["b", "a"]) == f1([], []) == 1
    assert f1(["a", "a", "b"], ["a"]) == 0.5
    assert f1(["a"], []) == 0


def test_the_naive_reader_takes_what_it_sees() -> None:
    page = read_naively(b"<title>T | Site</title><meta name='keywords' content='a, b'><p>One</p><p>Two</p>")
    assert (page.title, [part.text for part in page.paragraphs]) == ("T | Site", ["One", "Two"])
    assert [tag.name for tag in page.tags] == ["a", "b"]
    assert read_naively(b"").paragraphs == ()


def test_all_sets_of_a_folder_are_measured(tmp_path: Path) -> None:
    _fundus(tmp_path / "fundus" / "xx")
    _readability(tmp_path / "readability" / "own")
    _segments(tmp_path / "trafilatura_eval")
    _ukrainska_pravda(tmp_path / "up_pages")
    figures = {key: ours for key, ours, _ in measure(tmp_path)}
    assert figures.pop("time.page.p95_ms") > 0
    assert figures.pop("pages.up.fields_wrong") == 1, "its author is said to be another"
    assert figures.pop("authors.up.f1") == 0
    assert figures.pop("tags.fundus.f1") == pytest.approx(2 / 3)
    assert set(figures) > {"body.fundus.f1", "body.readability.f1", "body.trafilatura_eval.segments_f1", "body.up.f1"}
    assert set(figures.values()) == {1}, figures


def test_an_empty_folder_gives_no_figures(tmp_path: Path) -> None:
    assert list(measure(tmp_path)) == []


def _page() -> bytes:
    head = '<title>Library reopens | Town</title><meta property="article:published_time" content="2026-03-04T10:30Z">'
    head += '<meta name="author" content="Ana Reader"><meta name="keywords" content="books, town">'
    body = f"<article><h1>Library reopens</h1><p>{LEAD}</p><p>{REST}</p></article>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def _fundus(folder: Path) -> None:
    truth = {
        "title": "Library reopens",
        "authors": ["Ana Reader"],
        "publishing_date": "2026-03-04 10:30:00+00:00",
        "topics": ["books"],
        "body": {"summary": [LEAD], "sections": [{"headline": [], "paragraphs": [REST]}]},
    }
    _keep(folder / "Town.json", json.dumps({"V1": truth}).encode())
    _keep(folder / "Town_2026_03_04.html.gz", _page())


def _readability(folder: Path) -> None:
    _keep(folder / "source.html.gz", _page())
    _keep(folder / "expected.html.gz", f"<div><p>{LEAD}</p><p>{REST}</p></div>".encode())


def _segments(folder: Path) -> None:
    truth = {"file": "own.html", "with": ["forty thousand books"], "without": ["nobody wrote this"]}
    _keep(folder / "evaldata.json", json.dumps({"https://town.example/1": truth}).encode())
    _keep(folder / "own.html.gz", _page())


def _ukrainska_pravda(folder: Path) -> None:
    truth = {
        "url": "http://herald.example/news/2014/09/29/7/",
        "title": 'Гавань "Ланта" відкрито',
        "authors": ["Марта Перо"],
        "date_text": "Понеділок, 29 вересня 2014, 14:55",
        "tags": [{"name": "Ланта", "href": "/tags/tag_Ланта/"}],
        "hreflang": {},
        "body": ["Гавань відкрито в понеділок. Про це повідомили в порту.", "Кораблі чекали два дні."],
    }
    _keep(folder / "news-7.selectors.json", json.dumps(truth).encode())
    _keep(folder / "news-7.html.gz", sample("news_2014.html").decode().encode("windows-1251"))
