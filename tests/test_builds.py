"""A build without a report: told in the ledger as a run is, and the same in steps as all at once."""

from pathlib import Path

from pipeline import flow
from pipeline.config import Settings
from pipeline.ledger import recorded
from pipeline.warehouse import Warehouse
from tests.test_flow import drop, row


def placed(place: Path) -> Settings:
    return Settings(place, place / "data", place / "reports")


def test_a_build_is_recorded_as_a_run_is(tmp_path: Path) -> None:
    settings = placed(tmp_path)
    drop(settings.inbox, *map(row, range(30)))
    made = flow.build(settings)
    lines = recorded(settings.raw, "runs")
    assert [(line["run"], line["status"]) for line in lines] == [(made.run, "began"), (made.run, "done")]
    assert lines[-1]["postings"] == 30


def test_a_build_of_what_came_later_is_a_build_of_all_at_once(tmp_path: Path) -> None:
    tails = [" ".join(f"word{n}of{i}" for i in range(30)) for n in range(60)]
    first = [row(n, description=f"{row(n)['description']} {tails[n]}") for n in range(60)]
    second = [row(n, description=f"{first[n - 60]['description']} Tea.") for n in range(60, 80)]
    made = []
    for steps in ([[first], [first, second]], [[first, second]]):
        settings = placed(tmp_path / str(len(steps)))
        for files in steps:
            for number, rows in enumerate(files):
                drop(settings.inbox, *rows, name=f"{number}.jsonl")
            flow.build(settings, workers=len(steps))
        with Warehouse(settings.warehouse) as warehouse:
            listed = "select table_schema || '.' || table_name as name from information_schema.tables order by all"
            names = warehouse.query(listed)["name"].to_list()
            # a table is a set of rows: what has an order says so in the marts
            tables = {n: sorted(warehouse.query(f"from {n}").to_csv(index=False).split("\n")) for n in names}
        marts = {path.name: path.read_bytes() for path in (settings.processed / "marts").iterdir()}
        made.append((tables, marts))
    assert made[0][0].keys() == made[1][0].keys()
    assert [name for name in made[0][0] if made[0][0][name] != made[1][0][name]] == []
    assert made[0][1] == made[1][1]
    assert any("nearly the same text" in line for line in made[0][0]["core.same_opening"])
