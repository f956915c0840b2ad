"""Turkish: the last word of a term takes the suffix chains that postings use, by vowel harmony.

Nouns: plural, possessive and case. A noun that is already possessed (`becerisi`) takes the cases after it.
Infinitives: the participles and verbal nouns in which requirements are written.
"""

from __future__ import annotations

_VOWELS = "aıouöüei"
_HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
_LOW = {"a": "a", "ı": "a", "o": "a", "u": "a", "e": "e", "i": "e", "ö": "e", "ü": "e"}
_HARD = "çfhkpsşt"
_SOFTEN = {"k": "ğ", "ç": "c", "t": "d", "p": "b"}
_POSSESSED = ("sı", "si", "su", "sü")
_SINGULAR_CASES = (
    "",
    "{d}{a}",
    "{d}{a}n",
    "{y}{a}",
    "{y}{i}",
    "{n}{i}n",
    "{y}l{a}",
    "l{i}",
    "l{i}k",
    "{d}{a}ki",
    "{d}{i}r",
    "s{i}z",
    "c{a}",
)
_POSSESSED_CASES = (
    "",
    "n{i}",
    "n{i}n",
    "n{a}",
    "nd{a}",
    "nd{a}n",
    "yl{a}",
    "d{i}r",
    "nd{a}ki",
    "n{i}z",
    "n{i}z{i}n",
    "y{a}",
)
_SOFT_STEMS = frozenset({"et", "git", "güt", "tat"})
_VERB_STEMS = (
    "m{a}k", "m{a}kt{a}", "m{a}y{i}", "m{a}", "m{a}s{i}", "m{a}s{i}n{i}", "m{a}n", "m{a}n{i}", "m{a}n{i}z", "m{a}y{a}",
    "{y}{a}n", "{y}{a}nl{a}r", "{y}{a}c{a}k", "{y}{a}r{a}k", "{y}{i}p", "m{i}ş", "d{i}", "{o}yor", "{o}yors{a}n",
    "{o}yors{a}n{i}z",
    "{y}{a}bil{E}n", "{y}{a}bilm{E}k", "{y}{a}bilm{E}", "{y}{a}bilm{E}si", "{y}{a}bilm{E}ni", "{y}{a}bil{E}c{E}k",
    "{y}{a}bilir", "{r}", "{r}s{i}n{i}z",
)  # fmt: skip


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
    if word.endswith(_POSSESSED) and len(word) > 4 and word[-3] in _VOWELS:
        base = word[:-2]
        return _possessed(word) | _possessed(base + _fill("l{a}r{i}", base))
    if word.endswith(("ları", "leri")):
        return _possessed(word)
    return _noun(word)


def _noun(word: str) -> set[str]:
    plural = word + _fill("l{a}r", word)
    owned = _soft(word) + _fill("{i}" if word[-1] not in _VOWELS else "s{i}", word)
    found = _cases(word) | _cases(plural) | _possessed(owned) | _possessed(plural + _fill("{i}", plural))
    if word[-1] in "ıiuü":  # the word may be a possessed one written as base: müdürü, değişimi
        found |= _possessed(word)
    return found


def _cases(word: str) -> set[str]:
    found = set()
    for suffix in _SINGULAR_CASES:
        filled = _fill(suffix, word)
        found.add((_soft(word) if filled[:1] in _VOWELS and filled else word) + filled)
    return found


def _possessed(word: str) -> set[str]:
    return {word + _fill(s, word) for s in _POSSESSED_CASES}


def _verb(stem: str) -> set[str]:
    found = {stem + ("me" if _LOW[_vowel(stem)] == "e" else "ma")}
    for suffix in _VERB_STEMS:
        filled = _fill(suffix, stem)
        base = stem[:-1] if "{o}" in suffix and stem[-1] in _VOWELS else stem
        if filled[0] in _VOWELS and (stem in _SOFT_STEMS):
            base = stem[:-1] + "d"
        found.add(base + filled)
    return found


def _vowel(word: str) -> str:
    return next((c for c in reversed(word) if c in _VOWELS), "")


def _soft(word: str) -> str:
    many = sum(c in _VOWELS for c in word) > 1
    return word[:-1] + _SOFTEN[word[-1]] if many and word[-1] in _SOFTEN and word[-2] in _VOWELS + "rln" else word


def _fill(suffix: str, word: str) -> str:
    vowel = _vowel(word)
    ends_open = word[-1] in _VOWELS
    low = _LOW[vowel]
    return (
        suffix.replace("{a}", low)
        .replace("{E}", "e")
        .replace("{i}", _HIGH[low] if "l" + low in suffix.replace("{a}", low)[:2] and len(suffix) > 4 else _HIGH[vowel])
        .replace("{o}", _HIGH[_vowel(word[:-1]) or vowel] if ends_open else _HIGH[vowel])
        .replace("{r}", "r" if ends_open else low + "r")
        .replace("{y}", "y" if ends_open else "")
        .replace("{n}", "n" if ends_open else "")
        .replace("{d}", "t" if word[-1] in _HARD else "d")
    )
