"""The vocabulary: every CSV file under pipeline/vocab/, read once into one checked Lexicon.

One row is one way of saying one thing: `concept, lang, term, note`. The file is the kind, or the folder the kind and
the file the group: `education.csv` → kind `education`; `skills/office.csv` → kind `skills`, group `office`.
`concepts.csv` names each concept once; kinds listed in INTERNAL_KINDS (cues, units, headings of files …) need no such
name because their concepts are words of the rules, never shown to a user.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from sys import intern

from pipeline.errors import VocabularyError

LANGS = ("ru", "tr", "en", "*")
COLUMNS = ["concept", "lang", "term", "note"]
CONCEPT_COLUMNS = ["concept", "kind", "group", "esco", "label_en", "label_ru", "label_tr"]
INTERNAL_KINDS = frozenset({"cues", "units", "import_columns", "roles"})
SIDES = frozenset({"", "before", "after", "both", "near", "next"})
NOTES: dict[tuple[str, str], frozenset[str]] = {
    ("cues", "scope"): SIDES,
    ("cues", "experience"): SIDES | {"weak"},
    ("cues", "sections"): frozenset({"", "named", "opens", "weak", "alone", "ends"}),
    ("cues", "connectives"): frozenset({""}),
    ("roles", ""): frozenset({"", "search"}),
    ("person", ""): frozenset({"", "male", "female", "permit"}),
}
"""(kind, group) → the notes that mean something to a rule; the table in CONTRIBUTING.md explains each."""
ROLE = "VACANCIES_ROLE"
"""The environment variable that tells child processes which role is served."""
WORD_NOTES = frozenset({"", "weak", "bare", "asks", "trait", "whole", "tongue", "caps", "general"})
"""Notes of all kinds that stand in concepts.csv."""


@dataclass(slots=True, unsafe_hash=True)  # a frozen one takes three times as long to make, and there are thousands
class Term:
    """One vocabulary row: `term` says `concept` in language `lang` (`*`: the same everywhere)."""

    kind: str
    group: str
    concept: str
    lang: str
    term: str
    note: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Concept:
    """What `concepts.csv` says of one concept: its kind and group, its ESCO URI (may be empty) and its three labels."""

    concept: str
    kind: str
    group: str
    esco: str
    label_en: str
    label_ru: str
    label_tr: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All words, all concepts, and the digest that changes when any of them does."""

    terms: tuple[Term, ...]
    concepts: dict[str, Concept]
    digest: str

    def of(self, kind: str, group: str | None = None) -> tuple[Term, ...]:
        """Return the terms of a kind (and group) in file order."""
        if group is None:
            return tuple(t for t in self.terms if t.kind == kind)
        return tuple(self._by_group.get((kind, group), ()))

    @cached_property
    def _by_group(self) -> dict[tuple[str, str], list[Term]]:
        groups: dict[tuple[str, str], list[Term]] = {}
        for term in self.terms:
            groups.setdefault((term.kind, term.group), []).append(term)
        return groups

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds that stand on the shelf."""
        return frozenset(t.kind for t in self.terms)


def load(root: Traversable | Path) -> Lexicon:
    """Read and check a vocabulary folder; raises VocabularyError with all complaints together."""
    complaints: list[str] = []
    digest = hashlib.sha256()
    terms: list[Term] = []
    concepts: dict[str, Concept] = {}
    for name, kind, group, text in _files(root):
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
        if name == "concepts.csv":
            concepts = _concepts(name, text, complaints)
        else:
            terms += _terms(name, kind, group, text, complaints)
    complaints += _unknown_concepts(terms, concepts)
    if complaints:
        raise VocabularyError("\n".join(complaints))
    return Lexicon(tuple(terms), concepts, digest.hexdigest())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the vocabulary in use, read once a process: the one that travels with the package, and the role served."""
    words = load(files("pipeline") / "vocab")
    served = os.environ.get(ROLE)
    return _with_role(words, served) if served else words


def serve_role(titles: Mapping[str, Sequence[str]], not_titles: Mapping[str, Sequence[str]]) -> None:
    """Look for another role from now on, in this process and those it starts; without titles, for the shipped one.

    Titles (by language) take the place of vocab/roles.csv; what is not one in spite of likely words, `not_titles`.
    """
    told = {"yes": {k: list(v) for k, v in titles.items()}, "no": {k: list(v) for k, v in not_titles.items()}}
    served = json.dumps(told, sort_keys=True, ensure_ascii=True) if any(titles.values()) else ""
    if served != os.environ.get(ROLE, ""):
        os.environ[ROLE] = served
        lexicon.cache_clear()


