"""The notebooks run from top to bottom on a warehouse and define nothing of their own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_market import marts, query_of, vacancies

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs(path, monkeypatch):
    import pipeline

    market = SimpleNamespace(query=query_of(marts(vacancies(200))))
    monkeypatch.setattr(pipeline, "open_market", lambda: market, raising=False)
    cells: dict = {}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), cells)
    assert len(cells["suggestion"]) >= 2
