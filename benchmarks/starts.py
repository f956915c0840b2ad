"""How soon an answer comes: the help, and one text file read, against an empty interpreter and against `import spacy`.

    .venv/bin/python benchmarks/starts.py

Each start is a process of its own; CPU seconds, in turns. The compiled words are kept, as after any first run.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from _rows import Timed, told

PASSES = 5
TEXT = "Account manager\nRequirements: Excel, English B2.\nSalary from 60 000 a month.\n"


def started(*command: str | Path) -> float:
    """Return the CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    vacancies = Path(sys.executable).with_name("vacancies")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.txt"
        file.write_text(TEXT, encoding="utf-8")
        commands = {
            "help": (vacancies, "--help"),
            "one": (vacancies, "extract", file, "--json"),
            "python -c pass": (sys.executable, "-c", "pass"),
            "import spacy": (sys.executable, "-c", "import spacy"),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(PASSES + 1):
            for name, command in commands.items():
                seconds = started(*command)
                if turn:  # the first one fills the caches
                    taken[name].append(seconds)
    timed = {name: Timed(tuple(seconds)) for name, seconds in taken.items()}
    peers = {name: timed[name] for name in ("python -c pass", "import spacy")}
    print("| job | who | median | spread | times ours |\n|---|---|---|---|---|")
    told("vacancies --help", timed["help"], peers)
    told("vacancies extract one.txt", timed["one"], peers)


if __name__ == "__main__":
    main()
