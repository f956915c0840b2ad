"""Levels of a concept, read around its mention: CEFR or words for languages, licence letters, how complete a degree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit

_CEFR = re.compile(r"(?<!\w)([ABCАВС])\s?([12])(?!\w)")
_LETTERS = re.compile(r"(?<!\w)([ABCDEАВСДЕ])(?!\w)")
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
    text, begins = document.text, document.clause(hit.start)[0]
    found = [m[1] for m in _LETTERS.finditer(text, low, high) if m.start() != begins]
    opens = _LETTERS.match(text[low : low + 2])  # alone: an item may be run into the one before, "bilenB sınıfı"
    if opens and low == begins and document.language != "en":  # "A valid licence" is of no category
        found.append(opens[1])
    return ",".join(sorted({letter.translate(_LATIN) for letter in found})) or None


def _degree(document: Document, hit: Hit) -> str:
    found = _cues(document, *_around(document, hit))
    return next((name for name in ("incomplete-accepted", "specialised") if name in found), "completed")


def _around(document: Document, hit: Hit) -> tuple[int, int]:
    low, high = document.clause(hit.start)
    return max(low, hit.start - _AROUND), min(max(high, hit.end), hit.end + _AROUND)


def _cues(document: Document, low: int, high: int) -> set[str]:
    return {h.term.concept for h in document.within("cues", "levels", low, high) if h.end <= high}
