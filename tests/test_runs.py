"""The record of runs: append-only, small, whole or absent, and nobody is named in it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import VacanciesError
from pipeline.runs import SOURCE_FIGURE, Runs, compact
from tests.statistics.test_findings import vacancies

TODAY = date(2026, 6, 5)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path, invented=False)


def at(runs: Runs, number: int) -> set[str]:
    known, _ = runs.earlier()
    there = known[(known["came"] <= number) & (known["gone"].isna() | (known["gone"] > number))]
    assert there["vacancy_id"].is_unique
    return set(there["vacancy_id"])


def test_who_was_there_is_known_of_every_run(runs: Runs) -> None:
    market = compact(vacancies(30))
    seen = [market.head(10), market.iloc[5:20], market.iloc[5:20], market.head(10)]
    added = [runs.add(f"r{n}", rows, TODAY) for n, rows in enumerate(seen)]
    assert added == [True, True, False, True]
    assert [at(runs, n) for n in range(3)] == [set(rows["vacancy_id"]) for rows in (seen[0], seen[1], seen[3])]


def test_a_record_says_what_was_read_and_names_no_employer(runs: Runs, tmp_path: Path) -> None:
    market = compact(vacancies(20).assign(employer="Acme"))
    runs.add("r1", market, TODAY)
    known, days = runs.earlier()
    pd.testing.assert_frame_equal(known[["vacancy_id", "pay_low"]], market[["vacancy_id", "pay_low"]])
    assert known["employer"].nunique() == 1
    assert list(known["asked"].iloc[0]) == market["asked"].iloc[0]
    assert days == [TODAY]
    assert b"Acme" not in b"".join(file.read_bytes() for file in tmp_path.rglob("*.parquet"))


def test_the_sample_and_real_data_are_two_series(tmp_path: Path) -> None:
    Runs(tmp_path, invented=True).add("r1", compact(vacancies(5)), TODAY)
    assert Runs(tmp_path, invented=False).earlier()[0].empty


def test_a_draft_of_a_killed_run_counts_for_nothing_and_a_broken_record_is_named(runs: Runs, tmp_path: Path) -> None:
    runs.add("r1", compact(vacancies(5)), TODAY)
    folder = tmp_path / ".ledger" / "vacancies"
    (folder / "r2.draft").write_bytes(b"half")
    assert len(runs.earlier()[1]) == 1
    (folder / "r3.parquet").write_bytes(b"half")
    with pytest.raises(VacanciesError, match=r"r3\.parquet: not the record of a run .* delete it"):
        runs.earlier()


def test_a_record_that_was_deleted_leaves_the_others_readable(runs: Runs, tmp_path: Path) -> None:
    market = compact(vacancies(30))
    for n, rows in enumerate((market.head(10), market.iloc[5:20], market.head(12))):
        runs.add(f"r{n}", rows, TODAY)
    (tmp_path / ".ledger" / "vacancies" / "r1.parquet").unlink()
    assert at(runs, 1) >= set(market.head(5)["vacancy_id"])


def figures(postings: int, collection: str | None = None) -> pd.DataFrame:
    row = {"source": "files", "collection": collection, "postings": postings}
    return pd.DataFrame([row | {n: 0.5 for n in SOURCE_FIGURE.names if n.endswith("_share")}])


def test_figures_of_files_are_kept_once_and_those_of_collections_never(runs: Runs, tmp_path: Path) -> None:
    for n, postings in enumerate((10, 10, 20)):
        runs.add_figures(f"r{n}", figures(postings))
    runs.add_figures("r9", figures(5, "2026"))
    told = runs.figures().to_pylist()
    assert [(row["run"], row["postings"]) for row in told] == [("r0", 10), ("r2", 20)]
    with (tmp_path / ".ledger" / "figures.jsonl").open("ab") as file:
        file.write(b'{"run": "torn')
    runs.add_figures("r10", figures(30))
    assert [row["run"] for row in runs.figures().to_pylist()] == ["r0", "r2", "r10"]
