"""`vacancies sources`: every source, who may use it, and how it fares."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli._show import table
from pipeline.config import load_settings


def sources(
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON list, with every parameter.")] = False,
) -> None:
    """List the sources with their state: ready, needs a key, not configured, closed last time and why.

    Example: `vacancies sources --json`
    """
    from pipeline import fetch

    states = fetch.states(load_settings())
    if as_json:
        sys.stdout.write(json.dumps([asdict(state) for state in states], ensure_ascii=False, indent=1) + "\n")
        return
    table(
        ("source", "title", "languages", "state", "what it is"),
        [(s.source, s.title, " ".join(s.languages), s.state, s.about) for s in states],
    )
