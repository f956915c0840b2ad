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
ENDINGS = ("suffix from", "suffix to")
NOTHING: frozenset[str] = frozenset()


class Token(NamedTuple):
    """A figure (with `value`), a known word (with `says`, the concepts it stands for), or neither."""

    start: int
    end: int
    says: frozenset[str]
    value: int | float | None
    raw: bytes

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


Trie = dict[bytes, list[tuple[list[bytes], frozenset[str]]]]


def split(folded: bytes) -> list[bytes]:
    """Return the bare tokens of a folded term."""
    return TOKEN.findall(folded)


@cache
def vocabulary(language: str) -> Trie:
    """Return first token → (all tokens, concepts), longest first, for a language; money concepts get a kind prefix."""
    said: dict[tuple[bytes, ...], set[str]] = {}
    endings: list[tuple[str, str]] = []
    bases: list[tuple[str, str]] = []
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
    for concept, base in bases:
        for ending, written in endings:
            for joined in (base + written, f"{base}'{written}"):
                said.setdefault(tuple(split(fold(joined))), set()).update((concept, ending))
    trie: Trie = {}
    for tokens, concepts in said.items():
        if tokens and tokens[0][0] not in DIGITS:  # digits are always a figure
            trie.setdefault(tokens[0], []).append((list(tokens), frozenset(concepts)))
    for entries in trie.values():
        entries.sort(key=lambda entry: -len(entry[0]))
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
    trie, new, find = vocabulary(language), tuple.__new__, folded.find  # half the time of Token(…)
    raws = _raws(folded, start, end, glue)
    tokens: list[Token] = []
    i, count, stop = 0, len(raws), start
    while i < count:
        raw = raws[i]
        begin = find(raw, stop)  # nothing but spaces stands between them
        stop = begin + len(raw)
        i += 1
        entries = trie.get(raw)
        if entries is not None:
            words, says = _longest(entries, raws, i - 1, folded[stop : stop + 1])
            for word in words[1:]:
                stop = find(word, stop) + len(word)
                i += 1
            tokens.append(new(Token, (begin, stop, says, None, folded[begin:stop])))
        else:
            value = _value(raw) if raw[0] in DIGITS else None
            tokens.append(new(Token, (begin, stop, NOTHING, value, raw)))
    return tokens


def _raws(folded: bytes, start: int, end: int, glue: Sequence[int]) -> list[bytes]:
    if not glue:
        return TOKEN.findall(folded, start, end)
    return [raw for left, right in pairwise([start, *glue, end]) for raw in TOKEN.findall(folded, left, right)]


def _longest(
    entries: list[tuple[list[bytes], frozenset[str]]], raws: list[bytes], place: int, behind: bytes
) -> tuple[list[bytes], frozenset[str]]:
    """Return the longest term that begins with a token, and what it says."""
    for words, says in entries:
        size = len(words)
        if size == 1 or (
            raws[place : place + size] == words and (len(words[0]) > 1 or words[1] != b"$" or behind == b"$")
        ):  # "a $20,000 bonus" is no A$
            return words, says
    return raws[place : place + 1], NOTHING


def _value(raw: bytes) -> int | float:
    if raw.isdigit():
        return int(float(raw[:18]))
    plain = _GROUPS.sub(b"", raw).replace(b",", b".").replace(b" ", b"").replace(b"'", b"")
    try:
        value = float(plain[:18])
    except ValueError:
        return 0.0
    return int(value) if value == int(value) else value
