"""From a market figure to a pay range: the conventions of the trade as pairs and laws."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import statistics
from pipeline.errors import UsageError
from pipeline.statistics import propose as p
from pipeline.statistics.grades import Person, grade_table, pay_grade, people_table, place_in_market

POSITIVE = st.floats(1_000, 1e7)
CONVENTION = st.sampled_from(p.CONVENTIONS)


def market(n=120, employers=40):
    rng = np.random.default_rng(7)
    low = np.exp(rng.normal(11.3, 0.25, n))
    return pd.DataFrame(
        {
            "employer": [f"e{i % employers}" for i in range(n)],
            "city": ["A", "B"] * (n // 2),
            "experience": "1-3",
            "industry": "x",
            "salary_from": low,
            "salary_to": low * 1.3,
        }
    )


def printed(percentiles=(0.25, 0.5, 0.6, 0.75, 0.9), **size):
    frame = market(**size)
    return statistics.printable(statistics.salary_band(frame, percentiles, pool=frame))


@pytest.mark.parametrize(
    ("rate", "months", "factor"),
    [(0.03, 9, 1.0225), (0.08, 0, 1), (0.08, 12, 1.08), (0.08, 18, 1.1232), (0.1, 30, 1.2705), (-0.02, 6, 0.99)],
)  # fmt: skip
def test_ageing_is_simple_within_a_year_and_stepwise_beyond(rate, months, factor):
    assert p.ageing_factor(rate, months) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 10, 1), 9),
        (date(2026, 11, 15), date(2027, 11, 15), 12),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 4, 1), date(2026, 4, 16), 0.5),
    ],
)
def test_months(start, end, months):
    assert p.months_between(start, end) == pytest.approx(months)


def test_the_two_conventions_as_their_sources_write_them():
    a, b = p.range_from_midpoint(120_000, 0.4, "min"), p.range_from_midpoint(120_000, 0.4, "mid")
    assert (a.minimum, a.maximum) == pytest.approx((100_000, 140_000))
    assert (b.minimum, b.maximum) == pytest.approx((96_000, 144_000))


@given(POSITIVE, st.floats(0.05, 1.5), CONVENTION)
def test_a_range_has_the_midpoint_and_spread_it_was_made_of(mid, spread, convention):
    made = p.range_from_midpoint(mid, spread, convention)
    assert made.minimum < made.midpoint < made.maximum
    assert made.midpoint == pytest.approx(mid)
    assert p.spread_of(made, convention) == pytest.approx(spread)


@given(POSITIVE, st.floats(0.05, 1.5))
def test_ends_of_a_range_are_penetration_0_and_1(mid, spread):
    made = p.range_from_midpoint(mid, spread)
    assert p.penetration(made.minimum, made.minimum, made.maximum) == 0
    assert p.penetration(made.maximum, made.minimum, made.maximum) == 1
    assert p.penetration(made.midpoint, made.minimum, made.maximum) == pytest.approx(0.5)
    assert p.compa_ratio(made.midpoint, mid) == pytest.approx(1)
    assert p.penetration(mid, mid, mid) is None


@pytest.mark.parametrize(("mids", "steps"), [([], []), ([5], [None]), ([100, 120, 90], [0.2, -0.25, None])])
def test_midpoint_progression(mids, steps):
    assert p.progression(mids) == pytest.approx(steps)


@pytest.mark.parametrize(
    ("amount", "step", "rounded"), [(97_500, 5_000, 100_000), (97_499, 5_000, 95_000), (7, 2.5, 7.5)]
)
def test_rounding(amount, step, rounded):
    assert p.round_to(amount, step) == rounded


@pytest.mark.parametrize(
    "call",
    [
        lambda: p.range_from_midpoint(1, 0.4, "max"),
        lambda: p.range_from_midpoint(1, 40),
        lambda: p.range_from_midpoint(1, 0),
        lambda: p.ageing_factor(8, 3),
        lambda: p.ageing_factor(0.08, -1),
        lambda: p.round_to(5, 0),
        lambda: p.propose(printed(), 0.6, 0.4, step=1e6),
        lambda: pay_grade("G", 100, 90),
        lambda: pay_grade("G", 0, 90),
        lambda: people_table([pay_grade("G", 1, 2)], [Person("a", "H", 1)]),
        lambda: people_table([pay_grade("G", 1, 2)], [Person("a", "G", -1)]),
    ],
)
def test_impossible_settings_are_refused_in_one_line(call):
    with pytest.raises(UsageError) as refused:
        call()
    assert "\n" not in str(refused.value)


def test_a_proposal_says_every_step_and_its_arithmetic_holds():
    band = printed()
    ageing = p.Ageing(0.08, date(2026, 1, 1), date(2026, 7, 1), "own survey")
    made = p.propose(band, 0.6, 0.4, "min", 5_000, ageing)
    value = band.middle[0.6].value
    assert (made.market_value, made.aged_value) == (value, pytest.approx(value * 1.04))
    assert made.minimum % 5_000 == made.maximum % 5_000 == 0
    assert made.midpoint == (made.minimum + made.maximum) / 2
    assert made.midpoint_low < made.aged_value < made.midpoint_high
    said = " ".join(made.assumptions)
    for word in ("P60", "8 %", "own survey", "2026-01-01", "2026-07-01", "`min`", "5,000", "not paid"):
        assert word in said


def test_nothing_is_proposed_from_what_is_not_printed():
    for band, share in ((printed(n=4, employers=2), 0.5), (printed(n=20, employers=10), 0.9), (printed(), 0.33)):
        made = p.propose(band, share, 0.4)
        assert made.reason
        assert [v for k, v in made.to_dict().items() if k not in ("reason", "assumptions")] == [None] * 10
        assert not any(c.isdigit() and c != "0" for c in "".join(made.assumptions))


def test_grades_against_the_market():
    frame = market()
    pool = statistics.prepare_pool(frame)
    grades = [
        pay_grade("G1", 50_000, 70_000),
        pay_grade("G2", 90_000, 110_000, 95_000),
        pay_grade("G3", 150_000, 151_000, None, {"city": "B"}),
        pay_grade("G4", 1_000, 200_000),
    ]
    low, middle, high, last = grade_table(grades, frame, {}, pool)
    assert low["floor"]["percentile"] < middle["floor"]["percentile"] < high["floor"]["percentile"]
    assert (low["progression"], last["progression"]) == (pytest.approx(95 / 60 - 1), None)
    assert low["market_ratio"] == pytest.approx(60_000 / low["middle"]["market_median"])
    assert any("gap" in w for w in low["warnings"])
    assert any("halfway" in w for w in middle["warnings"])
    assert any("not higher" in w for w in high["warnings"])
    assert high["n"] < low["n"] == 120
    people = people_table(grades, [Person("a", "G1", 45_000), Person("b", "G1", 60_000), Person("c", "G2", 120_000)])
    assert [(r["stands"], r["to_range"]) for r in people] == [("below", 5_000), ("within", 0), ("above", -10_000)]
    assert [round(r["compa_ratio"], 2) for r in people] == [0.75, 1.0, 1.26]


def test_a_suppressed_market_places_nothing():
    frame = market(4, 2)
    told = place_in_market(frame, 80_000, 90_000, {"city": "A"}, statistics.prepare_pool(frame))
    assert told["reason"]
    for name in ("floor", "middle", "ceiling"):
        assert {told[name][key] for key in ("percentile", "low", "high", "words", "market_median")} == {None}
