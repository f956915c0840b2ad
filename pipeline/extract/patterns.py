"""Makes what is looked for in texts of a language: the forms of all its terms as byte patterns `" words "`.

Making the forms is slow (seconds), so they are kept in a user cache folder under the vocabulary's digest; where that
folder cannot be written they are simply made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import sys
import tempfile
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline import languages
from pipeline.extract.fold import encode, flat
from pipeline.words import INTERNAL_KINDS, Lexicon, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "18"
KEPT = 36
"""Compiled vocabularies that stay in the cache, some megabytes each; a changed word makes a new one a language."""
EXACT_GROUPS = frozenset({"traps"})
"""Groups whose English terms are not inflected: "excels" must not become "excel"."""
_TWINS_RU = str.maketrans("abcehkmoptxy", "авсенкмортху")
_TWINS_EN = str.maketrans("авсенкмортху", "abcehkmoptxy")
_SHORT_MIXED = re.compile(r"(?=.*[0-9])[0-9a-zа-я]{2,4}")
_HUMP = re.compile("(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")

Group = tuple[str, str]
NAMED: Group = ("", "")
SOUGHT: frozenset[Group] = frozenset(
    [("cues", group) for group in ("scope", "sections", "experience", "levels", "pay", "person", "traps", "lint")]
    + [("units", "money"), ("units", "time"), ("roles", "")]
)
"""The groups of internal kinds that rules look up; the others are for other rooms, or read word by word."""
_APART = ("industry", "person")
GROUPS: tuple[Group, ...] = (NAMED, *((kind, "") for kind in _APART), *sorted(SOUGHT))
PLACES = {group: place for place, group in enumerate(GROUPS)}
SEVERAL = 255
"""The group of a pattern of several meanings."""
_MONEY_HITS = frozenset({"number", "1000", "1000000", "country"})


class Patterns(NamedTuple):
    """What is looked for and what it means, in flat tables: each of a text's hundreds of hits waits for memory.

    Meaning i is the term `numbers[i]`, of the group `GROUPS[groups[i]]`. Pattern i has meaning i, or those of
    `several[i]`, the last first.
    """

    words: list[bytes]
    numbers: array[int]
    groups: bytes
    several: dict[int, tuple[int, ...]]

    def terms(self, pattern: int) -> set[int]:
        """Return the numbers of the terms that a pattern says."""
        return {self.numbers[meaning] for meaning in self.several.get(pattern, (pattern,))}


def meaning(term: Term) -> tuple[str, str, str, str, str]:
    """Return all that rules read of a term: of several that mean the same at one place the first is a hit."""
    return term.kind, term.group, term.concept, term.lang, term.note


def _group(term: Term) -> Group:
    if term.kind in INTERNAL_KINDS:
        return term.kind, term.group
    return (term.kind, "") if term.kind in _APART else NAMED


def is_sought(term: Term, language: str) -> bool:
    """Tell whether a rule asks for hits of a term in texts of a language.

    Most words of money are read token by token, and what joins two numbers only between two, without a hit.
    """
    if term.lang not in (language, "*") and (term.lang != "en" or term.kind == "cues"):
        return False
    if (term.kind, term.group) == ("units", "money"):
        first = term.concept.partition(" ")[0]
        # A$ would be every "a"
        return first in _MONEY_HITS or ((first.isupper() or first == "$") and "$" not in term.term)
    if term.kind in INTERNAL_KINDS and (term.kind, term.group) not in SOUGHT:
        return False
    joins = term.concept in ("to", "most", "or-less")  # "and" would hit everywhere
    return not (joins and (term.kind, term.group) == ("units", "time"))


def variants(term: Term) -> set[str]:
    """Return the forms of a term, also with its camel hump opened and its look-alike letters in the other alphabet."""
    exact = term.lang == "*" or (term.group in EXACT_GROUPS and term.lang == "en")
    listed = {term.term} if exact else languages.forms(term.lang, term.term)
    listed |= {_HUMP.sub(" ", form) for form in ({term.term} if term.lang == "*" else set())}
    found = set()
    for form in listed:
        # one space apart, and as written: the text keeps a space for every sign ("U.S. citizen")
        found |= {_pattern(form), flat(encode(form)).decode("latin-1").strip(" ")}
        if term.lang == "*":
            found |= {_pattern(twin) for twin in _twins(form.lower())}
    return {f for f in found if f}


def _pattern(form: str) -> str:
    """Return the words of a form as the matcher sees them, one space apart (letters may share bytes with controls)."""
    return " ".join(w for w in flat(encode(form)).decode("latin-1").split(" ") if w)


def _twins(form: str) -> set[str]:
    """Return the form with short letter-and-digit words in the other alphabet: 1c and 1с, b2b and в2в."""
    words = form.split()
    return {
        " ".join(w.translate(table) if _SHORT_MIXED.fullmatch(w) else w for w in words)
        for table in (_TWINS_RU, _TWINS_EN)
    }


def compiled(words: Lexicon, language: str) -> Patterns:
    """Return the patterns of a language and what they mean, from the cache or made anew."""
    key = hashlib.sha256(f"{VERSION}{words.digest}{_code_digest()}{sys.version}".encode()).hexdigest()[:24]
    path = _cache_folder() / f"{key}-{language}.words"
    with contextlib.suppress(OSError):
        kept = path.read_bytes()
        if hashlib.sha256(kept[32:]).digest() == kept[:32]:  # not torn: marshal must not read anything else
            patterns, numbers, groups, several = marshal.loads(kept[32:])  # noqa: S302 - ours, as Python's bytecode
            return Patterns(patterns, array("I", numbers), groups, several)
    table: dict[str, list[int]] = {}
    for number, term in enumerate(words.terms):
        if is_sought(term, language):
            for pattern in variants(term):
                table.setdefault(pattern, []).append(number)
    ordered = sorted(table)  # what begins alike lies together: half the time to make the automaton, and less to miss
    made = _patterns([f" {p} ".encode("latin-1") for p in ordered], [table[p] for p in ordered], words.terms)
    _keep(path, marshal.dumps((made.words, made.numbers.tobytes(), made.groups, made.several)))
    return made


def _patterns(words: list[bytes], numbers: list[list[int]], terms: Sequence[Term]) -> Patterns:
    """Return the tables of patterns and of the terms that each says."""
    said = [tuple({meaning(terms[n]): n for n in told}.values()) for told in numbers]
    flat, several = [told[0] for told in said], {}
    groups = bytearray(PLACES[_group(terms[number])] for number in flat)
    for pattern, told in enumerate(said):
        if len(told) > 1:
            several[pattern] = tuple(reversed(range(len(flat), len(flat) + len(told))))
            flat += told
            groups[pattern] = SEVERAL
            groups += bytes(PLACES[_group(terms[number])] for number in told)
    return Patterns(words, array("I", flat), bytes(groups), several)


def _keep(path: Path, body: bytes) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(hashlib.sha256(body).digest() + body)
        Path(name).replace(path)
        kept = sorted(path.parent.glob("*.words"), key=lambda p: p.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)


def _code_digest() -> str:
    """Return what changes when the makers of forms change: the size and time of their files."""
    folder = Path(languages.__file__).parent
    return ",".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in sorted(folder.glob("*.py")))


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or (
        Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    )
    return Path(base) / "vacancies"
