"""A job description says of each line what share of the market it rests on, and of its frame who must agree to it."""

import csv
import io
from importlib.resources import files
from pathlib import Path

import pytest
from docx import Document

from pipeline.cli import main
from pipeline.desk import describe as describing
from pipeline.desk.describe import ANY, Description, describe
from pipeline.desk.document import to_docx, to_markdown
from pipeline.desk.i18n import reader
from pipeline.desk.market import Market
from pipeline.desk.skeleton import FRAME, blocks, title
from pipeline.errors import UsageError
from pipeline.report.blocks import Bullets, Heading, Paragraph, Table
from pipeline.words import lexicon

PAIRS = list(
    csv.DictReader(files("pipeline.desk").joinpath("job_description.csv").read_text("utf-8").splitlines())
)  # fmt: skip
SHARES = [f"share_{kind}{end}" for kind in ("asked", "required") for end in ("", "_low", "_high")]
NUMBERS = ["share", "low", "high", "also", "also_low", "also_high"]


@pytest.fixture(scope="module")
def found(market: Market) -> Description:
    return describe(market)


def items(found: Description) -> list[str]:
    return [item for block in blocks(found) if isinstance(block, Bullets) for item in block.items]


# the pairs -----------------------------------------------------------------------------------------------------------


def test_every_pair_names_what_the_vocabulary_knows() -> None:
    concepts = lexicon().concepts
    for row in PAIRS:
        assert row["use"] in ("demand", "measure", "right"), row
        assert row["concept"] in concepts, row
        assert row["function"] == ANY or concepts[row["function"]].kind == "functions", row
    assert len({tuple(row.values()) for row in PAIRS}) == len(PAIRS)


def test_every_function_of_the_vocabulary_has_demands() -> None:
    functions = {c.concept for c in lexicon().concepts.values() if c.kind == "functions"}
    assert functions <= {row["function"] for row in PAIRS if row["use"] == "demand"}


# the numbers ---------------------------------------------------------------------------------------------------------


def test_demands_of_the_whole_market_have_the_shares_of_the_mart(market: Market, found: Description) -> None:
    mart = market.query("select * from mart.requirement").set_index("concept")
    lines = [*found.of("demand"), *found.of("education")]
    assert len(lines) > 10
    for line in lines:
        told = [getattr(line, name) for name in NUMBERS]
        assert told == pytest.approx([mart.at[line.concept, name] for name in SHARES], abs=1e-12), line.concept
        assert line.n == mart.at[line.concept, "n"] == found.n


def test_demands_of_a_segment_have_the_shares_of_market_requirements(market: Market) -> None:
    segment = {"place": "Москва", "experience": "1-3"}
    asked = market.requirements(**segment).to_frame().set_index("concept")
    found = describe(market, **segment)
    assert found.of("demand")
    for line in found.of("demand"):
        assert [line.share, line.low, line.high] == [asked.at[line.concept, name] for name in SHARES[:3]]
        assert line.n == asked.at[line.concept, "n"]


@pytest.mark.parametrize(
    ("part", "counted"),
    [
        ("function", "ask.kind = 'functions' and scope in ('required', 'preferred', 'duty', 'mentioned')"),
        ("task", "ask.kind in ('skills', 'mobility') and scope = 'duty'"),
        ("right", "ask.kind = 'benefits' and scope = 'offered'"),
    ],
)
def test_other_parts_count_vacancies_with_a_text_by_scope(
    market: Market, found: Description, part: str, counted: str
) -> None:
    rows = market.query(
        "select concept, count(*) / (select count(*) from mart.vacancy where has_text) as share from mart.ask as ask"
        f" join mart.vacancy using (vacancy_id) where has_text and {counted} group by concept"
    ).set_index("concept")["share"]
    lines = found.of(part)
    assert lines
    for line in lines:
        assert line.share == pytest.approx(rows[line.concept], abs=1e-12)
        assert line.low <= line.share <= line.high


def test_functions_stand_in_the_order_the_market_names_them(found: Description) -> None:
    shares = [line.share for line in found.of("function")]
    assert shares == sorted(shares, reverse=True)
    assert {"selling", "complaint-handling", "after-sales-service"} <= {line.concept for line in found.of("function")}


def test_experience_buckets_are_all_the_vacancies(market: Market, found: Description) -> None:
    assert sum(line.share for line in found.of("experience")) == pytest.approx(1)
    assert describe(market, experience="1-3").of("experience") == []


# demands and functions -----------------------------------------------------------------------------------------------


def test_a_demand_stands_with_the_described_functions_that_need_it(found: Description) -> None:
    described = {line.concept for line in found.of("function")}
    for line in found.of("demand"):
        needing = {row["function"] for row in PAIRS if row["use"] == "demand" and row["concept"] == line.concept}
        assert set(line.functions) == ({ANY} if ANY in needing else needing & described)


