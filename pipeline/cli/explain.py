"""`vacancies explain`: one posting with its facts marked in the text, and the postings it is one opening with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli._show import console, nothing_read, say, table, tell
from pipeline.config import load_settings
from pipeline.errors import NothingCameInError, UsageError
from pipeline.model import Fact, Posting, Reject

if TYPE_CHECKING:
    import pandas as pd
    from rich.text import Text

STYLES = {
    "pay": "bold green",
    "variable_pay": "green",
    "experience": "bold magenta",
    "role": "bold",
    "industry": "cyan",
}

_MEMBERS = """
select posting.vacancy_id, posting.posting_key as posting, posting.title, posting.employer, posting.place,
    pay.quote as pay, posting.seen_on::varchar as seen, same.reason as why, same.alike_to,
    round(same.similarity, 2) as similarity
from core.posting as posting
join core.same_opening as same using (posting_key)
join core.posting_pay as pay using (posting_key)
where posting.vacancy_id = '{vacancy_id}'
order by posting.is_representative desc, posting.posting_key
"""


def explain(
    what: Annotated[
        str, typer.Argument(help="A file (its first posting), or the id of a posting or vacancy of the last run.")
    ],
    posting_id: Annotated[str | None, typer.Option("--id", help="Which posting of the file.")] = None,
    text_only: Annotated[bool, typer.Option("--text-only", help="Ignore the fields a site states.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the marked text to this HTML file instead.")
    ] = None,
) -> None:
    """Show one posting with its facts marked in the text and what each says, and the postings that repeat it.

    Example: `vacancies explain postings.jsonl`
    Example: `vacancies explain postings.jsonl --html explained.html`
    """
    from pipeline import extract

    path = Path(what)
    posting, members = (_from_file(path, posting_id), []) if path.exists() else _from_warehouse(what)
    facts = sorted(extract.read(posting, text_only=text_only), key=lambda fact: (fact.where, fact.start or 0))
    if html:
        from pipeline.extract.component import page

        html.write_text(page(posting, tuple(facts)), encoding="utf-8", errors="backslashreplace")
        say(f"{html}: {len(facts)} facts")
    else:
        _print(posting, facts)
        _print_members(members)


def _from_file(path: Path, wanted: str | None) -> Posting:
    """The wanted posting of a file, or its first; raises NothingCameInError where there is none."""
    from pipeline.sources import files

    for item in files.read([path]):
        if isinstance(item, Reject):
            tell(item)
        elif wanted in (None, item.id):
            return item
    if wanted is None:
        raise nothing_read([path])
    raise NothingCameInError(f"{path}: no posting with the id {wanted!r}; `vacancies extract {path}` lists the ids")


def _from_warehouse(wanted: str) -> tuple[Posting, list[dict[str, Any]]]:
    """The posting of the last run with this id, or the one that speaks for this vacancy; and its vacancy's postings.

    Raises UsageError when there is none.
    """
    from pipeline.warehouse import Warehouse

    settings = load_settings()
    if not settings.warehouse.exists():
        raise UsageError(
            f"{wanted}: no such file, and no warehouse to look the id up in; make one with `vacancies run`"
        )
    quoted = wanted.replace("'", "''")
    with Warehouse(settings.warehouse) as warehouse:
        found = _rows(
            warehouse.query(
                "select told.vacancy_id, posting.id, posting.source, posting.page, text, posting.title, "
                "posting.employer, posting.place, posting.language "
                "from raw.posting as posting left join core.posting as told using (posting_key) "
                f"where posting.id = '{quoted}' or posting_key = '{quoted}' "
                f"or (told.vacancy_id = '{quoted}' and told.is_representative) "
                "order by told.vacancy_id is null, posting_key limit 1"
            )
        )
        if not found:
            raise UsageError(
                f"{wanted}: neither a file nor the id of a posting or vacancy of the last run; check the spelling"
            )
        vacancy_id = found[0].pop("vacancy_id")
        members = _rows(warehouse.query(_MEMBERS.format(vacancy_id=vacancy_id)))
    return Posting(**found[0]), members


def _rows(found: pd.DataFrame) -> list[dict[str, Any]]:
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _print(posting: Posting, facts: list[Fact]) -> None:
    """Title, text and table of facts on stdout; colours in a terminal, brackets in a pipe."""
    drawing = console(soft_wrap=True)
    colours = sys.stdout.isatty()
    if posting.title:
        drawing.print(_marked(posting.title, [fact for fact in facts if fact.where == "title"], colours=colours))
    drawing.print(_marked(posting.text, [fact for fact in facts if fact.where == "text"], colours=colours))
    figures = [[_figures(fact)] for fact in facts]
    table(
        ("kind", "concept", "figures", "scope", "level", "origin", "quote"),
        [
            (fact.kind, fact.concept, *figure, fact.scope, fact.level, fact.origin, fact.quote)
            for fact, figure in zip(facts, figures, strict=True)
        ],
    )


def _print_members(members: list[dict[str, Any]]) -> None:
    """The postings of one vacancy, each with what it was found alike to and why; nothing where it is one."""
    if len(members) < 2:
        return
    names = ("posting", "title", "employer", "place", "pay", "seen", "why", "alike to", "similarity")
    say(f"vacancy {members[0]['vacancy_id']}: {len(members)} postings tell of it")
    table(names, [[row[name.replace(" ", "_")] for name in names] for row in members])


def _figures(fact: Fact) -> str:
    """Low, high and unit as they stand in the fact; an open end is left open."""
    if fact.low is None and fact.high is None:
        return ""
    low, high = ("" if value is None else f"{value:g}" for value in (fact.low, fact.high))
    return f"{low if low == high else f'{low}–{high}'} {(fact.unit or '').removesuffix('/')}".strip()


def _marked(text: str, facts: list[Fact], *, colours: bool) -> Text:
    """The text with the spans of its facts coloured, or in brackets where there are no colours."""
    from rich.text import Text

    spans = [(fact.start, fact.end, fact.kind) for fact in facts if fact.start is not None and fact.end is not None]
    if colours:
        shown = Text(text)
        for start, end, kind in spans:
            shown.stylize(STYLES.get(kind, "yellow") + " underline", start, end)
        return shown
    pieces, done = [], 0
    for start, end, _ in sorted(spans):
        if start >= done:
            pieces += [text[done:start], "⟦", text[start:end], "⟧"]
            done = end
    return Text("".join([*pieces, text[done:]]))
