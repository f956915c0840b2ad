"""The keeper of the desk's catalogues: gathers its sentences and brings locale/*/desk.po up to date.

python -m pipeline.desk.catalogue      adds what is new, drops what nobody says any more, keeps translations
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from pipeline.report.i18n import REPORT_LANGUAGES

ROOM = Path(__file__).parent
_SPOKEN = {"_": None, "N_": None, "gettext": None, "say": None, "count_of": (1, 2)}


def messages() -> set[str | tuple[str, str]]:
    """Gather what the room says: calls in Python and templates; a pair has a plural."""
    found: set[str | tuple[str, str]] = set()
    for path in sorted([*ROOM.rglob("*.py"), *(ROOM / "templates").glob("*.j2")]):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        with path.open("rb") as source:
            for entry in extract(method, source, keywords=_SPOKEN, options={"silent": "false"}):
                found.add(entry[1])  # type: ignore[arg-type]
    return {m for m in found if m and m != ("", "")}


def catalogue(lang: str) -> Catalog:
    """Read a language's catalogue; an empty one where there is none yet."""
    path = ROOM / "locale" / lang / "desk.po"
    return read_po(io.StringIO(path.read_text("utf-8")), locale=lang) if path.exists() else Catalog(locale=lang)


def renew(lang: str) -> int:
    """Bring one catalogue up to date; gives how many sentences still wait for a translation."""
    old, new = catalogue(lang), Catalog(locale=lang, charset="utf-8")
    waiting = 0
    for message in sorted(messages(), key=str):
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else "")
        waiting += not (known and known.string and (not isinstance(message, tuple) or all(known.string)))
    out = io.BytesIO()
    write_po(out, new, omit_header=True, width=120)
    plural = (
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {new.plural_forms}\\n"\n\n'
    )
    path = ROOM / "locale" / lang / "desk.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plural + out.getvalue().decode("utf-8").lstrip(), "utf-8")
    return waiting


if __name__ == "__main__":
    for spoken in REPORT_LANGUAGES[1:]:
        renew(spoken)
