"""A description in words: the parts of a job description as blocks; what is law or custom is marked for a lawyer."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.desk.comparables import FEW
from pipeline.desk.described import ANY
from pipeline.desk.i18n import DeskReader, reader
from pipeline.report.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from pipeline.report.clean import foreign
from pipeline.report.labels import EXPERIENCE, N_, Words

if TYPE_CHECKING:
    from pipeline.desk.described import Described, Line

VARIABLE: Words = {
    "commission": N_("A share of sales"),
    "bonus": N_("Bonus"),
    "kpi": N_("KPI"),
    "ote": N_("On-target earnings"),
}
"""What pay depends on: the concepts of variable_pay facts."""

FRAME = {
    "general": (
        N_("Appointed to the position and released from it by: ____."),
        N_("Reports to: ____. Replaced in absence by: ____."),
        N_("Has under them: ____."),
        N_("Must know: the goods and services sold, the documents that the functions rest on, and ____."),
        N_(
            "Works by the law in force, the employer's internal rules, the employment contract and this job description."
        ),
    ),
    "functions": (N_("Does other work of the position that ____ entrusts, within the employment contract."),),
    "rights": (
        N_("To be given the information, documents and equipment that the functions need."),
        N_("To propose improvements of the work to: ____."),
        N_("To ask the employer for the conditions that the functions need."),
        N_("To sign and to decide, within this authority: ____."),
        N_("To know by what the work is evaluated, and the result."),
    ),
    "responsibility": (
        N_("For functions not carried out or carried out badly: as labour law says."),
        N_("For damage to the employer: within the limits of the law."),
        N_("For offences committed at work: as administrative, criminal and civil law say."),
        N_("For trade secrets and clients' personal data disclosed: as the law and the signed agreements say."),
    ),
    "measures": (N_("Evaluated every: ____. By: ____. Target figures: ____."),),
    "agreement": (
        N_("Agreed: lawyer ____, personnel department ____, direct superior ____."),
        N_("Approved by the head of the employer: ____, date ____."),
        N_("Read and received by the employee: ____, date ____."),
    ),
}
"""The usual frame by part: no posting tells it, so a lawyer must agree to it."""

THIN: Words = {
    "no_text": N_("The market says nothing here: no comparable vacancy has a text. Only the frame is printed."),
    "few_employers": N_(
        "The market is too thin here: fewer than five employers. Only the frame is printed; ask for a wider segment."
    ),
    "few": N_("The market is thin here: fewer than {few} vacancies. Read the intervals, not the shares."),
}


NOTHING_SAID = ("no_text", "few_employers")
"""How thin a market is that prints no share."""


def title(found: Described) -> str:
    """The heading of the whole."""
    return reader(found.lang).gettext("Job description")


def blocks(found: Described) -> list[Block]:
    """The whole skeleton, in its language."""
    r = reader(found.lang)
    parts = (
        (N_("General provisions"), _general(found, r)),
        (N_("Functions"), _functions(found, r)),
        (N_("Requirements"), _requirements(found, r)),
        (N_("Rights"), _rights(found, r)),
        (N_("Responsibility"), _frame("responsibility", r)),
        (N_("Evaluation criteria"), _measures(found, r)),
        (N_("Agreement and signatures"), _frame("agreement", r)),
    )
    whole = _about(found, r)
    for number, (heading, inside) in enumerate(parts, 1):
        whole += [Heading(f"{number}. {r.gettext(heading)}"), *inside]
    return whole


def _about(found: Described, r: DeskReader) -> list[Block]:
    """Where the shares come from, and how far they carry."""
    told: list[Block] = []
    if found.about.get("sample"):
        told.append(Paragraph(r.gettext("Invented data: the sample market says nothing about any real one."), "warn"))
    where = [
        r.word(EXPERIENCE, value) if column == "experience" else found.labels.get(value, value)
        for column, value in found.where.items()
    ]
    counts = r.count_of("{n} vacancy with a text", "{n} vacancies with a text", found.n)
    segment = " · ".join([r.gettext("account managers"), *where, counts])
    employers = r.number(found.employers)
    told.append(Paragraph(r.say("From the market: {segment}; named employers: {employers}.", segment=segment, employers=employers)))  # fmt: skip
    if found.spoken is not None and found.spoken < 0.5:
        said = r.gettext("Most of these vacancies are in other languages than this text: narrow the market by place.")
        told.append(Paragraph(said, "warn"))
    if found.thin:
        told.append(Paragraph(r.say(THIN[found.thin], few=FEW), "warn"))
    told.append(
        Paragraph(
            r.gettext(
                "A share says how many comparable vacancies name the thing, with its 90% interval; n is how many were counted. Lines marked ⚖ are the usual frame, to be agreed with a lawyer; ____ is for you to fill in."
            ),
            "note",
        )
    )
    return told


def _general(found: Described, r: DeskReader) -> list[Block]:
    parts: list[Block] = []
    listed = (
        ("title", N_("Title of the position, as vacancies call it:")),
        ("experience", N_("Experience, as vacancies ask it:")),
        ("education", N_("Education, as vacancies ask it:")),
    )
    for part, said in listed:
        lines = found.of(part)
        if lines:
            parts += [Paragraph(r.gettext(said)), Bullets([_line(line, r) for line in lines])]
    parts += _frame("general", r)
    leads = found.of("leads")
    if leads:
        parts.append(Bullets([_line(line, r) for line in leads]))
    return parts


def _functions(found: Described, r: DeskReader) -> list[Block]:
    lines, tasks = found.of("function"), found.of("task")
    parts: list[Block] = []
    if lines:
        items = [_function(line, r) for line in lines]
        parts += [Paragraph(r.gettext("What the role does, the commonest first:")), Bullets(items)]
    if tasks:
        said = r.gettext("Tasks that vacancies name as duties beside them:")
        parts += [Paragraph(said), Bullets([_line(line, r) for line in tasks])]
    return [*parts, *_frame("functions", r)]


def _function(line: Line, r: DeskReader) -> str:
    """A function with its share, and beside it the share that calls it a duty."""
    if not line.also:
        return _line(line, r)
    return f"{_line(line, r)}; " + r.say("as a duty {share}", share=_share(line.also, line.also_low, line.also_high, r))


def _requirements(found: Described, r: DeskReader) -> list[Block]:
    demands = found.of("demand")
    if found.thin in NOTHING_SAID:
        return [Paragraph("____")]
    if not demands:
        return [Paragraph(r.gettext("The market names no requirement often enough to be printed: ____."))]
    rows: list[dict[str, Any]] = [
        {
            "label": line.label, "share": line.share, "low": line.low, "high": line.high, "also": line.also,
            "also_low": line.also_low, "also_high": line.also_high, "n": line.n,
            "functions": _functions_of(line, found, r),
        }
        for line in demands
    ]  # fmt: skip
    columns = [
        Column("label", r.gettext("Requirement"), "said"), Column("share", r.gettext("Ask it"), "share", "low", "high"),
        Column("also", r.gettext("Require it"), "share", "also_low", "also_high"), Column("n", "n", "count"),
        Column("functions", r.gettext("For the function"), "said"),
    ]  # fmt: skip
    caption = r.gettext("What vacancies ask, with the function of part 2 that needs it.")
    return [Table("description-demands", caption, columns, rows), *_to_settle(found, r)]


def _functions_of(line: Line, found: Described, r: DeskReader) -> str:
    if line.functions == (ANY,):
        return r.gettext("the role as a whole")
    return _names(line.functions, found, r) or "—"


def _names(concepts: Iterable[str], found: Described, r: DeskReader) -> str:
    return r.several(found.labels.get(concept, concept) for concept in concepts)


def _to_settle(found: Described, r: DeskReader) -> list[Block]:
    """Demands that no function needs, functions whose demands nobody asks."""
    said = []
    for line in found.orphans:
        if line.elsewhere:
            names = _names(line.elsewhere, found, r)
            said.append(r.say("{demand}: no function of part 2 needs it. Drop it, or add the function it is for: {names}.", demand=line.label, names=names))  # fmt: skip
        else:
            said.append(r.say("{demand}: no function of part 2 needs it. Drop it, or say what it is for.", demand=line.label))  # fmt: skip
    for function, demands in found.bare.items():
        said.append(r.say("{function}: no requirement goes with it. Consider: {names}.", function=found.labels[function], names=_names(demands[:5], found, r)))  # fmt: skip
    return [Paragraph(r.gettext("To settle before it is signed:")), Bullets(said)] if said else []


def _rights(found: Described, r: DeskReader) -> list[Block]:
    lines = found.of("right")
    offered: list[Block] = []
    if lines:
        said = r.gettext("Costs repaid and means given, as vacancies offer them:")
        offered = [Paragraph(said), Bullets([_line(line, r) for line in lines])]
    return [*_frame("rights", r), *offered]


def _measures(found: Described, r: DeskReader) -> list[Block]:
    measures, variable = found.of("measure"), found.of("variable")
    parts: list[Block] = []
    if measures:
        items = [f"{_line(line, r)}; {_functions_of(line, found, r)}" if line.functions != (ANY,) else _line(line, r) for line in measures]  # fmt: skip
        parts += [
            Paragraph(r.gettext("Indicators that vacancies name, with the function they measure:")),
            Bullets(items),
        ]
    if variable:
        items = [_line(line, r, r.word(VARIABLE, line.concept)) for line in variable]
        parts += [Paragraph(r.gettext("What the variable part of pay hangs on, as vacancies say:")), Bullets(items)]
    return [*parts, *_frame("measures", r)]


def _frame(part: str, r: DeskReader) -> list[Block]:
    mark = r.gettext("to be agreed with a lawyer")
    items = [f"{r.gettext(sentence)} ⚖ {mark}" for sentence in FRAME[part]]
    return [Paragraph(r.gettext("The usual frame:")), Bullets(items)]


def _line(line: Line, r: DeskReader, label: str | None = None) -> str:
    shown = label or (r.word(EXPERIENCE, line.concept) if line.part == "experience" else foreign(line.label))
    return f"{shown} — {_share(line.share, line.low, line.high, r)}, n = {r.number(line.n)}"


def _share(share: float | None, low: float | None, high: float | None, r: DeskReader) -> str:
    ends = "" if low is None or high is None else f" ({r.share_range(low, high)})"
    return f"{r.share(share)}{ends}"
