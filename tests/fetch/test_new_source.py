"""What `vacancies new source` lays: found by the shelf, its papers in order, its example not yet read as expected."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main

ROOT = Path(__file__).resolve().parents[2]


def test_a_laid_source_passes_all_tests_of_the_shelf_but_its_example(tmp_path: Path) -> None:
    for part in ("pipeline", "tests/sources", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / part, tmp_path / part)
    with pytest.raises(SystemExit) as left:
        main(["new", "source", "myboard", "--folder", str(tmp_path / "pipeline/sources")])
    assert not left.value.code
    words = ["-q", "-p", "no:cacheprovider", "tests/sources/test_shelf.py", "-k", "myboard", "-m", "not slow"]
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", *words], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    failed = [line for line in ran.stdout.splitlines() if line.startswith("FAILED")]
    assert [line.split()[1].rpartition("::")[2] for line in failed] == ["test_its_examples_read_as_expected[myboard]"]


@pytest.mark.parametrize("words", [("source", "My Board"), ("source", "_hidden"), ("rule", "myrule")])
def test_what_cannot_be_laid_is_2(words: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["new", *words, "--folder", str(tmp_path)])
    assert left.value.code == 2
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_never_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(SystemExit) as left:
        main(["new", "source", "mine", "--folder", str(tmp_path)])
    assert left.value.code == 2
    assert "it is there already" in capsys.readouterr().err
