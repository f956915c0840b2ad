"""The shelf of languages: each module says how the listed words of its language are inflected (`forms`).

`detect` tells which of them a text is written in, by letters first and by lingua (Turkish or English) only in doubt.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.shelf import discover

_CYRILLIC = re.compile("[А-Яа-яЁё]+")
_LATIN = re.compile("[A-Za-zçğıöşüÇĞİÖŞÜ]+")
_OTHER_CYRILLIC = re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһІіЇїЄєҐґЎўЈјЉљЊњЋћЏџ]")
_OTHER_LATIN = re.compile("[äßæøåñãõłąęśźżəőűčřžěëàèêìòùœïÄÆØÅÑÃÕŁĄĘŚŹŻƏŐŰČŘŽ]")
_TURKISH_ONLY = re.compile("[ğşıİĞŞ]")
_TURKISH_ALSO = re.compile("[çöüÇÖÜ\ufffd]")
_SAMPLE = 4000
_DOUBT_SAMPLE = 300
_SURE_ENGLISH = 200
_CONFIDENT = 0.8
_SHORT = 120


def detect(text: str) -> str:
    """Return ru, tr, en, or other: for any other alphabet, for neighbours of Russian, and wherever doubt remains."""
    sample = text[:_SAMPLE]
    cyrillic, latin = _letters(_CYRILLIC, sample), _letters(_LATIN, sample)
    letters = cyrillic + latin
    if not letters or (letters < len(sample) * 0.6 and letters < sum(map(str.isalpha, sample)) * 0.6):
        return "other"
    if cyrillic >= 0.25 * letters:
        return "other" if len(_OTHER_CYRILLIC.findall(sample)) > 0.01 * cyrillic else "ru"
    return _latin(sample, latin)


def closest(text: str) -> str:
    """Return the language whose rules may read a text too short for `detect`: a bare pay line, a few words.

    Only for reading; what is recorded of a posting stays `other`. A longer text, or one in other letters, is `other`.
    """
    cyrillic, latin = _letters(_CYRILLIC, text), _letters(_LATIN, text)
    if cyrillic + latin > _SHORT or cyrillic + latin < sum(map(str.isalpha, text)) * 0.6:
        return "other"
    if cyrillic:
        return "other" if _OTHER_CYRILLIC.search(text) else "ru"
    if not latin or not _TURKISH_ONLY.search(text):
        values = _detector().compute_language_confidence_values(_clean(text)) if latin else []
        return "tr" if values and values[0].language.name == "TURKISH" else "en"
    return "tr"


def _letters(words: re.Pattern[str], text: str) -> int:
    """Return how many letters stand in words of an alphabet; counted by the word, which is several times cheaper."""
    return sum(map(len, words.findall(text)))


def _latin(sample: str, letters: int) -> str:
    if len(_OTHER_LATIN.findall(sample)) > max(2.0, 0.006 * letters):
        return "other"
    turkish = len(_TURKISH_ONLY.findall(sample))
    if turkish > 0.01 * letters:
        return "tr"
    if not turkish and letters > _SURE_ENGLISH and not _TURKISH_ALSO.search(sample):
        return "en"
    values = _detector().compute_language_confidence_values(_clean(sample[:_DOUBT_SAMPLE]))
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
