"""The notebooks run from top to bottom on a real warehouse and define nothing of their own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pipeline

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))

FILLED = {
    "set_a_band": ["whole", "segment", "behind"],
    "benchmark_requirements": ["asked", "premiums", "together", "behind"],
    "what_changed": ["newest"],  # a first run has nothing to compare with
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs_in_a_workspace_and_shows_something(path, sample_run, monkeypatch):
    monkeypatch.chdir(sample_run.workspace)
    cells: dict = {}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), cells)
    shown = {name: cell for name, cell in cells.items() if hasattr(cell, "columns")}
    assert all(len(shown[name]) for name in FILLED[path.stem])
    if path.stem == "set_a_band":
        assert list(cells["suggestion"]["position"]) == ["ceiling", "floor"]
        assert cells["suggestion"]["value"].notna().all()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_defines_nothing(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


def test_open_market_tells_what_to_do_where_nothing_has_run(tmp_path):
    with pytest.raises(pipeline.VacanciesError, match="vacancies run"):
        pipeline.open_market(tmp_path)


def test_open_market_only_reads(sample_run):
    with pipeline.open_market(sample_run.workspace) as market, pytest.raises(pipeline.VacanciesError, match="select"):
        market.query("drop table mart.band")
