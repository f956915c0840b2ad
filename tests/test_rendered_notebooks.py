"""python docs/notebooks.py: copies of the notebooks with their results, by one command."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_copies_hold_every_notebook_with_its_tables(sample_run, tmp_path):
    shutil.copytree(sample_run.workspace / "data", tmp_path / "data")
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "notebooks.py", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        assert "<table" in (tmp_path / line).read_text("utf-8")
    assert len(done.stdout.splitlines()) == len(list((ROOT / "notebooks").glob("*.py")))
