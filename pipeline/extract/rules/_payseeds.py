"""Finds the few places of a text where an amount of money could stand, and the stretch of words to read around each.

This is the cheap half of reading pay: most postings state none, and must cost next to nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.fold import BULLETS, LETTERS, fold
from pipeline.extract.rules._paywords import TOKEN, cut, vocabulary

if TYPE_CHECKING:
    from pipeline.extract.document import Document

LENIENT = 320
"""Up to this many letters a text is a phrase: a pay line by itself, which needs no word for pay."""
_LEFT, _RIGHT, _CUE_REACH, _CUE_AFTER, _TAIL_REACH = 130, 190, 130, 32, 16
_SHORT, _LONG = 4, 9
_LETTER = frozenset(LETTERS)
_BULLET = fold(BULLETS[0])
_STOPS = re.compile(rb"[\n!;." + re.escape(_BULLET) + rb"]")
_FIGURE = re.compile(
    rb"(\d(?:[\d .,']*\d)?|["
    + re.escape(LETTERS)
    + rb"]+)[ +(),:\"';./=*_?~-]*(["
    + re.escape(LETTERS)
    + rb"]+|[^ ]|\Z)"
)
"""Digits, with signs between them, or a word, and what follows behind signs."""
_CUT_OFF = re.compile(rb"(?<![\d .,'])\d[\d .,']*\Z")
_APART = 25
_NO_FIGURE = re.compile(rb"[^\d\n]{%d}" % _APART)
_WORD_END = re.compile(b"[" + re.escape(LETTERS) + rb"$.]+$")
_LARGE = re.compile(rb"\d{4}|\d[ .,']\d{3}")
_TERM_REACH, _LEAD_REACH = 40, 20
_AFTER_STOP = 24
_OF_TAX = frozenset(("gross", "net"))
_SPACE, _STOP, _NOUGHT = ord(" "), ord("."), ord("0")
_PHONE = 9
_CODE = 3
"""Letters of a currency's code."""
_CENTURIES = (b"19", b"20")
_BILLION = "times 1000000000"
"""No pay is so high."""
_CUES = frozenset(("pay", "base", "total"))
_GO_ON = frozenset(("money", "times", "per", "slash", "net", "gross", "or", "within", "suffix", "pay", "base", "pro"))
"""First words of concepts that can stand between a figure and its currency or period, with these themselves."""


Terms = dict[bytes, list[list[bytes]]]


class _Beside(NamedTuple):
    """What may stand beside a figure: how a word of money behind it may begin, or end before it, and whole terms.

    `terms` has first token → all tokens of each term behind a figure; `leads` has the last word of each before one.
    """

    after: frozenset[bytes]
    before: frozenset[bytes]
    terms: Terms
    leads: frozenset[bytes]
    lead_ends: frozenset[bytes]


@cache
def _beside(language: str) -> _Beside:
    after: set[bytes] = {b"'", b"/"}
    before: set[bytes] = set()
    terms: Terms = {}
    leads: set[bytes] = set()
    for first, entry in vocabulary(language).items():
        for tokens, concepts in (([first], entry.alone), *chain.from_iterable(entry.longer.values())):
            kinds = {c.partition(" ")[0] for c in concepts}
            if kinds & {"money", "times", "per", "net", "gross"}:
                after.add(tokens[0])
            if "money" in kinds:
                before.add(tokens[-1])
                before.add(b"".join(tokens))
                leads.add(b"".join(tokens[-2:]) if tokens[-1] == b"." else tokens[-1])
            if kinds & _GO_ON and _BILLION not in concepts:
                terms.setdefault(tokens[0], []).append(tokens)
    ends = frozenset([lead[-2:] for lead in leads])
    return _Beside(frozenset(after), frozenset(before), terms, frozenset(leads), ends)


def seeds(document: Document) -> list[int]:
    """Return the offsets of figures that could be pay, in order.

    A sum of money has a unit beside it or is large; and something must say that this one is pay.
    """
    shape = document.shape
    places = _spelled(document) if document.has("units", "money") else []
    start = shape.find(b"d")
    if start < 0:
        return places
    folded, glue = document.folded, document.glue
    beside = _beside(document.language)
    terms = beside.terms
    while start >= 0:
        found = _FIGURE.match(folded, start)
        if found is None:  # never: a digit is a figure
            break
        end = found.end(1)
        if (
            (end - start >= _SHORT and _is_large(folded, start, end))
            or (found[2] in terms and _is_term(folded, found.start(2), terms))
            or _led(folded, start, beside)
            or (glue and _is_glued(glue, found, terms))
        ) and (_touches(folded, start, end, beside) or (end - start >= _SHORT and _is_told(document, start, end))):
            places.append(start)
        start = shape.find(b"d", end)
    return sorted(places)


def _is_large(folded: bytes, start: int, end: int) -> bool:
    """Tell whether a figure is of a thousand or more, and neither a year nor a telephone number."""
    size = end - start
    if size == _SHORT and folded[start : start + 2] in _CENTURIES:
        return b"-" in folded[max(0, start - 2) : end + 2]
    if size >= _PHONE and folded[start:end].isdigit() and folded[start] != _NOUGHT:
        return False
    return _LARGE.search(folded, start, end) is not None


