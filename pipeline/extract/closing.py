"""How far back a closing cue speaks: "experience, Excel and Word, German is a plus" asks for all but German.

A cue that closes a clause speaks of the last comma item. It speaks of more only where the grammar says so: the item
begins with a joiner, the verb is plural and nothing in the item explains the plural, or one governor holds a list of
plain nouns ("knowledge of Excel, SAP is a plus").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extract.patterns import NAMED
from pipeline.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit
    from pipeline.words import Term

PLAIN, HEAD = 3, 6
"""Words a list item of nouns has at most, and the item with the governor after it."""
FARTHEST = 400
"""Characters before a closing cue of which it may speak."""
BOUND_REACH = 16
"""Characters before a number in which "up to" is looked for."""
_CLOSING = ("preferred", "not_needed")
_GOVERNORS = ("skill", "asks")
_DURATIONS = ("year", "month", "duration")
_BESIDE = " \t\n-–—*:"
_BOUND = re.compile("[(),;]")
_ONE_ITEM = re.compile(r"\d,\d|(?<!\w)[A-EАВСДЕ], ?[A-EАВСДЕ](?!\w)")
"""A comma inside a number, or between the letters of driving licences: it parts no items."""
_BRACKETS = re.compile(r"\([^()]*\)")
_OTHER_CASE = re.compile(r"\w+(?:[иы][йе]|[ое][е]|[ая][я])(?!\w)")
"""A Russian adjective in the nominative: no word of knowledge governs it."""
_LOST = {ord(letter): f"[{letter}?\ufffd]" for letter in "çğıöşü"}
"""Turkish letters as texts of a lost encoding write them."""
_PLURAL_NOUN = {
    "ru": re.compile(r"\W*\w+(?:[иы]|ы[е]|[кгхжшщч]и[е])(?!\w)"),  # its first word
    "en": re.compile(r".*\w[^s\W]s\W+(?:are|would|will)?\W*", re.DOTALL),  # its last word
}


@cache
def connective(concept: str, language: str) -> re.Pattern[str]:
    """Return a pattern of the words of one concept of `cues/connectives`; it matches nothing where there are none."""
    return any_of(lexicon().of("cues", "connectives"), concept, (language, "*"))


@cache
def between_numbers(language: str) -> re.Pattern[str]:
    """Return a pattern of the words that make a range of two numbers: to, or, and."""
    return any_of(lexicon().of("units", "time"), "to", (language, "en", "*"))


def bound_before(text: str, low: int, high: int, language: str) -> re.Match[str] | None:
    """Return the words in [low, high) that bound the number after them; `lastgroup` tells most or least."""
    return _bounding(language).search(text, max(low, high - BOUND_REACH), high)


@cache
def _bounding(language: str) -> re.Pattern[str]:
    """Return a pattern of "up to" and "no less than" at the end of what is searched; the longer is found first."""
    words = lexicon().of("units", "time")
    most, least = (any_of(words, concept, (language,)).pattern for concept in ("most", "least"))
    return re.compile(rf"(?:(?P<most>{most})|(?P<least>{least}))\.?\s*\Z", re.IGNORECASE)


@cache
def most_after(language: str) -> re.Pattern[str]:
    """Return a pattern of what makes the number before a unit the most: an ending and its word, "3 yıla kadar"."""
    words = any_of(lexicon().of("units", "time"), "or-less", (language,)).pattern
    return re.compile(r"[’']?\w{0,2}\s+" + words, re.IGNORECASE)


def any_of(terms: Iterable[Term], concept: str, langs: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of the words of a concept."""
    written = [re.escape(t.term) for t in terms if t.concept == concept and t.lang in langs]
    words = sorted([w.translate(_LOST) if "tr" in langs else w for w in written], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)" if words else r"(?!)", re.IGNORECASE)


def closes_from(document: Document, cue: Hit) -> int:
    """Return the offset from which a cue that follows what it speaks of does so, at most `FARTHEST` back."""
    known = document.closing.get(cue.start)
    if known is None:
        low = max(document.clause(cue.start)[0], cue.start - FARTHEST)
        known = document.closing[cue.start] = _closes_from(document, cue, low)
    return known


def _closes_from(document: Document, cue: Hit, low: int) -> int:
    text, language = document.text, document.language
    bounds = _bounds(document, low, cue.start)
    last = bounds[-1]
    if len(bounds) == 1:
        return last
    joiner = connective("joiner", language)
    place = len(bounds) - 1
    while place and _goes_on(document, bounds[place], cue):
        place -= 1
        last = bounds[place]
    if not place:
        return last
    if joiner.match(text, _word(text, last)):
        return _list_of_nouns(document, bounds, place, cue, any_head=True)
    if connective("plural", language).search(text, last, cue.end) and not _explained(text, last, cue, joiner, language):
        return bounds[0]
    return _list_of_nouns(document, bounds, place, cue, any_head=False)


