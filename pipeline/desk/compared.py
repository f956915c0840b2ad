"""What a comparison found, as data: `benchmark` makes it, `answer` says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.desk.question import COLUMNS

if TYPE_CHECKING:
    from pipeline.desk.comparables import Demand, Told
    from pipeline.desk.lint import Finding
    from pipeline.desk.offer import Offer
    from pipeline.statistics import PrintedBand


@dataclass(frozen=True)
class Compared:
    """What the market says to a draft. `cannot` is the code of why it cannot say anything, and then the rest is empty.

    `doubts` are codes of what makes the comparison less sure; `widened` are pairs of column and value given up,
    `told_wider` those given up besides for requirements, because too few comparables have a text.
    `position` is what `vacancies position --json` calls the offer, None without an offer that can be placed.
    """

    title: str | None
    language: str
    lang: str
    draft: Mapping[str, Any]
    where: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    tax_view: str | None = None
    band: PrintedBand | None = None
    comparables: int = 0
    with_text: int = 0
    told_wider: Sequence[tuple[str, str]] = ()
    offer: Offer | None = None
    position: Mapping[str, Any] | None = None
    demands: Sequence[Demand] = ()
    missing: Sequence[Demand] = ()
    silences: Sequence[Told] = ()
    nearest: Sequence[Mapping[str, Any]] = ()
    to_check: Sequence[Finding] = ()
    doubts: Sequence[str] = ()
    notes: Sequence[str] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    cannot: str | None = None

    @property
    def widened(self) -> list[tuple[str, str]]:
        """What of the segment was given up, in order: (column, value)."""
        steps = self.band.widened if self.band else ()
        pairs = [step.partition(" → ")[0].partition(" ") for step in steps]
        return [(COLUMNS.get(name, name), value) for name, _, value in pairs]
