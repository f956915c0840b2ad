"""Levels of a concept, read around its mention: CEFR or words for languages, licence letters, how complete a degree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit

_CEFR = re.compile(r"(?<![A-Za-zА-Яа-я0-9])([ABCАВС])\s?([12])(?![0-9A-Za-zА-Яа-я])")
_LETTERS = re.compile(r"(?<![A-Za-zА-Яа-яЁё0-9])([ABCDEАВСДЕ])(?![A-Za-zА-Яа-яЁё0-9])")
_LATIN = str.maketrans("АВСДЕ", "ABCDE")
HAVE_LEVELS = frozenset({"english", "driving-licence", "higher-education"})
_AROUND = 40
_WORD_LEVELS = ("native", "fluent", "upper-intermediate", "intermediate", "conversational", "basic")


def level(document: Document, hit: Hit, concept: str) -> str | None:
    """Return the level of a mention as gold/GUIDE.md writes it, or null."""
    if concept == "english":
        return _language(document, hit)
    if concept == "driving-licence":
        return _licence(document, hit)
    return _degree(document, hit) if concept == "higher-education" else None


def _language(document: Document, hit: Hit) -> str | None:
    low, high = _around(document, hit)
    written = _CEFR.search(document.text, low, high)
    if written:
        return written[1].translate(_LATIN) + written[2]
    found = _cues(document, low, high)
    return next((name for name in _WORD_LEVELS if name in found), None)


def _licence(document: Document, hit: Hit) -> str | None:
    low, high = _around(document, hit)
    found = _LETTERS.finditer(document.text, low, high)
    begins = document.clause(hit.start)[0] if document.language == "en" else -1  # "A valid licence" is of no category
    letters = {m[1].translate(_LATIN) for m in found if m.start() != begins}
    return ",".join(sorted(letters)) or None


def _degree(document: Document, hit: Hit) -> str:
    found = _cues(document, *_around(document, hit))
    return next((name for name in ("incomplete-accepted", "specialised") if name in found), "completed")


def _around(document: Document, hit: Hit) -> tuple[int, int]:
    low, high = document.clause(hit.start)
    return max(low, hit.start - _AROUND), min(max(high, hit.end), hit.end + _AROUND)


def _cues(document: Document, low: int, high: int) -> set[str]:
    return {h.term.concept for h in document.within("cues", "levels", low, high) if h.end <= high}
