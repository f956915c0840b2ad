"""One invented draft as text, DOCX and HTML is one draft; the page of an answer holds the numbers of its JSON."""

import html
import io
import re
from pathlib import Path

import pytest
from docx import Document
from test_benchmark import DRAFT, said

from pipeline.desk.draft import Draft, from_bytes, from_text
from pipeline.desk.i18n import reader


def as_docx(text: str, *, in_table: bool = False) -> bytes:
    """Headings, paragraphs and list items of a text as Word has them."""
    document = Document()
    title, *lines = text.strip().splitlines()
    document.add_heading(title, 0)
    table = document.add_table(rows=0, cols=1) if in_table else None
    for line in lines:
        if table is not None:
            table.add_row().cells[0].text = line
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def as_html(text: str) -> bytes:
    title, *lines = text.strip().splitlines()
    inside, open_list = [f"<h1>{html.escape(title)}</h1>"], False
    for line in lines:
        if line.startswith("- ") != open_list:
            open_list = not open_list
            inside.append("<ul>" if open_list else "</ul>")
        inside.append(f"<li>{html.escape(line[2:])}</li>" if open_list else f"<p>{html.escape(line)}</p>")
    inside.append("</ul>" if open_list else "")
    head = "<head><meta charset=utf-8><title>x</title><style>p{color:red}</style><script>var pay = 1</script></head>"
    return f"<!doctype html><html>{head}<body>{''.join(inside)}</body></html>".encode()


def claims(draft: Draft) -> list[tuple]:
    """Every fact but where it stands."""
    return [(f.kind, f.concept, f.low, f.high, f.unit, f.scope, f.level, f.quote) for f in draft.facts]


TURKISH = """Müşteri Temsilcisi
Aranan nitelikler:
- en az 2 yıl satış deneyimi
- iyi derecede İngilizce
- B sınıfı ehliyet
Koşullar:
- aylık net 45.000 - 60.000 TL
"""


@pytest.mark.parametrize("text", [DRAFT, TURKISH], ids=["ru", "tr"])
@pytest.mark.parametrize(
    ("written", "name"),
    [
        (lambda t: t.encode(), "draft.txt"),
        (lambda t: t.encode("utf-16"), "draft.txt"),
        (as_docx, "draft.docx"),
        (as_docx, "no-ending"),
        (lambda t: as_docx(t, in_table=True), "draft.docx"),
        (as_html, "draft.html"),
        (as_html, "-"),
    ],
    ids=["text", "utf-16", "docx", "docx by its bytes", "docx table", "html", "html by its bytes"],
)
def test_every_format_reads_as_the_same_draft(text: str, written, name: str) -> None:
    plain, found = from_text(text), from_bytes(written(text), name)
    assert found.posting.title == plain.posting.title
    assert found.posting.language == plain.posting.language
    assert claims(found) == claims(plain)
    assert len(claims(plain)) > 3


def test_the_three_formats_get_one_answer(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace)
    answers = []
    for name, body in (("a.txt", DRAFT.encode()), ("a.docx", as_docx(DRAFT)), ("a.html", as_html(DRAFT))):
        (tmp_path / name).write_bytes(body)
        answers.append(said(capsys, "benchmark", str(tmp_path / name), "--json"))
    assert answers[0] == answers[1] == answers[2]


def cells(page: str, table: str) -> list[str]:
    """The text of each cell of a table of a page."""
    body = page.split(f'id="{table}"')[1].split("</table>", maxsplit=1)[0]
    found = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", body, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in found]


@pytest.mark.parametrize("lang", ["en", "ru", "tr"])
def test_the_page_holds_the_numbers_of_the_json(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    monkeypatch.chdir(workspace)
    (tmp_path / "draft.txt").write_text(DRAFT)
    page = tmp_path / "answer.html"
    answer = said(
        capsys, "benchmark", str(tmp_path / "draft.txt"), "--lang", lang, "--json", "--html", str(page)
    )  # fmt: skip
    text, r = page.read_text("utf-8"), reader(lang)
    assert f'<html lang="{lang}">' in text
    assert "<script" not in text
    told = cells(text, "desk-demands")
    assert answer["demands"]
    for demand in answer["demands"]:
        share = demand
        shown = f"{r.share(share['share_asked'])} {r.share_range(share['share_asked_low'], share['share_asked_high'])}"
        assert " ".join(shown.split()) in told, demand["concept"]
        assert any(cell.startswith(demand["label"]) for cell in told)
    band = " ".join(cells(text, "desk-band"))
    currency = answer["unit"].partition("/")[0]
    figures = [f["value"] for line in ("floor", "middle", "ceiling") for f in answer["band"][line].values()]
    assert [f for f in figures if f is not None]
    for figure in figures:
        assert figure is None or " ".join(r.money(figure, currency).split()) in band
