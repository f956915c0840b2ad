"""The server and the workspace of the tests of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from toy_site import House, Site


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path, site: Site) -> House:
    return House(tmp_path, site)
