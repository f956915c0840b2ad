"""grades.csv and people.csv as pay grades and people: a wrong row is one line that says where."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli._show import present
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.statistics.grades import PayGrade, Person

_SEGMENT = {"place": "city", "experience": "experience", "industry": "industry"}
_SPACES = re.compile(r"[\s_'’]")


def read_grades(path: Path) -> tuple[list[PayGrade], list[Person]]:
    """The grades of a CSV file in their order, and the people in it.

    Columns grade, min, max; optional mid; place, experience, industry narrow the market of a grade. A row with `pay` is
    a person (`person` names it, else its line): it needs no figures of its grade where another row gives them.
    Raises UsageError with the line.
    """
    from pipeline.statistics.grades import pay_grade

    grades: dict[str, PayGrade] = {}
    people: list[Person] = []
    for line, row in _rows(path, ("grade", "min", "max")):
        name = row["grade"]
        if row.get("pay"):
            people.append(_person(path, line, row))
        if row.get("pay") and not (row["min"] or row["max"]):
            continue
        where = {column: row[key] for key, column in _SEGMENT.items() if row.get(key)}
        low, high = _number(path, line, "min", row["min"]), _number(path, line, "max", row["max"])
        mid = _number(path, line, "mid", row["mid"]) if row.get("mid") else None
        try:
            made = pay_grade(name, low, high, mid, where)
        except UsageError as error:
            raise UsageError(f"{path}, line {line}: {error}") from error
        if grades.setdefault(name, made) != made:
            raise UsageError(f"{path}, line {line}: grade {name} stands there twice with other figures; keep one row")
    if not grades:
        raise UsageError(f"{path}: no grade in it; expected rows of grade,min,mid,max")
    return list(grades.values()), people


def read_people(path: Path) -> list[Person]:
    """The people of a CSV file with columns grade, pay and perhaps person; raises UsageError with the line."""
    return [_person(path, line, row) for line, row in _rows(path, ("grade", "pay"))]


def _person(path: Path, line: int, row: Mapping[str, str]) -> Person:
    from pipeline.statistics.grades import Person

    return Person(row.get("person") or f"line {line}", row["grade"], _number(path, line, "pay", row["pay"]))


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    present([path])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text (byte {error.start + 1}); save it as CSV UTF-8") from error
    except OSError as error:
        raise UsageError(f"{path}: expected a CSV file, found none that can be read ({error.strerror})") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=first.count))
    heads = [(head or "").strip().casefold() for head in reader.fieldnames or ()]
    missing = [name for name in needed if name not in heads]
    if missing:
        raise UsageError(f"{path}, line 1: expected columns {', '.join(needed)}, found {', '.join(heads) or 'none'}")
    reader.fieldnames = heads
    for row in reader:
        plain = {str(key): str(value or "").strip() for key, value in row.items() if key}
        if not any(plain.values()):
            continue
        if not plain.get("grade"):
            raise UsageError(f"{path}, line {reader.line_num}: the row names no grade; name it or delete the row")
        yield reader.line_num, plain


def _number(path: Path, line: int, column: str, text: str) -> float:
    """A figure with spaces or commas between thousands, or a comma before the cents."""
    plain = _SPACES.sub("", text)
    plain = re.sub(r",(\d{1,2})$", r".\1", plain).replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value <= 0:
        raise UsageError(f"{path}, line {line}, column {column}: expected a positive amount, found {text or 'nothing'}")
    return value
