"""Folds text to exactly one byte a character, so that a byte offset is a text offset.

Case falls away, ё becomes е, the four Turkish i become one, every dash is `-`, every space is a space, curly quotes are
straight. Letters of other alphabets become one "other letter" byte. Nothing is ever inserted or removed.
One C pass (`encode`, 4 µs for a posting) gives a byte a character; each view of it is one more table (1 µs).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

_ALIKE = str.maketrans("aceopxy", "асеорху")
_MIXED = re.compile("(?<=[а-яё])[aceopxy]+(?![A-Za-z])|(?<![A-Za-z])[aceopxy]+(?=[а-яё])")
_ASCII = "\t\n\r" + "".join(map(chr, range(32, 127)))
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_TURKISH = "şçğöü"
_ACCENTED = {"â": "a", "î": "i", "û": "u", "é": "e", "è": "e", "ä": "a", "á": "a", "ó": "o"}
_SPACES = "\u00a0\u2009\u202f\u2007\u200a\u2002\u2003\u200b\ufeff"
_DASHES = "–—−‑‒"
_QUOTES = {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "ʼ": "'", "`": "'"}
BULLETS = "•·●▪◦○■✓✔►"
_SIGNS = "€₽₺£₸₹₴¥₱₦₪₩฿№…×"

_FOLDED = {c.upper(): c for c in _CYRILLIC + _TURKISH}
_FOLDED |= {c.upper(): plain for c, plain in _ACCENTED.items()} | _ACCENTED
_FOLDED |= {"ё": "е", "Ё": "е", "ı": "i", "İ": "i", "\r": "\n", "\t": " "} | _QUOTES
_FOLDED |= dict.fromkeys(_SPACES, " ") | dict.fromkeys(_DASHES, "-") | dict.fromkeys(BULLETS, "•")
_FOLDED |= {c: c.lower() for c in _ASCII if c.isupper()}

# ASCII keeps its own byte, so rules may write plain byte patterns; all others share what is left.
_OTHERS = iter(sorted({*_FOLDED, *_FOLDED.values(), *_SIGNS} - set(_ASCII)))
# Byte 0 must stay character 0: only then does charmap_encode take its fast path (14 times faster).
_SLOTS = [chr(i) if not i or chr(i) in _ASCII else next(_OTHERS, "\uffff") for i in range(256)]
if next(_OTHERS, None) is not None:
    raise AssertionError("more characters than fit one byte")
_BYTE = {c: i for i, c in enumerate(_SLOTS)}
_MAP = codecs.charmap_build("".join(_SLOTS))
_TABLE = bytes(_BYTE[_FOLDED.get(c, c)] for c in _SLOTS)
LETTERS = bytes(sorted({_TABLE[i] for i, c in enumerate(_SLOTS) if c.isalpha()}))
"""The folded bytes that are letters (two or more alphabets), for rules that write byte patterns."""
WORD = bytes(sorted({*LETTERS, *b"0123456789"}))
_SMALL = "abcdefghijklmnopqrstuvwxyz" + _CYRILLIC + _TURKISH + "ı"
_CAPITALS = "".join(_SMALL[:-1].upper()) + "İ"
_CASES = dict.fromkeys(_SMALL, "l") | dict.fromkeys(_CAPITALS, "U")
_SHAPE = bytes(ord((_CASES | {" ": " "} | dict.fromkeys("0123456789", "d")).get(c, ".")) for c in _SLOTS)
_PLAIN = frozenset(WORD) - set(b"'")  # a curly apostrophe counts as a letter and folds to this one
_MEET = re.compile(rb"l(?:c|(?<=cl))")
"""In scripts: a Latin look-alike beside a Cyrillic letter; the rare one comes first: so it is quick."""
_TO_WORDS = bytes(b if b in _PLAIN else 32 for b in range(256))
_SCRIPTS = bytes(ord("l" if c in "aceopxy" else "c" if c in _CYRILLIC else ".") for c in _SLOTS)
_FLAT = _TABLE.translate(_TO_WORDS)


def encode(text: str) -> bytes:
    """Return one byte a character, case and all signs kept: what `folded`, `flat` and `shape` are views of."""
    return codecs.charmap_encode(text, "replace", _MAP)[0]


def encode_russian(text: str) -> bytes:
    """Return Russian text encoded, the Latin letters that stand inside Cyrillic words for their look-alikes."""
    encoded = encode(text)
    if not _MEET.search(encoded.translate(_SCRIPTS)):
        return encoded  # as most are: looking for the words takes longer than all else
    return encode(_MIXED.sub(lambda m: m[0].translate(_ALIKE), text))


def folded(encoded: bytes) -> bytes:
    """Return encoded text folded; characters without a slot are `?`."""
    return encoded.translate(_TABLE)


def flat(encoded: bytes) -> bytes:
    """Return encoded text folded, with everything but letters and digits turned into spaces: what is matched."""
    return encoded.translate(_FLAT)


def classes(signs: Mapping[str, str]) -> bytes:
    """Return a table for encoded text: capitals `U`, small letters `l`, white space ` `, `signs`, all else `x`."""
    told = {**_CASES, **dict.fromkeys(filter(str.isspace, _SLOTS), " "), **signs}
    return bytes(ord(told.get(c) or signs.get(_FOLDED.get(c, c), "x")) for c in _SLOTS)


def words_only(folded: bytes) -> bytes:
    """Return folded text with everything but letters and digits turned into spaces."""
    return folded.translate(_TO_WORDS)


def shape(encoded: bytes) -> bytes:
    """Return capitals of our three languages as `U`, small letters as `l`, digits as `d`, spaces as ` `, else `.`."""
    return encoded.translate(_SHAPE)


def fold(text: str) -> bytes:
    """Return `text` folded, one byte a character; characters without a slot become `?`."""
    return folded(encode(text))
