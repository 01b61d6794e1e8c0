"""HTML → Paragraphs: the one walk that feeds' full texts and every page reader share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree, html

from bot.news.article import Kind, Link, Paragraph
from bot.news.quotes import split_quote
from bot.sources.links import address
from bot.sources.text import fold

_DROPPED = frozenset(
    "script style template noscript iframe form button svg figure aside nav video audio object embed select textarea "
    "input head math canvas map".split()
)
_DROPPED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:advert\w*|adv_?text\w*|nts-\w+|sponsor\w*|newsletter\w*|sharedaddy|social\w*|related\w*|banner\w*|"
    r"image-box\w*|tb_center|wp-caption|caption|jp-relatedposts|twitter-tweet|instagram-media|tiktok-embed|fb-post)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "p div section article main header footer ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre table tr hr body "
    "address details summary center".split()
)
_KINDS = {"li": Kind.ITEM, "blockquote": Kind.QUOTE} | {f"h{level}": Kind.HEADING for level in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*+(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0*+(?:[0-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)
"""As it stands or by its number, no tree takes it: who moves a text with it in the tree is told that it is none."""
_SPACED = frozenset({"br", "td", "th"})
_SIGNING = frozenset({"cite", "footer"})
"""Below a quote: who said it."""

MOST = 1_000
"""Paragraphs of one article that are read; what comes after them is left out."""
LONGEST = 100_000
"""Characters of its text, likewise: fifteen thousand words."""
_LABEL_LONGEST = 60
_HEADING_LONGEST = 100
_COLON = re.compile(r"\s*:(?!\d)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text that is bold or not, and in one link or in none (`href` empty)."""

    text: str
    bold: bool
    href: str


_BREAK = _Piece(" ", bold=False, href="")


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that the walk is in, and what it and those around it make of its text."""

    element: html.HtmlElement | None = None
    bold: bool = False
    href: str = ""
    kind: Kind = Kind.TEXT
    in_p: bool = False
    signs: bool = False
    signature: bool = False
    """It signs a quote, or stands in what does."""

    def inner(self, element: html.HtmlElement) -> _Open:
        signs = _signs(element)
        return _Open(
            element,
            self.bold or element.tag in _BOLD,
            element.get("href", "") if element.tag == "a" else self.href,
            _KINDS.get(str(element.tag), self.kind),
            self.in_p or element.tag == "p",
            signs,
            self.signature or signs,
        )


def read_html(text: str) -> html.HtmlElement | None:
    """The tree of a page or fragment, without comments; None when there is nothing in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_ILLEGAL.sub("", text).encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def paragraphs(fragment: str, base: str) -> tuple[Paragraph, ...]:
    """Of an HTML fragment; `base` is the URL that its links are relative to. Never raises."""
    root = read_html(fragment)
    return () if root is None else blocks(root, base)


def blocks(root: html.HtmlElement, base: str) -> tuple[Paragraph, ...]:
    """The paragraphs below an element, in page order."""
    walk = _Walk(base)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            walk.leave(element, inside=element is not root)
        elif element is not root and _is_dropped(element):
            steps.skip_subtree()
        else:
            walk.enter(element)
        if walk.full:
            break
    walk.flush()
    return tuple(walk.done[:MOST])


class _Walk:
    """What is open at one point of the walk, and the paragraphs before it."""

    def __init__(self, base: str) -> None:
        self.done: list[Paragraph] = []
        self._base = base
        self._pieces: list[_Piece] = []
        self._open = [_Open()]
        self._left = LONGEST

    @property
    def full(self) -> bool:
        return not self._left or len(self.done) >= MOST

    def enter(self, element: html.HtmlElement) -> None:
        inner = self._open[-1].inner(element)
        if element.tag in _BLOCKS or inner.signs:
            self.flush()
        elif element.tag in _SPACED:
            self._space(element.tag)
        self._open.append(inner)
        self._add(element.text)

    def leave(self, element: html.HtmlElement, *, inside: bool) -> None:
        """Dropped elements are left without having been entered."""
        here, is_block = self._open[-1], element.tag in _BLOCKS
        if here.element is element:
            if is_block or here.signs:
                self.flush()
            self._open.pop()
        if inside:
            self._add(element.tail)

    def flush(self) -> None:
        """End of a paragraph."""
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        here = self._open[-1]
        paragraph = _paragraph(pieces, here.kind, self._base)
        if here.signature and self.done and self.done[-1].kind is Kind.QUOTE:
            self.done[-1] = _signed(self.done[-1], paragraph)
        elif paragraph.text or paragraph.label:
            self.done.append(paragraph)

    def _add(self, text: str | None) -> None:
        if text:
            here, kept = self._open[-1], text[: self._left]
            self._left -= len(kept)
            self._pieces.append(_Piece(kept, here.bold, here.href))

    def _space(self, tag: str) -> None:
        """Two <br> end a paragraph where the publisher does without <p>."""
        if tag == "br" and self._after_break() and not self._open[-1].in_p:
            self.flush()
        else:
            self._pieces.append(_BREAK)

    def _after_break(self) -> bool:
        last = next((piece for piece in reversed(self._pieces) if piece is _BREAK or piece.text.strip()), None)
        return last is _BREAK


