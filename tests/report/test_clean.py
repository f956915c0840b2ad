"""What a posting wrote, as one harmless line: the quick way and the careful way say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.clean import _BLANKS, _UNSEEN, foreign
from pipeline.report.proof import lines_of, marked


@given(st.text(max_size=60) | st.text(" a\u00a0\u200b\u2028\u202e\t\n\x00\ufeff", max_size=12))
def test_every_text_loses_what_is_unseen_and_its_runs_of_blanks(text: str) -> None:
    careful = _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()
    assert foreign(text, 1000) == ("" if text == "<NA>" else careful)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two  blanks ", "two blanks"),
        ("no\u00a0break", "no break"),
        ("zero\u200bwidth", "zerowidth"),
        ("turned \u202eround", "turned round"),
        ("Продавец", "Продавец"),
        ("abcdef", "abc…"),
    ],
)
def test_a_line(text: str, line: str) -> None:
    assert foreign(text, 4 if text == "abcdef" else 160) == line


def test_a_marked_line_holds_no_tag_but_its_marks() -> None:
    text = 'Pay <b>\x01100\x03</b> & "more"'
    [line] = lines_of(text, [(8, 12, "pay", "pay")])
    assert marked(line) == 'Pay &lt;b&gt;<mark data-c="pay">100</mark>&lt;/b&gt; &amp; &#34;more&#34;'
