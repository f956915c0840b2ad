"""A block of text that nobody reads on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span

LONGEST_BLOCK = 1200
"""Characters without a new line or a bullet: about two phone screens."""
_BLOCK = re.compile(r"[^\n•●▪]+")


def find(reading: Reading) -> Iterator[Span]:
    """Yield the beginning of every block that is too long."""
    for block in _BLOCK.finditer(reading.text.text):
        if block.end() - block.start() > LONGEST_BLOCK:
            yield Span(block.start(), block.start() + 60)
