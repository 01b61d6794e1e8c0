import json

from hypothesis import given
from hypothesis import strategies as st

from bot.news.article import Kind, Link, Paragraph, Photo, Section, SectionKind
from bot.store.bodies import photo_from_json, photo_to_json, sections_from_json, sections_to_json

links = st.builds(Link, st.text(), st.text())
paragraphs = st.builds(Paragraph, st.text(), st.sampled_from(Kind), st.text(), st.lists(links, max_size=3).map(tuple))
sections = st.builds(Section, st.sampled_from(SectionKind), st.text(), st.lists(paragraphs, max_size=3).map(tuple))


@given(st.lists(sections, max_size=4).map(tuple))
def test_sections_come_back_as_they_were(body: tuple[Section, ...]) -> None:
    assert sections_from_json(json.loads(json.dumps(sections_to_json(body)))) == body


@given(st.none() | st.builds(Photo, st.text(), st.text(), st.text()))
def test_a_photo_comes_back_as_it_was(photo: Photo | None) -> None:
    assert photo_from_json(json.loads(json.dumps(photo_to_json(photo)))) == photo
