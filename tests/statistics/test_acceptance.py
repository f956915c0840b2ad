"""The thresholds of the shared simulator, a quick subset: `benchmarks/statistics_acceptance.py` runs them all."""

import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline import statistics as st

SHARED = Path(__file__).resolve().parents[3] / "shared" / "statistics"
pytestmark = pytest.mark.skipif(not (SHARED / "acceptance.py").exists(), reason="../shared/statistics is not here")
SECRET = ("form", "true_offer", "true_floor", "true_ceiling", "error_kind", "dup_group", "dup_weight")


@pytest.fixture(scope="module")
def acceptance():
    sys.path.insert(0, str(SHARED))
    try:
        import acceptance

        yield acceptance
    finally:
        sys.path.remove(str(SHARED))


def visible(frame):
    return frame.drop(columns=[name for name in SECRET if name in frame])


def estimate(frame, shares):
    middle = st.salary_band(visible(frame), shares, 0.9, allowance=False).middle
    return [(middle[p].value, middle[p].low, middle[p].high) for p in shares]


def premium(frame, requirement):
    found = st.requirement_premium(visible(frame), requirement)
    return None if found.log_effect is None else (found.log_effect, found.log_low, found.log_high)


def change(frame):
    found = st.pay_change(visible(frame))
    return found.log_change, found.log_low, found.log_high


def units(frame):
    found = st.check_pay_units(visible(frame))
    return found.action, found.shift


def test_bands_quick(acceptance):
    assert acceptance.check(estimate, [rule for rule in acceptance.RULES if rule[0] in {"mar_hide", "lowball"}])


@pytest.mark.slow
def test_bands(acceptance):
    assert acceptance.check(estimate)


def test_premium(acceptance):
    assert acceptance.check_premium(premium)


def test_trend_quick(acceptance):
    assert acceptance.check_trend(change, R=16)


@pytest.mark.slow
def test_trend(acceptance):
    assert acceptance.check_trend(change)


def test_sanity(acceptance):
    assert acceptance.check_sanity(units)


def test_naive_bands_fail(acceptance):
    assert not acceptance.check(acceptance.naive, [rule for rule in acceptance.RULES if rule[1] == 200][:2])


def test_pooling_halves_the_error_of_small_segments(acceptance):
    from sim_salary import generate, truth

    market = visible(generate(3000, 4711, "base", seg_sd=0.08))
    pool, pooled, direct = st.prepare_pool(market), [], []
    for key, part in market.groupby(["role", "city", "experience"]):
        if 6 <= part[["salary_from", "salary_to"]].notna().any(axis=1).sum() <= 20:
            where = dict(zip(("role", "city", "experience"), key, strict=True))
            true = truth("base", where, (0.5,), n=30_000, seg_sd=0.08)[0.5]
            band = st.salary_band(part, pool=pool)
            pooled.append(np.log(band.pooled["middle"][0.5].value / true))
            direct.append(np.log((band.middle[0.5].value or part["salary_from"].median()) / true))
    assert np.std(pooled) <= 0.75 * np.std(direct)
