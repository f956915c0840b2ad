"""Laws every band obeys, whatever the postings."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import statistics as stats

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
LINES = ("floor", "middle", "ceiling")


@st.composite
def markets(draw, least=0, most=60):
    n = draw(st.integers(least, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    low = np.round(np.exp(rng.normal(11.3, draw(st.floats(0.0, 0.8)), n)), -3) + 1_000
    high = np.round(low * np.exp(rng.gamma(2, 0.15, n)), -3)
    form = rng.integers(0, 5, n)
    employers = rng.integers(0, max(1, draw(st.integers(1, 40))), n)
    return pd.DataFrame(
        {
            "employer": pd.Series([f"e{e}" if rng.random() < 0.8 else None for e in employers], dtype="object"),
            "experience": rng.choice(["none", "1-3", "3-6", "6+"], n),
            "salary_from": np.where(np.isin(form, (0, 2, 3)), low, np.nan),
            "salary_to": np.where(np.isin(form, (1, 2)), high, np.where(form == 3, low, np.nan)),
        }
    )


def numbers(band):
    return [getattr(band, line)[p] for line in LINES for p in SHARES]


@settings(max_examples=60, deadline=None)
@given(markets(), st.booleans())
def test_lines_are_ordered_and_percentiles_rise(market, allowance):
    band = stats.salary_band(market, SHARES, allowance=allowance)
    for p in SHARES:
        cells = [getattr(band, line)[p] for line in LINES]
        if cells[0].value is None:
            continue
        for part in ("value", "low", "high"):
            found = [getattr(cell, part) for cell in cells if getattr(cell, part) is not None]
            assert found == sorted(found)
        for cell in cells:
            assert (cell.low or 0) <= cell.value <= (cell.high or np.inf)
    for line in LINES:
        values = [getattr(band, line)[p].value for p in SHARES]
        if values[0] is not None:
            assert values == sorted(values)


@settings(max_examples=40, deadline=None)
@given(markets(least=8))
def test_twice_the_pay_is_twice_the_band(market):
    double = market.assign(salary_from=market["salary_from"] * 2, salary_to=market["salary_to"] * 2)
    for one, two in zip(numbers(stats.salary_band(market)), numbers(stats.salary_band(double)), strict=True):
        for part in ("value", "low", "high"):
            a, b = getattr(one, part), getattr(two, part)
            assert (a is None) == (b is None)
            if a is not None:
                assert b == pytest.approx(2 * a, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(markets(least=8), st.randoms())
def test_order_of_rows_does_not_matter(market, random):
    rows = list(range(len(market)))
    random.shuffle(rows)
    for one, two in zip(
        numbers(stats.salary_band(market)),
        numbers(stats.salary_band(market.iloc[rows].reset_index(drop=True))),
        strict=True,
    ):
        for part in ("value", "low", "high"):
            a, b = getattr(one, part), getattr(two, part)
            assert a == b or a == pytest.approx(b, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(markets())
def test_suppressed_cells_leak_no_number(market):
    band = stats.salary_band(market, SHARES)
    printed = stats.printable(band)
    json.dumps(printed.to_dict(), allow_nan=False)
    frame = printed.to_frame()
    hidden = frame[frame["reason"].notna() & frame["low"].isna() & frame["high"].isna()]
    assert hidden["value"].isna().all()
    if printed.method == "none":
        assert printed.grade == "suppressed"
        assert printed.reason
        assert frame[["value", "low", "high"]].isna().all(axis=None)
        assert not printed.hidden_pay
        assert printed.by_width is None
        assert printed.by_pay is None
        assert printed.effective_n is None
    for secret in (cell.value for cell in numbers(band) if cell.value is not None):
        assert f"{secret:.2f}" not in repr(band)


@pytest.mark.parametrize(("employers", "shares"), [(1, 0), (2, 0), (4, 0), (7, 0), (9, 3), (30, 5)])
def test_employers_decide_what_is_printed(employers, shares):
    rng = np.random.default_rng(3)
    n = employers * 3
    low = np.exp(rng.normal(11.3, 0.15, n))
    market = pd.DataFrame(
        {"employer": [f"e{i % employers}" for i in range(n)], "salary_from": low, "salary_to": low * 1.2}
    )
    printed = stats.printable(stats.salary_band(market))
    assert sum(cell.value is not None for cell in printed.middle.values()) == shares
    assert (printed.grade == "suppressed") == (shares == 0)
