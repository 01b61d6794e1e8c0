from pathlib import Path

import pytest

from bot.news.article import Source
from bot.sources import catalogue
from bot.sources.catalogue import CatalogueError


def test_the_shipped_catalogue_has_ukrainska_pravda_in_three_languages() -> None:
    sources = catalogue.load(None)
    assert [(source.id, source.language, source.page) for source in sources] == [
        ("up-uk", "uk", "pravda"),
        ("up-ru", "ru", "pravda"),
        ("up-en", "en", "pravda"),
    ]
    assert sources[2].feed == "https://www.pravda.com.ua/eng/rss/"
    assert sources[2].top == "https://www.pravda.com.ua/eng/rss/view_mainnews/"


def load(folder: Path, text: str) -> tuple[Source, ...]:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return catalogue.load(path)


def problems(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        load(folder, text)
    assert "sources.toml" in str(caught.value)
    assert all(problem in str(caught.value) for problem in caught.value.problems)
    return caught.value.problems


def test_what_is_left_out_has_defaults(tmp_path: Path) -> None:
    (source,) = load(tmp_path, '[[source]]\nid = "a"\nname = "A"\nlanguage = "en"\nfeed = "https://a.example/rss"\n')
    assert source == Source("a", "A", "en", "https://a.example/rss")


def test_everything_can_be_said(tmp_path: Path) -> None:
    text = """[[source]]
    id = "a"\nname = "A"\nlanguage = "en"\nfeed = "https://a.example/rss"\ntop = "http://127.0.0.1:8090/top"
    page = "pravda"\nevery = 5\ntags = ["nato", "war"]"""
    (source,) = load(tmp_path, text)
    assert (source.top, source.page, source.every) == ("http://127.0.0.1:8090/top", "pravda", 5)
    assert source.tags == ("nato", "war")


def test_every_problem_is_told_at_once_with_its_entry(tmp_path: Path) -> None:
    text = """
    [[source]]
    name = "No id"\nlanguage = "en"\nfeed = "https://a.example/rss"
    [[source]]
    id = "twice"\nname = "B"\nlanguage = "English"\nfeed = "a.example/rss"\nevery = 0\ncolour = "red"
    [[source]]
    id = "twice"\nname = "C"\nlanguage = "en"\nfeed = "https://c.example/rss"\npage = "nosuch"\ntop = "file:///x"
    tags = "nato"\nevery = true"""
    found = problems(tmp_path, text)
    wanted = [
        ("source number 1", "'id' is missing"),
        ("source 'twice'", "'language' must be a language code"),
        ("source 'twice'", "'feed' is no web address: 'a.example/rss'"),
        ("source 'twice'", "'every' must be between 1 and"),
        ("source 'twice'", "unknown key 'colour'"),
        ("source 'twice'", "'page' names no page reader: 'nosuch'; known are pravda"),
        ("source 'twice'", "'top' is no web address"),
        ("source 'twice'", "'tags' must be a list"),
        ("source 'twice'", "'every' must be a whole number"),
        ("source 'twice'", "2 entries have this id"),
    ]
    assert len(found) == len(wanted)
    for entry, problem in wanted:
        assert any(entry in line and problem in line for line in found), problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no sources"),
        ("source = 5", "no sources"),
        ("source = [5]", "[[source]]"),
        ("[source]\nid = 'a'", "[[source]]"),
        ("[[sources]]\nid = 'a'", "unknown part 'sources'"),
        ("[[source]\n", "not TOML"),
        ("[[source]]\nid = 5\nname=''\nlanguage='en'\nfeed='https://a.example'", "'id' must be text"),
        ("[[source]]\nid='a b'\nname='n'\nlanguage='en'\nfeed='https://a.example'", "'id' may hold"),
    ],
)
def test_other_slips(tmp_path: Path, text: str, problem: str) -> None:
    assert any(problem in line for line in problems(tmp_path, text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.toml", tmp_path):
        with pytest.raises(CatalogueError, match="cannot be read"):
            catalogue.load(path)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueError, match="not TOML"):
        catalogue.load(binary)
