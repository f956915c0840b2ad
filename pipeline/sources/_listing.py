"""A plain text told apart: one posting, or a listing of many, with the prose around it that is none.

A listing shows itself by lines that come again: pay lines, headings of what is asked, ordinals, rules. The kind of line
that leads a record is learnt from the file; words come from vocab/cues/import_values.csv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.sources._values import fold, money
from pipeline.vocab import by_concept

_RULE = re.compile(r"\s*([-=_*#~—–])(?:\s?\1){2,}\s*$")
_ORDINAL = re.compile(r"\s*(?:№\s*)?(\d{1,4})\s*[.):]\s+\S")
_SHORT = 120
_HEADING = 60
_LEAST_RECORDS = 3
_MOST = 0.6
_CONTEXT = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One posting of a text: the line it begins on (from 1), its title where it has one, its text."""

    line: int
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def split(text: str) -> tuple[str | None, list[Record]]:
    """Return the title of the page and its records, in order; a text that is no listing is one record.

    A page that is one record has no title of its own: the record has it.
    """
    lines = text.split("\n")
    for way in (_by_rules, _by_headings, _by_ordinals, _by_paragraphs):
        records = way(lines)
        if records:
            return _page_title(lines, records[0].line), records
    return None, _single(lines)


def kind(line: str) -> str | None:
    """Tell what a line of a listing is: `pay`, `asks` (the heading of what is asked), `title`, or None."""
    folded = fold(line)
    if not folded or len(line) > _SHORT:
        return None
    for name in ("asks", "pay", "title"):
        for cue in map(fold, by_concept("cues/import_values")[f"listing_{name}"]):
            if not folded.startswith(cue):
                continue
            rest = folded[len(cue) :].lstrip()
            if name == "asks" and not rest and len(line) <= _HEADING:
                return name
            if name != "asks" and re.match(rf"\s*[^\w]{{0,3}}{re.escape(cue)}\s*[:—–-]\s*\S", _plain(line)):
                return name
    found = money(line)
    return "pay" if len(line) <= _HEADING and found.currency and (found.low or found.high) and _bare(line) else None


def _plain(line: str) -> str:
    return line.replace("İ", "i").lower().replace("ё", "е")


def _bare(line: str) -> bool:
    """A pay line holds figures and a few words, not a sentence."""
    return sum(c.isdigit() for c in line) >= 0.12 * len(line.strip())


def _by_rules(lines: Sequence[str]) -> list[Record]:
    cuts = [n for n, line in enumerate(lines) if _RULE.match(line)]
    parts = [
        (a, b)
        for a, b in zip([-1, *cuts], [*cuts, len(lines)], strict=True)
        if any(x.strip() for x in lines[a + 1 : b])
    ]
    told = [(a, b) for a, b in parts if any(kind(line) for line in lines[a + 1 : b])]
    if len(cuts) < 2 or len(told) < max(2, _MOST * len(parts)):
        return []
    return [_titled(a + 1, lines[a + 1 : b]) for a, b in told]


def _by_headings(lines: Sequence[str]) -> list[Record]:
    """Records that a heading of what is asked comes again in, with a pay line before or after it."""
    marks = [(n, k) for n, line in enumerate(lines) if (k := kind(line)) in {"asks", "pay"}]
    often = Counter(fold(lines[n]) for n, k in marks if k == "asks")
    marks = [(n, k) for n, k in marks if k == "pay" or often[fold(lines[n])] > 1]  # a heading met once is prose
    asks = [n for n, k in marks if k == "asks"]
    if len(asks) < _LEAST_RECORDS:
        return []
    marks = [(n, k) for n, k in marks if n <= asks[-1] or k == "asks"] if _pay_leads(lines, marks) else marks
    leads = _pay_leads(lines, marks)
    starts: list[int] = []
    for (n, k), before in zip(marks, [(None, None), *marks], strict=False):
        headed = k == "asks" and not (leads and before[1] == "pay" and before[0] == starts[-1])
        if headed or (k == "pay" and leads):
            starts.append(n)
    starts = [_with_head(lines, start) for start in starts]
    return _records(lines, _with_titles(lines, starts))


def _pay_leads(lines: Sequence[str], marks: Sequence[tuple[int, str]]) -> bool:
    pay = [i for i, (_, k) in enumerate(marks) if k == "pay"]
    followed = sum(
        i + 1 < len(marks)
        and marks[i + 1][1] == "asks"
        and not any(x.strip() for x in lines[marks[i][0] + 1 : marks[i + 1][0]])
        for i in pay
    )
    return followed >= _MOST * len(pay) if pay else False


def _with_head(lines: Sequence[str], start: int) -> int:
    """Move a start up over the lines that stand right above it without a blank line: a title, an employer."""
    first = start
    while first > 0 and lines[first - 1].strip() and start - first < 4 and len(lines[first - 1]) <= _SHORT:
        first -= 1
    whole = first == 0 or not lines[first - 1].strip()
    return first if whole and kind(lines[first]) is None else start


