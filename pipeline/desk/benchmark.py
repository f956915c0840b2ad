"""A draft against its market: comparables with every widening told, offer, demands, silences, neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.desk.answer import blocks
from pipeline.desk.answers import Answer
from pipeline.desk.comparables import (
    Demand,
    comparable_rows,
    demands,
    missing,
    narrowed_to,
    nearest,
    rows_with_text,
    silences,
)
from pipeline.desk.compared import Compared
from pipeline.desk.i18n import reader
from pipeline.desk.lint import lint
from pipeline.desk.offer import Offer, placed, unit_of
from pipeline.desk.plain import as_text
from pipeline.desk.question import COLUMNS, Segment
from pipeline.errors import NothingCameInError, UsageError
from pipeline.statistics import printable
from pipeline.statistics.grades import place_in_market
from pipeline.statistics.widening import widened_segment

if TYPE_CHECKING:
    from pipeline.desk.draft import Draft
    from pipeline.desk.market import Market
    from pipeline.desk.question import UnitMarket

_BY_YEARS = ("none", "1-3", "3-6", "6+")


@dataclass(frozen=True)
class Benchmark(Compared, Answer):
    """What the market says to a draft, as an answer: plain data, a frame, sentences."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain: dict[str, Any] = {
            "cannot": self.cannot, "draft": dict(self.draft), **self.about,
            "asked": {COLUMNS.get(c, c): v for c, v in self.where.items()},
            "widened": [{"given_up": name, "value": value} for name, value in self.widened],
            "comparables": self.comparables, "with_text": self.with_text,
            "requirements_widened": [{"given_up": name, "value": value} for name, value in self.told_wider],
            "band": self.band.to_dict() if self.band else None,
            "offer": asdict(self.offer) if self.offer else None,
            "position": dict(self.position) if self.position else None,
            "demands": [_demand(d) for d in self.demands], "missing": [_demand(d) for d in self.missing],
            "silences": [asdict(told) for told in self.silences], "nearest": [_near(row) for row in self.nearest],
            "to_check": [asdict(found) for found in self.to_check],
            "doubts": list(self.doubts), "notes": list(self.notes),
        }  # fmt: skip
        return plain

    def to_frame(self) -> pd.DataFrame:
        """One row a requirement: those of the draft, then the common ones it lacks."""
        rows = [{"in_draft": True, **_demand(d)} for d in self.demands]
        rows += [{"in_draft": False, **_demand(d)} for d in self.missing]
        return pd.DataFrame(rows)

    def explain(self) -> str:
        """The whole answer as text in the language of the answer."""
        return as_text(blocks(self), reader(self.lang))


def benchmark(
    market: Market, draft: Draft, offer: tuple[float | None, float | None] | None = None, place: str | None = None,
    experience: str | None = None, industry: str | None = None, lang: str = "en",
) -> Benchmark:  # fmt: skip
    """Compare a draft with its market; what is given replaces what the text says.

    `offer` is two ends in the unit of the market. Never raises for what a draft says or a place nobody has: those
    become `doubts` or `cannot`. Raises UsageError for a wrong experience or industry.
    """
    told = _told(draft)
    base = Benchmark(draft.posting.title, draft.posting.language, lang, told, to_check=lint(draft.posting, draft.facts))
    cannot = _cannot(draft, market)
    if cannot:
        return replace(base, cannot=cannot)
    doubts: list[str] = []
    segment = _segment(market, draft, place, experience, industry, doubts)
    unit = unit_of(market, draft.pay) or _unit_of_language(market, draft, segment)
    try:
        asked = market.ask(replace(segment, unit=unit))
    except NothingCameInError:
        return replace(base, cannot="no_pay_anywhere")
    except UsageError:
        # a place that vacancies of other currencies have, and none of this one: said as a widening would be
        asked = market.ask(replace(segment, unit=unit, place=None))
        doubts.append("place_unknown")
    found, rows = widened_segment(asked.frame, asked.where, pool=asked.pool)
    comparable = comparable_rows(market, asked.frame, rows)
    with_text, told_wider = rows_with_text(market, comparable, asked.frame, narrowed_to(asked.where, found.widened))
    offered = _offer(market, draft, asked, offer)
    asks = draft.asks
    if draft.role == "unknown":
        doubts.append("role_unknown")
    if not [f for f in asks if f.scope in ("required", "preferred")]:
        doubts.append("asks_nothing")
    if (market.rows["language"][with_text] == draft.posting.language).mean() < 0.5:
        doubts.append("other_language")
    near = nearest(market, comparable | with_text, asks, dict(asked.where))
    concepts = {concept for row in near for concept in row["asks"]} | {asked.where.get("industry", "")} - {""}
    return replace(
        base, where=asked.where, unit=asked.unit, tax_view=asked.tax_view, band=printable(found),
        comparables=int(comparable.sum()), with_text=int(with_text.sum()), offer=offered,
        told_wider=[(COLUMNS.get(name, name), value) for name, value in told_wider],
        position=_position(asked, offered), demands=demands(market, with_text, asks, asked.unit, lang),
        missing=missing(market, with_text, asks, asked.unit, lang),
        silences=silences(market, comparable, with_text, draft.facts), nearest=near,
        labels={concept: market.label(concept, lang) for concept in sorted(concepts)},
        doubts=doubts, notes=asked.notes(), about={k: v for k, v in asked.about().items() if k != "asked"},
    )  # fmt: skip


