"""The shelf of languages: each module says how the listed words of its language are inflected (`forms`).

`detect` tells which of them a text is written in, by letters first and by lingua (Turkish or English) only in doubt.
"""

from __future__ import annotations

from functools import cache
from string import ascii_letters
from typing import Any

from pipeline.onebyte import CYRILLIC, OneByte
from pipeline.shelf import discover

_CLASSES = {
    "c": CYRILLIC,
    "C": "ӘәҒғҚқҢңӨөҰұҮүҺһІіЇїЄєҐґЎўЈјЉљЊњЋћЏџ",  # Cyrillic, but not Russian
    "l": ascii_letters,
    "t": "ğşıİĞŞ",  # Turkish only
    "a": "çöüÇÖÜ",  # Turkish among others
    "b": "\ufffd",  # broken: it may have been any of them
    " ": " \n\t0123456789.,:;()/-–—•%+«»\"'",  # surely no letter
    "L": "äßæøåñãõłąęśźżəőűčřžěëàèêìòùœïÄÆØÅÑÃÕŁĄĘŚŹŻƏŐŰČŘŽ",  # Latin, but neither Turkish nor English
}
_ONE = OneByte("".join(_CLASSES.values()))
_CLASS_OF = {character: ord(name) for name, characters in _CLASSES.items() for character in characters}
_TO_CLASSES = bytes(_CLASS_OF.get(character, ord("x")) for character in _ONE.slots)
_RUSSIAN, _NO_LETTERS = _ONE.bytes_of(_CLASSES["c"]), _ONE.bytes_of(_CLASSES[" "])
_LATIN = _ONE.bytes_of(_CLASSES["l"] + _CLASSES["t"] + _CLASSES["a"])
_SAMPLE = 4000
_DOUBT_SAMPLE = 300
_SURE_ENGLISH = 200
_CONFIDENT = 0.8
_SHORT = 120
_FEW = 3
"""So few Latin letters, as in "28k", are a sign of no language; lingua would be sure of one."""
_SURELY_TURKISH = 0.05
"""Share of letters that only Turkish has above which most of a text is Turkish."""
_STRETCH = 100
"""Letters in which a Turkish text has one of them almost surely."""
_TURKISH_MONEY = "₺"
_ENGLISH_MONEY = frozenset("$£₹")
"""Signs beside which a few Latin words, lingua would say of any language, are read as English."""


def detect(text: str) -> str:
    """Return ru, tr, en, or other: for any other alphabet, for neighbours of Russian, and wherever doubt remains."""
    sample = text[:_SAMPLE]
    encoded = _ONE.encode(sample)
    not_russian = encoded.translate(None, _RUSSIAN)
    rest = not_russian.translate(None, _LATIN)
    cyrillic, letters = len(encoded) - len(not_russian), len(encoded) - len(rest)
    if not letters or _letters_of_others(sample, rest, letters) > letters * 2 / 3:
        return "other"
    if cyrillic >= 0.25 * letters:
        return "other" if _classes(rest).count(b"C") > 0.01 * cyrillic else "ru"
    return _latin(sample, _classes(encoded), letters - cyrillic)


def closest(text: str) -> str:
    """Return the language whose rules may read a text too short for `detect`: a bare pay line, a few words.

    Only for reading; what is recorded of a posting stays `other`. A longer text, or one in other letters, is `other`.
    """
    seen = _classes(_ONE.encode(text))
    cyrillic, latin = seen.count(b"c"), sum(map(seen.count, (b"l", b"t", b"a")))
    if cyrillic + latin > _SHORT or cyrillic + latin < sum(map(str.isalpha, text)) * 0.6:
        return "other"
    if cyrillic:
        return "other" if b"C" in seen else "ru"
    if _TURKISH_MONEY in text:
        return "tr"
    if b"L" in seen and b"t" not in seen:
        return "en"  # neither of the two: the boards of the continent are read with the English ones
    if not _ENGLISH_MONEY.isdisjoint(text) and b"t" not in seen and b"a" not in seen:
        return "en"
    if b"t" not in seen:
        values = _detector().compute_language_confidence_values(_clean(text)) if latin >= _FEW else []
        return "tr" if values and values[0].language.name == "TURKISH" else "en"
    return "tr"


def _classes(encoded: bytes) -> bytes:
    return encoded.translate(_TO_CLASSES)


def _letters_of_others(sample: str, rest: bytes, letters: int) -> int:
    """Return how many letters of other alphabets there are; at most, where that is surely few enough."""
    most = len(rest.translate(None, _NO_LETTERS))
    return sum(map(str.isalpha, sample)) - letters if most > letters * 2 / 3 else most


def _latin(sample: str, seen: bytes, letters: int) -> str:
    if seen.count(b"L") > max(2.0, 0.006 * letters):
        return "other"
    turkish = seen.count(b"t")
    if turkish > _SURELY_TURKISH * letters:
        return "tr"
    if turkish > 0.01 * letters:  # an English text may end in a Turkish notice
        stretches = range(0, len(seen), _STRETCH)
        others = [at for at in stretches if b"t" not in seen[at : at + _STRETCH]]
        if 2 * len(others) <= len(stretches):
            return "tr"
        sample = "".join([sample[at : at + _STRETCH] for at in others])
    if not turkish and letters > _SURE_ENGLISH and b"a" not in seen and b"b" not in seen:
        return "en"
    values = _detector().compute_language_confidence_values(_clean(sample[:_DOUBT_SAMPLE])) if letters > _FEW else []
    if not values or values[0].value < _CONFIDENT:
        return "other"
    return "tr" if values[0].language.name == "TURKISH" else "en"


def _clean(text: str) -> str:
    """Return lower case without lone surrogates, which the detector cannot take."""
    return text.lower().encode("utf-8", "replace").decode("utf-8")


@cache
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(Language.TURKISH, Language.ENGLISH).build()


def forms(lang: str, term: str) -> set[str]:
    """Return the term with every inflection its language makes of it; a language without a module keeps the term."""
    module = discover("pipeline.languages").get(lang)
    return {term} if module is None else {term, *module.forms(term)}
