"""Which written names are one employer: legal forms, quotes, case and alphabet aside; agencies marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from pipeline.openings.titles import index, plain_words
from pipeline.vocab import by_concept, terms

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
_SOUNDS = (("kh", "h"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("w", "v"), ("q", "k"), ("y", "i"), ("j", "i"))
_HARD_C = re.compile(r"c(?!h)")
_TWICE = re.compile(r"(.)\1+")
_SHORTEST_SOUND = 4


@dataclass(frozen=True, slots=True)
class Employer:
    """One employer: a stable id, the name it is shown by, and whether it hires for others."""

    employer_id: str
    name: str
    is_agency: bool


def employers(written: Mapping[str, int]) -> dict[str, Employer | None]:
    """Return who each written name is, None for a name that hides its bearer; `written` counts how often each stands.

    The name shown is the one written most often; a name in two alphabets is one employer where nothing else sounds so.
    """
    keys = {name: key(name) for name in written}
    same = _across_alphabets({k for k in keys.values() if k})
    members: dict[str, list[str]] = {}
    for name, plain in keys.items():
        if plain:
            members.setdefault(same.get(plain, plain), []).append(name)
    found: dict[str, Employer | None] = dict.fromkeys(written)
    for plain, names in members.items():
        shown = min(names, key=lambda name: (-written[name], len(name), name))
        agency = any(is_agency(name) for name in names)
        found |= dict.fromkeys(names, Employer(sha256(plain.encode()).hexdigest()[:16], shown, agency))
    return found


def key(name: str) -> str:
    """Return the name without legal form, quotes, brackets and case; empty for one that hides its bearer."""
    words = _core(plain_words(_BRACKETS.sub(" ", name))) or _core(plain_words(name))
    told = " ".join(words)
    if told in _hidden() or _general().issuperset(words) or _sole_trader(name):
        return ""
    return told


def is_agency(name: str) -> bool:
    """Tell whether the name says that it hires for others."""
    words = plain_words(name)
    known = _agency_words()
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for at, word in enumerate(words)
        for phrase, _ in known.get(word, ())
    )


def sound(plain: str) -> str:
    """Return roughly how a key sounds, in Latin letters, for names written in two alphabets."""
    latin = "".join(_LETTERS.get(c, c) for c in plain if c != " ")
    latin = "".join(c for c in unicodedata.normalize("NFKD", latin) if c.isalnum())
    for written, heard in _SOUNDS:
        latin = latin.replace(written, heard)
    return _TWICE.sub(r"\1", _HARD_C.sub("k", latin))


def _across_alphabets(keys: set[str]) -> dict[str, str]:
    """Return Cyrillic key → Latin key, where exactly one of each sounds the same."""
    heard: dict[str, tuple[list[str], list[str]]] = {}
    for plain in sorted(keys):
        cyrillic = any(c in _LETTERS for c in plain)
        heard.setdefault(sound(plain), ([], []))[cyrillic].append(plain)
    return {
        cyrillic[0]: latin[0]
        for how, (latin, cyrillic) in heard.items()
        if len(latin) == len(cyrillic) == 1 and len(how) >= _SHORTEST_SOUND
    }


def _core(words: list[str]) -> list[str]:
    """Strip legal forms from both ends, as long as something is left."""
    forms, endings = _legal("legal_form"), _legal("legal_form", "legal_ending")
    while words:
        for size in range(min(6, len(words) - 1), 0, -1):
            if tuple(words[:size]) in forms:
                words = words[size:]
                break
            if tuple(words[-size:]) in endings:
                words = words[:-size]
                break
        else:
            break
    return words


@cache
def _legal(*concepts: str) -> frozenset[tuple[str, ...]]:
    said = by_concept("cues/employers")
    return frozenset(tuple(plain_words(term)) for concept in concepts for term in said[concept])


@cache
def _hidden() -> frozenset[str]:
    return frozenset(" ".join(plain_words(term)) for term in by_concept("cues/employers")["hidden"])


@cache
def _general() -> frozenset[str]:
    """Words that only describe an employer: "a large trading company" may be anybody."""
    return frozenset(word for term in by_concept("cues/employers")["general"] for word in plain_words(term))


@cache
def _agency_words() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    return index((term, concept) for concept, _, term in terms("cues/employers") if concept == "agency")


def _sole_trader(name: str) -> bool:
    """A sole proprietor's name was masked when it was read; what is left names nobody."""
    shortest = min(by_concept("cues/contacts")["sole_trader"], key=len)
    return name.partition(",")[0].strip() == shortest