def _with_role(words: Lexicon, served: str) -> Lexicon:
    told = json.loads(served)
    own = [
        Term("roles", "", concept, lang, title, "", "vacancies.toml", 0)
        for concept, by_language in told.items()
        for lang, titles in by_language.items()
        for title in titles
    ]
    terms = (*(term for term in words.terms if term.kind != "roles"), *own)
    return Lexicon(terms, words.concepts, hashlib.sha256((words.digest + served).encode()).hexdigest())


def _files(root: Traversable | Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, kind, group, text) of every CSV file, sorted by name: the order is part of the digest."""
    found: list[tuple[str, str, str, str]] = []
    for entry in root.iterdir():
        if entry.is_dir():
            for inner in entry.iterdir():
                if inner.name.endswith(".csv"):
                    text = inner.read_text(encoding="utf-8")
                    found.append((f"{entry.name}/{inner.name}", entry.name, inner.name[:-4], text))
        elif entry.name.endswith(".csv"):
            found.append((entry.name, entry.name[:-4], "", entry.read_text(encoding="utf-8")))
    return iter(sorted(found))


def _rows(name: str, text: str, columns: list[str], complaints: list[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    if header != columns:
        complaints.append(f"{name}:1: expected the columns {','.join(columns)}, found {','.join(header)}")
        return
    for row in reader:
        if not row or not any(row):
            continue
        if len(row) != len(columns):
            complaints.append(
                f"{name}:{reader.line_num}: expected {len(columns)} cells, found {len(row)}: "
                "quote cells that hold a comma"
            )
            continue
        yield reader.line_num, [cell.strip() for cell in row]


def _terms(name: str, kind: str, group: str, text: str, complaints: list[str]) -> Iterator[Term]:
    seen: dict[tuple[str, str, str], int] = {}
    meant = NOTES.get((kind, group), None if kind in INTERNAL_KINDS else WORD_NOTES)
    of_time = (kind, group) == ("units", "time")
    kind, group = intern(kind), intern(group)
    for line, (concept, lang, term, note) in _rows(name, text, COLUMNS, complaints):
        key = (concept, lang, term.casefold())
        if not concept or not term:
            complaints.append(f"{name}:{line}: concept and term must not be empty")
        elif lang not in LANGS:
            complaints.append(f"{name}:{line}: unknown language {lang!r}, expected one of {', '.join(LANGS)}")
        elif key in seen:
            complaints.append(
                f"{name}:{line}: {term!r} already stands in line {seen[key]} for {concept}: delete one of them"
            )
        elif meant is not None and note not in meant:
            known = ", ".join(sorted(meant - {""})) or "none"
            complaints.append(f"{name}:{line}: unknown note {note!r}, expected nothing or one of: {known}")
        elif of_time and not _is_figure(concept, note):
            complaints.append(f"{name}:{line}: the note of a number is its figure, found {note!r}")
        else:
            # the same words are one object each: rules compare them at every hit, and find them in the cache
            yield Term(kind, group, intern(concept), intern(lang), term, intern(note), name, line)
        seen.setdefault(key, line)


def _is_figure(concept: str, note: str) -> bool:
    """Tell whether a number's note is its figure; a duration's may be two: "1-2"."""
    if concept not in ("number", "duration"):
        return True
    figures = note.split("-", 1) if concept == "duration" else [note]
    return all(figure.replace(".", "", 1).isdigit() for figure in figures)


def _concepts(name: str, text: str, complaints: list[str]) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for line, cells in _rows(name, text, CONCEPT_COLUMNS, complaints):
        concept = Concept(*map(intern, cells))
        if concept.concept in found:
            complaints.append(f"{name}:{line}: {concept.concept!r} is named twice: delete one of the rows")
        elif not (concept.concept and concept.kind and concept.label_en and concept.label_ru and concept.label_tr):
            complaints.append(f"{name}:{line}: concept, kind and the three labels must not be empty")
        else:
            found[concept.concept] = concept
    return found


def _unknown_concepts(terms: list[Term], concepts: dict[str, Concept]) -> list[str]:
    return [
        f"{t.file}:{t.line}: {t.concept!r} has no row in concepts.csv: add one, or correct the spelling"
        for t in terms
        if t.kind not in INTERNAL_KINDS and t.concept not in concepts
    ]
