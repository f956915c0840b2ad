"""The computed marts: shares know their employers, few employers get a reason, columns keep their types."""

import pandas as pd
import pytest

from pipeline.statistics import market

CONCEPTS = pd.DataFrame(
    [{"concept": c, "label_en": c.upper(), "label_ru": c, "label_tr": c} for c in ("excel", "crm", "banking")]
)


def vacancies(employers: list[str | None], **given: object) -> pd.DataFrame:
    """Vacancies v0, v1 … with a text and hidden pay, one an employer given."""
    rows = len(employers)
    standard = {
        "vacancy_id": pd.Series([f"v{i}" for i in range(rows)], dtype="str"),
        "employer": pd.Series(employers, dtype="str"),
        "has_text": [True] * rows,
        "language": ["en"] * rows,
        "kind": ["absent"] * rows,
        "unit": pd.Series([None] * rows, dtype="str"),
        "in_bands": [False] * rows,
        "pay_scope": pd.Series([None] * rows, dtype="str"),
        "experience": ["silent"] * rows,
        "place": pd.Series([None] * rows, dtype="str"),
        "industry": pd.Series([None] * rows, dtype="str"),
        "tax": pd.Series([None] * rows, dtype="str"),
        "tax_view": ["gross"] * rows,
        "period_assumed": [False] * rows,
        "pay_low": pd.Series([None] * rows, dtype="float64"),
        "pay_high": pd.Series([None] * rows, dtype="float64"),
    }
    return pd.DataFrame(standard | given)


def asks(*rows: tuple[int, str, str]) -> pd.DataFrame:
    listed = [(f"v{i}", concept, "skills", "office", scope) for i, concept, scope in rows]
    return pd.DataFrame(listed, columns=["vacancy_id", "concept", "kind", "grp", "scope"], dtype="str")


def requirement(frame: pd.DataFrame, *rows: tuple[int, str, str]) -> pd.Series:
    return market.requirements(frame, asks(*rows), CONCEPTS).set_index("concept").loc["excel"]


def test_required_and_preferred_are_counted_apart_and_together() -> None:
    row = requirement(vacancies([f"e{i}" for i in range(10)]), (0, "excel", "required"), (1, "excel", "preferred"))
    assert (row["n"], row["required"], row["preferred"], row["employers"]) == (10, 1, 1, 2)
    assert (row["share_required"], row["share_preferred"], row["share_asked"]) == (0.1, 0.1, 0.2)
    assert row["share_asked_low"] < 0.2 < row["share_asked_high"]


def test_many_vacancies_of_one_employer_tell_less() -> None:
    asking = [(i, "excel", "required") for i in range(20)]
    many = requirement(vacancies([f"e{i}" for i in range(40)]), *asking)
    alike = requirement(vacancies([f"e{i // 5}" for i in range(40)]), *asking)
    width = [row["share_required_high"] - row["share_required_low"] for row in (many, alike)]
    assert width[1] > 1.5 * width[0]
    assert many["grade"] < alike["grade"]


def test_a_scope_nobody_uses_is_zero_with_an_upper_limit() -> None:
    row = requirement(vacancies([f"e{i}" for i in range(10)]), (0, "excel", "required"))
    assert (row["share_preferred"], row["share_preferred_low"]) == (0, 0)
    assert 0 < row["share_preferred_high"] < 0.4


def test_four_employers_give_counts_and_a_reason() -> None:
    row = requirement(vacancies([f"e{i % 4}" for i in range(40)]), (0, "excel", "required"))
    assert (row["required"], row["grade"], row["reason"]) == (1, "suppressed", "too few employers (4)")
    assert pd.isna(row["share_asked"])


def test_a_vacancy_without_a_text_asks_nothing_and_is_not_counted() -> None:
    frame = vacancies([f"e{i}" for i in range(10)], has_text=[True] * 6 + [False] * 4)
    row = requirement(frame, (0, "excel", "required"), (9, "excel", "required"))
    assert (row["n"], row["required"]) == (6, 1)


def test_an_industry_has_a_share_of_all_and_its_label() -> None:
    frame = vacancies([f"e{i}" for i in range(10)], industry=["banking"] * 4 + [None] * 6)
    row = market.tables(frame, asks(), CONCEPTS)["mart.industry"].iloc[0]
    assert (row["label_en"], row["n"], row["employers"], row["share"]) == ("BANKING", 4, 4, 0.4)


def test_base_and_total_pay_are_banded_apart_beside_pay_as_posted() -> None:
    rows = 60
    low = [100.0 + i % 10 if i < 30 else 200.0 + i % 10 for i in range(rows)]
    frame = vacancies(
        [f"e{i}" for i in range(rows)],
        kind=["point"] * rows, unit=pd.Series(["RUB/month"] * rows, dtype="str"), in_bands=[True] * rows,
        pay_scope=["fixed"] * 30 + ["total"] * 30, pay_low=low, pay_high=low, tax=["gross"] * rows,
    )  # fmt: skip
    band, members = market.bands(frame)
    whole = band[band["segment_by"] != "experience"]
    median = whole[(whole["position"] == "middle") & (whole["percentile"] == 0.5)].set_index("band_id")
    assert median["value"].between(200, 210).to_dict() == {
        "RUB/month": False,
        "RUB/month|pay_scope=fixed": False,
        "RUB/month|pay_scope=total": True,
    }
    assert list(median["segment_by"]) == ["all", "pay_scope", "pay_scope"]
    assert members["band_id"].value_counts()[median.index].to_list() == [60, 30, 30]


@pytest.mark.parametrize("employers", [[], ["e"], [None]])
def test_columns_keep_their_types_where_there_is_nothing(employers: list[str | None]) -> None:
    full = market.tables(vacancies([f"e{i}" for i in range(9)]), asks((0, "excel", "required")), CONCEPTS)
    for name, rows in market.tables(vacancies(employers), asks(), CONCEPTS).items():
        assert rows.dtypes.equals(full[name].dtypes), name
