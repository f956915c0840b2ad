"""`vacancies evaluate`: how well texts are read, against answers given by people."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._show import present, progress, say, table, tell
from pipeline.errors import NothingCameInError, UsageError
from pipeline.model import Reject


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Answers, one JSON object a line; `uid` names the posting.")],
    corpus: Annotated[list[Path], typer.Option("--corpus", help="Files with the postings; may be repeated.")],
    floors: Annotated[Path | None, typer.Option(help="JSON of measure: least figure; exit 1 below any.")] = None,
    show: Annotated[int, typer.Option(min=0, help="How many wrong answers to list on stderr.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="All measures as one JSON object.")] = False,
) -> None:
    """Compare what is read from the texts alone with answers; precision, recall, F1 and 95 % intervals by measure.

    Example: `vacancies evaluate answers.jsonl --corpus postings.jsonl`
    """
    from pipeline import evaluate as scoring
    from pipeline import extract
    from pipeline.extract.public import public
    from pipeline.sources import files

    present([gold, *corpus])
    answers = _answers(gold)
    least = _floors(floors) if floors else {}
    wanted = {str(answer.get("uid", number)) for number, answer in enumerate(answers, 1)}
    rows = []
    for item in progress(files.read(corpus), "postings read:"):
        if isinstance(item, Reject):
            tell(item)
        elif item.id.rsplit(":", 1)[-1] in wanted:
            rows.append(public(item, extract.read(item, text_only=True), text_only=True, with_text=False))
    if not rows:
        raise NothingCameInError(f"{gold}: none of its {len(answers)} answers has a posting in --corpus; check the ids")
    scores = scoring.evaluate(answers, scoring.by_id(rows))
    if as_json:
        sys.stdout.write(json.dumps(scores.as_dict(), ensure_ascii=False) + "\n")
    else:
        table(("measure", "figure", "95 % interval", "precision and recall", "answers"), scores.table())
    for miss in scores.wrong[:show]:
        say(" ".join(str(part) for part in miss))
    say(f"{len(answers)} answers, {len(rows)} of their postings found")
    scores.check_floors(least)


def _answers(gold: Path) -> list[dict[str, object]]:
    """The rows of the answers; raises UsageError where a line is no object with a uid, or a phrase with `expect`."""
    rows = []
    for number, line in enumerate(gold.read_text(encoding="utf-8-sig", errors="replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(
                f"{gold}, line {number}: one JSON object expected, found {error}; mend the line"
            ) from error
        if not isinstance(row, dict) or not ("uid" in row or "expect" in row):
            raise UsageError(f"{gold}, line {number}: an object with a `uid` expected; is this a file of answers?")
        rows.append(row)
    return rows


def _floors(path: Path) -> dict[str, float]:
    """Measure → least figure; raises UsageError where the file says something else."""
    try:
        found = json.loads(present([path])[0].read_text(encoding="utf-8"))
        return {str(name): float(least) for name, least in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: JSON of measure and figure expected, like {{'salary/all': 0.9}}: {error}") from error
