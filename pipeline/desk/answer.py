"""A benchmark in words: the blocks that the terminal, the page and the notebook all print."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.desk.demanded import demands, word_of
from pipeline.desk.i18n import DeskReader, reader
from pipeline.desk.lint import rules
from pipeline.desk.question import COLUMNS
from pipeline.desk.words import CANNOT, CAVEATS, DOUBTS, GIVEN_UP, STEPS, TELLS, UNPLACED, WORDS
from pipeline.report.blocks import Block, Bullets, Card, Cards, Column, Heading, Paragraph, Table
from pipeline.report.labels import POSITIONS, TAX
from pipeline.statistics.estimates import LINES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.desk.compared import Compared
    from pipeline.desk.lint import Finding

_LOW, _HIGH = 0.25, 0.75
_MOST_TOLD = 0.5
_ASKS_SHOWN = 8
_BESIDE_PAY = ("other_language", "place_unknown")
"""Doubts that are told where the segment is named; the others stand at the end."""


def blocks(found: Compared) -> list[Block]:
    """The whole answer, in its language."""
    r = reader(found.lang)
    if found.cannot:
        return [Paragraph(r.gettext(CANNOT[found.cannot]), "warn"), *_to_check(found.to_check, r)]
    parts: list[Block] = []
    if found.about.get("invented"):
        parts.append(Paragraph(r.gettext("Invented data: the sample market says nothing about any real one."), "warn"))
    parts += _in_short(found, r)
    parts += _pay(found, r)
    parts += demands(found, r)
    parts += _silences(found, r)
    parts += _to_check(found.to_check, r)
    parts += _nearest(found, r)
    return [*parts, *_sure(found, r)]


# in short ------------------------------------------------------------------------------------------------------------


def _in_short(found: Compared, r: DeskReader) -> list[Block]:
    return [Heading(r.gettext("In short")), Bullets([_verdict(found, r), *_advice(found, r)])]


def _verdict(found: Compared, r: DeskReader) -> str:
    offer, told = found.offer, found.position
    if offer is None:
        shown = next((t for t in found.silences if t.what == "pay"), None)
        if shown is None or shown.share is None:
            return r.gettext("The draft names no pay.")
        return r.say("The draft names no pay; {share} of comparable vacancies do.", share=r.share(shown.share))
    if told is None:
        return r.say(
            "The pay of the draft cannot be placed: {why}.", why=r.gettext(UNPLACED.get(offer.reason or "", ""))
        )
    if told["reason"] or found.band is None:
        return r.gettext("The pay of the draft cannot be placed: too few comparable vacancies show pay.")
    line = next((n for n in ("middle", "floor", "ceiling") if told[n]["percentile"] is not None), None)
    if line is None:
        words = next((told[n]["words"] for n in ("middle", "floor", "ceiling") if told[n]["words"]), "cannot say")
        return r.say(
            "The market is too thin for a figure; roughly, the offer stands here: {where}.",
            where=r.gettext(WORDS[words]),
        )
    place = told[line]
    where = r.gettext("within the usual range")
    if place["high"] < _LOW:
        where = r.gettext("below the usual range")
    elif place["low"] > _HIGH:
        where = r.gettext("above the usual range")
    elif place["percentile"] < _LOW:
        where = r.gettext("at the lower edge of the usual range, perhaps below it")
    elif place["percentile"] > _HIGH:
        where = r.gettext("at the upper edge of the usual range, perhaps above it")
    return r.say(
        "The offer is {where}: its {line} is above that of {share} of comparable vacancies (90% interval {interval}).",
        where=where, line=r.gettext(POSITIONS[line]).lower(), share=r.share(place["percentile"]),
        interval=r.share_range(place["low"], place["high"]),
    )  # fmt: skip


def _advice(found: Compared, r: DeskReader) -> list[str]:
    said = []
    rare = [d for d in found.demands if d.rare and d.scope == "required"]
    if rare:
        said.append(
            r.say(
                "Rarely asked elsewhere, consider dropping or making it a plus: {names}.",
                names=r.several(d.label for d in rare),
            )
        )
    if found.missing:
        names = r.several(f"{d.label} ({r.share(d.share.share_asked)})" for d in found.missing[:5])
        said.append(r.say("Common among comparable vacancies and not in the draft: {names}.", names=names))
    silent = [t for t in found.silences if not t.in_draft and (t.share or 0) >= _MOST_TOLD]
    if silent:
        names = r.several(f"{r.gettext(TELLS[t.what])} ({r.share(t.share)})" for t in silent)
        said.append(r.say("Most comparable vacancies tell it and the draft does not: {names}.", names=names))
    if found.to_check:
        said.append(r.count_of("{n} wording to check.", "{n} wordings to check.", len(found.to_check)))
    return said


# pay -----------------------------------------------------------------------------------------------------------------


def _pay(found: Compared, r: DeskReader) -> list[Block]:
    band = found.band
    assert band is not None
    segment = _segment(found, r)
    under = r.say("{unit}, {tax}", unit=r.unit(found.unit), tax=r.word(TAX, found.tax_view or "unknown"))
    parts: list[Block] = [
        Heading(r.gettext("Pay"), under),
        Paragraph(r.say("Compared with: {segment}.", segment=segment)),
    ]
    parts += [Paragraph(r.gettext(DOUBTS[code]), "warn") for code in found.doubts if code in _BESIDE_PAY]
    for column, value in found.widened:
        parts.append(Paragraph(r.say(GIVEN_UP[column], value=word_of(found, column, value, r)), "note"))
    if found.offer is not None:
        parts += _offer(found, r)
    if band.method == "none":
        parts.append(Paragraph(r.gettext("No band is printed: too few employers show pay."), "warn"))
        return parts
    currency = (found.unit or "").partition("/")[0]
    shares = [
        s
        for s in band.middle
        if any(getattr(band, n)[s].value is not None or getattr(band, n)[s].low is not None for n in LINES)
    ]
    rows = []
    for name in LINES:
        row: dict[str, Any] = {"line": r.gettext(POSITIONS[name]), "unit": currency}
        for share in shares:
            estimate = getattr(band, name)[share]
            row |= {f"p{share}": estimate.value, f"p{share}_low": estimate.low, f"p{share}_high": estimate.high}
        if found.position:
            row["place"] = _place(found.position[name], r)
        rows.append(row)
    columns = [Column("line", "", "said")]
    columns += [Column(f"p{s}", f"P{100 * s:g}", "money", f"p{s}_low", f"p{s}_high", unit="unit") for s in shares]
    if found.position:
        columns.append(Column("place", r.gettext("The draft stands at"), "said"))
    caption = r.gettext(
        "Posted pay of comparable vacancies with 90% intervals: where ranges open, their middle, where they end."
    )
    return [*parts, Table("desk-band", caption, columns, rows)]


def _segment(found: Compared, r: DeskReader) -> str:
    given_up = {name for name, _ in found.widened}
    parts = [r.gettext("vacancies of the role")]
    for column, value in found.where.items():
        name = COLUMNS.get(column, column)
        if name in given_up:
            continue
        parts.append(word_of(found, name, value, r))
    counts = r.count_of("{n} vacancy", "{n} vacancies", found.comparables)
    return " · ".join([*parts, counts])


def _offer(found: Compared, r: DeskReader) -> list[Block]:
    offer = found.offer
    assert offer is not None
    if offer.reason:
        return [
            Paragraph(
                r.say("The draft writes “{pay}”; {why}.", pay=offer.written, why=r.gettext(UNPLACED[offer.reason])),
                "warn",
            )
        ]
    currency = (found.unit or "").partition("/")[0]
    amount = r.money_range(offer.low, offer.high, currency)
    if offer.written is None:
        said = r.say("The offer: {amount}.", amount=amount)
    else:
        said = r.say(
            "The draft writes “{pay}”; in the unit of the market: {amount}.",
            pay=" ".join(offer.written.split()),
            amount=amount,
        )
    steps = [r.gettext(STEPS[step]) for step in offer.steps if step in STEPS]
    return [Paragraph(said), *([Paragraph(" ".join(steps), "note")] if steps else [])]


def _place(place: Mapping[str, Any], r: DeskReader) -> str:
    if place["percentile"] is not None:
        return f"{r.share(place['percentile'])} ({r.share_range(place['low'], place['high'])})"
    words = place["words"]
    return r.gettext(WORDS[words]) if words else "—"


# what is told --------------------------------------------------------------------------------------------------------


def _silences(found: Compared, r: DeskReader) -> list[Block]:
    rows = [
        {
            "what": r.gettext(TELLS[t.what]), "share": t.share, "low": t.low, "high": t.high, "n": t.n,
            "draft": r.gettext("told") if t.in_draft else r.gettext("not told"),
        }
        for t in found.silences
        if t.n
    ]  # fmt: skip
    if not rows:
        return []
    columns = [
        Column("what", "", "said"), Column("share", r.gettext("Comparable vacancies that tell it"), "share", "low", "high"),
        Column("n", r.gettext("Out of"), "count"), Column("draft", r.gettext("The draft"), "said"),
    ]  # fmt: skip
    return [
        Heading(r.gettext("What postings tell")),
        Table("desk-told", r.gettext("What comparable vacancies tell, and whether the draft does."), columns, rows),
    ]


def _to_check(findings: Sequence[Finding], r: DeskReader) -> list[Block]:
    if not findings:
        return []
    rows = []
    for finding in findings:
        rule = rules()[finding.rule]
        rows.append(
            {
                "says": rule.says[r.lang], "sentence": finding.quote or r.gettext("(nothing is written)"),
                "source": f"{rule.jurisdiction[r.lang]}. {rule.source[r.lang]}",
            }
        )  # fmt: skip
    columns = [
        Column("sentence", r.gettext("Sentence"), "text"), Column("says", r.gettext("What to do"), "said"),
        Column("source", r.gettext("Where it matters, and the source"), "said"),
    ]  # fmt: skip
    note = r.gettext(
        "A wording to check is not a breach: laws have exceptions, and what applies is for a lawyer to say."
    )
    return [
        Heading(r.gettext("Wording to check")),
        Table("desk-lint", r.gettext("Sentences to read again."), columns, rows),
        Paragraph(note, "note"),
    ]


def _nearest(found: Compared, r: DeskReader) -> list[Block]:
    if not found.nearest:
        return []
    rows = []
    for row in found.nearest:
        asks = [found.labels.get(c, c) for c in (*row["shared"], *(a for a in row["asks"] if a not in row["shared"]))]
        more = f" +{len(asks) - _ASKS_SHOWN}" if len(asks) > _ASKS_SHOWN else ""
        currency = str(row["unit"] or "").partition("/")[0]
        pay = (
            r.money_range(row["pay_low"], row["pay_high"], currency)
            if row["unit"]
            else str(row["pay_written"] or r.gettext("not shown"))
        )
        rows.append(
            {
                "title": row["title"], "employer": row["employer"] or "—", "place": row["place"] or "—", "pay": pay,
                "asks": r.several(asks[:_ASKS_SHOWN]) + more, "shared": len(row["shared"]), "url": row["url"],
            }
        )  # fmt: skip
    columns = [
        Column("title", r.gettext("Vacancy"), "text"), Column("employer", r.gettext("Employer"), "text"), Column("place", r.gettext("Place"), "text"),
        Column("pay", r.gettext("Pays"), "said"), Column("asks", r.gettext("Asks"), "said"),
        Column("shared", r.gettext("In common"), "count"), Column("url", r.gettext("Link"), "link"),
    ]  # fmt: skip
    caption = r.gettext("The comparable vacancies whose requirements come nearest to the draft's.")
    return [Heading(r.gettext("Nearest vacancies")), Table("desk-nearest", caption, columns, rows)]


# how sure ------------------------------------------------------------------------------------------------------------


def _sure(found: Compared, r: DeskReader) -> list[Block]:
    band = found.band
    assert band is not None
    hidden = r.share(1 - band.n / band.postings) if band.postings else r.share(0.0)
    lines = [
        r.count_of(
            "{n} comparable vacancy shows pay, {hidden} hide it; {employers} named employers.",
            "{n} comparable vacancies show pay, {hidden} hide it; {employers} named employers.",
            band.n,
            hidden=hidden,
            employers=r.number(band.employers),
        ),
        r.say(
            "Grade of the pay band: {grade}.",
            grade=band.grade if band.grade != "suppressed" else r.gettext("not shown"),
        ),
        *(r.gettext(CAVEATS[c.code]) for c in band.caveats if c.code in CAVEATS),
        *(r.gettext(DOUBTS[code]) for code in found.doubts if code not in _BESIDE_PAY),
        _seen(found.about, r),
        r.gettext("Posted is not paid: these are figures of advertisements."),
    ]
    return [Heading(r.gettext("How sure this is")), Bullets(lines)]


def _seen(about: Mapping[str, Any], r: DeskReader) -> str:
    """The window of the market, where any vacancy has a date."""
    start, end = (about.get(name) and date.fromisoformat(about[name]) for name in ("window_from", "today"))
    if not start or not end:
        return r.gettext("No vacancy of this market has a date.")
    return r.say("Vacancies seen {start} to {end}.", start=r.day(start), end=r.day(end))


def cards(found: Compared) -> Cards | None:
    """The three places of the offer as cards, None where it has none."""
    r = reader(found.lang)
    told = found.position
    if not told or told["reason"]:
        return None
    items = [
        Card(_place(told[n], r), r.gettext(POSITIONS[n]), r.gettext("share of comparable vacancies below the draft"))
        for n in LINES
    ]
    return Cards(items)
