"""English: the plural and the verb endings of the last word, and of the first where it is a verb in -ing or -e."""

from __future__ import annotations

_VOWELS = "aeiou"
_MIN = 3


def forms(term: str) -> set[str]:
    """Return the inflections of a word or phrase; hyphens and spaces are the same to the matcher."""
    words = term.lower().split()
    last = words[-1]
    found = {term.lower()}
    if last.isalpha() and len(last) > _MIN:
        found |= {" ".join([*words[:-1], form]) for form in (_plural(last), _singular(last)) if form}
    if len(words) > 1 and words[0].isalpha() and len(words[0]) >= _MIN:
        found |= {" ".join([form, *words[1:]]) for form in _verb(words[0])}
    elif len(words) == 1 and last.isalpha() and len(last) > _MIN:
        found |= _verb(last)
    return found


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return ""
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else ""


def _verb(word: str) -> set[str]:
    if word.endswith(("ing", "ed", "ly", "s")):
        return set()
    stem = word.removesuffix("e")
    past = word[:-1] + "ied" if word.endswith("y") and word[-2] not in _VOWELS else stem + "ed"
    return {stem + "ing", past, _plural(word) or word + "es"}
