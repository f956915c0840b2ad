"""The plan of the house as a test: imports point down only, and guests stay in their rooms."""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parent.parent / "pipeline"

FLOORS = (
    {"cli"},
    {"flow"},
    {"work", "summary", "doctor", "again", "tidy"},
    {"fetch", "extract", "evaluate", "warehouse", "statistics", "report", "desk", "notify", "engines", "inputs"}
    | {"status"},
    {"sources", "words", "sample", "partitions", "ledger", "rates", "runs", "schedule", "logs"}
    | {"openings"},  # pure functions of tables, which the warehouse asks between two selects
    {"languages", "text", "contacts", "shelf", "config", "tables"},
    {"model", "errors", "vocab", "onebyte", "wording"},
)
NEIGHBOURS = {
    ("desk", "extract"): "the desk reads a draft as the house reads a posting",
    ("desk", "statistics"): "the desk compares a draft with the market",
    ("desk", "report"): "the desk prints with the report's charts",
    ("engines", "extract"): "an engine runs the extraction over many slices",
    ("inputs", "fetch"): "what was collected is read from the archive that fetch keeps",
    ("sources", "words"): "names of columns are words and stand in the vocabulary",
    ("languages", "shelf"): "languages are a shelf",
    ("text", "contacts"): "contacts are masked where text is made; the masks are a module of their own for length",
}
TABLES_PASS = {
    "fetch",
    "partitions",
    "rates",
    "runs",
    "cli",
    "flow",
    "extract",
    "evaluate",
    "warehouse",
    "statistics",
    "openings",
    "report",
    "desk",
    "engines",
    "sources",
    "tables",
}
GUESTS = {
    "urllib3": {"fetch"},  # what requests connects with: the address is checked where it is dialled
    "requests": {"fetch", "notify"},  # notify: a webhook is a POST that goes out
    "protego": {"fetch"},
    "warcio": {"fetch", "sources"},  # sources: a user may drop a WARC file
    "bs4": {"sources", "text"},
    "lxml": {"sources", "text", "rates"},  # rates: what banks answer is XML
    "ijson": {"sources"},  # a dump of 200 MB on one line is read in bounded memory
    "openpyxl": {"sources"},  # dropped spreadsheets
    "phonenumbers": {"text", "contacts"},
    "spacy": {"extract"},
    "ahocorasick_rs": {"extract", "contacts"},  # contacts: all cues in one pass; it was a third of parsing
    "hyperscan": {"extract"},
    "pymorphy3": {"languages"},
    "simplemma": {"languages"},
    "lingua": {"languages"},
    "pyspark": {"engines"},
    "duckdb": {"warehouse"},
    "scipy": {"statistics"},
    "matplotlib": {"report", "desk"},
    "jinja2": {"report", "desk"},
    "markupsafe": {"report", "desk"},  # jinja2's own escaped text
    "xlsxwriter": {"report", "desk", "sample"},
    "babel": {"report", "desk"},
    "weasyprint": {"report"},  # an extra: the page as PDF
    "docx": {"desk"},  # drafts come and job descriptions leave as DOCX
    "starlette": {"desk"},  # pages for people who do not use terminals
    "uvicorn": {"desk"},
    "anyio": {"desk"},  # starlette's own threads
    "typer": {"cli"},
    "rich": {"cli"},
    "pandas": TABLES_PASS,
    "numpy": TABLES_PASS,
    "pyarrow": TABLES_PASS,
    "msgspec": {"cli", "extract", "evaluate", "sources", "flow"},  # fast JSON
}
FILES = sorted(PIPELINE.rglob("*.py"))


def floor(room: str) -> int:
    return next((level for level, rooms in enumerate(FLOORS) if room in rooms), -1)


def room_of(path: Path) -> str:
    """The first name under pipeline/; the door itself, pipeline/__init__.py, is ''."""
    first = path.relative_to(PIPELINE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every absolute name imported anywhere in the file, also inside functions, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import from `pipeline` on"
            if node.module == "pipeline":
                yield from ((node.lineno, f"pipeline.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def upward(here: str, there: str) -> bool:
    """Whether room `here` may not import room `there`."""
    if here in ("", there):
        return False
    return not (floor(here) < floor(there) or (here, there) in NEIGHBOURS)


def test_every_room_stands_in_the_plan() -> None:
    unknown = {room_of(path) for path in FILES} - {""} - set().union(*FLOORS)
    assert not unknown, f"rooms that no floor of the plan names: {unknown}"


def test_imports_point_down_only() -> None:
    wrong = [
        f"{path.relative_to(PIPELINE.parent)}:{line}: {room_of(path)} imports {name}"
        for path in FILES
        for line, name in imports(path)
        if name.startswith("pipeline.") and upward(room_of(path), name.split(".")[1])
    ]
    assert not wrong, "\n".join(wrong)


def module_of(path: Path) -> str:
    parts = path.relative_to(PIPELINE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules_taken(path: Path) -> Iterator[str]:
    """The modules of the house that a file takes names from, for types only or inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in inside)


MODULES = {module_of(path): path for path in FILES}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name: set(modules_taken(path)) & MODULES.keys() for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" ← ".join(circle.args[1]))


def test_guests_stay_in_their_rooms() -> None:
    wrong = [
        f"{path.relative_to(PIPELINE.parent)}:{line}: {name.split('.')[0]} is no guest of {room_of(path) or 'the door'}"
        for path in FILES
        for line, name in imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names | {"pipeline"}
        and room_of(path) not in GUESTS.get(name.split(".")[0], set())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("here", "there", "wrong"),
    [
        ("cli", "flow", False),
        ("extract", "words", False),
        ("engines", "extract", False),
        ("extract", "extract", False),
        ("extract", "warehouse", True),
        ("extract", "engines", True),
        ("words", "extract", True),
        ("model", "errors", True),
        ("report", "cli", True),
    ],
)
def test_the_rule_itself(here: str, there: str, wrong: bool) -> None:
    assert upward(here, there) is wrong


def test_only_the_cli_prints() -> None:
    wrong = [
        f"{path.relative_to(PIPELINE.parent)}:{node.lineno}"
        for path in FILES
        if room_of(path) != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and "__main__" not in path.read_text(encoding="utf-8")  # a generator that is started by hand may
    ]
    assert not wrong, "\n".join(wrong)
