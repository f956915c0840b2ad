"""Measure the reader again for the report: python docs/accuracy.py [../shared] writes pipeline/report/accuracy.csv.

The answers are those of ../shared/gold/dev.jsonl, on real postings. Rows of first contact are kept as they stand: a
text is met for the first time only once.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline import extract
from pipeline.evaluate import Share, by_id, evaluate, read_answers, wilson
from pipeline.extract.public import public
from pipeline.model import Posting
from pipeline.sources import files

KEPT = Path(__file__).parents[1] / "pipeline" / "report" / "accuracy.csv"
Z = 1.644854
"""The normal quantile of a 90 % interval, as all intervals of the report are."""


def measured(shared: Path) -> list[dict[str, Any]]:
    """One row a language and measure, as the reader stands now."""
    answers = read_answers((shared / "gold" / "dev.jsonl").read_text("utf-8"))
    wanted = {str(row["uid"]) for row in answers}
    texts = [shared / "corpus" / f"{lang}.jsonl" for lang in ("ru", "tr", "en")]
    read = [
        public(item, extract.read(item, text_only=True), text_only=True)
        for item in files.read(texts)
        if isinstance(item, Posting) and item.id.rsplit(":", 1)[-1] in wanted
    ]
    scores = evaluate(answers, by_id(read))
    rows = []
    for lang in ("ru", "tr", "en"):
        asked = scores.counts[f"asked/{lang}"]
        shares = {
            "found": Share(asked.right, asked.right + asked.missed),
            "correct": Share(asked.right, asked.right + asked.wrong),
        } | {name: scores.shares[f"{name}/{lang}"] for name in ("scope", "salary", "experience", "industry")}
        postings = sum(row["uid"].startswith(lang) for row in answers)
        rows += [_row(lang, postings, name, share) for name, share in shares.items()]
    return rows


def _row(lang: str, postings: int, measure: str, share: Share) -> dict[str, Any]:
    low, high = wilson(share.right, share.total, Z)
    figures = {"value": round(share.value, 4), "low": round(low, 4), "high": round(high, 4)}
    return {"answers": "known", "language": lang, "postings": postings, "measure": measure, **figures}


def main() -> None:
    """Replace the measured rows; first contact stays."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared"
    with KEPT.open(encoding="utf-8", newline="") as file:
        first = [row for row in csv.DictReader(file) if row["answers"] == "first contact"]
    rows = measured(shared)
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *first])
    print(f"{KEPT}: {len(rows)} figures measured, {len(first)} of first contact kept")


if __name__ == "__main__":
    main()
