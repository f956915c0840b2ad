"""How good a number is: grade A, B, C, or suppressed, from counts, error and concentration.

Thresholds: A from 60 postings and a relative standard error under 10 %, B from 30 and under 20 %, else C
(after AHRQ MEPS-IC reliability rules); one employer above 25 % costs a grade; unknown employers are never above C.
"""

from __future__ import annotations

from dataclasses import dataclass

_FINE = (60, 0.10)
_FAIR = (30, 0.20)
_POOR_ERROR = 0.30
_CONCENTRATED = 0.25


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter (A, B, C, suppressed) and the reason for it in one line."""

    letter: str
    reason: str


SUPPRESSED = "suppressed"


def grade(
    n: float,
    employers: int,
    relative_error: float | None,
    top_share: float = 0.0,
    *,
    employers_unknown: bool = False,
    borrowed: bool = False,
) -> Grade:
    """The grade of a number that may be printed; n postings, error a fraction, None where unbounded."""
    error = relative_error if relative_error is not None else float("inf")
    said = "error not bounded" if relative_error is None else f"relative error {100 * error:.0f} %"
    counts = f"{n:.0f} postings, {employers} employers, {said}"
    if employers_unknown:
        return Grade("C", f"employers unknown: {counts}")
    letter = "A" if n >= _FINE[0] and error < _FINE[1] else "B" if n >= _FAIR[0] and error < _FAIR[1] else "C"
    if borrowed:
        letter, counts = max(letter, "B"), f"estimated from similar roles: {counts}"
    if top_share > _CONCENTRATED:
        letter = "B" if letter == "A" else "C"
        counts += f", one employer has {100 * top_share:.0f} %"
    if error >= _POOR_ERROR:
        counts = f"rough: {counts}"
    return Grade(letter, counts)


def suppressed(reason: str) -> Grade:
    """The grade of a number that is not printed."""
    return Grade(SUPPRESSED, reason)
