"""Pay statistics that say how sure they are: pure functions of frames and arrays, no input or output.

salary_band(postings)              floor, middle, ceiling with intervals; `printable` is what may leave
salary_bands(postings, by)         the same for every group; `widened_band` widens until something may be printed
prepare_pool(postings)             the wider postings that lend to small segments, learned once
requirement_premium(postings, r)   what a requirement goes with; `requirement_premiums` all of them together
pay_change(postings)               between two runs; `pay_index` over twelve; `change_by_cause` method from market
offer_position(postings, a, b)     where an offer stands, like for like
check_pay_units(postings)          unit errors: keep, fix, quarantine
requirement_shares(postings, asks) how often what is asked; `co_occurrence`, `dropping`
grade(n, employers, error)         A, B, C for every printed cell
"""

from __future__ import annotations

from pipeline.statistics.bands import salary_band, salary_bands
from pipeline.statistics.change import CausedChange, PayChange, change_by_cause, pay_change, pay_index
from pipeline.statistics.estimates import Estimate, SalaryBand
from pipeline.statistics.pool import Pool, prepare_pool
from pipeline.statistics.position import OfferPosition, Place, offer_position
from pipeline.statistics.premiums import Premium, premiums_frame, requirement_premium, requirement_premiums
from pipeline.statistics.printing import Caveat, PrintedBand, printable, round_pay
from pipeline.statistics.reliability import Grade, grade
from pipeline.statistics.sanity import UnitCheck, check_pay_units
from pipeline.statistics.shares import (
    RequirementShare,
    Together,
    co_occurrence,
    dropping,
    requirement_shares,
    share_with_interval,
    shares_frame,
)
from pipeline.statistics.widening import widened_band

__all__ = [
    "CausedChange",
    "Caveat",
    "Estimate",
    "Grade",
    "OfferPosition",
    "PayChange",
    "Place",
    "Pool",
    "Premium",
    "PrintedBand",
    "RequirementShare",
    "SalaryBand",
    "Together",
    "UnitCheck",
    "change_by_cause",
    "check_pay_units",
    "co_occurrence",
    "dropping",
    "grade",
    "offer_position",
    "pay_change",
    "pay_index",
    "premiums_frame",
    "prepare_pool",
    "printable",
    "requirement_premium",
    "requirement_premiums",
    "requirement_shares",
    "round_pay",
    "salary_band",
    "salary_bands",
    "share_with_interval",
    "shares_frame",
    "widened_band",
]