def test_a_function_none_of_whose_demands_is_asked_is_pointed_out(found: Description) -> None:
    asked = {line.concept for line in found.of("demand")}
    for line in found.of("function"):
        needed = {r["concept"] for r in PAIRS if r["use"] == "demand" and r["function"] == line.concept}
        assert (line.concept in found.bare) == (not needed & asked)
        said = [item for item in items(found) if item.startswith(f"{line.label}: no requirement goes with it")]
        assert bool(said) == (line.concept in found.bare)
    assert "complaint-handling" in found.bare


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ({}, "Excel: no function of part 2 needs it. Drop it, or say what it is for."),
        (
            {"partnership": ("excel",)},
            "Excel: no function of part 2 needs it. Drop it, or add the function it is for: Partnerships.",
        ),
        ({ANY: ("excel",)}, None),
        ({"selling": ("excel",)}, None),
    ],
)
def test_a_demand_without_a_function_is_pointed_out(
    market: Market, monkeypatch: pytest.MonkeyPatch, needs: dict, said: str | None
) -> None:
    uses = {"demand": needs, "measure": {}, "right": {ANY: ()}}
    monkeypatch.setattr(describing, "pairs", uses.__getitem__)
    told = [item for item in items(describe(market)) if item.startswith("Excel:")]
    assert told == ([said] if said else [])


# the words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ru", "tr"])
def test_each_line_of_a_list_rests_on_the_market_or_is_the_lawyer_s(market: Market, lang: str) -> None:
    found = describe(market, lang=lang)
    whole = blocks(found)
    frame = sum(map(len, FRAME.values()))
    assert sum("⚖" in item for item in items(found)) == frame
    market_lines = [item for item in items(found) if "⚖" not in item]
    settled = len(found.bare) + len(found.orphans)
    assert sum("n = " in item and "%" in item for item in market_lines) == len(market_lines) - settled
    assert [b.text[0] for b in whole if isinstance(b, Heading)] == list("1234567")


def test_the_language_changes_the_words_and_no_number(market: Market) -> None:
    told = [describe(market, lang=lang) for lang in ("en", "ru", "tr")]
    same = [
        [(line.part, line.concept, line.share, line.n) for line in found.lines if line.part != "title"]
        for found in told
    ]
    assert same[0] == same[1] == same[2]
    assert len({to_markdown(title(f), blocks(f), reader(f.lang)) for f in told}) == 3


def test_a_market_too_thin_says_so_in_one_line_and_prints_the_frame_alone(market: Market) -> None:
    counts = market.rows[market.has_text].groupby(["place", "industry"])["employer"].nunique()
    place, industry = next(key for key, n in sorted(counts.items()) if 0 < n < 5)
    found = describe(market, place=place, industry=industry)
    assert (found.thin, found.lines) == ("few_employers", ())
    warned = [b.text for b in blocks(found) if isinstance(b, Paragraph) and b.tone == "warn"]
    assert len([text for text in warned if "too thin" in text]) == 1
    assert all("⚖" in item for item in items(found))


def test_few_vacancies_are_called_few(market: Market) -> None:
    told = market.rows[market.has_text]
    sizes = told.groupby("place").agg(n=("vacancy_id", "size"), employers=("employer", "nunique"))
    place = sizes[(sizes["n"] < describing.FEW) & (sizes["employers"] >= 5)].index[0]
    found = describe(market, place=place)
    assert found.thin == "few"
    assert found.lines


def test_a_value_nobody_has_is_an_error(market: Market) -> None:
    with pytest.raises(UsageError, match="--industry"):
        describe(market, industry="no such thing")


# the documents -------------------------------------------------------------------------------------------------------


def test_markdown_keeps_foreign_signs_as_signs() -> None:
    told = to_markdown("A|B", [Bullets(["[x](javascript:y) <b> `c` *d* # e ____"])], reader("en"))
    assert told == "# A\\|B\n\n- \\[x\\](javascript:y) \\<b\\> \\`c\\` \\*d\\* \\# e \\_\\_\\_\\_\n"


def test_docx_holds_what_the_blocks_hold(found: Description) -> None:
    made = Document(io.BytesIO(to_docx(title(found), blocks(found), reader("en"))))
    written = [p.text for p in made.paragraphs]
    headings = [b.text for b in blocks(found) if isinstance(b, Heading)]
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == headings
    assert [p.text for p in made.paragraphs if p.style.name == "List Bullet"] == items(found)
    assert written[0] == title(found)
    table = next(b for b in blocks(found) if isinstance(b, Table))
    assert [row.cells[0].text for row in made.tables[0].rows[1:]] == [row["label"] for row in table.rows]


def test_the_verb_writes_markdown_to_stdout_and_documents_to_files(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace)

    def left_with(*words: str) -> int:
        with pytest.raises(SystemExit) as left:
            main(["describe", *words])
        return int(left.value.code or 0)

    assert left_with("--lang", "ru", "--place", "Москва") == 0
    text = capsys.readouterr().out
    assert text.startswith("# Должностная инструкция")
    assert left_with("--lang", "ru", "--place", "Москва", "--out", str(tmp_path / "x.md")) == 0
    assert (tmp_path / "x.md").read_text("utf-8") == text
    assert left_with("--out", str(tmp_path / "x.docx")) == 0
    assert Document(str(tmp_path / "x.docx")).paragraphs[0].text == "Job description"
    for wrong in (("--out", "x.odt"), ("--lang", "de"), ("--place", "Nowhere")):
        assert left_with(*wrong) == 2
