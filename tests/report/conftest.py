"""One run on the invented sample market, shared by the tests that look at a real report."""

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parent))


class Run(NamedTuple):
    """A finished run: its workspace and the folder of its report."""

    workspace: Path
    report: Path


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the whole house on the sample, as a stranger's first `vacancies run` does."""
    from pipeline import flow
    from pipeline.config import load_settings

    workspace = tmp_path_factory.mktemp("sample")
    return Run(workspace, flow.run(load_settings(workspace), workers=1).report.parent)
