"""Bad and borderline input: a number, a refusal in one line, or a reason; never a crash or a wrong number."""

import numpy as np
import pandas as pd
import pytest

from pipeline import statistics as st
from pipeline.errors import MixedUnitsError, UsageError


def market(n=60, employers=30, **columns):
    rng = np.random.default_rng(1)
    low = np.exp(rng.normal(11.3, 0.2, n))
    base = {
        "employer": [f"e{i % employers}" for i in range(n)], "role": "analyst", "city": "A", "experience": "1-3",
        "industry": "x", "salary_from": low, "salary_to": low * 1.3, "skill_a": np.arange(n) % 2 == 0,
        "posting_id": np.arange(n), "run": np.arange(n) % 2,
    }  # fmt: skip
    return pd.DataFrame({**base, **columns})


CASES = {
    "no rows": market(0),
    "one row": market(1),
    "no pay at all": market(salary_from=np.nan, salary_to=np.nan),
    "one employer": market(employers=1),
    "all equal": market(salary_from=50_000.0, salary_to=50_000.0),
    "all from": market(salary_to=np.nan),
    "all up to": market(salary_from=np.nan),
    "negative": market(salary_from=-1.0, salary_to=-1.0),
    "zero and infinite": market(salary_from=0.0, salary_to=np.inf),
    "text for pay": market(salary_from="?", salary_to="?"),
    "no employer known": market(employer=None),
    "object nulls": market(salary_to=pd.Series([None] * 60, dtype="object")),
}


@pytest.mark.parametrize("frame", CASES.values(), ids=CASES.keys())
def test_every_statistic_survives(frame):
    for pool in (None, frame):
        st.printable(st.salary_band(frame, pool=pool)).to_frame()
    st.salary_bands(frame, ("city",))
    st.requirement_premium(frame, "a")
    st.requirement_premiums(frame)
    st.offer_position(frame, 50_000, 70_000)
    st.check_pay_units(frame)
    if frame["run"].nunique() == 2:
        assert st.pay_change(frame).reason
    asks = pd.DataFrame({"posting_id": frame["posting_id"], "concept": "excel", "scope": "required"})
    st.requirement_shares(frame, asks)
    st.co_occurrence(frame, asks)
    st.dropping(frame, "a")


@pytest.mark.parametrize("name", ["no rows", "one row", "no pay at all", "one employer", "negative", "text for pay"])
def test_nothing_to_say_says_why(name):
    band = st.salary_band(CASES[name])
    assert band.middle[0.5].value is None
    assert band.reason
    assert band.grade == "suppressed"


def test_all_equal_is_that_amount():
    cell = st.salary_band(CASES["all equal"], allowance=False).middle[0.5]
    assert (cell.value, cell.low, cell.high) == pytest.approx((50_000, 50_000, 50_000))


@pytest.mark.parametrize(
    ("column", "values"),
    [("currency", ["RUB", "USD"]), ("period", ["month", "hour"]), ("tax", ["gross", "net"]), ("gross", [True, False])],
)
def test_two_units_are_refused(column, values):
    frame = market(**{column: [values[i % 2] for i in range(60)]})
    with pytest.raises(MixedUnitsError, match="convert or band them apart"):
        st.salary_band(frame)


def test_unit_of_postings_without_pay_does_not_count():
    frame = market(currency=[None if i % 2 else "RUB" for i in range(60)])
    frame.loc[frame["currency"].isna(), ["salary_from", "salary_to"]] = np.nan
    assert st.salary_band(frame).n == 30


def test_pay_in_no_currency_is_set_aside_and_counted():
    band = st.salary_band(market(currency=[None if i < 10 else "RUB" for i in range(60)]))
    assert (band.n, band.unusable) == (50, 10)


def test_unknown_tax_is_counted_not_refused():
    printed = st.printable(st.salary_band(market(tax=["unknown" if i < 30 else "gross" for i in range(60)])))
    assert "tax_unknown" in {caveat.code for caveat in printed.caveats}


def test_unknown_employers_are_never_above_c_and_give_no_outer_percentiles():
    printed = st.printable(st.salary_band(market(300, employer=None)))
    assert printed.grade == "C"
    assert printed.employers == 0
    assert "employers unknown" in printed.grade_reason
    assert printed.middle[0.5].value is not None
    assert printed.middle[0.9].value is None


def test_a_handful_of_postings_without_employers_is_not_printed_even_pooled():
    pool = market(600, 200, city=[f"c{i % 10}" for i in range(600)])
    pool["experience"] = np.where(np.arange(600) % 3 == 0, "1-3", "3-6")
    assert st.printable(st.salary_band(pool.head(7), pool=pool)).method == "pooled"
    assert st.printable(st.salary_band(pool.head(7).assign(employer=None), pool=pool)).method == "none"