def _with_titles(lines: Sequence[str], starts: list[int]) -> list[int]:
    """Move starts up to a short paragraph of one line before them where nearly all records have one."""

    def above(start: int) -> int | None:
        n = start - 1
        while n >= 0 and not lines[n].strip():
            n -= 1
        alone = n >= 0 and (n == 0 or not lines[n - 1].strip())
        return n if alone and _is_title(lines[n]) and n not in starts else None

    moved = [above(start) for start in starts]
    return (
        [m if m is not None else s for m, s in zip(moved, starts, strict=True)]
        if all(m is not None for m in moved)
        else starts
    )


def _is_title(line: str) -> bool:
    line = line.strip()
    return 3 < len(line) <= _SHORT and not line.endswith((".", ";", ",", "!", ":")) and kind(line) is None


def _records(lines: Sequence[str], starts: Sequence[int]) -> list[Record]:
    """Cut between the starts; the last record is no longer, in paragraphs, than the longest before it."""
    bodies = [list(_paragraphs(lines[a:b], a)) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    longest = max((len(body) for body in bodies[:-1]), default=len(bodies[-1]))
    bodies[-1] = bodies[-1][:longest]
    return [_titled(a, "\n\n".join(p.text for p in body).split("\n")) for a, body in zip(starts, bodies, strict=True)]


def _by_ordinals(lines: Sequence[str]) -> list[Record]:
    """Records numbered 1, 2, 3 … of which most tell pay or what is asked; a numbered list of duties is none."""
    starts: list[int] = []
    for n, line in enumerate(lines):
        found = _ORDINAL.match(line)
        if found and int(found[1]) == len(starts) + 1:
            starts.append(n)
    if len(starts) < _LEAST_RECORDS:
        return []
    spans = list(zip(starts, [*starts[1:], len(lines)], strict=True))
    telling = sum(any(kind(_unnumbered(line)) or _pays(line) for line in lines[a:b]) for a, b in spans)
    if telling < _MOST * len(starts):
        return []
    return [_without_ordinal(r) for r in _records(lines, starts)]


def _without_ordinal(record: Record) -> Record:
    if record.title:
        return replace(record, title=_unnumbered(record.title))
    return replace(record, text=_unnumbered(record.text))


def _unnumbered(line: str) -> str:
    return re.sub(r"^\s*(?:№\s*)?\d{1,4}\s*[.):]\s+", "", line)


def _pays(line: str) -> bool:
    found = money(line)
    return bool(found.currency and (found.low or found.high))


def _by_paragraphs(lines: Sequence[str]) -> list[Record]:
    """Records that are a paragraph each and tell pay in it, or that a pay line leads."""
    paragraphs = list(_paragraphs(lines, 0))
    paying = [any(kind(line) == "pay" for line in p.lines) for p in paragraphs]
    if sum(paying) < _LEAST_RECORDS:
        return []
    first, last = paying.index(True), len(paying) - 1 - paying[::-1].index(True)
    if sum(paying) >= _MOST * (last - first + 1) and all(
        len(p.lines) > 1 for p, pays in zip(paragraphs, paying, strict=True) if pays
    ):
        return [_titled(p.line, list(p.lines)) for p in paragraphs[first : last + 1] if any(map(kind, p.lines))]
    starts = [n for n, line in enumerate(lines) if kind(line) == "pay"]
    return _records(lines, _with_titles(lines, [_with_head(lines, start) for start in starts]))


def _paragraphs(lines: Iterable[str], offset: int) -> Iterable[_Paragraph]:
    held: list[str] = []
    began = offset
    for n, line in enumerate([*lines, ""], offset):
        if line.strip():
            if not held:
                began = n
            held.append(line)
        elif held:
            yield _Paragraph(began, tuple(held))
            held = []


def _titled(start: int, lines: Sequence[str]) -> Record:
    """Make a record of lines; its title is a first line that is short, no sentence, and not all there is."""
    full = [n for n, line in enumerate(lines) if line.strip()]
    if not full:
        return Record(start + 1, None, "")
    first = full[0]
    head = lines[first]
    text = "\n".join(lines[first:]).strip()
    if kind(head) == "title":
        return Record(
            start + first + 1, re.split(r"[:—–-]", head, maxsplit=1)[1].strip(), "\n".join(lines[first + 1 :]).strip()
        )
    if len(full) > 1 and _is_title(head) and not _pays(head):
        return Record(start + first + 1, head.strip(), "\n".join(lines[first + 1 :]).strip())
    return Record(start + first + 1, None, text)


def _single(lines: Sequence[str]) -> list[Record]:
    return [_titled(0, lines)] if any(line.strip() for line in lines) else []


def _page_title(lines: Sequence[str], first: int) -> str | None:
    head = next((line.strip() for line in lines[: first - 1] if line.strip()), None)
    return head[:_CONTEXT] if head else None
