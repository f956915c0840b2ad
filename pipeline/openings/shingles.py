"""Texts as sets of word 5-grams, hashed to 32 bits, without one Python object a word: all in numpy on Arrow's bytes.

Case, punctuation and markup of lists do not count; ё is е and the four Turkish i are one. A text shorter than five
words is one shingle of all its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

WORDS = 5
"""How many neighbouring words make a shingle."""

U64 = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
_BASE = 0x9E3779B97F4A7C15 | 1
_SEEDED = np.random.default_rng(20260101)
_BYTES: U64 = _SEEDED.integers(1, 2**63, 256, dtype=np.uint64)
_PLACES: U64 = _SEEDED.integers(1, 2**63, WORDS, dtype=np.uint64) | np.uint64(1)
_IS_WORD = np.array([b >= 128 or chr(b).isalnum() for b in range(256)])


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of several texts: those of text i are `values[ends[i-1]:ends[i]]`, ascending and each once.

    `words` is how many words each text has; `marked` tells which texts hold one of the phrases asked for.
    """

    values: npt.NDArray[np.uint32]
    ends: Ints
    words: Ints
    marked: npt.NDArray[np.bool_]


def shingles(texts: pa.Array[Any], phrases: tuple[str, ...] = ()) -> Shingles:
    """Return the shingles of texts (nulls are empty); `phrases` are looked for by their first five words."""
    hashes, per_text = words(texts)
    n = len(per_text)
    text_of = np.repeat(np.arange(n), per_text)
    marked = np.zeros(n, bool)
    combined = np.zeros(len(hashes), np.uint64)
    ends = np.cumsum(per_text)
    left = ends[text_of] - np.arange(len(hashes))  # words from here to the end of the text, this one included
    padded = np.concatenate([hashes, np.zeros(WORDS, np.uint64)])
    for step, (sought, sieve) in enumerate(_sought(phrases)):
        reaches = left > step
        combined += np.where(reaches, padded[step : step + len(hashes)] * _PLACES[step], np.uint64(0))
        if len(sought):
            maybe = np.flatnonzero(sieve[combined & np.uint64(0xFFFF)] & reaches)
            marked[text_of[maybe[np.isin(combined[maybe], sought)]]] = True
    begins = (left >= WORDS) | ((per_text[text_of] < WORDS) & (left == per_text[text_of]))
    keys = np.sort((text_of[begins].astype(np.uint64) << np.uint64(32)) | (_mixed(combined[begins]) >> np.uint64(32)))
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:] != keys[:-1]
    keys = keys[first]
    counts = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=n)
    return Shingles(keys.astype(np.uint32), np.cumsum(counts), per_text, marked)


def words(texts: pa.Array[Any]) -> tuple[U64, Ints]:
    """Return the hash of every word of every text in order, and how many words each text has."""
    lowered = pc.fill_null(pc.utf8_lower(texts.cast(pa.large_string())), "")
    _, offsets_buffer, data = lowered.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int64)[lowered.offset : lowered.offset + len(lowered) + 1]
    size = int(offsets[-1] - offsets[0])
    raw = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]].copy() if size else np.zeros(0, np.uint8)
    raw, offsets = _one_letter(raw, offsets - offsets[0])
    size = len(raw)
    is_word = _letters(raw)
    begins, ends = is_word.copy(), is_word.copy()
    begins[1:] &= ~is_word[:-1]
    ends[:-1] &= ~is_word[1:]
    inner = offsets[(offsets > 0) & (offsets < size)]
    begins[inner] = is_word[inner]
    ends[inner - 1] = is_word[inner - 1]
    starts, stops = np.flatnonzero(begins), np.flatnonzero(ends)
    power, inverse = _powers(max(1 << 20, 1 << int(size).bit_length()))
    running = np.cumsum(_BYTES[raw] * power[:size])
    before = np.where(starts > 0, running[starts - 1], np.uint64(0)) if size else np.zeros(0, np.uint64)
    hashes = _mixed((running[stops] - before) * inverse[starts])
    return hashes, np.diff(np.searchsorted(starts, offsets))


def _one_letter(raw: Bytes, offsets: Ints) -> tuple[Bytes, Ints]:
    """Return the bytes with ё as е and ı as i, and the offsets of the texts in them."""
    yo = np.flatnonzero((raw[:-1] == 0xD1) & (raw[1:] == 0x91))
    raw[yo], raw[yo + 1] = 0xD0, 0xB5
    dotless = np.flatnonzero((raw[:-1] == 0xC4) & (raw[1:] == 0xB1))
    if not len(dotless):
        return raw, offsets
    raw[dotless] = ord("i")  # one byte instead of two
    return np.delete(raw, dotless + 1), offsets - np.searchsorted(dotless, offsets)


def _letters(raw: Bytes) -> npt.NDArray[np.bool_]:
    """Tell which bytes stand in words."""
    is_word = _IS_WORD[raw]
    # U+0080–U+00BF, U+2000–U+2FFF, U+F000–U+FFFF and beyond: punctuation, spaces, signs, bullets, pictures
    for lead, width in ((0xC2, 2), (0xE2, 3), (0xEF, 3), (0xF0, 4)):
        at = np.flatnonzero(raw == lead)
        for step in range(width):
            is_word[at + step] = False
    return is_word


@cache
def _sought(phrases: tuple[str, ...]) -> list[tuple[U64, npt.NDArray[np.bool_]]]:
    """Return for one to WORDS words: the phrases of so many, hashed, and a table of 16 of their bits, a quick no."""
    found: list[list[int]] = [[] for _ in range(WORDS)]
    for phrase in phrases:
        if len(hashes := words(pa.array([phrase]))[0][:WORDS]):
            found[len(hashes) - 1].append(int((hashes * _PLACES[: len(hashes)]).sum()))
    tables = []
    for wanted in found:
        sought, sieve = np.array(sorted(wanted), np.uint64), np.zeros(1 << 16, bool)
        sieve[sought & np.uint64(0xFFFF)] = True
        tables.append((sought, sieve))
    return tables


@cache
def _powers(size: int) -> tuple[U64, U64]:
    """Return the powers of the base and of its inverse modulo 2^64."""
    both = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        factors = np.full(size, base, np.uint64)
        factors[0] = 1
        both.append(np.cumprod(factors))
    return both[0], both[1]


def _mixed(values: U64) -> U64:
    """Spread what differs over all bits (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
