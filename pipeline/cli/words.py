"""`vacancies words`: are the vocabulary files in order?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Annotated

import typer

from pipeline.cli._show import table


def words(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a kind.")] = False) -> None:
    """Check all vocabulary files: complaints together, each with file and line, or the number of terms by kind.

    Example: `vacancies words`
    """
    from pipeline.words import lexicon

    found = lexicon()
    counts = Counter((term.kind, term.lang) for kind in sorted(found.kinds) for term in found.of(kind))
    languages = sorted({lang for _, lang in counts})
    rows = [(kind, *(counts[kind, lang] for lang in languages)) for kind in sorted({kind for kind, _ in counts})]
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(dict(zip(("kind", *languages), row, strict=True))) + "\n")
    else:
        table(("kind", *languages), rows)
