"""The served desk: a visit without a script, what it refuses, a market replaced under a hundred visitors."""

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn
from test_benchmark import DRAFT

from pipeline.desk import draft, question
from pipeline.desk.door import OpenMarket
from pipeline.desk.guard import Guard, Limits
from pipeline.desk.serve import Desk, Keeper, _said, stamp_of
from pipeline.errors import VacanciesError
from pipeline.warehouse import Warehouse


class Served:
    """The desk on a port of this machine, in a thread."""

    def __init__(self, warehouse: Path, reports: Path, **guard: object) -> None:
        def opened() -> OpenMarket:
            held = Warehouse(warehouse)
            return OpenMarket(held.query, held.close)

        desk = Desk(Keeper(opened, stamp_of(warehouse)), reports)
        app = Guard(desk.app(), **guard)
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def place(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("served") / "warehouse.duckdb"
    shutil.copy(workspace / "data" / "processed" / "warehouse.duckdb", copy)
    return copy


@pytest.fixture(scope="module")
def served(workspace: Path, place: Path) -> Iterator[Served]:
    found = Served(place, workspace / "reports", limits=Limits(at_once=1000, a_minute=60_000, answer=120))
    yield found
    found.stop()


@pytest.fixture
def visitor(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, timeout=30) as client:
        yield client


def form(client: httpx.Client, **fields: str) -> dict[str, str]:
    page = client.get("/").text
    return {"form_token": page.split('name="form_token" value="')[1].split('"')[0], **fields}


def test_a_draft_gets_its_answer_in_the_language_asked(visitor: httpx.Client) -> None:
    answer = visitor.post("/benchmark", data=form(visitor, draft=DRAFT, lang="ru"))
    assert answer.status_code == 200
    assert '<html lang="ru">' in answer.text
    assert "Менеджер по работе с ключевыми клиентами" in answer.text
    assert 'id="desk-demands"' in answer.text


def test_a_file_is_read_as_text_is(visitor: httpx.Client) -> None:
    files = {"file": ("../../etc/passwd.txt", DRAFT.encode("cp1251"), "text/plain")}
    answer = visitor.post("/benchmark", data=form(visitor, lang="en"), files=files)
    assert answer.status_code == 200
    assert 'id="desk-demands"' in answer.text


def test_a_segment_is_shown_and_downloaded(visitor: httpx.Client) -> None:
    assert 'id="segment-band"' in visitor.get("/segment", params={"experience": "1-3"}).text
    book = visitor.get("/segment.xlsx", params={"experience": "1-3"})
    assert book.content.startswith(b"PK")
    assert visitor.get("/segment", params={"place": "Нигдеград"}).status_code == 422


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("ru", "Ни в одной вакансии нет «Мосва». Похожее: Москва"),
        ("tr", "Hiçbir ilanda “Мосва” yok. Yakın olanlar: Москва"),
        ("en", "No vacancy has “Мосва”. Near it: Москва"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(visitor: httpx.Client, lang: str, told: str) -> None:
    page = visitor.get("/segment", params={"place": "Мосва", "lang": lang}).text
    assert told in page
    assert "--place" not in page


@pytest.mark.parametrize(
    "error",
    [
        "--offer x: expected 80000-120000",
        "offer: expected the lower end first, found 9 to 8",
        "not text, HTML or DOCX: save it",
        "not a DOCX document: save it",
        "6,000,000 bytes: expected a draft of at most 5",
        "the draft is empty: paste it",
        "mart.vacancy: no vacancy shows pay that can be banded",
    ],
)
def test_every_refusal_of_the_desk_has_its_sentence(error: str) -> None:
    assert _said(error, "ru") != error
    assert not any(word in _said(error, "ru") for word in ("expected", "draft", "offer", "mart"))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: question.read_offer("much"),
        lambda: draft.from_text(" "),
        lambda: draft.from_bytes(b"\x00\x01\x02" * 50),
        lambda: draft.from_bytes(b"PK\x03\x04 no archive", "draft.docx"),
        lambda: draft.from_bytes(b"x" * (draft.LARGEST + 1)),
        lambda: draft.from_text("x " * 600_000),
    ],
    ids=["offer", "empty", "bytes", "no DOCX", "too many bytes", "too long a text"],
)
def test_what_is_refused_has_its_sentence(wrong) -> None:
    with pytest.raises(VacanciesError) as raised:
        wrong()
    assert _said(str(raised.value), "ru") != str(raised.value)


