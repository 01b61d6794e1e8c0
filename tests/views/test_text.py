from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.text import cut


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Bridge closed", 13, "Bridge closed"),
        ("The bridge is closed", 18, "The bridge is…"),
        ("The bridge is, closed", 16, "The bridge is…"),
        ("11:46 · 4 · " + "я" * 80, 60, "11:46 · 4 · " + "я" * 47 + "…"),
        ("x" * 80, 60, "x" * 59 + "…"),
        ("a " + "x" * 80, 60, "a " + "x" * 57 + "…"),
    ],
)
def test_where_a_text_is_cut(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


@given(st.text(max_size=200), st.integers(20, 100))
def test_what_is_cut_is_a_beginning_and_fits(text: str, most: int) -> None:
    kept = cut(text, most)
    assert len(kept) <= most
    assert text.startswith(kept.removesuffix("…"))