def _is_term(folded: bytes, begin: int, terms: Terms) -> bool:
    """Tell whether a whole term of money, of a multiplier or of a period begins at an offset."""
    raws = TOKEN.findall(folded, begin, begin + _TERM_REACH)
    for tokens in terms[raws[0]]:  # noqa: SIM110 - a generator costs more than the few terms
        if raws[: len(tokens)] == tokens:
            return True
    return False


def _is_glued(glue: list[int], figure: re.Match[bytes], terms: Terms) -> bool:
    """Tell whether words are run together behind a figure: then only reading on will tell what they are."""
    begin, stop = figure.span(2)
    if figure[2] in terms:
        stop = begin + _TERM_REACH
    place = bisect_right(glue, begin)
    return place < len(glue) and glue[place] < stop


def _led(folded: bytes, start: int, beside: _Beside) -> bool:
    """Tell whether a currency stands right before a figure."""
    left = folded[max(0, start - 3) : start].rstrip(b" ")
    if left[-2:] not in beside.lead_ends and left[-1:] not in beside.leads:
        return False
    end = start - 1 if folded[start - 1] == _SPACE else start
    if end <= 1 or (folded[end - 1] not in _LETTER and folded[end - 1] != _STOP):
        return folded[end - 1 : end] in beside.leads
    word = _WORD_END.search(folded, max(folded.rfind(b" ", 0, end), end - _LEAD_REACH, 0), end)
    return word is not None and word[0] in beside.leads


def _is_told(document: Document, start: int, end: int) -> bool:
    """Tell whether a word of pay stands before a figure that nothing clings to, or a word of tax after it."""
    if len(document.folded) <= LENIENT:
        return True
    near = [
        hit.end
        for hit in document.within("cues", "pay", start - 2 * _CUE_REACH, start + _CUE_AFTER)
        if hit.term.concept in _CUES and hit.end <= start + _CUE_AFTER
    ]
    return bool(near and start - near[-1] <= _CUE_REACH) or _taxed(document, end)


def _touches(folded: bytes, start: int, end: int, beside: _Beside) -> bool:
    """Tell whether a sign, a currency, a multiplier or a period clings to a figure."""
    after = beside.after
    end += folded[end : end + 1] == b"+"
    following = TOKEN.match(folded, end + (folded[end : end + 1] == b" "))
    if following is not None:
        if following[0] in after:
            return following[0] != b"/" or not folded[following.end() : following.end() + 1].isdigit()
        if len(following[0]) > _LONG and any(following[0][:n] in after for n in range(_SHORT, _LONG)):
            return True  # a currency with the next list item run into it
    return _clings(folded, start, beside.before)


def _clings(folded: bytes, start: int, before: frozenset[bytes]) -> bool:
    """Tell whether a sign or a word of money stands right before a figure."""
    if not start:
        return False
    left = folded[max(0, start - 8) : start].rstrip(b" ")
    if not left or left[-1:].isdigit():
        return False
    if left[-1] not in _LETTER:
        return left[-1:] in before
    word = _WORD_END.search(left)
    return word is not None and word[0] in before


def _taxed(document: Document, end: int) -> bool:
    """Tell whether a plus sign, a bracket or a dash stands between a figure and its words."""
    after = _beside(document.language).after
    near = TOKEN.findall(document.folded, end, end + _TAIL_REACH)
    return any(raw in after and len(raw) > 1 for raw in near[:3])


def _spelled(document: Document) -> list[int]:
    """Return where a thousand or a currency follows a number word: "от ста тысяч", "elli bin", "twenty dollars"."""
    hits = document.of("units", "money")
    numbers = {h.end + 1: h.start for h in hits if h.term.concept.startswith("number ")}
    return [numbers[h.start] for h in hits if h.start in numbers and _is_unit(h.term.concept)] if numbers else []


def _is_unit(concept: str) -> bool:
    return concept.startswith("1000") or concept == "$" or (len(concept) == _CODE and concept.isupper())


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
        if _ends(folded, at) and not _goes_on(folded, at, document.language):
            return start, max(at, place + 1)
    if end < len(folded) and (gap := _NO_FIGURE.search(folded, end - _APART, end + _LEFT)):
        end = gap.end()  # the second figure of a range, and its unit, are read with the first
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


def _goes_on(folded: bytes, stop: int, language: str) -> bool:
    """Tell whether a statement of pay goes on behind a stop: `60.000 ruble. her ay`, `£13; this increases to £14`.

    Behind the end of a line it does where the next one says nothing else: "per month", "на руки".
    """
    sign, at = folded[stop], stop + 1
    if sign == ord("!"):
        return False
    first = TOKEN.search(folded, at, at + _AFTER_STOP)
    if first is None or first[0] not in vocabulary(language):
        return False
    if sign != ord("\n"):
        after = cut(folded, at, min(at + _AFTER_STOP, len(folded)), language)
        return bool(after) and (after[0].one("per ") is not None or after[0].is_a("rise"))
    end = folded.find(b"\n", at, at + _AFTER_STOP)
    if end < 0:
        if at + _AFTER_STOP < len(folded):
            return False
        end = len(folded)
    line = cut(folded, at, end, language)
    return bool(line) and all(t.one("per ") or t.says & _OF_TAX for t in line)
