"""A benchmark in words: requirements, those of the draft and those that it leaves out."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.blocks import Block, Column, Heading, Paragraph, Table
from pipeline.report.labels import EXPERIENCE, LEVELS

if TYPE_CHECKING:
    from pipeline.desk.comparables import Demand
    from pipeline.desk.compared import Compared
    from pipeline.desk.i18n import DeskReader


def word_of(found: Compared, column: str, value: str, r: DeskReader) -> str:
    """What the reader calls a part of a segment: "1–3 years", an industry's name, a place as it is written."""
    if column == "experience":
        return r.word(EXPERIENCE, value)
    return str(found.labels.get(value, value)) if column == "industry" else value


def demands(found: Compared, r: DeskReader) -> list[Block]:
    """What the draft asks and what it could ask, each with its shares and the pay that goes with it."""
    parts: list[Block] = [
        Heading(
            r.gettext("Requirements"),
            r.count_of(
                "of {n} comparable vacancy with a text", "of {n} comparable vacancies with a text", found.with_text
            ),
        )
    ]
    if found.told_wider:
        values = r.several(word_of(found, column, value, r) for column, value in found.told_wider)
        said = r.say("Too few comparable vacancies have a text, so requirements are counted more widely: not only {values}.", values=values)  # fmt: skip
        parts.append(Paragraph(said, "note"))
    if found.demands:
        caption = r.gettext("What the draft asks, against the comparable vacancies.")
        parts.append(
            Table("desk-demands", caption, _demand_columns(r, own=True), [_demand(d, r) for d in found.demands])
        )
    else:
        parts.append(Paragraph(r.gettext("The draft asks for nothing that the vocabulary knows."), "note"))
    if found.missing:
        caption = r.gettext("Asked by at least three in ten comparable vacancies, and not named in the draft.")
        parts.append(
            Table("desk-missing", caption, _demand_columns(r, own=False), [_demand(d, r) for d in found.missing])
        )
    if found.demands or found.missing:
        parts.append(
            Paragraph(
                r.gettext(
                    "Pay that goes with a requirement is an association among vacancies alike in place, experience and industry; it does not say that the requirement adds pay. “Not told apart” means that chance alone may make such a difference among as many as were compared."
                ),
                "note",
            )
        )
    return parts


def _demand_columns(r: DeskReader, *, own: bool) -> list[Column]:
    scope = [Column("scope", r.gettext("In the draft"), "said")] if own else []
    return [
        Column("label", r.gettext("Requirement"), "said"), *scope,
        Column("share_asked", r.gettext("Ask it"), "share", "share_asked_low", "share_asked_high"),
        Column("share_required", r.gettext("Require it"), "share", "share_required_low", "share_required_high"),
        Column("without", r.gettext("Do not ask it"), "count"),
        Column("premium", r.gettext("Pay that goes with it"), "said"),
        *([Column("mark", "", "said")] if own else []),
    ]  # fmt: skip


def _demand(demand: Demand, r: DeskReader) -> dict[str, Any]:
    scopes = {"required": r.gettext("required"), "preferred": r.gettext("a plus")}
    level = f" ({r.gettext(LEVELS.get(demand.level, demand.level))})" if demand.level else ""
    if demand.concept == "other-language" and demand.level:
        level = f" ({r.tongue(demand.level)})"
    return {
        **demand.share.to_dict(), "label": demand.label + level, "scope": scopes.get(demand.scope or "", ""),
        "without": demand.without, "premium": _premium(demand, r), "mark": r.gettext("rare") if demand.rare else "",
    }  # fmt: skip


def _premium(demand: Demand, r: DeskReader) -> str:
    if demand.percent is None or demand.percent_low is None or demand.percent_high is None:
        return r.gettext("too few to tell")
    ends = f"{r.signed(demand.percent_low)} … {r.signed(demand.percent_high)}"
    if not demand.clear:  # as the report: an interval beside zero is no news where many are compared
        return r.say("not told apart ({interval})", interval=ends)
    return f"{r.signed(demand.percent)} ({ends})"
