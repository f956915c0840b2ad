"""`vacancies lint`: wording to check in postings, with the sentence and the rule that asks."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._show import nothing_read, present, say, spoken, table, tell
from pipeline.config import load_settings
from pipeline.model import Posting, Reject
from pipeline.wording import counted

if TYPE_CHECKING:
    from pipeline.desk.lint import Finding


def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files; without any, the postings of the last run.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the advice: ru, tr or en.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 where there is anything to check.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Show the rules and where they come from.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False,
) -> None:
    """Tell what to check in the wording of postings: age, sex, open-ended pay, contradictions and the like.

    A finding says "check": whether it is lawful is for a lawyer to say.

    Example: `vacancies lint postings.jsonl`
    Example: `vacancies lint --rules`
    """
    from pipeline.desk.lint import lint as checked
    from pipeline.desk.lint import rules as shelf

    settings = load_settings()
    language = spoken(lang, settings)
    if rules:
        table(
            ("rule", "about", "jurisdiction", "since", "source"),
            [
                (r.name, r.title[language], r.jurisdiction[language], r.since.isoformat(), r.source[language])
                for r in shelf().values()
            ],
        )
        return
    counts: Counter[str] = Counter()
    read = 0
    for posting in _postings(paths, settings.warehouse):
        read += 1
        findings = checked(posting)
        counts.update(finding.rule for finding in findings)
        if as_json:
            _as_json(posting, findings, language)
        elif findings:
            _show(posting, findings, language)
    found = ", ".join(f"{n} {rule}" for rule, n in counts.most_common())
    say(f"{counted(read, 'posting')}, {counted(counts.total(), 'finding')}{f': {found}' if found else ''}")
    if paths and not read:
        raise nothing_read(paths)
    if strict and counts:
        raise typer.Exit(1)


def _postings(paths: list[Path] | None, warehouse: Path) -> Iterator[Posting]:
    if paths:
        from pipeline.sources import files

        for item in files.read(present(paths)):
            if isinstance(item, Reject):
                tell(item)
            else:
                yield item
        return
    from pipeline.warehouse import Warehouse

    with Warehouse(warehouse) as opened:
        frame = opened.query("select id, source, page, text, title, language from raw.posting order by posting_key")
    for values in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        yield Posting(**{str(name): value for name, value in values.items()})


def _as_json(posting: Posting, findings: Iterable[Finding], language: str) -> None:
    from pipeline.desk.lint import rules

    for finding in findings:
        rule = rules()[finding.rule]
        row = {"id": posting.id, **asdict(finding), "says": rule.says[language], "source": rule.source[language]}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _show(posting: Posting, findings: Iterable[Finding], language: str) -> None:
    from pipeline.desk.lint import rules

    sys.stdout.write(f"{posting.id}  {posting.title or ''}\n")
    for finding in findings:
        rule = rules()[finding.rule]
        quote = f"  «{' '.join(finding.quote.split())}»\n      " if finding.quote else "  "
        sys.stdout.write(f"{quote}{rule.says[language]} [{rule.name}: {rule.jurisdiction[language]}]\n")
