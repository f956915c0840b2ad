"""How well the reader reads, by language: figures that docs/accuracy.py measured and accuracy.csv keeps."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

import csv
from importlib.resources import files

from pipeline.report.blocks import Block, Column, Heading, Paragraph, Row, Table
from pipeline.report.context import Context
from pipeline.report.labels import LANGUAGES, N_, Words

MEASURES: Words = {
    "found": N_("requirements found"),
    "correct": N_("found requirements that are right"),
    "scope": N_("required or preferred told right"),
    "salary": N_("pay right"),
    "experience": N_("experience right"),
    "industry": N_("industry right"),
}


def accuracy(context: Context) -> list[Block]:
    """A table on the answers that the reader was developed on, and a sentence on texts it met for the first time."""
    r = context.reader
    rows = list(csv.DictReader(files("pipeline.report").joinpath("accuracy.csv").read_text("utf-8").splitlines()))
    known, first = ([row for row in rows if row["answers"] == kind] for kind in ("known", "first contact"))
    by_language: dict[str, Row] = {}
    for row in known:
        line = by_language.setdefault(row["language"], {"language": r.word(LANGUAGES, row["language"])})
        line |= {
            row["measure"] + end: float(row[key]) for end, key in (("", "value"), ("_low", "low"), ("_high", "high"))
        }
        line["postings"] = int(row["postings"])
    columns = (
        Column("language", r.gettext("Language"), "said"), Column("postings", r.gettext("Postings"), "count"),
        *(Column(key, r.word(MEASURES, key), "share", f"{key}_low", f"{key}_high") for key in MEASURES),
    )  # fmt: skip
    caption = r.gettext(
        "Against answers given by hand on real postings, with 90% intervals; the reader was developed on these."
    )
    shown = r.several(
        f"{r.word(LANGUAGES, row['language'])} {r.share_range(float(row['low']), float(row['high']))} (n = {row['postings']})"
        for row in first
    )
    unseen = r.say(
        "On real postings that nobody had tuned the reader for, requirements were read right (F1, the lowest and highest of several samples): {shown}.",
        shown=shown,
    )
    return [
        Heading(r.gettext("How well the postings were read")),
        Table("numbers-accuracy", caption, columns, list(by_language.values())),
        Paragraph(unseen, "note"),
    ]
