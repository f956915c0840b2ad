"""The sample market, run once for all tests of the desk, and opened to ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import flow, open_market
from pipeline.config import load_settings
from pipeline.desk.market import Market


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the invented sample was run."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "vacancies.toml").write_text("")
    flow.run(load_settings(folder), workers=1)
    return folder


@pytest.fixture(scope="session")
def market(workspace: Path) -> Iterator[Market]:
    with open_market(workspace) as opened:
        yield opened
