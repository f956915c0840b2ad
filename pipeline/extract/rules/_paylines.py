"""Finds the line that speaks of pay above an amount: its heading, or the promise over a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.fold import BULLETS, fold
from pipeline.extract.rules._paywords import PAY, Token, any_says, cut

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.rules._amounts import Amount

_BULLET = fold(BULLETS[0])
_LIST = 600
"""Characters between a promise of pay and a line of the list under it."""
_HEADING = 90
"""Characters a heading above a figure may have."""
_BEFORE_PAY = frozenset((b":", b"-"))


def heading(document: Document, tokens: list[Token], amount: Amount) -> list[Token]:
    """Return the short line of pay above an amount that opens its own line: "Annual Salary:"."""
    folded = document.folded
    line = folded.rfind(b"\n", 0, tokens[0].start)
    if amount.first > 1 or line < 0 or folded[line : tokens[0].start].strip(b" \n-" + _BULLET):
        return []
    return _promise(document, len(folded[:line].rstrip()))


def is_listed(document: Document, tokens: list[Token], amount: Amount) -> bool:
    """Tell whether a range closes a line of a list by places under a promise of pay: "New York: $90,000 - …"."""
    if amount.concept != "range" or not amount.first or tokens[amount.first - 1].raw not in _BEFORE_PAY:
        return False
    folded, start = document.folded, tokens[amount.first].start
    line = folded.rfind(b"\n", 0, start)
    end = folded.rfind(b":\n", max(0, start - _LIST), max(0, line) + 1)
    return end >= 0 and bool(_promise(document, end))


def _promise(document: Document, end: int) -> list[Token]:
    """Return the words of the line that ends at an offset where they speak of pay, and of nothing else."""
    start = max(document.folded.rfind(b"\n", 0, end) + 1, end - _HEADING)
    said = cut(document.folded, start, end, document.language)
    return said if any(t.says & PAY for t in said) and not any_says(said, "not pay", 0, len(said)) else []