def test_a_job_description_is_shown_and_downloaded(visitor: httpx.Client) -> None:
    asked = {"experience": "1-3", "lang": "tr"}
    page = visitor.get("/describe", params=asked)
    assert 'id="description-demands"' in page.text
    assert "/describe.docx?experience=1-3&amp;lang=tr" in page.text
    assert visitor.get("/describe.docx", params=asked).content.startswith(b"PK")
    assert visitor.get("/describe.md", params=asked).text.startswith("# Görev tanımı")
    assert visitor.get("/describe.exe", params=asked).status_code == 404
    assert visitor.get("/describe", params={"place": "Нигдеград"}).status_code == 422


def test_the_report_is_shown_with_its_own_policy(visitor: httpx.Client) -> None:
    page = visitor.get("/report/")
    assert page.status_code == 200
    assert "sha256-" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["/report/evidence/..%2f..%2fmanifest.json", "/report/evidence/x.html", "/etc/passwd", "/report/manifest.json"],
)
def test_no_path_of_a_visitor_is_opened(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_form_from_elsewhere_is_refused(visitor: httpx.Client) -> None:
    good = form(visitor, draft=DRAFT)
    assert visitor.post("/benchmark", data={**good, "form_token": "0" * 64}).status_code == 403
    assert visitor.post("/benchmark", data=good, headers={"origin": "https://evil.example"}).status_code == 403
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 421
    assert visitor.request("DELETE", "/").status_code == 405


def test_a_browser_names_the_desk_as_the_origin_of_its_own_form(visitor: httpx.Client, served: Served) -> None:
    # with the policy no-referrer browsers send "Origin: null", which is also what a form from elsewhere may send
    page = visitor.get("/")
    assert page.headers["referrer-policy"] == "same-origin"
    assert '<meta name="referrer" content="same-origin">' in page.text
    own = visitor.post("/benchmark", data=form(visitor, draft=DRAFT), headers={"origin": served.address})
    assert own.status_code == 200
    assert visitor.post("/benchmark", data=form(visitor), headers={"origin": "null"}).status_code == 403


def test_a_draft_that_is_too_large_is_refused_whatever_it_says_of_itself(visitor: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 65_536

    answer = visitor.post(
        "/benchmark", content=endless(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


def test_every_page_says_what_a_browser_may_do(visitor: httpx.Client) -> None:
    for path in ("/", "/segment", "/nothing"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_a_hostile_draft_is_text_and_stays_in_memory(visitor: httpx.Client, workspace: Path) -> None:
    mark = "qzjxv-secret"
    hostile = f"<script>alert('{mark}')</script>\n" + DRAFT + "\n{{7*7}} =cmd|' /C calc'!A0"
    answer = visitor.post("/benchmark", data=form(visitor, draft=hostile))
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert not [p for p in workspace.rglob("*") if p.is_file() and mark.encode() in p.read_bytes()]


def test_another_host_asks_for_its_token(workspace: Path, place: Path) -> None:
    guarded = Served(place, workspace / "reports", token="a-token-of-this-test")
    try:
        with httpx.Client(base_url=guarded.address) as client:
            assert client.get("/").status_code == 401
            assert client.get("/?token=wrong").status_code == 401
            assert client.get("/?token=a-token-of-this-test").status_code == 303
            assert client.get("/").status_code == 200
    finally:
        guarded.stop()


def test_who_asks_too_often_waits(workspace: Path, place: Path) -> None:
    slow = Served(place, workspace / "reports", limits=Limits(at_once=3, a_minute=1))
    try:
        with httpx.Client(base_url=slow.address) as client:
            assert [client.get("/nothing").status_code for _ in range(5)] == [404, 404, 404, 429, 429]
    finally:
        slow.stop()


@pytest.mark.slow
def test_a_hundred_visitors_while_the_market_is_replaced(served: Served, place: Path, workspace: Path) -> None:
    done = threading.Event()

    def replace() -> None:
        while not done.wait(3):
            shutil.copy(workspace / "data" / "processed" / "warehouse.duckdb", place.with_suffix(".next"))
            place.with_suffix(".next").replace(place)

    def visit(number: int) -> tuple[int, str]:
        with httpx.Client(base_url=served.address, timeout=120) as client:
            if number % 10:
                answer = client.get("/segment", params={"experience": "1-3"})
            else:
                answer = client.post("/benchmark", data=form(client, draft=DRAFT))
            return answer.status_code, "" if number % 10 == 0 else answer.text

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        with ThreadPoolExecutor(100) as crowd:
            answers = list(crowd.map(visit, range(100)))
    finally:
        done.set()
        writer.join()
    assert {code for code, _ in answers} == {200}
    assert len({text for _, text in answers if text}) == 1  # the same market, so the same page: no stale half