def test_swapped_ends_are_turned():
    frame = market()
    turned = frame.rename(columns={"salary_from": "salary_to", "salary_to": "salary_from"})
    assert st.salary_band(turned).middle == st.salary_band(frame).middle


def test_missing_columns_are_named():
    with pytest.raises(UsageError, match="salary_from"):
        st.salary_band(pd.DataFrame({"pay": [1]}))
    with pytest.raises(UsageError, match="skill_nothing"):
        st.requirement_premium(market(), "nothing")
    with pytest.raises(UsageError, match="run"):
        st.pay_change(market().drop(columns="run"))


def test_a_requirement_that_always_comes_with_another_is_priced_with_it_under_the_name_asked():
    frame = market(200, 60, skill_b=np.arange(200) % 2 == 0, skill_c=np.arange(200) % 3 == 0)
    twin, alone = st.requirement_premium(frame, "b"), st.requirement_premium(frame, "c")
    assert (twin.requirement, twin.merged) == ("b", ("b", "a"))
    assert twin.log_effect == st.requirement_premium(frame, "skill_a").log_effect
    assert (alone.requirement, alone.merged) == ("c", ())
    assert [premium.merged for premium in st.requirement_premiums(frame) if premium.merged] == [("a", "b")]


def test_a_refused_premium_holds_no_number_but_its_counts():
    frame = market(400, 100, skill_few=np.arange(400) % 100 < 7)
    frame["role"] = np.where(frame["skill_a"], "analyst", "clerk")
    for found in (st.requirement_premium(frame, "few"), st.requirement_premium(frame, "a")):
        assert found.reason
        told = found.to_dict()
        counted = {"n_with", "n_without", "employers_with", "employers_without", "effective_clusters"}
        numbers = {name for name, value in told.items() if isinstance(value, float | int) and value is not False}
        assert numbers <= counted


@pytest.mark.parametrize("runs", [[False, True], ["2026-01", "2026-02"], [3.0, 8.0], pd.Categorical(["one", "two"])])
def test_runs_may_be_named_by_anything_that_has_an_order(runs):
    frame = market(600, 100)
    named = frame.assign(run=pd.Series(runs)[frame["run"].to_numpy()].to_numpy())
    if isinstance(runs, pd.Categorical):
        named["run"] = named["run"].astype("category")
    assert st.pay_change(named).log_change == st.pay_change(frame).log_change


@pytest.mark.parametrize("shares", [0.5, None, (), (25, 50), "half"])
def test_percentiles_that_are_no_shares_are_refused(shares):
    with pytest.raises(UsageError, match=r"0\.25"):
        st.salary_band(market(), shares)


@pytest.mark.parametrize(("low", "high"), [(0, 5), (-1, None), (9, 3), (float("nan"), None)])
def test_impossible_offers_are_refused(low, high):
    with pytest.raises(UsageError):
        st.offer_position(market(), low, high)


def test_thin_segment_is_widened_and_says_so():
    frame = market(300, 100)
    frame["experience"] = ["6+" if i < 2 else "1-3" for i in range(300)]
    band = st.widened_band(frame, {"city": "A", "experience": "6+"})
    assert band.widened == ("experience 6+ → all",)
    assert band.n == 300


def test_unit_word_in_the_text_supports_its_error():
    frame = market(200, 100)
    frame.loc[0, ["salary_from", "salary_to"]] = [600.0, 700.0]
    frame["unit_word"] = None
    frame.loc[0, "unit_word"] = "hour"
    found = st.check_pay_units(frame)
    assert (found.action[0], round(float(np.exp(found.shift[0])))) == ("fix", 164)
    assert (found.action[1:] == "keep").all()


def test_a_thin_city_is_widened_to_its_region_before_all_places():
    rng = np.random.default_rng(9)
    n = 300
    cities = np.where(np.arange(n) < 4, "Thin", np.where(np.arange(n) < 150, "Near", "Far"))
    frame = pd.DataFrame(
        {
            "city": cities,
            "region": np.where(cities == "Far", "Other", "Here"),
            "employer": [f"e{i % 90}" for i in range(n)],
            "salary_from": np.exp(rng.normal(11.3, 0.2, n)),
        }
    )
    frame["salary_to"] = frame["salary_from"] * 1.3
    band = st.widened_band(frame, {"city": "Thin"})
    assert band.widened == ("city Thin → region Here",)
    assert band.n == 150
    alone = frame.assign(region=np.where(cities == "Thin", "Lonely", "Other"))
    assert st.widened_band(alone, {"city": "Thin"}).widened == ("city Thin → all places",)
