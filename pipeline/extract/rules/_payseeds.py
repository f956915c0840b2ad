"""Finds the few places of a text where an amount of money could stand, and the stretch of words to read around each.

This is the cheap half of reading pay: most postings state none, and must cost next to nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extract.fold import BULLETS, LETTERS, fold
from pipeline.extract.rules._paywords import TOKEN, cut, vocabulary

if TYPE_CHECKING:
    from pipeline.extract.document import Document

LENIENT = 320
"""Up to this many letters a text is a phrase: a pay line by itself, which needs no word for pay."""
_LEFT, _RIGHT, _CUE_REACH, _TAIL_REACH = 130, 190, 130, 16
_SHORT, _LONG = 4, 9
_LETTER = frozenset(LETTERS)
_BULLET = fold(BULLETS[0])
_STOPS = re.compile(rb"[\n!;." + re.escape(_BULLET) + rb"]")
_RUN = re.compile(rb"\d(?:[\d .,']*\d)?")
_CUT_OFF = re.compile(rb"(?<![\d .,'])\d[\d .,']*\Z")
_WORD_END = re.compile(b"[" + re.escape(LETTERS) + rb"$.]+$")
_CUES = frozenset(("pay", "base", "total"))


@cache
def _beside(language: str) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Return the tokens that may open a word of money behind a figure, and those that may stand before one."""
    after: set[bytes] = {b"'", b"/"}
    before: set[bytes] = set()
    for entries in vocabulary(language).values():
        for tokens, concepts in entries:
            kinds = {c.partition(" ")[0] for c in concepts}
            if kinds & {"money", "times", "per", "net", "gross"}:
                after.add(tokens[0])
            if "money" in kinds:
                before.add(tokens[-1])
                before.add(b"".join(tokens))
    return frozenset(after), frozenset(before)


def seeds(document: Document) -> list[int]:
    """Return the offsets of figures that could be pay, in order."""
    folded = document.folded
    lenient = len(folded) <= LENIENT
    after, before = _beside(document.language)
    cues = [h.end for h in document.of("cues", "pay") if h.term.concept in _CUES]
    places = _spelled(document)
    for figure in _RUN.finditer(folded):
        start, end = figure.span()
        if _touches(folded, start, end, after, before):
            places.append(start)
        elif end - start >= _SHORT:
            near = bisect_right(cues, start + _CUE_REACH // 4)
            if lenient or (near and start - cues[near - 1] <= _CUE_REACH) or _taxed(folded, end, after):
                places.append(start)
    return sorted(places)


def _touches(folded: bytes, start: int, end: int, after: frozenset[bytes], before: frozenset[bytes]) -> bool:
    """Tell whether a sign, a currency, a multiplier or a period clings to a figure."""
    end += folded[end : end + 1] == b"+"
    following = TOKEN.match(folded, end + (folded[end : end + 1] == b" "))
    if following is not None:
        if following[0] in after:
            return following[0] != b"/" or not folded[following.end() : following.end() + 1].isdigit()
        if len(following[0]) > _LONG and any(following[0][:n] in after for n in range(_SHORT, _LONG)):
            return True  # a currency with the next list item run into it
    if not start:
        return False
    left = folded[max(0, start - 8) : start].rstrip(b" ")
    if not left or left[-1:].isdigit():
        return False
    if left[-1] not in _LETTER:
        return left[-1:] in before
    word = _WORD_END.search(left)
    return word is not None and word[0] in before


def _taxed(folded: bytes, end: int, after: frozenset[bytes]) -> bool:
    """Tell whether a plus sign, a bracket or a dash stands between a figure and its words."""
    near = [m[0] for m in TOKEN.finditer(folded, end, min(len(folded), end + _TAIL_REACH))]
    return any(raw in after and len(raw) > 1 for raw in near[:3])


def _spelled(document: Document) -> list[int]:
    """Return where a thousand follows a number word: "от ста тысяч", "elli bin"."""
    hits = document.of("units", "money")
    numbers = {h.end + 1: h.start for h in hits if h.term.concept.startswith("number ")}
    return [numbers[h.start] for h in hits if h.start in numbers and h.term.concept.startswith("1000")]


def stretch(document: Document, place: int) -> tuple[int, int]:
    """Return the bounds of the sentence or list item around a place, cut short where it is long."""
    folded = document.folded
    start = max(0, place - _LEFT)
    for stop in _STOPS.finditer(folded, start, place):
        if _ends(folded, stop.start()):
            start = stop.end()
    end = min(len(folded), place + _RIGHT)
    for stop in _STOPS.finditer(folded, place, end):
        at = stop.start()
        if _ends(folded, at) and (folded[at] in b"\n!" or not _goes_on(folded, at + 1, document.language)):
            return start, max(at, place + 1)
    cut_off = _CUT_OFF.search(folded, place, end) if end < len(folded) else None
    if cut_off is not None and cut_off.start() > place:
        end = cut_off.start()
    return start, max(end, min(place + 1, len(folded)))


def _ends(folded: bytes, at: int) -> bool:
    """Tell whether the sign at an offset ends a statement: a full stop does not behind an abbreviation."""
    if folded[at] != ord("."):
        return True
    after, later = folded[at + 1 : at + 2], folded[at + 2 : at + 3]
    if after == b"" or (after == b" " and later == b"."):
        return after != b""
    before = folded[max(0, at - 5) : at]
    opens = after in (b" ", b"\n") or after[0] in _LETTER
    if all(b in _LETTER for b in before) and len(before) == 5:
        return opens
    if before[-1:] in (b")", b'"'):
        return opens
    return before[-1:].isdigit() and after == b" " and all(b in _LETTER for b in folded[at + 2 : at + 6])


def _goes_on(folded: bytes, at: int, language: str) -> bool:
    """Tell whether a statement of pay goes on behind a stop: `60.000 ruble. her ay`, `£13; this increases to £14`."""
    after = cut(folded, at, min(at + 24, len(folded)), language)
    return bool(after) and (after[0].one("per ") is not None or (after[0].is_a("join") and len(after[0].raw) > _SHORT))
