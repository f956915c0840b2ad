"""What a band is made of: one number with its interval, a line of them, and the three lines with their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.statistics.reliability import SUPPRESSED

if TYPE_CHECKING:
    from pipeline.statistics.completion import Completion

PERCENTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
LINES = ("floor", "middle", "ceiling")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its interval; None where it cannot be said, with the reason; an open side is None too.

    `code` is the reason as a word that does not change, for whoever says it in another language.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    code: str | None = None


Line = Mapping[float, Estimate]


@dataclass(frozen=True, slots=True, repr=False)
class SalaryBand:
    """What a segment's postings say of pay, in the unit they came in. Not for printing: see `printable`."""

    percentiles: tuple[float, ...]
    level: float
    floor: Line
    middle: Line
    ceiling: Line
    n: int  # de-duplicated postings that show pay
    employers: int  # named employers that show pay
    effective_n: float
    reason: str | None = None
    postings: int = 0  # de-duplicated postings, also those that hide pay
    clusters: int = 0  # named employers plus postings that name none
    unknown_share: float = 0.0  # of shown postings, those that name no employer
    top_share: float = 0.0  # of shown postings, those of the largest employer
    forms: Mapping[str, float] = field(default_factory=dict)  # share of all postings by form
    relative_error: Mapping[str, float | None] = field(default_factory=dict)  # of each line's median
    by_width: Mapping[float, float] = field(default_factory=dict)  # middle completed by width alone
    by_pay: Mapping[float, float] = field(default_factory=dict)  # middle completed by pay alone
    hidden_pay: Mapping[float, float] = field(default_factory=dict)  # median if hidden pay is higher by this share
    completion: Completion | None = None
    pooled: Mapping[str, Line] = field(default_factory=dict)  # the three lines estimated from similar roles
    pooled_weight: float = 0.0  # weight of the segment's own postings in the pooled middle
    unusable: int = 0
    tax_unknown_share: float = 0.0
    currency: str | None = None
    period: str | None = None
    tax: str | None = None
    widened: tuple[str, ...] = ()
    grade: str = SUPPRESSED  # of what may be printed of the middle line: A, B, C or suppressed

    def __repr__(self) -> str:
        """Counts only: a band that lands in a log leaks no suppressed number."""
        return f"SalaryBand(n={self.n}, employers={self.employers}, grade={self.grade!r}, reason={self.reason!r})"

    @property
    def employers_unknown(self) -> bool:
        """Whether most postings that show pay name no employer."""
        return self.unknown_share > 0.5
