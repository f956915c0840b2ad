"""What the two commands of the README rest on: a launcher of the standard library, a lock that hashes every package."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def named(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def test_the_launcher_needs_nothing_but_python() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_lock_names_no_address_and_hashes_everything() -> None:
    assert "://" not in LOCK
    entries = re.split(r"\n(?=\w)", LOCK[LOCK.index("\na") :].strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries), "an entry without a version or a hash"


def test_the_lock_holds_what_the_project_file_asks() -> None:
    extras = PROJECT["optional-dependencies"]
    asked = {named(one) for one in (*PROJECT["dependencies"], *extras["test"], *extras["browser-test"])}
    locked = {named(line) for line in LOCK.splitlines() if "==" in line}
    assert not asked - locked, "run `python3 dev.py lock` and commit the lock"


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--help"], 0), (["nonsense"], 2)])
def test_the_launcher_explains_itself(words: list[str], code: int) -> None:
    done = subprocess.run([sys.executable, ROOT / "dev.py", *words], capture_output=True, text=True, check=False)
    assert (done.returncode, "python3 dev.py run" in done.stdout + done.stderr) == (code, True)


def test_a_changed_lock_is_noticed(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("launcher", ROOT / "dev.py")
    launcher = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(launcher)
    before = launcher.state()
    launcher.LOCK = tmp_path / "requirements.lock"
    launcher.LOCK.write_text(LOCK + "\n")
    assert launcher.state() != before


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "python3 dev.py test --all" in (ROOT / ".ci/run").read_text()
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.mark.slow
def test_the_wheel_works_alone(tmp_path: Path) -> None:
    """Built, installed with the locked packages into an empty environment, started in an empty folder: a report."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "build", "-q", "--wheel", "--no-build-isolation", "-o", tmp_path / "dist", ROOT], check=True)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    inside = zipfile.ZipFile(wheel).namelist()
    for kind in (".csv", ".sql"):
        assert any(name.endswith(kind) for name in inside), f"no {kind} file travels in the wheel"
    subprocess.run([*uv, "venv", "-q", "-p", sys.executable, tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(re.sub(r" \\\n\s+--hash=\S+", "", LOCK))
    subprocess.run(
        [*uv, "pip", "install", "-q", "-p", python, "--compile-bytecode", "-c", constraints, wheel], check=True
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [tmp_path / "venv/bin/vacancies", "run"]
    done = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip().splitlines()[-1]).is_file()
