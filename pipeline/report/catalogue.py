"""The catalogues' keeper: gathers every sentence of a room and brings its locale/*/<room>.po up to date.

python -m pipeline.report.catalogue      adds what is new, drops what nobody says any more, keeps translations
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from pipeline.report.book import SHELF, header
from pipeline.report.i18n import REPORT_LANGUAGES

_SPOKEN = {"_": None, "N_": None, "gettext": None, "say": None, "count_of": (1, 2)}
Message = str | tuple[str, str]
"""A sentence as the code says it; a pair has a plural."""


class Keeper(NamedTuple):
    """Keeps the catalogues of a room: its folder, the name of its catalogues, sentences that stand in no code."""

    room: Path
    name: str
    more: frozenset[Message] = frozenset()

    def messages(self) -> set[Message]:
        """Gather what the room says: calls in Python and templates, and what else it was told of."""
        found: set[Message] = set(self.more)
        for path in sorted([*self.room.rglob("*.py"), *(self.room / "templates").glob("*.j2")]):
            method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
            with path.open("rb") as source:
                for entry in extract(method, source, keywords=_SPOKEN, options={"silent": "false"}):
                    found.add(entry[1])  # type: ignore[arg-type]
        return {m for m in found if m and m != ("", "")}

    def path(self, lang: str) -> Path:
        """Return where the catalogue of a language stands."""
        return self.room / "locale" / lang / f"{self.name}.po"

    def catalogue(self, lang: str) -> Catalog:
        """Read a language's catalogue; an empty one where there is none yet."""
        path = self.path(lang)
        return read_po(io.StringIO(path.read_text("utf-8")), locale=lang) if path.exists() else Catalog(locale=lang)

    def renew(self, lang: str) -> int:
        """Bring one catalogue up to date; gives how many sentences still wait for a translation."""
        old, new = self.catalogue(lang), Catalog(locale=lang, charset="utf-8")
        waiting = 0
        for message in sorted(self.messages(), key=str):
            known = old.get(message if isinstance(message, str) else message[0])
            new.add(message, known.string if known else "")
            waiting += not (known and known.string and (not isinstance(message, tuple) or all(known.string)))
        out = io.BytesIO()
        write_po(out, new, omit_header=True, width=120)
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        plural = f'"Plural-Forms: {new.plural_forms}\\n"\n\n'
        self.path(lang).parent.mkdir(parents=True, exist_ok=True)
        self.path(lang).write_text(head + plural + out.getvalue().decode("utf-8").lstrip(), "utf-8")
        return waiting

    def renew_all(self) -> None:
        """Bring the catalogues of all languages but English up to date."""
        for lang in REPORT_LANGUAGES[1:]:
            self.renew(lang)


def _of_questions() -> frozenset[Message]:
    """Titles and leads of the sections that are a question in SQL."""
    headers = [header(path.read_text("utf-8")) for path in sorted(SHELF.glob("*.sql"))]
    return frozenset(told[key] for told in headers for key in ("title", "lead") if key in told)


KEEPER = Keeper(Path(__file__).parent, "report", _of_questions())

if __name__ == "__main__":
    KEEPER.renew_all()
