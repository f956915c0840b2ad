"""mart.change and mart.pay_index: what is compared with the runs before, as the record of runs keeps them."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.runs import Runs, compact
from pipeline.statistics import movement
from tests.statistics.test_findings import vacancies


def day(number: int) -> date:
    return date(2026, 3, number)


class Record:
    """A workspace whose runs see one market after the other."""

    def __init__(self, folder: Path) -> None:
        self.runs = Runs(folder, invented=False)
        self.times = 0

    def run(self, rows: pd.DataFrame, today: date) -> dict[str, pd.DataFrame]:
        now = compact(rows)
        told = movement.tables(now, today, movement.Earlier(*self.runs.earlier()))
        self.times += 1
        self.runs.add(f"run{self.times:02}", now, today)
        return told


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path)


def test_a_first_run_has_no_change_and_the_same_run_again_has_none_either(record: Record) -> None:
    for _ in range(2):
        told = record.run(vacancies(), day(1))
        assert told["mart.change"].empty
        assert told["mart.pay_index"].empty


def test_a_rise_is_seen_on_new_vacancies_alone_and_told_the_same_when_nothing_is_new(record: Record) -> None:
    before = vacancies(600, 80)
    now = pd.concat([before, vacancies(600, 80, seed=4, first=1000, lift=1.10)], ignore_index=True)
    record.run(before, day(1))
    found = record.run(now, day(20))["mart.change"]
    row = found.iloc[0]
    assert row["percent_low"] < 10 < row["percent_high"]
    assert (row["verdict"], row["reread"], row["vacancies_base"], row["reading_percent"]) == ("up", 600, 600, 0)
    assert (row["base_on"], row["new_on"]) == (day(1), day(20))
    assert record.run(now, day(20))["mart.change"].equals(found)


def test_the_base_is_the_last_run_also_where_its_vacancies_have_gone(record: Record) -> None:
    record.run(vacancies(600, 80), day(1))
    row = record.run(vacancies(600, 80, seed=4, first=1000, lift=1.10), day(20))["mart.change"].iloc[0]
    assert (row["vacancies_base"], row["reread"]) == (600, 0)
    assert row["percent_low"] < 10 < row["percent_high"]


def test_another_reading_of_the_old_vacancies_is_not_the_market(record: Record) -> None:
    recorded = vacancies(600, 80)
    reread = recorded.assign(pay_low=recorded["pay_low"] * 1.2, pay_high=recorded["pay_high"] * 1.2)
    record.run(recorded, day(1))
    now = pd.concat([reread, vacancies(600, 80, seed=4, first=1000, lift=1.2)], ignore_index=True)
    row = record.run(now, day(20))["mart.change"].iloc[0]
    assert row["reading_percent"] == pytest.approx(20, abs=0.5)
    assert row["percent_low"] < 0 < row["percent_high"]


@pytest.mark.parametrize(
    ("before", "word"),
    [
        (vacancies(60, 10), "too few"),
        (vacancies(600, 80).assign(unit="USD/year"), "no pay in RUB/month"),
        (vacancies(600, 80).assign(tax_view="net"), "too few"),  # cannot be read again in today's view
    ],
)
def test_what_cannot_be_compared_gives_counts_or_a_reason_and_no_figure(
    record: Record, before: pd.DataFrame, word: str
) -> None:
    record.run(before, day(1))
    row = record.run(vacancies(600, 80, seed=5, first=5000), day(20))["mart.change"].iloc[0]
    assert word in row["reason"]
    assert row["verdict"] == "cannot say"
    numbers = ["percent", "percent_low", "percent_high", "raw_percent", "mix_percent", "reading_percent"]
    assert row[numbers].isna().all()


def test_the_index_holds_the_last_twelve_runs_and_says_how_earlier_points_were_revised(record: Record) -> None:
    market = vacancies(200, 80)
    for number in range(1, 15):
        told = record.run(market, day(number))["mart.pay_index"]
        market = pd.concat(
            [market, vacancies(200, 80, seed=number, first=1000 * number, lift=1.05**number)], ignore_index=True
        )
    assert told["run_on"].tolist() == [day(number) for number in range(3, 15)]
    assert told["is_now"].tolist() == [False] * 11 + [True]
    assert told["verdict"].iloc[0] == "base"
    assert told["index"].iloc[0] == 100
    assert told["index"].is_monotonic_increasing
    last = told.iloc[-1]
    # the base holds the two earlier runs' vacancies too: 5 % a run, the mean of the first three runs at 100
    assert last["index_low"] < 100 * 1.05**12 < last["index_high"] or last["index"] == pytest.approx(170, abs=25)
    assert told["revision"].iloc[1:-1].notna().all()
    assert told["revision"].iloc[1:-1].abs().max() < 3
    assert pd.isna(last["revision"])
