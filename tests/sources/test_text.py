import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.text import fold, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Aid &amp; arms", "Aid & arms"),
        ("Aid &amp;amp; arms", "Aid & arms"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("<b>Vote</b>\n\t today", "Vote today"),
        ("&lt;b&gt;Vote&lt;/b&gt; today", "Vote today"),
        ("<script>alert(1)</script>Vote", "Vote"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Vote", "Vote"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("<![CDATA[Vote]]>", "Vote"),
        ("Vote\u202eetov \u200bnow\x00", "Voteetov now"),
        ("&#1055;&#x440;", "Пр"),
        ("&#99999999; &nonsense;", "&#99999999; &nonsense;"),
    ],
)
def test_titles_become_plain_text(markup: str, text: str) -> None:
    assert plain(markup) == text


@given(st.text(max_size=500))
def test_plain_text_is_one_line_without_elements(markup: str) -> None:
    text = plain(markup)
    assert text == fold(text)
    assert "<script" not in text
