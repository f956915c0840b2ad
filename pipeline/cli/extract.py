"""`vacancies extract`: files in, one JSON object a posting out; no database needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli._show import nothing_read, present, progress, say, tell
from pipeline.model import Reject
from pipeline.wording import counted


def extract(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders: JSONL, CSV, XLSX, HTML, XML, TXT, JSON, WARC.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a posting.")] = False,
    text_only: Annotated[bool, typer.Option("--text-only", help="Ignore the fields a site states.")] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="Add the text that start and end index.")] = False,
) -> None:
    """Read postings and write what each says, in input order; rejected records go to stderr.

    Example: `vacancies extract postings.jsonl --json`
    """
    from pipeline import extract as reading
    from pipeline.extract.public import public
    from pipeline.sources import files

    read = rejected = 0
    for item in progress(files.read(present(paths)), "postings read:"):
        if isinstance(item, Reject):
            rejected += 1
            tell(item)
            continue
        read += 1
        facts = reading.read(item, text_only=text_only)
        shown = public(item, facts, text_only=text_only, with_text=with_text)
        sys.stdout.write((json.dumps(shown, ensure_ascii=False) if as_json else in_brief(shown)) + "\n")
    say(f"{counted(read, 'posting')} read, {rejected} rejected")
    if not read:
        raise nothing_read(paths)


def in_brief(shown: Mapping[str, Any]) -> str:
    """One posting on one line for a person: id, title, pay as written, experience as written, concepts asked."""
    pay, experience = shown["salary"], shown["experience"]
    asked = " ".join(ask["concept"] for ask in shown["asks"] if ask["scope"] in ("required", "preferred"))
    parts = (shown["id"], shown["title"], pay.get("quote") or pay["kind"], (experience or {}).get("quote"), asked)
    return " | ".join(" ".join(str(part).split()) if part else "–" for part in parts)
