import pytest

from bot.sources.names import people


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Iryna Quill,Roman Sample", ("Iryna Quill", "Roman Sample")),
        ("IRYNA QUILL", ("Iryna Quill",)),
        ("By Ana Reader and Bo Writer", ("Ana Reader", "Bo Writer")),
        ("news@herald.example (Ana Reader)", ("Ana Reader",)),
        ("news@herald.example (The Herald)", ()),
        ("news@herald.example", ()),
        ("Ana Reader, ana reader", ("Ana Reader",)),
        ("", ()),
    ],
)
def test_bylines_become_names(byline: str, names: tuple[str, ...]) -> None:
    assert people([byline], "The Herald") == names
