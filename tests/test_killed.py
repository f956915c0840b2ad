"""A run killed at any step, without any tidying up: the old warehouse is still read, and the next run goes on."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.config import Settings
from pipeline.warehouse import Warehouse

KILLED = {
    # step               what ends the process, without any tidying up, in its place
    "collection": "pipeline.inputs.shutil.copyfile",
    "parse": "pipeline.partitions.pq.ParquetWriter.write_batch",
    "parse, at the rename": "pipeline.partitions.os",
    "read": "pipeline.engines.reading.read_facts",
    "what was loaded before": "pipeline.warehouse.carried._strip",
    "load": "pipeline.warehouse.build.Build.load",
    "core": "pipeline.warehouse.build.Build.make",
    "statistics": "pipeline.flow.market.tables",
    "marts": "pipeline.warehouse.build.Build._export",
    "swap": "pipeline.warehouse.publish.os",
    "report": "pipeline.flow.report.write_report",
    "manifest": "pipeline.flow.write_manifest",
    "tidying": "pipeline.partitions.Kept.sweep",
}
KILL = """
import os, pkgutil, sys
from pathlib import Path
from pipeline import flow
from pipeline.config import load_settings
def end(*_, **__): os._exit(9)
end.replace = end
flow.report.write_report = lambda _, folder, **__: (folder.mkdir(parents=True), folder / "index.html")[1]
owner, _, name = sys.argv[1].rpartition(".")
assert hasattr(pkgutil.resolve_name(owner), name), f"{sys.argv[1]} is gone: nothing would be killed"
setattr(pkgutil.resolve_name(owner), name, end)
flow.run(load_settings(Path.cwd()), workers=1)
"""


def nothing_but_a_page(_: object, folder: Path, **__: object) -> Path:
    """A report that takes no time: what is killed here is the run around it."""
    folder.mkdir(parents=True)
    page = folder / "index.html"
    page.write_text("")
    return page


@pytest.mark.slow
@pytest.mark.parametrize("step", KILLED)
def test_a_run_that_was_killed_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    settings = Settings(tmp_path, tmp_path / "data", tmp_path / "reports")
    monkeypatch.setattr(flow.report, "write_report", nothing_but_a_page)
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "first.jsonl").write_text('{"title": "Account manager", "description": "Excel"}')
    flow.run(settings)
    (settings.inbox / "second.jsonl").write_text('{"title": "Account manager", "description": "CRM"}')
    killed = subprocess.run(
        [sys.executable, "-c", KILL, KILLED[step]],
        cwd=settings.workspace, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == 9, killed.stderr
    with Warehouse(settings.warehouse) as warehouse:
        assert warehouse.query("select postings from mart.market").iloc[0, 0] in (1, 2)
    assert flow.run(settings).postings == 2
    left = [file.name for file in settings.data.rglob("*") if ".new" in file.name or ".part" in file.name]
    assert left == []