def _cannot(draft: Draft, market: Market) -> str | None:
    posting = draft.posting
    if not (posting.text or posting.title):
        return "empty"
    if posting.language == "other" and draft.role != "yes":
        return "language"
    if draft.role == "no":
        return "other_role"
    if not draft.facts or (not draft.pay and not draft.asks and draft.role != "yes"):
        return "nothing_read"
    return "empty_market" if market.rows.empty else None


def _segment(
    market: Market, draft: Draft, place: str | None, experience: str | None, industry: str | None, doubts: list[str]
) -> Segment:
    """What is asked for, else what the draft says, of that what the market knows."""
    wanted = place or draft.place_among(market.place_names)
    if wanted is None:
        doubts.append("place_silent")
    else:
        try:
            market.where(place=wanted)
        except UsageError:
            doubts.append("place_unknown")
            wanted = None
    years = experience or (draft.experience if draft.experience in _BY_YEARS else None)
    if years is None:
        doubts.append("experience_silent")
    # an industry guessed from a text is too weak a reason to leave vacancies out: it narrows where it is given
    return Segment(wanted, years, industry)


def _unit_of_language(market: Market, draft: Draft, segment: Segment) -> str | None:
    """The unit most vacancies of the draft's place and language show pay in; of its language alone where none do."""
    rows = market.rows[market.rows["in_bands"].astype(bool)]
    spoken = rows["language"] == draft.posting.language
    there = pd.Series(data=segment.place is not None, index=rows.index)
    for column, value in market.where(place=segment.place).items():
        there &= (rows[COLUMNS.get(column, column)] == value).fillna(False).astype(bool)
    for inside in (spoken & there, there, spoken):
        counts = rows["unit"][inside.fillna(False).to_numpy(dtype=bool)].value_counts()
        if len(counts):
            return str(min(counts[counts == counts.max()].index))
    return None


def _offer(
    market: Market, draft: Draft, asked: UnitMarket, given: tuple[float | None, float | None] | None
) -> Offer | None:
    if given is not None:
        return Offer(None, given[0], given[1], asked.unit, ("as_given",))
    return placed(market, draft.pay, asked.unit, asked.tax_view) if draft.pay else None


def _position(asked: UnitMarket, offer: Offer | None) -> Mapping[str, Any] | None:
    if offer is None or (offer.low is None and offer.high is None):
        return None
    return place_in_market(asked.frame, offer.low, offer.high, asked.where, asked.pool)


def _told(draft: Draft) -> dict[str, Any]:
    posting, pay = draft.posting, draft.pay
    return {
        "title": posting.title, "language": posting.language, "role": draft.role, "place": posting.place,
        "experience": draft.experience, "industry": draft.industry, "pay": pay.quote if pay else None,
        "asks": [{"concept": f.concept, "scope": f.scope, "level": f.level, "quote": f.quote} for f in draft.asks],
    }  # fmt: skip


def _demand(demand: Demand) -> dict[str, Any]:
    plain = asdict(demand)
    share = plain.pop("share")
    told: dict[str, Any] = plain | share
    return told | {"without": demand.without, "merged": list(demand.merged)}


def _near(row: Mapping[str, Any]) -> dict[str, Any]:
    day = row["posted_on"]
    return {**row, "posted_on": day.isoformat()[:10] if hasattr(day, "isoformat") else day}
