"""What outlives data/processed: a change between runs rests on the ledger; the view of bands is the setting's."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.config import Settings
from pipeline.warehouse import Warehouse


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    def write_report(_query: object, folder: Path, **_: object) -> Path:
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("report")
        return folder / "index.html"

    monkeypatch.setattr(flow.report, "write_report", write_report)
    return Settings(tmp_path, tmp_path / "data", tmp_path / "reports")


def files(folder: Path, name: str, numbers: range, lift: float = 1.0, **given: object) -> Path:
    rows = [
        {
            "id": f"{name}{n}",
            "title": "Account manager",
            "employer": f"Employer {n % 40}",
            "description": f"No {n} of {name}. Salary {round(lift * (60 + n % 37))} 000 rub a month gross.",
            "posted_on": f"2026-06-{1 + n % 28:02}",
        }
        | given
        for n in numbers
    ]
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def asked(settings: Settings, sql: str) -> list[tuple]:
    with Warehouse(settings.warehouse) as warehouse:
        return list(warehouse.query(sql).itertuples(index=False, name=None))


CHANGE = "select unit, verdict, vacancies_base, reread, round(percent) from mart.change"


def test_a_change_is_told_though_all_that_is_processed_was_deleted(settings: Settings) -> None:
    old = files(settings.workspace, "a", range(150))
    flow.run(settings, [old], workers=1)
    assert asked(settings, CHANGE) == []
    new = files(settings.workspace, "b", range(150), lift=1.2)
    told = []
    for _ in range(2):
        shutil.rmtree(settings.processed)
        flow.run(settings, [old, new], workers=1)
        told.append(asked(settings, CHANGE))
    assert told[0] == told[1]
    [(unit, verdict, base, reread, percent)] = told[0]
    assert (unit, verdict, base, reread) == ("RUB/month", "up", 150, 150)
    assert percent == pytest.approx(20, abs=4)
    assert len(list((settings.raw / ".ledger" / "vacancies").glob("*.parquet"))) == 2


def test_an_import_that_lost_most_of_its_rows_is_warned_of(settings: Settings) -> None:
    flow.run(settings, [files(settings.workspace, "a", range(120))], workers=1)
    for _ in range(2):  # the same again says the same
        made = flow.run(settings, [files(settings.workspace, "a", range(50))], workers=1)
        assert "volume_dropped" in {warning.check for warning in made.warnings}


@pytest.mark.parametrize(("tax", "view", "median"), [("usual", "gross", 100_000), ("net", "net", 87_000)])
def test_the_tax_setting_reaches_the_bands(settings: Settings, tax: str, view: str, median: float) -> None:
    same = {"description": "Salary 100 000 rub a month gross."}
    rows = files(settings.workspace, "a", range(60))
    rows.write_text("".join(json.dumps(json.loads(r) | same) + "\n" for r in rows.read_text().splitlines()))
    flow.run(replace(settings, tax=tax), [rows], workers=1)
    sql = "select distinct tax_view, value from mart.band where percentile = 0.5 and segment_by = 'all'"
    assert asked(settings, sql) == [(view, median)]


def test_rates_that_lie_in_the_workspace_are_used_and_a_bad_file_is_a_reject(settings: Settings) -> None:
    folder = settings.raw / "rates"
    folder.mkdir(parents=True)
    columns = "source,valid_on,currency,nominal,rate,quoted_in,official"
    (folder / "own.csv").write_text(f"{columns}\nmine,2026-06-10,USD,1,80,RUB,false\n")
    (folder / "bad.xml").write_text("<ValCurs>Error in parameters</ValCurs>")
    text = {"description": "Salary $1000 a month gross.", "posted_on": "2026-06-11"}
    rows = files(settings.workspace, "a", range(3), **text)
    made = flow.run(replace(settings, currency="RUB"), [rows], workers=1)
    assert made.rejected == 1
    assert asked(settings, "select page, reason from mart.reject")[0][0] == "bad.xml"
    assert asked(settings, "select distinct unit, pay_low from mart.vacancy") == [("RUB/month", 80_000)]
