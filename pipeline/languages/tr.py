"""Turkish: the last word of a term takes the suffix chains that postings use, by vowel harmony.

Nouns: plural, possessive and case, and the endings that speak to the reader (`deneyimin`, `proaktifsin`, `hakimsen`).
A noun that is already possessed (`becerisi`) takes the cases after it.
Infinitives: the participles, verbal nouns and persons in which requirements and duties are written.
"""

from __future__ import annotations

_VOWELS = "aıouöüei"
_HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
_LOW = {"a": "a", "ı": "a", "o": "a", "u": "a", "e": "e", "i": "e", "ö": "e", "ü": "e"}
_HARD = "çfhkpsşt"
_SOFTEN = {"k": "ğ", "ç": "c", "p": "b"}
"""A last `t` stays: nearly all nouns of postings that end in it are borrowed (`ehliyeti`, `seyahati`, `paketi`)."""
_FRONT = {"at": "et", "al": "el", "ol": "öl"}
"""Ends of borrowed nouns, many of which take front vowels though their own is a back one: `seyahatler`, `rolü`."""
_OWNED = ("sı", "si", "su", "sü")
# Suffixes in capitals as grammars write them: A is a or e, I is ı i u ü, D is d or t; Y, N, S stand after vowels only.
_CASES = ("", "DA", "DAn", "YA", "YI", "NIn", "YlA", "DAki", "DIr")
_OF_ONE = ("lI", "lIk", "sIz", "cA")
_OF_YOU = ("sIn", "sInIz", "YsA", "YsAn", "YsAnIz")
_OF_OWNED = ("", "nI", "nIn", "nA", "ndA", "ndAn", "ylA", "dIr", "ndAki", "nIz", "nIzIn")
_OF_YOURS = ("n", "nIz")
_OF_VERBS = (
    "mAk", "mAktA", "mAyI", "mA", "mAsI", "mAsInI", "mAn", "mAnI", "mAnIz", "mAyA", "YAn", "YAnlAr", "YAcAk",
    "YAcAksIn", "YAcAksInIz", "YArAk", "YIp", "mIş", "DI", "YAbilAn", "YAbilmAk", "YAbilmA", "YAbilmAsI", "YAbilmAnI",
    "YAbilAcAk", "YAbilir", "YAbiliyorsAn", "YAbiliyorsAnIz",
)  # fmt: skip
_OF_NOW = ("", "sAn", "sAnIz", "sun", "sunuz")
_SOFT_STEMS = frozenset({"et", "git", "güt", "tat"})


def lower(text: str) -> str:
    """Return Turkish lower case: İ → i, I → ı."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def forms(term: str) -> set[str]:
    """Return the inflections of the last word of a term given in its base form (noun, possessed noun or infinitive)."""
    words = lower(term).split()
    if not words or len(words[-1]) < 3 or not words[-1].isalpha():
        return {term}
    head, last = words[:-1], words[-1]
    return {" ".join([*head, form]) for form in _last(last)}


def _last(word: str) -> set[str]:
    if len(word) > 4 and word.endswith(("mak", "mek")) and word != "yemek" and _vowel(word[:-3]):
        return _verb(word[:-3])
    if not _vowel(word):
        return {word}
    if word.endswith(_OWNED) and len(word) > 4 and word[-3] in _VOWELS:
        base = word[:-2]
        return _all(word, _OF_OWNED + _OF_YOU) | _all(base, _OF_YOURS) | _all(_add(base, "lArI"), (*_OF_OWNED, "n"))
    if word.endswith(("ları", "leri")):
        return _all(word, _OF_OWNED)
    found = _noun(word)
    if front := _FRONT.get(word[-2:]):
        found |= {word + form[len(word) :] for form in _noun(word[:-2] + front)}
    return found


def _noun(word: str) -> set[str]:
    plural = _add(word, "lAr")
    found = _all(word, _CASES + _OF_ONE + _OF_YOU) | _all(plural, _CASES)
    found |= _all(_add(word, "SI"), _OF_OWNED) | _all(_add(plural, "I"), _OF_OWNED)
    if word[-1] in _VOWELS and not word.endswith(("da", "de")):  # `yılda` is a case, and `yıldan` another
        found |= _all(word, _OF_YOURS)
    if word[-1] in "ıiuü":  # the word may be a possessed one written as base: müdürü, değişimi
        found |= _all(word, _OF_OWNED)
    return found


def _verb(stem: str) -> set[str]:
    found = _all(stem, _OF_VERBS)
    found |= _all(_present(stem), _OF_NOW)
    return found | _all(stem, ("r",) if stem[-1] in _VOWELS else ("Ir", "Ar") if _is_short(stem) else ("Ir",))


def _present(stem: str) -> str:
    """Return the present of a stem, whose last vowel narrows: bekliyor of bekle, diyor of de."""
    body = stem[:-1] if stem[-1] in _VOWELS else stem
    return _add(body, "Iyor") if _vowel(body) else f"{body}{_HIGH[stem[-1]]}yor"


def _all(word: str, suffixes: tuple[str, ...]) -> set[str]:
    return {_add(word, suffix) for suffix in suffixes}


def _add(word: str, suffix: str) -> str:
    """Return a word with a suffix: each of its vowels follows the one before."""
    first = suffix.lstrip("YNS")[:1] if word[-1] not in _VOWELS else ""
    if first and first in "AI":
        word = _soft(word)
    for sign in suffix:
        if sign == "A":
            word += _LOW[_vowel(word)]
        elif sign == "I":
            word += _HIGH[_vowel(word)]
        elif sign == "D":
            word += "t" if word[-1] in _HARD else "d"
        elif sign in "YNS":
            word += sign.lower() if word[-1] in _VOWELS else ""
        else:
            word += sign
    return word


def _vowel(word: str) -> str:
    return next((c for c in reversed(word) if c in _VOWELS), "")


def _is_short(word: str) -> bool:
    return sum(c in _VOWELS for c in word) == 1


def _soft(word: str) -> str:
    if word in _SOFT_STEMS:
        return word[:-1] + "d"
    softens = word[-1] in _SOFTEN and word[-2] in _VOWELS + "rln" and not _is_short(word)
    return word[:-1] + _SOFTEN[word[-1]] if softens else word
