"""Pay statistics that say how sure they are: pure functions of frames and arrays, no input or output.

salary_band(postings)              floor, middle, ceiling with intervals; `printable` is what may leave
salary_bands(postings, by)         the same for every group
prepare_pool(postings)             the wider postings that lend to small segments, learned once
"""

from __future__ import annotations

from pipeline.statistics.bands import Estimate, SalaryBand, salary_band, salary_bands
from pipeline.statistics.pool import Pool, prepare_pool
from pipeline.statistics.printing import Caveat, PrintedBand, printable, round_pay
from pipeline.statistics.reliability import Grade, grade

__all__ = [
    "Caveat", "Estimate", "Grade", "Pool", "PrintedBand", "SalaryBand",
    "grade", "prepare_pool", "printable", "round_pay", "salary_band", "salary_bands",
]  # fmt: skip
