"""What the desk calls the codes of its answers: English sentences, marked for translation."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from pipeline.report.labels import N_, Words

CANNOT: Words = {
    "empty": N_("Cannot say: the draft is empty. Paste the text of the posting."),
    "language": N_("Cannot say: the draft is in a language that is not read here. Russian, Turkish and English are."),
    "other_role": N_(
        "Cannot say: the title is that of another role than the market's. If it is the same after all, name the role in the title."
    ),
    "nothing_read": N_(
        "Cannot say: nothing in the draft reads like a vacancy: no pay, no requirement, no title of the role. Add a title and what you ask for."
    ),
    "empty_market": N_("Cannot say: the market is empty. Run it over postings first."),
    "no_pay_anywhere": N_("Cannot say: no vacancy of the market shows pay that can be compared."),
}

UNPLACED: Words = {
    "other_currency": N_("it is in another currency than the comparable vacancies"),
    "no_period": N_("it does not say for what period it is"),
    "other_period": N_("pay by the day, shift or project cannot be compared with monthly pay"),
    "no_tax_table": N_("gross and net cannot be made of each other for this currency and year"),
    "": N_("too few comparable vacancies show pay"),
}

STEPS: Words = {
    "currency_assumed": N_("No currency is written; the market's is assumed."),
    "period_assumed": N_("No period is written; a month is assumed."),
    "by_year": N_("A twelfth of the yearly figure is a month."),
    "by_week": N_("A month is taken as 4.345 weeks."),
    "by_hours": N_("A month is taken by the production calendar's working hours."),
    "tax_taken_as_net": N_("Gross or net is not written; taken as after tax, as most postings of this currency are."),
    "tax_taken_as_gross": N_(
        "Gross or net is not written; taken as before tax, as most postings of this currency are."
    ),
    "made_gross": N_("Made pay before tax by the tax table of the year."),
    "made_net": N_("Made pay after tax by the tax table of the year."),
}

DOUBTS: Words = {
    "place_unknown": N_("No vacancy here is in the draft's place: it is compared with all places."),
    "place_silent": N_("The draft names no single place the market knows: it is compared with all places."),
    "experience_silent": N_("The draft gives no years of experience: it is compared with all of them."),
    "role_unknown": N_("The title does not say that the role is the market's: check that it is."),
    "other_language": N_(
        "Most comparable vacancies are in another language than the draft: what is usual in its country may differ."
    ),
    "asks_nothing": N_(
        "The draft asks for nothing that can be compared: the nearest vacancies are near by place and experience alone."
    ),
}

GIVEN_UP: Words = {
    "experience": N_("Too few show pay there, so experience was widened: not only “{value}”."),
    "place": N_("Too few show pay there, so the place was widened: not only {value}."),
    "region": N_("Too few show pay there, so the place was widened further: not only {value}."),
    "industry": N_("Too few show pay there, so the industry was widened: not only {value}."),
    "role": N_("Too few show pay there, so the role was widened: not only {value}."),
}

TELLS: Words = {
    "pay": N_("pay"),
    "tax": N_("whether pay is before or after tax"),
    "variable": N_("a variable part of pay"),
    "schedule": N_("working hours"),
    "format": N_("office, remote or on the road"),
    "probation": N_("probation"),
    "contract": N_("the form of employment"),
    "benefits": N_("benefits"),
    "licence": N_("the category of the driving licence"),
}

WORDS: Words = {
    "lower half": N_("in the lower half"),
    "upper half": N_("in the upper half"),
    "around the middle": N_("around the middle"),
    "cannot say": N_("cannot say"),
}

CAVEATS: Words = {
    "pooled": N_("Few vacancies: the band is estimated with the help of similar ones."),
    "rough": N_("Few vacancies: the figures are rough, about a quarter up or down."),
    "employers_unknown": N_("Most vacancies that show pay name no employer."),
    "employer_weighted": N_("One employer posts more than a quarter of the vacancies; its weight is held down."),
    "tax_unknown": N_("Some vacancies do not say gross or net; they are taken as most of their source are."),
    "unusable": N_("Some vacancies state pay that cannot be used; it counts as hidden."),
    "from_different": N_("Vacancies that say only “from” look different from those with a range."),
    "upto_different": N_("Vacancies that say only “up to” look different from those with a range."),
    "completions_disagree": N_(
        "Two ways of completing one-sided pay disagree: read the floor and the ceiling rather than the middle."
    ),
}

WRONG = {
    r"--\w+ (?P<value>.*): no vacancy has it; near (?P<near>.*)": N_("No vacancy has “{value}”. Near it: {near}."),
    r"--\w+ (?P<value>.*): no vacancy has it.*": N_("No vacancy has “{value}”."),
    r"--offer (?P<value>.*): expected .*": N_(
        "The pay offered cannot be read: “{value}”. Write 80000-120000, 80000- or 100000."
    ),
    r"offer: expected the lower end first.*": N_("The pay offered begins with its upper end: turn the two round."),
    r"the draft is empty.*": N_("Cannot say: the draft is empty. Paste the text of the posting."),
    r"not (text, HTML or|a) DOCX.*": N_(
        "The file is not text, HTML or DOCX: save it as one of them, or paste its text."
    ),
    r"(.* bytes: expected a draft|a DOCX that unpacks|a text of .* characters).*": N_(
        "The draft is too long: paste the text of the posting alone."
    ),
    r"mart\.vacancy: no vacancy shows pay.*": N_(
        "Cannot say: no vacancy of the market shows pay that can be compared."
    ),
}
"""What a call gets wrong, as the terminal says it, with its sentence for a page: see report/retold.py."""
