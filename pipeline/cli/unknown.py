"""`vacancies unknown`: what requirement sections say often and no vocabulary row covers."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._show import nothing_read, present, progress, say, table, tell
from pipeline.errors import UsageError
from pipeline.model import Posting, Reject
from pipeline.wording import counted


def unknown(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders: JSONL, CSV, XLSX, HTML, XML, TXT, JSON, WARC.")
    ],
    least: Annotated[int, typer.Option("--least", min=1, help="In how many postings a term stands at least.")] = 3,
    top: Annotated[int, typer.Option("--top", min=1, help="How many terms to show.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a term.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Rows to paste into a vocabulary file: fill in `?`.")] = False,
) -> None:
    """List frequent terms of requirement sections that no vocabulary row covers, with counts and a sentence.

    Example: `vacancies unknown postings.jsonl --least 2`
    """
    from pipeline.extract import unknown as finding
    from pipeline.sources import files
    from pipeline.words import COLUMNS

    if as_json and as_csv:
        raise UsageError("--json and --csv stand together; choose one of them")
    postings: list[Posting] = []
    for item in progress(files.read(present(paths)), "postings read:"):
        if isinstance(item, Reject):
            tell(item)
        else:
            postings.append(item)
    if not postings:
        raise nothing_read(paths)
    found = finding.unknown(postings, least=least, top=top)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([COLUMNS, *(("?", u.language, u.term, "") for u in found)])
    elif as_json:
        for u in found:
            row = {"lang": u.language, "term": u.term, "postings": u.postings, "sentences": list(u.sentences)}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        table(
            ("lang", "term", "postings", "example"), [(u.language, u.term, u.postings, u.sentences[0]) for u in found]
        )
    say(f"{counted(len(found), 'term')} no row covers, in {counted(len(postings), 'posting')}")
