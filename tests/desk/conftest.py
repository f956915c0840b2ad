"""The sample market, opened to ask."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import open_market
from pipeline.desk.market import Market


@pytest.fixture(scope="session")
def workspace(sample_run: Any) -> Path:
    """The workspace in which the invented sample was run; it is only read."""
    return sample_run.workspace


@pytest.fixture(scope="session")
def market(workspace: Path) -> Iterator[Market]:
    with open_market(workspace) as opened:
        yield opened
