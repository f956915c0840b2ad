"""Items of a posting: where list items and sentences begin.

Tag stripping glues list items together ("…;—Next", "…endNext"), so a capital right after a small letter begins an item
just as a line break, a bullet or a full stop does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Protocol

from pipeline.extract.fold import BULLETS, classes

if TYPE_CHECKING:
    from pipeline.extract.match import Hit

UP = "A-ZА-ЯЁÇĞİÖŞÜ"
"""Capitals, for a class of an expression."""
_LOW = "a-zа-яёçğıöşü"
_ITEM = re.compile(
    rf"(?=[\s.!?…;:,)•●▪◦○■✓✔►✅❗📌🔹🔸🟢➡⚡◾▸▶➤➢◆◼❖→∙‣☑★*\-–—·])(?:\n+\s*|\s{{2,}}|\)(?=[{UP}][{_LOW}])|[;•·●▪◦○■✓✔►✅❗️📌🔹🔸🟢➡️⚡◾▸▶➤➢◆◼❖→∙‣☑★]+\s*|(?<![.!?…])[.!?…]++[\"»)]*+\s*(?=[{UP}\"«\-–—•*✅0-9(]|(?<=\s)\?[{_LOW}])|(?<=[.;:,])\s*[-–—*]\s*(?=[{UP}{_LOW}])|(?<=\))\s*[-–—*]\s*(?=[{UP}])|(?<=\))[-–—*]\s*(?=[{_LOW}])"
    rf"|\s[-–—*]\s?(?=[{UP}][{_LOW}{UP}])|(?<!\d)\s[*+]\s(?=\w)|\s[0-9]{{1,2}}[.)]\s+(?=[{UP}])|:\s*(?=[-–—*•]))"
)
_GLUED_COMMA = re.compile(rf",(?<=[{_LOW})],)(?=[{UP}][{_LOW}]*(?: [^\s,.;]+){{2}})")
"""A comma with no space before a capital and at least three words: list items whose line breaks were stripped."""
_GLUED_DASH = re.compile(rf"(?<=[{_LOW}).])[-–‒]\s?(?<=[-–‒ ])(?=[{_LOW}{UP}])(?<=\s)|\.‒\s?(?=[{_LOW}{UP}])")
"""A dash that clings to the word before it, as where list items with dashes were run together."""
_CLASS = dict.fromkeys(".!…", ".") | dict.fromkeys('"«»', "q") | dict.fromkeys("0123456789", "d")
_CLASS |= dict.fromkeys(";" + BULLETS, ";") | {"?": "?"} | {"*": "s", ",": "c"} | {sign: sign for sign in "\n):+-("}
_CLASSES = classes(_CLASS)
_MAY_BREAK = re.compile(
    rb"\n([\n ,_]*+)(?!\?)|\n|;;*+([\n ,_]*+)(?!\?)|;|\?|\.(?:(_)(?=U)(?<=[lUd)]\._)|(?=[.q)(;?_ Uds\n-]))"
    rb"| (?=[ ,_;?\ns+]|dd?[.)]|-[_;?\n]?U|-(?<=[.:;?c)] -))|\)(?=U)|-(?<=[.:;?c)]-)|s(?<=[.:;?c)]s)|:(?=[ \n]*[s;?-])"
)
"""Where an item can begin, in classes of signs: `U` a capital, `d` a digit, `q` a quote, `;` a bullet, `?` a stranger …
A space before a letter is `,` or, before a capital, `_`. Where a group is found, the break is as it stands."""
_MAY_GLUE_COMMA = re.compile(rb"c(?=U)(?<=[l)]c)")
_MAY_GLUE_DASH = re.compile(rb"-(?:(?=[,_])(?<=[l).]-)|(?=[lU])(?<=\.-))")
"""Where `_GLUED_COMMA` and `_GLUED_DASH` may be found, in the same classes; the sign first: so it is quick."""
_ABBREVIATION = re.compile(r"(?:\b[A-Za-zА-Яа-яЁё]|\b[A-Za-zА-Яа-я]{1,2}\.\s?[A-Za-zА-Яа-я]|[0-9])$")
_ABBREVIATED, _AT_NUMBER = 4, re.compile(r"\.[ \d]")
RUN_ON = {"en": 300, "ru": 100}
"""Characters from which an item is taken for several whose line breaks were lost; Russian writes few capitals."""
_CAPITAL = ord("U")
_BEGIN_ITEMS = frozenset({"asks", "skill", "does", "preferred"})
_NEW_ITEM = re.compile(r"(?<! [A-ZА-ЯЁ])[a-zа-яё)] [A-ZА-ЯЁ][a-zа-яё]+ [a-zа-яё]")
"""A small letter, then a capital word that a small one follows: no title, no heading."""
_GOES_ON = re.compile(rf"\n(?<=[{_LOW},]\n)(?=[{_LOW}])")
_WRAPS, _OF_LINES = 12, 4
"""How many such lines, and what part of all, show that a text was broken at some width."""
LIST = 3
"""Items that make a list."""
_SHORT_WORD, _LONG_NAME = 3, 15


class Document(Protocol):
    """What items and parts need of a document (pipeline.extract.document, which needs them): signs, hits, items."""

    text: str
    language: str
    shape: bytes

    @property
    def items(self) -> list[int]:
        """Where list items and sentences begin."""

    def clause(self, at: int) -> tuple[int, int]:
        """Return the bounds of the item that holds an offset."""

    def cues(self, low: int, high: int) -> list[Hit]:
        """Return the scope cues that begin in [low, high)."""

    def of(self, kind: str, group: str = "") -> list[Hit]:
        """Return the hits of a vocabulary kind and group."""

    def within(self, kind: str, group: str, low: int, high: int) -> list[Hit]:
        """Return those that begin in [low, high)."""


def items(text: str, encoded: bytes, glue: list[int]) -> list[int]:
    """Return the sorted offsets where items begin; the first is 0."""
    found = {0, *glue}
    signs = _signs(encoded)
    for start, end in _breaks(text, signs):
        sign = text[start]
        if sign == "." and end - start < 3 and _abbreviates(text, signs, start, end):
            continue
        if sign == " " and end < len(text) and text[start - 1].isdigit() and _is_wide(text, start, end):
            continue
        found.add(end)
    commas = [_GLUED_COMMA.match(text, mark.start()) for mark in _MAY_GLUE_COMMA.finditer(signs)]
    found.update([comma.end() for comma in commas if comma])
    may_glue = _MAY_GLUE_DASH.finditer(signs) if b"- " in encoded or "‒" in text else ()
    dashes = [_GLUED_DASH.search(text, mark.start() - 1, mark.start() + 3) for mark in may_glue]
    glued = [dash.end() for dash in dashes if dash]
    if len(glued) >= LIST:
        found.update(glued)
    return sorted(found)


def _is_wide(text: str, start: int, end: int) -> bool:
    """Tell whether only a wide gap stands between a figure and its unit: "от 2  лет"."""
    return text[end].islower() and text[start:end].isspace() and "\n" not in text[start:end]


def _abbreviates(text: str, signs: bytes, start: int, end: int) -> bool:
    """Tell whether the dot at `start` ends an abbreviation or a number, and no sentence; no two letters do."""
    return (
        signs[max(0, start - 2) : start] != b"ll"
        and text[end - 1] != "\n"
        and _ABBREVIATION.search(text, max(0, start - 4), start) is not None
        and (not text[end - 1].isspace() or _initials(text, start))
    )


def _signs(encoded: bytes) -> bytes:
    """Return the classes of signs of an encoded text, in which it is seen where an item can begin."""
    return encoded.translate(_CLASSES).replace(b" l", b",l").replace(b" U", b"_U")


def _wrapped(text: str) -> set[int]:
    """Return where lines go on with a small letter, in a text whose lines were all broken at some width."""
    breaks_of_lines = text.count("\n")
    if breaks_of_lines < _WRAPS:
        return set()
    lines = {mark.end() for mark in _GOES_ON.finditer(text)}
    return lines if len(lines) >= max(_WRAPS, breaks_of_lines / _OF_LINES) else set()


def joined(document: Document, found: list[int]) -> list[int]:
    """Return the items without those that begin behind an abbreviated bound ("min.2 years") or amid a sentence."""
    text = document.text
    bounds = [
        hit.end
        for hit in document.of("units", "time")
        if hit.end - hit.start <= _ABBREVIATED and hit.term.concept == "least" and _AT_NUMBER.match(text, hit.end)
    ]
    inside = {start for end in bounds for start in range(end + 1, end + 4) if text[start : start + 1].isdigit()}
    inside |= _wrapped(text)
    return [start for start in found if start not in inside] if inside else found


def run_on(document: Document, found: list[int]) -> list[int]:
    """Return the items, very long ones parted where a word that asks, or tells a deed, begins anew with a capital.

    So read texts whose line breaks were lost: "… with stakeholders Tracking results Knowledge of Excel".
    """
    text, shape, least = document.text, document.shape, RUN_ON[document.language]
    capitals = [cue for cue in document.of("cues", "scope") if shape[cue.start] == _CAPITAL]
    anew = {c.start for c in capitals if c.term.concept in _BEGIN_ITEMS and _NEW_ITEM.match(text, c.start - 2)}
    if not anew:
        return found
    bounds = [*found, len(text)]
    places = [(bisect_right(found, start), start) for start in anew]
    more = [start for place, start in places if bounds[place] - bounds[place - 1] > least]
    return sorted({*found, *more}) if more else found


def breaks(text: str, encoded: bytes) -> list[tuple[int, int]]:
    """Return the spans of what `_ITEM.finditer` finds, trying only where one can begin: a fifth of the time."""
    return _breaks(text, _signs(encoded))


def _breaks(text: str, signs: bytes) -> list[tuple[int, int]]:
    found = []
    reached = 0
    for mark in _MAY_BREAK.finditer(signs):
        at = mark.start()
        if at >= reached and (match := mark if mark.lastindex else _ITEM.match(text, at)):
            reached = match.end()
            found.append((at, reached))
    return found


def _initials(text: str, at: int) -> bool:
    """Tell whether the dot at `at` ends a one-letter abbreviation or a number, as in `г. Москва` or `3. Опыт`."""
    return at < 2 or not text[at - 2].isalpha()


def parts_words(text: str, at: int) -> bool:
    """Tell whether the capital at `at` inside an English word begins another: "you knowStrong", no "JavaScript"."""
    start, end = at - 1, at
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return (text[start].islower() and at - start > _SHORT_WORD) or end - start > _LONG_NAME
