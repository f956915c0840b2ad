"""Names of closed values, in English, marked for translation; what the report calls the ids that marts hold."""

from __future__ import annotations

Words = dict[str, str]


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a sentence for the catalogues without translating it here."""
    return sentence


PERIODS: Words = {
    "hour": N_("{currency} an hour"),
    "day": N_("{currency} a day"),
    "shift": N_("{currency} a shift"),
    "week": N_("{currency} a week"),
    "month": N_("{currency} a month"),
    "year": N_("{currency} a year"),
    "project": N_("{currency} a project"),
}

EXPERIENCE: Words = {
    "none": N_("No experience needed"),
    "1-3": N_("1–3 years"),
    "3-6": N_("3–6 years"),
    "6+": N_("6 years and more"),
    "some": N_("Needed, years not given"),
    "silent": N_("Not mentioned"),
}

POSITIONS: Words = {
    "floor": N_("Floor"),
    "middle": N_("Middle"),
    "ceiling": N_("Ceiling"),
}

POSITION_MEANINGS: Words = {
    "floor": N_("where the posted range opens"),
    "middle": N_("half-way through the range"),
    "ceiling": N_("where the posted range ends"),
}

REASONS: Words = {
    "few_employers": N_("fewer than 3 employers show pay"),
    "estimate_only": N_("fewer than 8 employers show pay"),
    "employers_unknown": N_("most postings with pay name no employer"),
    "wide_interval": N_("the interval of the median is wider than 60%"),
}
"""Why a band is not shown: the codes of mart.band.reason_code."""

PAY_KINDS: Words = {
    "range": N_("Range"),
    "from": N_("“From” only"),
    "upto": N_("“Up to” only"),
    "point": N_("One figure"),
    "negotiable": N_("Negotiable"),
    "absent": N_("Nothing said"),
}

GRADES: Words = {"A": "A", "B": "B", "C": "C", "suppressed": N_("not shown")}

LANGUAGES: Words = {
    "ru": N_("Russian"),
    "tr": N_("Turkish"),
    "en": N_("English"),
    "other": N_("Other languages"),
    "all": N_("All postings"),
}

SCOPES: Words = {
    "fixed": N_("fixed part"),
    "total": N_("total with variable pay"),
    "unknown": N_("fixed or total not said"),
}

TAX: Words = {"gross": N_("before tax"), "net": N_("after tax"), "unknown": N_("tax not said")}

KINDS: Words = {
    "skill": N_("Skill"),
    "software": N_("Software"),
    "crm": N_("CRM"),
    "education": N_("Education"),
    "language": N_("Language"),
    "licence": N_("Driving licence"),
    "license": N_("Driving licence"),
    "work_format": N_("Work format"),
    "mobility": N_("Mobility"),
    "condition": N_("Condition"),
    "benefit": N_("Benefit"),
}

DIMENSIONS: Words = {
    "all": N_("Whole market"),
    "experience": N_("By experience"),
    "place": N_("By place"),
    "industry": N_("By industry"),
    "pay_scope": N_("Stated base and stated total"),
}

MARKS: Words = {
    "pay": N_("Pay"),
    "experience": N_("Experience"),
    "industry": N_("Industry"),
    "variable_pay": N_("Variable pay"),
}
"""Kinds of facts whose sentences are marked under their own name; others under their concept's."""

ASKED: Words = {
    "required": N_("required"),
    "preferred": N_("preferred"),
    "not_needed": N_("not needed"),
    "offered": N_("offered"),
}

THIRDS: Words = {
    "lower": N_("lower third"),
    "middle": N_("middle third"),
    "upper": N_("upper third"),
}
"""Thirds of the floors posted in one unit."""

LEVELS: Words = {
    "basic": N_("basic"),
    "elementary": N_("elementary"),
    "pre-intermediate": N_("pre-intermediate"),
    "intermediate": N_("intermediate"),
    "upper-intermediate": N_("upper-intermediate"),
    "advanced": N_("advanced"),
    "fluent": N_("fluent"),
    "native": N_("native"),
    "technical": N_("technical"),
    "conversational": N_("conversational"),
    "written": N_("written"),
    "completed": N_("completed"),
    "incomplete-accepted": N_("not completed will do"),
    "specialised": N_("in the field"),
    "student": N_("student"),
}
"""Words of levels; CEFR marks, licence letters and names of languages speak for themselves."""

VERDICTS: Words = {
    "up": N_("up"),
    "down": N_("down"),
    "no change visible": N_("no change to be seen"),
    "cannot say": N_("cannot be said"),
}

EDITED: Words = {
    "pay": N_("pay"),
    "title": N_("title"),
    "text": N_("text"),
}
"""What an edit of a posting changed."""

OUTAGES: Words = {
    "failed": N_("the collection failed"),
    "partial": N_("cut short"),
    "closed": N_("the site refused"),
}
"""How a collection ended that is not complete."""

MADE: Words = {
    "vacancies": N_("program"),
    "reading": N_("rules of reading"),
    "vocabulary": N_("vocabulary"),
}
"""What a report is made of, as the versions name it."""

CONVERSIONS: Words = {
    "currency": N_("currency"),
    "period": N_("period"),
    "tax": N_("before and after tax"),
}
