"""What the tests of several rooms share: one finished run on the invented sample market."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest


class Run(NamedTuple):
    """A finished run: its workspace and the folder of its report."""

    workspace: Path
    report: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what looks at the sample market first: while one process makes it, the other works on what needs none."""
    items.sort(key=lambda item: "sample_run" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run the whole house on the sample, as a stranger's first `vacancies run` does: once a session of tests.

    It is there to be looked at: who changes the market copies it.
    """
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    workspace, made = root / "sample-market", root / "sample-market.made"
    with (root / "sample-market.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(f"{_run(workspace)}\n{_digest(workspace)}")
    report, digest = made.read_text(encoding="utf-8").splitlines()
    yield Run(workspace, Path(report))
    assert _digest(workspace) == digest, "a test changed the shared sample market: it must work on a copy"


def _run(workspace: Path) -> Path:
    from pipeline import flow
    from pipeline.config import load_settings

    workspace.mkdir(exist_ok=True)
    (workspace / "vacancies.toml").touch()
    return flow.run(load_settings(workspace), workers=1).report.parent


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            found.update(f"{file.relative_to(folder)}\n".encode())
            found.update(file.read_bytes())
    return found.hexdigest()
