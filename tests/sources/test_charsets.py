import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.charsets import decode

TEXT = "Гавань відкрито: «Ланта»"


@pytest.mark.parametrize(
    ("declared", "header", "real"),
    [
        ("windows-1251", "", "windows-1251"),
        ("utf-8", "", "windows-1251"),
        ("windows-1251", "", "utf-8"),
        ("", "windows-1251", "windows-1251"),
        ("", "", "windows-1251"),
        ("", "", "utf-8"),
        ("", "iso-8859-1", "utf-8"),
        ("utf-16", "", "utf-8"),
        ("utf-16", "", "utf-16"),
        ("", "", "utf-8-sig"),
        ("", "", "utf-16-le"),
        ("no-such-charset", "zip", "utf-8"),
        ("punycode", "idna", "windows-1251"),
    ],
)
def test_text_survives_what_is_declared(declared: str, header: str, real: str) -> None:
    declaration = f' encoding="{declared}"' if declared else ""
    document = f'<?xml version="1.0"{declaration}?><title>{TEXT}</title>'
    assert TEXT in decode(document.encode(real), header)


def test_a_broken_byte_costs_a_letter_and_not_the_text() -> None:
    assert decode(TEXT.encode()[:-1] + b"\xd0 end") == TEXT[:-1] + "�� end"


def test_western_letters_stand_alone() -> None:
    assert decode("Un été à la crème".encode("windows-1252")) == "Un été à la crème"


@given(st.binary(max_size=300), st.text(max_size=12))
def test_any_bytes_become_text(body: bytes, header: str) -> None:
    assert isinstance(decode(body, header), str)
