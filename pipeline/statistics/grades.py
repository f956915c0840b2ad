"""Pay grades against the market and people within their grades: positions, compa-ratio, penetration, who is outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.statistics.estimates import LINES
from pipeline.statistics.position import offer_position
from pipeline.statistics.printing import printable
from pipeline.statistics.propose import PayRange, compa_ratio, penetration, progression, spread_of
from pipeline.statistics.widening import widened_segment

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.statistics.pool import Pool

_HALF_A_UNIT = 0.5


@dataclass(frozen=True, slots=True)
class PayGrade:
    """One grade of a structure; `midpoint` is halfway where none is given. `where` narrows the market it is held to."""

    grade: str
    minimum: float
    maximum: float
    midpoint: float
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's pay in the unit of the grades, known by a number or a name the caller chose."""

    person: str
    grade: str
    pay: float


def pay_grade(
    grade: str, minimum: float, maximum: float, midpoint: float | None = None, where: Mapping[str, str] | None = None
) -> PayGrade:
    """A grade, checked. Raises UsageError where the figures are not positive or stand in the wrong order."""
    middle = PayRange(minimum, maximum).midpoint if midpoint is None else midpoint
    if not 0 < minimum <= middle <= maximum:
        raise UsageError(
            f"grade {grade}: expected 0 < min <= mid <= max, found {minimum:g}, {middle:g}, {maximum:g}; mend the row"
        )
    return PayGrade(grade, minimum, maximum, middle, dict(where or {}))


def place_in_market(
    market: pd.DataFrame,
    low: float | None,
    high: float | None,
    where: Mapping[str, str],
    pool: Pool | None = None,
    level: float = 0.90,
    *,
    widen: bool = True,
) -> dict[str, Any]:
    """Where a range stands among like vacancies, as plain data: three places, the market's medians, what it rests on.

    Own minimum against floors, own maximum against ceilings, own middle against middles. A segment that may not be
    printed gives no place and no median, only the reason.
    """
    band, rows = widened_segment(market, where, level=level, pool=pool, widen=widen)
    shown = printable(band)
    told: dict[str, Any] = {
        "n": shown.n, "employers": shown.employers, "grade_of_market": shown.grade, "widened": list(shown.widened),
        "caveats": [caveat.text for caveat in shown.caveats], "reason": shown.reason,
    }  # fmt: skip
    nothing: dict[str, Any] = {"percentile": None, "low": None, "high": None, "words": None}
    if shown.method == "none":
        nothing |= {"market_median": None, "reason": shown.reason}
        return {name: dict(nothing) for name in LINES} | told
    found = offer_position(market[rows], low, high, level, pool).to_dict()
    for name in LINES:
        told[name] = found[name] | {"market_median": getattr(shown, name)[0.5].value}
    return told


def grade_table(
    grades: Sequence[PayGrade],
    market: pd.DataFrame,
    where: Mapping[str, str],
    pool: Pool | None = None,
    level: float = 0.90,
    *,
    widen: bool = True,
) -> list[dict[str, Any]]:
    """A row a grade in the order given: its range, its place in the market, market ratio, progression, warnings."""
    steps = progression([grade.midpoint for grade in grades])
    rows = []
    for number, (grade, step) in enumerate(zip(grades, steps, strict=True)):
        following = grades[number + 1] if number + 1 < len(grades) else None
        place = place_in_market(
            market, grade.minimum, grade.maximum, {**where, **grade.where}, pool, level, widen=widen
        )
        median = place["middle"]["market_median"]
        rows.append(
            {
                "grade": grade.grade, "min": grade.minimum, "mid": grade.midpoint, "max": grade.maximum,
                "spread": spread_of(PayRange(grade.minimum, grade.maximum)), "progression": step,
                "market_ratio": None if median is None else grade.midpoint / median,
                "warnings": _warnings(grade, following, step), **place,
            }
        )  # fmt: skip
    return rows


def _warnings(grade: PayGrade, following: PayGrade | None, step: float | None) -> list[str]:
    found = []
    halfway = PayRange(grade.minimum, grade.maximum).midpoint
    if abs(grade.midpoint - halfway) > _HALF_A_UNIT:
        found.append(f"the midpoint given, {grade.midpoint:,.0f}, is not halfway ({halfway:,.0f})")
    if following is not None and step is not None and step <= 0:
        found.append(f"the midpoint of the next grade, {following.grade}, is not higher")
    if following is not None and following.minimum > grade.maximum:
        found.append(f"a gap: the next grade, {following.grade}, begins above this one's maximum")
    return found


def people_table(grades: Sequence[PayGrade], people: Iterable[Person]) -> list[dict[str, Any]]:
    """A row a person: compa-ratio, penetration, and below, above or within the range of the grade.

    Raises UsageError for pay that is not positive and for a grade that is not in the structure.
    """
    by_name = {grade.grade: grade for grade in grades}
    rows = []
    for person in people:
        grade = by_name.get(person.grade)
        if grade is None:
            raise UsageError(
                f"person {person.person}: grade {person.grade} is not in the structure; it has {', '.join(by_name)}"
            )
        if not 0 < person.pay < float("inf"):
            raise UsageError(f"person {person.person}: expected positive pay, found {person.pay:g}")
        stands = "below" if person.pay < grade.minimum else "above" if person.pay > grade.maximum else "within"
        rows.append(
            {
                "person": person.person, "grade": grade.grade, "pay": person.pay,
                "compa_ratio": compa_ratio(person.pay, grade.midpoint),
                "penetration": penetration(person.pay, grade.minimum, grade.maximum), "stands": stands,
                "to_range": max(grade.minimum - person.pay, 0.0) or min(grade.maximum - person.pay, 0.0),
            }
        )  # fmt: skip
    return rows
