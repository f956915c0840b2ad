"""The spaCy component's place in spaCy's own register: its entry point loads this module, and loading registers it."""

from __future__ import annotations

from spacy.language import Language

from pipeline.extract.component import VacancyFacts


@Language.factory("vacancy_facts", default_config={"lang": None})
def create_vacancy_facts(nlp: Language, name: str, lang: str | None) -> VacancyFacts:  # noqa: ARG001 - spaCy calls it so
    """Make the component."""
    return VacancyFacts(lang)
