"""Russian: forms by pymorphy3. A phrase bends as far as its head; what follows the head stays as it is written."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Any

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
NUMBERS = ("sing", "plur")
_NOMINAL = ("NOUN",)
_AGREEING = ("ADJF", "PRTF")
_VERBAL = ("VERB", "INFN")
_SHORT = ("ADJS", "PRTS")
_PARTICIPLES = ("PRTF", "PRTS")
_CYRILLIC_WORD = re.compile("[а-яё-]+", re.IGNORECASE)


@cache
def _morph() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _parse(word: str) -> Any:
    """Return the reading of a word that a listed term means: nominative or infinitive before anything else."""
    readings = _morph().parse(word)
    for reading in readings:
        if reading.score > 0.05 and (reading.tag.POS == "INFN" or "nomn" in reading.tag):
            return reading
    return readings[0]


@cache
def _all_forms(word: str) -> frozenset[str]:
    reading = _parse(word)
    superlative = "Supr" in reading.tag
    return frozenset(
        f.word
        for f in reading.lexeme
        if (("Supr" in f.tag) == superlative or not superlative) and _is_kin(f.tag, reading.tag)
    )


def _is_kin(form: Any, listed: Any) -> bool:
    """Tell whether a form belongs to what is listed: a participle is not its whole verb, nor another participle.

    "обучаем" is "we teach" far more often than "easily taught", so that short form is left out.
    """
    if listed.POS not in _PARTICIPLES:
        return True
    same = form.POS in _PARTICIPLES and form.voice == listed.voice and form.tense == listed.tense
    return same and not (form.POS == "PRTS" and form.gender == "masc" and {"pssv", "pres"} in form)


@cache
def _inflect(word: str, *grammemes: str) -> str:
    form = _parse(word).inflect(set(grammemes))
    return str(form.word) if form else word


def forms(term: str) -> set[str]:
    """Return the inflections of a word or phrase given in its base form."""
    words = term.lower().split()
    if len(words) == 1:
        return set(_single(words[0]))
    head = next((i for i, w in enumerate(words) if _is_head(w)), None)
    if head is None:
        return {" ".join(words)}
    if _parse(words[head]).tag.POS in _NOMINAL:
        return set(_noun_phrase(words, head))
    tail = words[head + 1 :]
    return {" ".join([*words[:head], form, *tail]) for form in _all_forms(words[head])}


def _single(word: str) -> frozenset[str]:
    if not _CYRILLIC_WORD.fullmatch(word) or len(word) < 3:
        return frozenset({word})
    reading = _parse(word)
    if reading.tag.POS in (*_NOMINAL, *_AGREEING, *_VERBAL, *_SHORT):
        return _all_forms(word)
    return frozenset({word})


def _is_head(word: str) -> bool:
    if not _CYRILLIC_WORD.fullmatch(word):
        return False
    tag = _parse(word).tag
    return tag.POS in _VERBAL or (tag.POS in _NOMINAL and "nomn" in tag) or (tag.POS in _SHORT)


def _noun_phrase(words: list[str], head: int) -> list[str]:
    tag = _parse(words[head]).tag
    numbers = (tag.number,) if tag.number == "plur" else NUMBERS
    tail = words[head + 1 :]
    found = []
    for case, number in product(CASES, numbers):
        noun = _inflect(words[head], case, number)
        before = [_agree(w, case, number, tag) for w in words[:head]]
        found.append(" ".join([*before, noun, *tail]))
    return found


def _agree(word: str, case: str, number: str, noun: Any) -> str:
    if not _CYRILLIC_WORD.fullmatch(word) or _parse(word).tag.POS not in _AGREEING:
        return word
    if number == "plur":
        if case == "accs":
            return _inflect(word, "plur", "gent" if noun.animacy == "anim" else "nomn")
        return _inflect(word, "plur", case)
    gender = noun.gender or "masc"
    if case == "accs" and gender != "femn":
        return _inflect(word, "sing", gender, "gent" if noun.animacy == "anim" else "nomn")
    return _inflect(word, "sing", gender, case)
