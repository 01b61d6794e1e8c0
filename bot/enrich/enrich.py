"""One article in, all that this room adds to it out."""

from __future__ import annotations

from bot.enrich.sections import sections
from bot.enrich.summary import summary
from bot.enrich.terms import index_terms
from bot.news.article import Article, Enriched, Paragraph, Section, SectionKind
from bot.news.spelling import normal


def enrich(article: Article) -> Enriched:
    """A pure function: the same article gives the same parts, summary and terms."""
    parts = sections(paragraph for paragraph in article.paragraphs if not _repeats(paragraph, article))
    description = "" if normal(article.description) == normal(article.title) else article.description
    terms = terms_of(article.title, parts, description, article.language)
    return Enriched(summary(parts, description), parts, *terms)


def terms_of(
    title: str, parts: tuple[Section, ...], otherwise: str, language: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`index_terms` of an article; `otherwise` is what it says where it has no parts."""
    return index_terms(title, parts or (Section(SectionKind.LEAD, "", (Paragraph(otherwise),)),), language)


def _repeats(paragraph: Paragraph, article: Article) -> bool:
    """Whether it only says the title, or what stands under the photo, once more."""
    photo = article.photo
    said = {article.title, photo.caption, photo.credit} if photo else {article.title}
    return not paragraph.label and normal(paragraph.text) in {normal(text) for text in said if text}