def _is_dropped(element: html.HtmlElement) -> bool:
    return element.tag in _DROPPED or bool(_DROPPED_CLASS.search(element.get("class", "")))


def _signs(element: html.HtmlElement) -> bool:
    """Whether it ends its paragraph or quote: in the middle a <cite> names a book."""
    if element.tag not in _SIGNING or element.getnext() is not None or (element.tail or "").strip():
        return False
    outer = next(element.iterancestors("blockquote", *_SIGNING), None)
    return outer is not None and outer.tag == "blockquote"


def _signed(quote: Paragraph, signature: Paragraph) -> Paragraph:
    speaker = signature.text.strip(" –—-")
    return (
        replace(quote, text=f"{quote.text} – {speaker}", links=(*quote.links, *signature.links)) if speaker else quote
    )


def _paragraph(pieces: Sequence[_Piece], kind: Kind, base: str) -> Paragraph:
    text = fold("".join(piece.text for piece in pieces))
    bold, rest = _opening(pieces)
    label, unlabelled = _label(bold, rest)
    if kind is Kind.TEXT and not label and bold == text and _is_heading(bold, pieces):
        kind = Kind.HEADING
    return Paragraph(text=unlabelled if label else text, kind=kind, label=label, links=_links(pieces, base))


def _opening(pieces: Sequence[_Piece]) -> tuple[str, str]:
    """The bold run that opens the paragraph, folded (empty if there is none), and the text after it as it stands.

    A colon ends it: what is bold after that is no part of a label.
    """
    end, labelled = 0, False
    while end < len(pieces) and not labelled and (pieces[end].bold or not pieces[end].text.strip()):
        labelled = pieces[end].text.rstrip().endswith(":")
        end += 1
    return fold("".join(piece.text for piece in pieces[:end])), "".join(piece.text for piece in pieces[end:])


def _label(bold: str, rest: str) -> tuple[str, str]:
    """The label (empty if there is none) and the text after it.

    The colon may stand inside the bold run or after it; only a quote's label runs on past its bold part.
    """
    quote = split_quote(fold(f"{bold} {rest}")) if bold else ("", rest)
    if quote[0]:
        return quote
    if len(bold) > _LABEL_LONGEST or not any(letter.isalpha() for letter in bold):
        return "", rest
    if bold.endswith(":"):
        return bold.rstrip(" :"), fold(rest)
    if colon := _COLON.match(rest):
        return bold, fold(rest[colon.end() :])
    return "", rest


def _is_heading(bold: str, pieces: Sequence[_Piece]) -> bool:
    """A short line all in bold stands for a heading where the publisher uses none."""
    return bool(bold) and len(bold) <= _HEADING_LONGEST and bold[-1].isalnum() and not any(p.href for p in pieces)


def _links(pieces: Sequence[_Piece], base: str) -> tuple[Link, ...]:
    """Neighbouring pieces with one address are one link."""
    found: list[tuple[str, str]] = []
    last = ""
    for piece in pieces:
        if piece.href and piece.href == last:
            found[-1] = (piece.href, found[-1][1] + piece.text)
        elif piece.href:
            found.append((piece.href, piece.text))
        if piece.href or piece.text.strip():
            last = piece.href
    links = ((address(href, base), fold(title)) for href, title in found)
    return tuple(Link(url, title) for url, title in links if url and title)
