"""Paragraphs → the labelled parts of an article.

A label opens a part that owns what follows up to the next label. What stands before the first label is the lead, then
details. A Source line, and an "as we reported" in the middle of an article, own only themselves and their list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.enrich.labels import kind_of, opens_background, split_unbold
from bot.news.article import Kind, Paragraph, Section, SectionKind
from bot.news.promo import is_promo

_SHORT_LEAD = 100
"""Characters: a first paragraph below this says too little alone, so the second is lead too."""
_NEAR_END = 2
"""How many last paragraphs are trusted to be background when they begin with a mere "Earlier"."""
_QUOTE_MARKS = tuple("\"«“„”'‘")


def sections(paragraphs: Iterable[Paragraph]) -> tuple[Section, ...]:
    """In page order, without promo and lines of mere marks ("***").

    A paragraph in a section has no label of its own: one that opens a section is `Section.label`, any other goes back
    in front of its text.
    """
    kept = list(_without_promo(paragraphs))
    parts = [_Part(SectionKind.LEAD)]
    for index, paragraph in enumerate(kept):
        opened = _opened_by(paragraph, parts[-1], near_end=index >= len(kept) - _NEAR_END)
        if opened:
            parts.append(opened)
        parts[-1].paragraphs.extend(_unlabelled(paragraph, opened))
    return tuple(Section(part.kind, part.label, tuple(part.paragraphs)) for part in parts if part.paragraphs)


@dataclass(slots=True)
class _Part:
    """A section that is still being filled; a narrow one owns one paragraph and its list."""

    kind: SectionKind
    label: str = ""
    narrow: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def full(self) -> bool:
        if self.kind is SectionKind.LEAD:
            return len(self.paragraphs) > 1 or sum(len(part.text) for part in self.paragraphs) >= _SHORT_LEAD
        return self.narrow and bool(self.paragraphs)


def _unlabelled(paragraph: Paragraph, opened: _Part | None) -> Iterator[Paragraph]:
    """What is left to show of a paragraph; a label alone leaves nothing."""
    if opened and opened.label:
        text = "" if paragraph.kind is Kind.HEADING and not paragraph.label else paragraph.text
    else:
        text = f"{paragraph.label}: {paragraph.text}" if paragraph.label else paragraph.text
    if any(letter.isalnum() for letter in text):
        yield replace(paragraph, text=text, label="")


def _without_promo(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """With every known label found; the list under a promo line goes with it."""
    in_promo = False
    for paragraph in paragraphs:
        whole = f"{paragraph.label}: {paragraph.text}" if paragraph.label else paragraph.text
        in_promo = is_promo(whole) or (in_promo and paragraph.kind is Kind.ITEM)
        if not in_promo:
            yield _with_label(paragraph)


def _with_label(paragraph: Paragraph) -> Paragraph:
    if paragraph.label:
        return paragraph
    label, text = split_unbold(paragraph.text)
    return replace(paragraph, label=label, text=text) if label else paragraph


def _opened_by(paragraph: Paragraph, current: _Part, *, near_end: bool) -> _Part | None:
    """The section that a paragraph opens; None if it belongs to the current one."""
    heading = paragraph.kind is Kind.HEADING
    label = paragraph.label or (paragraph.text if heading else "")
    kind = kind_of(label)
    if kind:
        return _Part(kind, label.strip(" :,.–—-"), narrow=kind is SectionKind.SOURCE)
    if paragraph.kind is Kind.ITEM or not current.paragraphs:
        return None
    if heading:
        return _Part(SectionKind.DETAILS)
    if label:
        quoted = paragraph.text.startswith(_QUOTE_MARKS)
        return _Part(SectionKind.QUOTE if quoted else SectionKind.DETAILS, label)
    if current.kind is not SectionKind.BACKGROUND and opens_background(paragraph, near_end=near_end):
        return _Part(SectionKind.BACKGROUND, narrow=not near_end)
    return _Part(SectionKind.DETAILS) if current.full else None