def _list_of_nouns(document: Document, bounds: list[int], place: int, cue: Hit, *, any_head: bool) -> int:
    """Return where the list of plain nouns that ends in the item at `place` begins.

    It needs one governor, at its head or (in Turkish) at its end, unless a joiner already makes it a list.
    """
    text, last = document.text, bounds[place]
    joiner = connective("joiner", document.language)
    verb_last = document.language == "tr"
    own = _governors(document, last, bounds[place + 1] if place + 1 < len(bounds) else cue.start)
    at_end = verb_last and bool(own)
    if (own and not at_end) or (_OTHER_CASE.match(text, _word(text, last)) and not any_head):
        return last
    reach = last
    for at in range(place - 1, -1, -1):
        start, end = bounds[at], bounds[at + 1] - 1
        governors = _governors(document, start, end)
        colon = text.rfind(": ", start, end)
        if governors and _is_ask_of_its_own(document, start, end, colon):
            return max(start, colon + 1) if any_head else last
        heads = bool(governors and not verb_last) or ((any_head or at_end) and at == 0)
        body = text[max(start, colon + 1, governors[-1].end if heads and governors else 0) : end]
        if len(_BRACKETS.sub("", body).split()) > (HEAD if heads else PLAIN) or _lasts(document, start, end):
            break
        if (governors and heads and not body.strip()) or (not any_head and joiner.search(body)):
            break
        if governors:
            return reach if verb_last else governors[0].start
        reach = max(start, colon + 1)
        if colon >= 0:
            break
    return reach if at_end or any_head else last


def _is_ask_of_its_own(document: Document, start: int, end: int, colon: int) -> bool:
    """Tell whether an item asks for what its list tells in detail: "Uses a PC: Word, Excel", "A PC (Word, Excel)"."""
    if colon >= 0:
        return bool(document.within(*NAMED, start, colon))
    opens = document.text.find("(", start, end)
    return opens >= 0 and bool(document.within(*NAMED, start, opens)) and len(document.within(*NAMED, opens, end)) > 1


def _lasts(document: Document, low: int, high: int) -> bool:
    """Tell whether an item names a duration: "two years of experience" is an ask of its own."""
    return any(h.term.concept in _DURATIONS for h in document.within("units", "time", low, high))


def _governors(document: Document, low: int, high: int) -> list[Hit]:
    """Return the words of skill or experience in [low, high)."""
    return [c for c in document.cues(low, high) if c.term.concept in _GOVERNORS and c.end <= high]


def _explained(text: str, last: int, cue: Hit, joiner: re.Pattern[str], language: str) -> bool:
    """Tell whether the last item is plural by itself: two things joined, or a noun in the plural."""
    if joiner.search(text, last, cue.start):
        return True
    noun = _PLURAL_NOUN.get(language)
    return noun is not None and noun.match(text[last : cue.start]) is not None


def _goes_on(document: Document, at: int, cue: Hit) -> bool:
    """Tell whether an item belongs to the one before: "…, which …" or "…, but <the cue>"."""
    text, first = document.text, _word(document.text, at)
    if connective("goes-on", document.language).match(text, first):
        return True
    turn = connective("turn", document.language).match(text, first)
    return turn is not None and not text[turn.end() : cue.start].strip()


def _bounds(document: Document, low: int, stop: int) -> list[int]:
    """Return where the comma items before `stop` begin, brackets passed over; the last is the cue's own.

    Inside a bracket that is open at `stop` they begin where it opens.
    """
    text = document.text
    end = len(text[low:stop].rstrip(_BESIDE + ",;(")) + low  # "Excel, would be a plus" and "Excel (a plus)"
    found: list[int] = []
    depth = 0
    for at in reversed([sign.start() for sign in _BOUND.finditer(text, low, end)]):
        letter = text[at]
        if letter == ")":
            depth += 1
        elif letter == "(" and depth:
            depth -= 1
        elif letter == "(" and any(c.term.concept in _CLOSING for c in document.cues(at, stop)):
            found.clear()  # "(not required, but a plus)" speaks of what stands before it
        elif letter == "(":
            return [at + 1, *reversed(found)]
        elif not depth and not _ONE_ITEM.match(text, at - 1):
            found.append(at + 1)
    return [low, *reversed(found)]


def _word(text: str, at: int) -> int:
    """Return where the first word at or after an offset begins."""
    while at < len(text) and not text[at].isalnum():
        at += 1
    return at
