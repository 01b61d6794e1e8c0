import json

from bot.sources.pages import generic
from bot.sources.pages.scripts import drawn
from tests.sources.pages.markup import URL, meta, parsed

LINES = [f'The library "of {number} rooms" in the invented town reopened after two years.' for number in range(4)]
ARTICLE = "".join(f"<p class='x'>{line}</p>" for line in LINES)


def test_the_string_with_most_paragraphs_is_the_article() -> None:
    script = f"<script>push([1,{json.dumps('<p>one')},{json.dumps(ARTICLE).replace('<', chr(92) + 'u003c')}])</script>"
    root, _ = parsed(f"<main></main>{script}")
    assert [part.text for part in drawn(root, URL)] == LINES


def test_other_scripts_hold_none() -> None:
    for script in ('"<p>a<p>b<p>\\u12"', '"', '"' + '\\"' * 1_000_000, "'<p><p><p><p>'"):
        root, _ = parsed(f"<script>{script}</script>")
        assert drawn(root, URL) == ()


def test_a_page_that_scripts_draw_is_read() -> None:
    head = meta(og__type="article", og__title="Library")
    page = f"<html><body>{head}<main></main><script>x={json.dumps(ARTICLE)}</script>"
    assert [part.text for part in generic.read(page.encode(), url=URL).paragraphs] == LINES


def test_a_page_that_calls_itself_an_article_tells_what_it_can() -> None:
    page = f"<html><body>{meta(og__type='article', og__title='Library', author='Ana Reader')}"
    read = generic.read(page.encode(), url=URL)
    assert (read.title, read.authors, read.paragraphs) == ("Library", ("Ana Reader",), ())
