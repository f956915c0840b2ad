"""mart.premium and mart.position: what is printed, what is refused."""

import numpy as np
import pandas as pd

from pipeline.statistics import findings, market
from pipeline.statistics.segments import COLUMNS, segment_frame, skill_columns

EXCEL = {"concept": "excel", "kind": "skills", "group": "office"}
CONCEPTS = pd.DataFrame([{**EXCEL, "label_en": "Excel", "label_ru": "Excel", "label_tr": "Excel"}])


def vacancies(n=240, employers=60, seed=3, first=0, lift=1.0, **columns):
    rng = np.random.default_rng(seed)
    asks = rng.random(n) < 0.5
    low = np.exp(rng.normal(11.3, 0.2, n) + 0.2 * asks) * lift
    hidden = rng.random(n) < 0.2
    rare = np.arange(n) < 6
    rows = {
        "vacancy_id": [f"v{first + i}" for i in range(n)],
        "employer": [f"e{i % employers}" for i in range(n)],
        "place": np.where(np.arange(n) % 3 == 0, "A", "B"),
        "region": None,
        "experience": np.where(np.arange(n) % 2 == 0, "1-3", "3-6"),
        "industry": None,
        "language": "ru",
        "kind": np.where(hidden, "absent", "range"),
        "unit": pd.Series(np.where(hidden, None, "RUB/month")),
        "pay_low": np.where(hidden, np.nan, low),
        "pay_high": np.where(hidden, np.nan, low * 1.3),
        "tax": "gross",
        "tax_view": "gross",
        "pay_scope": np.where(np.arange(n) % 4 == 0, "fixed", "unknown"),
        "period_assumed": False,
        "in_bands": ~hidden,
        "has_text": True,
        "asked": [["excel"] * int(a) + ["rare"] * int(r) for a, r in zip(asks, rare, strict=True)],
    }
    return pd.DataFrame({**rows, **columns})


def test_a_frame_for_statistics_keeps_the_rows_and_marks_requirements():
    rows = vacancies()
    frame = segment_frame(rows, ("excel", "nobody"))
    assert len(frame) == len(rows)
    assert frame["skill_excel"].tolist() == ["excel" in asked for asked in rows["asked"]]
    assert not frame["skill_nobody"].any()
    assert list(skill_columns(rows, None)) == ["skill_excel", "skill_rare"]
    assert set(COLUMNS) <= set(rows.columns)


def test_base_pay_alone_keeps_what_shows_base_pay():
    rows = vacancies()
    kept = rows.loc[segment_frame(rows, (), "base").index]
    assert set(kept["pay_scope"]) == {"fixed"}
    assert kept["in_bands"].all()


def test_a_premium_is_priced_or_refused_with_its_reason():
    found = findings.premiums(vacancies(), CONCEPTS).set_index("concept")
    priced, refused = found.loc["excel"], found.loc["rare"]
    assert priced["percent_low"] < 22 < priced["percent_high"]
    assert priced["clear"]
    assert priced["without_low"] < priced["without_share"] < priced["without_high"]
    assert (priced["label_en"], priced["kind"], priced["grp"]) == ("Excel", "skills", "office")
    assert "too few" in refused["reason"]
    assert (
        refused[["percent", "percent_low", "percent_high", "raw_percent", "shrunk_percent", "without_share"]]
        .isna()
        .all()
    )
    assert refused["n_with"] <= 6


def test_the_grid_rises_and_holds_only_what_may_be_printed():
    rows = vacancies()
    grid = findings.positions(rows)
    for _, line in grid.groupby(["band_id", "position"]):
        assert line["value"].is_monotonic_increasing
        assert ((line["low"] <= line["value"]) & (line["value"] <= line["high"])).all()
    printed = market.bands(rows)[0].dropna(subset="value").query("segment_by != 'pay_scope'")
    both = printed.merge(grid, on=["band_id", "position", "percentile"], suffixes=("", "_grid"))
    assert len(both) == len(printed)
    assert (both["value"] == both["value_grid"]).all()
    assert findings.positions(vacancies(6, 2)).empty
