"""Cuts a stretch of folded text into figures, known words of pay, and everything else.

Words come from vocab/units/money.csv and vocab/cues/pay.csv; a term is matched token by token, so `т.р.`, `т. р.` and
`45000р` need no rows of their own. Only stretches around a figure are ever cut.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.fold import LETTERS, fold
from pipeline.extract.match import matcher
from pipeline.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.words import Term

_LETTER = b"[" + re.escape(LETTERS) + b"]"
_FIGURE = rb"(?:\d{1,3}(?:[ .,']\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+)(?:[.,]\d{1,2}(?!\d))?"
TOKEN = re.compile(_LETTER + rb"+|" + _FIGURE + rb"|[^ ]")
_GROUPS = re.compile(rb"[ .,'](?=\d{3}(?!\d))|(?<=\d),(?=\d\d(?:,\d\d)*,\d{3})")
FIGURE = re.compile(_FIGURE)
DIGITS = frozenset(b"0123456789")
_WORDS = re.compile(_LETTER + rb"+(?: " + _LETTER + rb"+)*")
_BENT = frozenset(("not pay", "bonus", "kpi", "calling of"))
"""Concepts of which every form of a term counts; the others are listed form by form: "суммы" is no "сумма"."""
ENDINGS = ("suffix from", "suffix to")
PAY = frozenset(("pay", "base", "total"))
NOTHING: frozenset[str] = frozenset()


class Token:
    """A figure (with `value`), a known word (with `says`, the concepts it stands for), or neither."""

    __slots__ = ("end", "raw", "says", "start", "value")

    def __init__(self, start: int, end: int, says: frozenset[str], value: int | float | None, raw: bytes) -> None:
        self.start = start
        self.end = end
        self.says = says
        self.value = value
        self.raw = raw

    def is_a(self, concept: str) -> bool:
        """Tell whether the token stands for a concept."""
        return concept in self.says

    def one(self, prefix: str) -> str | None:
        """Return what follows `prefix` in the first concept that begins with it."""
        return _first(self.says, prefix) if self.says else None


@cache
def _first(says: frozenset[str], prefix: str) -> str | None:
    return next((c[len(prefix) :] for c in sorted(says) if c.startswith(prefix)), None)


def any_says(tokens: Sequence[Token], concept: str, low: int, high: int) -> bool:
    """Tell whether a token of [low, high) stands for a concept."""
    for token in tokens[low:high]:  # noqa: SIM110 - half the time of a generator
        if concept in token.says:
            return True
    return False


class Entry(NamedTuple):
    """What a first token says: by itself, and, by the second one, with those that may follow, the longest first."""

    alone: frozenset[str]
    longer: dict[bytes, list[tuple[list[bytes], frozenset[str]]]]


Trie = dict[bytes, Entry]


def split(folded: bytes) -> list[bytes]:
    """Return the bare tokens of a folded term."""
    return TOKEN.findall(folded)


@cache
def vocabulary(language: str) -> Trie:
    """Return first token → what it says, for a language; money concepts get a kind prefix."""
    said: dict[tuple[bytes, ...], set[str]] = {}
    endings: list[tuple[str, str]] = []
    bases: list[tuple[str, str]] = []
    bent: dict[tuple[bytes, ...], set[str]] = {}
    for term in (*lexicon().of("units", "money"), *lexicon().of("cues", "pay")):
        if b"?" in fold(term.term):
            continue  # a sign without a byte of its own cannot be told from the others
        if term.lang not in (language, "*") and not (term.lang == "en" and _travels(term)):
            continue
        concept = _concept(term.concept) if term.kind == "units" else term.concept
        if concept in ENDINGS:
            endings.append((concept, term.term))
        elif concept.startswith(("money ", "times ")):
            bases.append((concept, term.term))
        said.setdefault(tuple(split(fold(term.term))), set()).add(concept)
    for ending, written in endings:  # behind bare digits: 80.000'den
        said.setdefault(tuple(split(fold(f"'{written}"))), set()).add(ending)
    for concept, base in bases:
        for ending, written in endings:
            for joined in (base + written, f"{base}'{written}"):
                said.setdefault(tuple(split(fold(joined))), set()).update((concept, ending))
    for form, term in matcher().vocabulary(language).forms(("cues", "pay")):
        if term.concept in _BENT and _WORDS.fullmatch(fold(term.term)):
            bent.setdefault(tuple(form.split()), set()).add(term.concept)
    return _trie(bent | said)


def _trie(said: dict[tuple[bytes, ...], set[str]]) -> Trie:
    trie: Trie = {}
    for tokens, concepts in sorted(said.items(), key=lambda term: -len(term[0])):
        if tokens and tokens[0][0] not in DIGITS:  # digits are always a figure
            first = tokens[0]
            entry = trie.setdefault(first, Entry(frozenset(said.get((first,), NOTHING)), {}))
            if len(tokens) > 1:
                entry.longer.setdefault(tokens[1], []).append((list(tokens), frozenset(concepts)))
    return trie


def _travels(term: Term) -> bool:
    """Tell whether an English term is also read in Russian and Turkish postings: long words of pay and of periods."""
    return len(term.term) > 5 and (term.concept in ("pay", "base", "total") or term.concept.startswith("per "))


def _concept(concept: str) -> str:
    """Return a concept of money.csv with its kind: `RUB` is money, `1000` is a multiplier, `1000 RUB` is both."""
    first, _, rest = concept.partition(" ")
    if first.isdigit():
        return f"times {first}" + (f" money {rest}" if rest else "")
    return f"money {concept}" if concept == "$" or (len(concept) == 3 and concept.isupper()) else concept


def cut(folded: bytes, start: int, end: int, language: str, glue: Sequence[int] = ()) -> list[Token]:
    """Return the tokens of folded[start:end], known words joined to their longest term.

    `glue` lists offsets inside the stretch where two words were run together.
    """
    trie, find = vocabulary(language), folded.find
    raws = _raws(folded, start, end, glue)
    tokens: list[Token] = []
    i, count, stop = 0, len(raws), start
    while i < count:
        raw = raws[i]
        begin = find(raw, stop)  # nothing but spaces stands between them
        stop = begin + len(raw)
        i += 1
        entry = trie.get(raw)
        if entry is None:
            value = _value(raw) if raw[0] in DIGITS else None
            tokens.append(Token(begin, stop, NOTHING, value, raw))
            continue
        says = entry.alone
        for words, joined in entry.longer.get(raws[i], ()) if i < count else ():
            if raws[i - 1 : i - 1 + len(words)] == words and not (
                words[1] == b"$" and len(raw) == 1 and folded[stop : stop + 1] != b"$"  # "a $20,000 bonus" is no A$
            ):
                for word in words[1:]:
                    stop = find(word, stop) + len(word)
                i += len(words) - 1
                raw, says = folded[begin:stop], joined
                break
        tokens.append(Token(begin, stop, says, None, raw))
    return tokens


def _raws(folded: bytes, start: int, end: int, glue: Sequence[int]) -> list[bytes]:
    if not glue:
        return TOKEN.findall(folded, start, end)
    return [raw for left, right in pairwise([start, *glue, end]) for raw in TOKEN.findall(folded, left, right)]


def _value(raw: bytes) -> int | float:
    if raw.isdigit():
        return int(float(raw[:18]))
    plain = _GROUPS.sub(b"", raw).replace(b",", b".").replace(b" ", b"").replace(b"'", b"")
    try:
        value = float(plain[:18])
    except ValueError:
        return 0.0
    return int(value) if value == int(value) else value
