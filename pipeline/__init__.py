"""Vacancy-market analytics: reads postings in Russian, Turkish and English, reports what the market pays and asks.

The command is `vacancies`; from Python the public types below are what passes between the rooms.
"""

from pipeline.errors import VacanciesError
from pipeline.model import Fact, Page, Posting, Reject, Request, Stated

__all__ = ["Fact", "Page", "Posting", "Reject", "Request", "Stated", "VacanciesError"]
