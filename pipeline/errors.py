"""Every error a user can meet, as a tree. Each message is one line: where, what was expected and found, what to do.

VacanciesError            1  our error, a failed check, an unwritable place
├── UsageError            2  a wrong option, a path that is not there
│   ├── SettingsError     2  vacancies.toml holds something unknown or impossible
│   └── MixedUnitsError   2  two currencies, periods or tax views in one number
├── VocabularyError       2  a vocabulary file holds rows that cannot be used (all complaints together)
├── UnreadableError       -  a page, row or record that cannot be read: becomes a reject, never ends a run
├── SourcesFailedError    3  some sources failed; what the others brought was used
├── NothingCameInError    4  an empty folder, every row rejected
└── LockedError          75  another run holds the lock
"""

from __future__ import annotations


class VacanciesError(Exception):
    """Anything this program refuses or fails to do; its text is the one line the user reads."""

    exit_code = 1


class UsageError(VacanciesError):
    """The call cannot be carried out as it was given."""

    exit_code = 2


class SettingsError(UsageError):
    """vacancies.toml holds an unknown key or an impossible value."""


class MixedUnitsError(UsageError):
    """Amounts in different currencies, periods or tax views were put where one unit is needed."""


class VocabularyError(UsageError):
    """Vocabulary files hold rows that cannot be used; the message lists all of them with file and line."""


class UnreadableError(VacanciesError):
    """A page or record that cannot be read; the caller keeps it as a reject and goes on."""


class SourcesFailedError(VacanciesError):
    """One or more sources failed while others worked."""

    exit_code = 3


class NothingCameInError(VacanciesError):
    """There was nothing to read, or everything was rejected."""

    exit_code = 4


class LockedError(VacanciesError):
    """Another run holds the workspace."""

    exit_code = 75
