"""What is computed in one pass or in blocks says what the plain way says; codes say what words say."""

import numpy as np
import pandas as pd
import pytest

from pipeline.statistics import co_occurrence, market, quantiles, regression
from pipeline.statistics.shares import pairs_together


@pytest.mark.parametrize(
    ("rows", "clusters", "decimals"), [(1, 1, 1), (40, 3, 1), (600, 50, 1), (3000, 700, 6), (50, 50, 2)]
)
def test_limits_of_many_values_are_those_of_each(rows: int, clusters: int, decimals: int) -> None:
    rng = np.random.default_rng(rows)
    values = np.round(rng.normal(size=rows), decimals)
    sample = quantiles.make_sample(values, rng.choice([1.0, 0.5, 1 / 3], rows), rng.integers(0, clusters, rows))
    at = np.concatenate([np.unique(values), rng.normal(size=40), [values.min() - 1, values.max() + 1]])
    shares = sample.shares_below(at)
    plain, passed = quantiles._squares_of_few(sample, at, shares), quantiles._squares(sample, at, shares)
    assert passed == pytest.approx(plain, rel=1e-9, abs=1e-12 * rows)
    together = quantiles.share_limits(sample, at, shares, 0.9)
    alone = [quantiles.share_limits(sample, at[i : i + 1], shares[i : i + 1], 0.9) for i in range(at.size)]
    for side, each in zip(together, zip(*alone, strict=True), strict=True):
        assert side == pytest.approx(np.concatenate(each), rel=1e-9, abs=1e-12)


def test_a_regression_in_blocks_is_that_of_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    rows = 500
    design = regression.Design(
        rows, [(rng.integers(0, 4, rows), 3), (rng.integers(0, 3, rows), 2)], rng.random((rows, 2)) < 0.3
    )
    outcome, weights, clusters = rng.normal(size=rows), rng.random(rows) + 0.5, rng.integers(0, 60, rows)
    monkeypatch.setattr(regression, "_AT_ONCE", 37)
    fitted = regression.fit(design, outcome, weights)
    wide = design.dense()
    root = np.sqrt(weights)
    plain = np.linalg.lstsq(wide * root[:, None], outcome * root, rcond=None)[0]
    assert fitted.coefficients == pytest.approx(plain, abs=1e-6)
    scores = np.zeros((60, design.columns))
    np.add.at(scores, clusters, wide * (weights * fitted.residuals)[:, None])
    groups = np.unique(clusters).size
    scale = groups / (groups - 1) * (rows - 1) / (rows - design.columns)
    expected = scale * fitted.bread @ (scores.T @ scores) @ fitted.bread
    assert regression.cr1(fitted, clusters) == pytest.approx(expected, rel=1e-9)


def test_pairs_come_most_above_chance_first_and_only_as_far_as_asked() -> None:
    rng = np.random.default_rng(5)
    asked = [(p, c) for p in range(300) for c in "abcdef" if rng.random() < 0.4 or (c == "b" and p % 3 == 0)]
    postings = pd.DataFrame({"posting_id": range(300), "employer": [f"e{p % 40}" for p in range(300)]})
    asks = pd.DataFrame(asked, columns=["posting_id", "concept"]).assign(scope="required")
    every = co_occurrence(postings, asks)
    assert [pair.lift for pair in every] == sorted((pair.lift for pair in every), reverse=True)
    codes, names = pd.factorize(asks["concept"], sort=True)
    first, both = next(pairs_together(postings, asks["posting_id"].to_numpy(), codes, list(names)))
    assert first == every[0]
    has = asks.groupby("posting_id")["concept"].agg(set)
    assert list(both) == [p for p, concepts in has.items() if {first.first, first.second} <= concepts]


def test_asks_as_categories_are_asks_as_words() -> None:
    vacancies = pd.DataFrame(
        {
            "vacancy_id": [f"v{i}" for i in range(40)], "employer": [f"e{i % 9}" for i in range(40)],
            "has_text": [i != 5 for i in range(40)],
        }
    )  # fmt: skip
    rows = [
        (f"v{i}", c, "skills", s, "g") for i in range(45) for c, s in (("x", "required"), ("y", "offered"))[: i % 3]
    ]
    asks = pd.DataFrame(rows, columns=list(market.ASKS))
    concepts = pd.DataFrame([{"concept": c, "label_en": c, "label_ru": c, "label_tr": c} for c in "xy"])
    plain = market.requirements(vacancies, asks, concepts)
    assert plain["required"].to_list() == [25, 0]
    coded, ids = asks.astype("category"), vacancies["vacancy_id"]
    placed = pd.Categorical.from_codes(pd.Index(ids).get_indexer(asks["vacancy_id"]), ids)
    for named in (coded, coded.assign(vacancy_id=placed)):
        pd.testing.assert_frame_equal(plain, market.requirements(vacancies, named, concepts))
