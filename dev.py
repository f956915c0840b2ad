#!/usr/bin/env python3
"""Set up and start the project with nothing but Python and pip: .venv from the lock, then the rest is handed on.

python3 dev.py run [ARGS]        set up if needed, then `vacancies run`: ends with the path of a report
python3 dev.py test [--all]      set up if needed, then the quick tests; --all adds lint, types and the slow tests
python3 dev.py vacancies ARGS    set up if needed, then any other verb
python3 dev.py setup [--spark]   only set up; --spark: with the packages of the Spark engine
python3 dev.py bench [SIZE …]    the benchmarks of benchmarks/ and one table; whole runs at so many postings (10000)
python3 dev.py lock [--upgrade]  resolve pyproject.toml into requirements.lock; --upgrade: to the newest of all
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
IMAGE_LOCK = ROOT / "requirements-image.lock"  # without what only tests need
SPARK_LOCK = ROOT / "requirements-spark.lock"  # 450 MB that only a cluster needs: never part of the usual set-up
BENCH_LOCK = ROOT / "requirements-bench.lock"  # what we are compared with
OLDER_LOCK = ROOT / ".ci" / "older.lock"  # the oldest pandas that is promised, which .ci/run tries
STAMP = VENV / ".installed"
VERSIONS = ((3, 11), (3, 13))
OLDEST, NEWEST = (".".join(map(str, version)) for version in VERSIONS)


def call(*command: str | Path, stdout: int | TextIO | None = None, stderr: int | None = None) -> int:
    """Run a command in the current folder and return its exit code."""
    return subprocess.run([str(part) for part in command], check=False, stdout=stdout, stderr=stderr).returncode


def must(*command: str | Path) -> None:
    """Run one step of the set-up; end with one line when it fails."""
    if call(*command, stdout=sys.stderr) != 0:
        sys.exit(
            f"dev.py: set-up stopped at: {' '.join(str(part) for part in command)}\n"
            "Its own message stands above. Check the network and the free space, then run the same command again."
        )


def state() -> str:
    """What the environment must have been made from: the lock, the project file, the interpreter, the folder."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()} {sys.version_info[0]}.{sys.version_info[1]} {ROOT}\n"


def made_by_this_python() -> bool:
    """Whether .venv exists and its interpreter starts and has this interpreter's version."""
    probe = [str(PYTHON), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(probe, check=False, capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == str(sys.version_info[:2])


def setup() -> None:
    """Make .venv hold exactly what the lock says, if it does not already; a half-made one is completed."""
    if not VERSIONS[0] <= sys.version_info[:2] <= VERSIONS[1]:
        sys.exit(
            f"dev.py: Python {OLDEST} to {NEWEST} is needed, this is {sys.version.split()[0]}.\n"
            f"Start it with another interpreter, for example: python{NEWEST} dev.py {' '.join(sys.argv[1:])}"
        )
    if STAMP.exists() and STAMP.read_text() == state() and made_by_this_python():
        return
    print("dev.py: setting up .venv (once, about half a minute)", file=sys.stderr)
    STAMP.unlink(missing_ok=True)
    if not made_by_this_python():
        venv.create(VENV, clear=True, with_pip=True)
    if call(PYTHON, "-c", "import uv", stderr=subprocess.DEVNULL) != 0:
        must(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv>=0.5,<1")
    install = (PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON)
    # uv compiles nothing unless told to, and without bytecode every start of the command costs seconds
    must(*install, "--compile-bytecode", "--require-hashes", "-r", LOCK)
    # the project itself: its packages are in place and its builder is locked, so nothing more is fetched
    must(*install, "--no-deps", "--no-build-isolation", "--offline", "--editable", ROOT)
    # what stands there already is compiled too: an adopted environment, and the project where Python is told not to
    call(PYTHON, "-m", "compileall", "-qq", "-j", "0", VENV, ROOT / "pipeline", stdout=subprocess.DEVNULL)
    STAMP.write_text(state())


def add(extra: Path) -> None:
    """Add the packages of one more lock to what is set up; Java 17, for Spark, is the user's."""
    must(PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", extra)


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml; what is locked stays unless told otherwise. Addresses of registries are not kept."""
    resolve = (PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST)
    written = ["--generate-hashes", "--no-emit-index-url", "--no-annotate"]
    written += ["--custom-compile-command", "python3 dev.py lock"]
    locks = ((LOCK, ("test", "browser-test", "pdf")), (IMAGE_LOCK, ("image",)), (SPARK_LOCK, ("spark",)))
    for file, extras in (*locks, (BENCH_LOCK, ("bench",))):
        wanted = [word for extra in extras for word in ("--extra", extra)]
        agreed = () if file == LOCK else ("--constraint", LOCK)
        must(*resolve, *written, *arguments, *wanted, *agreed, "--output-file", file, ROOT / "pyproject.toml")
    must(*resolve, *written, *arguments, "--no-deps", "--output-file", OLDER_LOCK, OLDER_LOCK.with_suffix(".in"))
    return 0


def test(arguments: list[str]) -> int:
    """Quick tests; with --all first lint and types, then every test. Other arguments go to pytest."""
    os.chdir(ROOT)
    everything = "--all" in arguments
    arguments = [argument for argument in arguments if argument != "--all"]
    checks = [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)] if everything else []
    failed = sum(call(PYTHON, "-m", *check) != 0 for check in checks)
    marks = [] if everything else ["-m", "not slow"]
    # a process a core; who is done first takes over from the other
    spread = [] if arguments else ["-n", "auto", "--dist", "worksteal"]
    return call(PYTHON, "-m", "pytest", *marks, *spread, *arguments) or min(failed, 1)


def main(arguments: list[str]) -> int:
    """Read the one word that is ours, hand the rest on."""
    word, *rest = arguments or ["help"]
    if word not in ("run", "test", "vacancies", "setup", "lock", "bench"):
        print(__doc__.strip(), file=sys.stdout if word in ("help", "--help", "-h") else sys.stderr)
        return 0 if word in ("help", "--help", "-h") else 2
    setup()
    if word == "lock":
        return lock(rest)
    if word == "test":
        return test(rest)
    if word == "bench":
        add(BENCH_LOCK)
        return call(PYTHON, ROOT / "benchmarks", *rest)
    if word == "setup":
        if "--spark" in rest:
            add(SPARK_LOCK)
        print(f"ready: {BIN / 'vacancies'}")
        return 0
    return call(BIN / "vacancies", *(["run"] if word == "run" else []), *rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
