"""The parts of an article that the store keeps as JSON, there and back. Empty fields are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.news.article import Kind, Link, Paragraph, Photo, Section, SectionKind

Json = Mapping[str, Any]


def sections_to_json(sections: Sequence[Section]) -> list[Json]:
    return [
        _lean(kind=section.kind, label=section.label, paragraphs=[_paragraph(one) for one in section.paragraphs])
        for section in sections
    ]


def sections_from_json(body: Sequence[Json]) -> tuple[Section, ...]:
    return tuple(
        Section(
            SectionKind(section["kind"]),
            section.get("label", ""),
            tuple(_read_paragraph(one) for one in section.get("paragraphs", ())),
        )
        for section in body
    )


def photo_to_json(photo: Photo | None) -> Json | None:
    return {"url": photo.url, **_lean(caption=photo.caption, credit=photo.credit)} if photo else None


def photo_from_json(body: Json | None) -> Photo | None:
    return Photo(**body) if body else None


def _paragraph(paragraph: Paragraph) -> Json:
    return _lean(
        text=paragraph.text,
        kind=paragraph.kind if paragraph.kind is not Kind.TEXT else "",
        label=paragraph.label,
        links=[[link.url, link.title] for link in paragraph.links],
    )


def _read_paragraph(body: Json) -> Paragraph:
    return Paragraph(
        body.get("text", ""),
        Kind(body.get("kind", Kind.TEXT)),
        body.get("label", ""),
        tuple(Link(url, title) for url, title in body.get("links", ())),
    )


def _lean(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value}
