"""The pages beside the report: every vacancy with the marked sentences that its numbers were read from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from pipeline.report.blocks import Evidence, Row
from pipeline.report.clean import foreign, web_link
from pipeline.report.context import Context
from pipeline.report.labels import ASKED, MARKS

LEAF_ROWS, READ_AT_ONCE = 200, 10_000
AROUND, MOST_LINES = 90, 60
_COUNTED = (
    "(fact.kind in ('pay', 'experience', 'industry', 'variable_pay') "
    "or fact.scope in ('required', 'preferred', 'not_needed') or fact.kind = 'conditions')"
)
Span = tuple[int, int, str, str]
"""Start, end, what it is a mark of, and that in words."""


def leaf_of(number: int) -> str:
    """The address of a vacancy's sentences, seen from the report: leaf and anchor of the vacancy of that number."""
    return f"evidence/{(number - 1) // LEAF_ROWS + 1}.html#v{number}"


def write_leaves(folder: Path, evidence: Evidence, context: Context, env: Environment) -> int:
    """Write the numbered pages; gives how many. The sentences are read from the warehouse a slice at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = evidence.table.rows
    leaves = -(-len(rows) // LEAF_ROWS)
    env.filters["marked"] = marked
    words = lru_cache(None)(partial(_words, context=context))  # few are different, and there is one a fact
    template = env.get_template("leaf.html.j2")
    for start in range(0, len(rows), READ_AT_ONCE):
        part = rows[start : start + READ_AT_ONCE]
        facts, texts = _read(part, context)
        for first in range(0, len(part), LEAF_ROWS):
            number = (start + first) // LEAF_ROWS + 1
            told = [_told(row, facts, texts, words, context) for row in part[first : first + LEAF_ROWS]]
            page = template.render(vacancies=told, number=number, leaves=leaves)
            (folder / f"{number}.html").write_text(page, "utf-8", newline="\n")
    return leaves


def _read(rows: Sequence[Row], context: Context) -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, tuple[Any, ...]]]:
    named = ", ".join("'" + str(row["vacancy_id"]).replace("'", "''") + "'" for row in rows)
    facts: dict[str, list[tuple[Any, ...]]] = {}
    found = context.query(
        'select vacancy_id, kind, concept, scope, origin, "where", quote, start, "end" from mart.fact as fact'
        f" where vacancy_id in ({named}) and {_COUNTED} order by vacancy_id, fact_number"
    )
    for fact in found.astype(object).itertuples(index=False, name=None):  # Arrow gives single values slowly
        facts.setdefault(str(fact[0]), []).append(fact[1:])
    stored = context.query(
        "select vacancy_id, posting.text, posting.place_in_page, posting.fetched_at from mart.vacancy"
        f" join raw.posting as posting using (posting_key) where vacancy_id in ({named})"
    )
    return facts, {str(row[0]): row[1:] for row in stored.astype(object).itertuples(index=False, name=None)}


def _told(
    row: Row, facts: dict[str, Any], texts: dict[str, Any], words: Callable[[str, Any, Any], str], context: Context
) -> dict[str, Any]:
    r, key = context.reader, str(row["vacancy_id"])
    text, place_in_page, fetched_at = texts.get(key, ("", None, None))
    found = facts.get(key, [])
    spans = [
        (int(start), int(end), _mark(kind, concept), words(kind, concept, scope))
        for kind, concept, scope, origin, where, _, start, end in found
        if origin == "text" and where == "text" and end == end and end is not None
    ]
    stated = [
        (words(kind, concept, scope), foreign(quote), _mark(kind, concept))
        for kind, concept, scope, origin, where, quote, _, _ in found
        if origin != "text" or where != "text"
    ]
    about = (row.get("employer"), row.get("place"))
    record = (row.get("source"), row.get("page"), place_in_page, row.get("id"))
    return {
        "no": row["no"],
        "title": foreign(row["title"]) or r.gettext("without a title"),
        "about": list(filter(None, map(foreign, about))),
        "posted": r.day(row["posted_on"]) if row.get("posted_on") is not None else "",
        "url": web_link(row.get("url")),
        "record": list(filter(None, map(foreign, record))),
        "fetched": "" if fetched_at is None or fetched_at != fetched_at else r.day(fetched_at.to_pydatetime()),
        "lines": list(lines_of(text or "", spans)),
        "stated": list(dict.fromkeys(stated)),
    }


def _mark(kind: str, concept: Any) -> str:
    return kind if kind in MARKS else str(concept)


def _words(kind: str, concept: Any, scope: Any, context: Context) -> str:
    r = context.reader
    if kind == "industry":
        return f"{r.word(MARKS, kind)}: {context.name(concept)}"
    if kind in MARKS:
        return r.word(MARKS, kind)
    said = r.gettext(ASKED[scope]) if scope in ASKED else ""
    return context.name(concept) + (f" ({said})" if said else "")


def lines_of(text: str, spans: Iterable[Span]) -> Iterator[dict[str, Any]]:
    """The lines of a text that hold marks: `parts` are (words, mark or None), `said` what the marks are, each once."""
    kept: list[Span] = []
    said: dict[tuple[int, int], list[str]] = {}
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not 0 <= span[0] < span[1] <= len(text):
            continue
        if kept and span[0] < kept[-1][1]:  # within or across the one before: one mark that is both
            start, end, marks, words = kept[-1]
            kept[-1] = (start, max(end, span[1]), f"{marks} {span[2]}", words)
        else:
            kept.append(span)
        said.setdefault((kept[-1][0], 0), []).append(span[3])
    place = count = 0
    while place < len(kept) and count < MOST_LINES:
        first = text.rfind("\n", 0, kept[place][0]) + 1
        last = text.find("\n", kept[place][1])
        last = len(text) if last < 0 else last
        inside = []
        while place < len(kept) and kept[place][0] < last:
            inside.append(kept[place])
            place += 1
        count += 1
        yield _line(text, first, max(last, inside[-1][1]), inside, said)


def _line(
    text: str, first: int, last: int, marks: list[Span], said: dict[tuple[int, int], list[str]]
) -> dict[str, Any]:
    parts: list[tuple[str, str | None]] = []
    at, words = first, list[str]()
    for start, end, mark, _ in marks:
        parts += [(_shortened(text[at:start], at == first, False), None), (foreign(text[start:end], 400), mark)]
        words += said[start, 0]
        at = end
    parts.append((_shortened(text[at:last], False, True), None))
    return {"parts": [p for p in parts if p[0]], "said": "; ".join(dict.fromkeys(words))}


def marked(line: dict[str, Any]) -> Markup:
    """The words of a line with its marks: in one go, for a page has thousands of them."""
    # no control character is left in foreign words, so these stand for tags while all is escaped at once
    plain = "".join(f"\x01{mark}\x02{words}\x03" if mark else words for words, mark in line["parts"])
    told = str(escape(plain)).replace("\x01", '<mark data-c="').replace("\x02", '">').replace("\x03", "</mark>")
    return Markup(told)  # noqa: S704 - escaped one line above


def _shortened(words: str, leads: bool, ends: bool) -> str:
    """Words between marks: their blanks kept at the ends, the far side of long ones cut."""
    clean = foreign(words, 100_000)
    if leads:
        clean = clean.lstrip("-–—•*· ")
    if leads and len(clean) > AROUND:
        clean = "…" + clean[-AROUND:]
    elif ends and len(clean) > AROUND:
        clean = clean[:AROUND] + "…"
    elif len(clean) > 2 * AROUND:
        clean = f"{clean[:AROUND]} … {clean[-AROUND:]}"
    left = " " if words[:1].isspace() and not leads else ""
    right = " " if words[-1:].isspace() and not ends else ""
    return f"{left}{clean}{right}" if clean else (" " if words else "")


def packed(evidence: Evidence, context: Context) -> str:
    """All rows of the table as JSON for the searchable list: repeated words once, tags and choices as numbers."""
    columns = evidence.table.columns
    words: list[dict[str, int]] = [{} for _ in columns]
    lookups = {
        at for at, c in enumerate(columns) if c.kind in {"said", "day"} or c.key in {"place", "employer", "title"}
    }
    for at, column in enumerate(columns):
        if column.kind == "day":
            days = sorted({row[column.key] for row in evidence.table.rows if row.get(column.key) is not None})
            words[at] = {"": 0} | {context.reader.day(day): place for place, day in enumerate(days, start=1)}
    rows = []
    for row in evidence.table.rows:
        cells: list[Any] = []
        for at, column in enumerate(columns):
            value = row.get(column.key)
            if column.kind == "link":
                cells.append(web_link(value) or "")
            elif column.kind == "count":
                cells.append(value)
            elif at in lookups:
                shown = "" if value is None else context.reader.day(value) if column.kind == "day" else foreign(value)
                cells.append(words[at].setdefault(shown, len(words[at])))
            else:
                cells.append(foreign(value))
        rows.append([*cells, " ".join(tag[1:] for tag in row["tags"]), row["x"]])
    told = {
        "columns": [
            {"kind": c.kind, "words": list(words[at]) if at in lookups else None} for at, c in enumerate(columns)
        ],
        "rows": rows,
        "leaf": LEAF_ROWS,
    }
    return safe_json(told)


def safe_json(value: Any) -> str:
    """JSON that may stand in a script element: nothing in it closes the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
