"""Telegram's HTML: valid markup comes back whole, broken markup is refused word for word."""

from contextlib import suppress
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import finished, parsed
from bot.playground.entities.found import found_entities
from bot.playground.entities.html import parse_html, utf16_length
from bot.playground.refusals import Refusal

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "blockquote expandable": "expandable_blockquote",
    'a href="https://example.org/?a=1&amp;b=2"': "text_link", 'span class="tg-spoiler"': "spoiler",
}  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)

Tree = Any


def trees() -> st.SearchStrategy[Tree]:
    """A text, or a tag with trees inside."""
    return st.recursive(TEXT, lambda inner: st.tuples(st.sampled_from(sorted(TAGS)), st.lists(inner, max_size=4)))


def written(tree: Tree) -> str:
    if isinstance(tree, str):
        return escape(tree)
    tag, inside = tree
    return f"<{tag}>{''.join(map(written, inside))}</{tag.split()[0]}>"


def plain(tree: Tree) -> str:
    return tree if isinstance(tree, str) else "".join(map(plain, tree[1]))


def kinds(tree: Tree) -> set[str]:
    if isinstance(tree, str):
        return set()
    own = {TAGS[tree[0]]} if plain(tree) else set()
    return own.union(*map(kinds, tree[1]))


def formatted(text: str) -> tuple[str, list[dict[str, Any]]]:
    return finished(*parsed(text, "HTML", None))


@given(st.lists(trees(), max_size=4))
def test_valid_markup_becomes_its_text_and_entities(branches: list[Tree]) -> None:
    text, entities = parse_html("".join(map(written, branches)))
    assert text == "".join(map(plain, branches))
    assert {entity["type"] for entity in entities} == set().union(*map(kinds, branches))
    for entity in entities:
        assert entity["length"] > 0
        assert 0 <= entity["offset"] <= utf16_length(text) - entity["length"]


@given(st.lists(trees(), max_size=4))
def test_finished_entities_lie_in_the_text_and_nest(branches: list[Tree]) -> None:
    text, entities = formatted("".join(map(written, branches)))
    assert text == text.strip("\n ") or entities
    spans = [(e["offset"], e["offset"] + e["length"]) for e in entities]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    for start, end in spans:
        assert 0 <= start < end <= utf16_length(text)
        assert not any(start < other < end < finish for other, finish in spans)


@given(st.text(alphabet="<>/&;\"'= abipre#x3c\n🔴", max_size=40))
def test_any_text_is_taken_or_refused(text: str) -> None:
    with suppress(Refusal):
        plain_text, _ = formatted(text)
        assert len(plain_text) <= len(text)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("🔴 <BR>", 'Unsupported start tag "br" at byte offset 5'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=http://x>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "&#xD800;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_refusals(text: str, detail: str) -> None:
    with pytest.raises(Refusal) as caught:
        formatted(text)
    assert caught.value.description == f"Bad Request: can't parse entities: {detail}"


@pytest.mark.parametrize(
    ("text", "expected", "entities"),
    [
        ("a & b &nbsp; &lt;&#9731;&#x1F534;", "a & b &nbsp; <☃🔴", []),
        ("<b>x</>", "x", ["bold 0 1"]),
        ("🔴 <b>є</b>", "🔴 є", ["bold 3 1"]),
        ("<b>one <i>two</i></b>", "one two", ["bold 0 4", "bold 4 3", "italic 4 3"]),
        ("<b>a</b><b>b</b>", "ab", ["bold 0 2"]),
        ("<b>a <code>b</code> c</b>", "a b c", ["bold 0 2", "code 2 1", "bold 3 2"]),
        ("<b>news #NATO</b>", "news #NATO", ["bold 0 5", "hashtag 5 5", "bold 5 5"]),
        ("<blockquote>a <blockquote expandable>b</blockquote></blockquote>", "a b", ["blockquote 0 3"]),
        ("  <i> x </i>\n", " x", ["italic 0 2"]),
        ('<pre><code class="language-python">x</code></pre>', "x", ["pre 0 1"]),
        ('<a href="nowhere">x</a>', "x", []),
        ("a\tb\r\nc\u202e", "a b\nc", []),
    ],
)
def test_what_becomes_of_it(text: str, expected: str, entities: list[str]) -> None:
    plain_text, kept = formatted(text)
    assert plain_text == expected
    assert [f"{e['type']} {e['offset']} {e['length']}" for e in kept] == entities


def test_links_are_written_as_telegram_writes_them() -> None:
    _, entities = formatted('<a href="Example.ORG">a</a> <a href="tg://resolve?domain=x">b</a> <a>http://c.org/d</a>')
    assert [entity["url"] for entity in entities] == [
        "http://example.org/", "tg://resolve?domain=x", "http://c.org/d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start payload", ["bot_command /start"]),
        ("/latest@tagwire_bot, x/y //z", ["bot_command /latest@tagwire_bot"]),
        ("#НАТО, #aid_for_ukraine a#b #1", ["hashtag #НАТО", "hashtag #aid_for_ukraine"]),
        ("@tagwire_bot or me@example.org", ["mention @tagwire_bot", "email me@example.org"]),
        ("see https://example.org/a_(b)?c=1#d. Also pravda.com.ua/eng/!",
         ["url https://example.org/a_(b)?c=1#d", "url pravda.com.ua/eng/"]),
        ("$USD 3.14 v1.2.3 e.g. none", ["cashtag $USD"]),
    ],
)  # fmt: skip
def test_what_telegram_finds_by_itself(text: str, found: list[str]) -> None:
    assert [f"{e['type']} {text[e['offset'] : e['offset'] + e['length']]}" for e in found_entities(text)] == found
