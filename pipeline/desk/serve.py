"""The desk for people who do not use terminals: pages drawn on the server, without a script, on the loopback address.

A draft lives in the memory of its request and nowhere else. The market is opened again when its file is another one;
an answer under way keeps the market it began with.
"""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.desk import skeleton
from pipeline.desk.benchmark import benchmark
from pipeline.desk.describe import describe
from pipeline.desk.document import to_docx, to_markdown
from pipeline.desk.draft import LARGEST, from_bytes, from_text
from pipeline.desk.guard import VISITOR, Guard, TooLargeError
from pipeline.desk.i18n import reader
from pipeline.desk.market import quoted
from pipeline.desk.page import DeskPage, parts
from pipeline.desk.views import segment_blocks, segment_sheets
from pipeline.desk.words import WRONG
from pipeline.errors import UnreadableError, UsageError, VacanciesError
from pipeline.model import EXPERIENCE_BUCKETS
from pipeline.report.i18n import REPORT_LANGUAGES
from pipeline.report.labels import EXPERIENCE, N_
from pipeline.report.retold import retold
from pipeline.report.sheets import write_sheets

if TYPE_CHECKING:
    from pipeline.desk.door import OpenMarket

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCUMENTS: Mapping[str, tuple[Callable[..., str | bytes], str]] = {
    "md": (to_markdown, "text/markdown"),
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
"""Endings of a description to download, with what writes it and what it is."""

_LEAF = re.compile(r"[a-z0-9_-]{1,40}\.html")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
_PLACES_SHOWN = 200


class Keeper:
    """The market as it is now: opened once a file, shared by all requests; `stamp` tells one file from the next."""

    def __init__(self, opened: Callable[[], OpenMarket], stamp: Callable[[], object]) -> None:
        self._open, self._stamp = opened, stamp
        self._lock = threading.Lock()
        self._held: tuple[object, OpenMarket] | None = None

    def market(self) -> OpenMarket:
        """The market of the newest file; the one before is let go of when its last reader is done."""
        with self._lock:
            now = self._stamp()
            if self._held is None or self._held[0] != now:
                market = self._open()
                _warm(market)
                self._held = now, market
            return self._held[1]


def _warm(market: OpenMarket) -> None:
    """Read what every answer needs, and give one, so that no visitor waits for it."""
    for name in ("rows", "units", "about", "concepts", "asks", "asked_concepts", "premiums", "has_text", "places"):
        getattr(market, name)
    for name in ("employers", "shows_pay", "names_tax", "commonest_places", "industries"):
        getattr(market, name)
    for title in market.rows.loc[market.has_text, ["language", "vacancy_id"]].drop_duplicates("language")["vacancy_id"]:
        told = market.query(f"select title from mart.vacancy where vacancy_id = {quoted(str(title))}")["title"].iloc[0]
        benchmark(market, from_text("", title=str(told)))


class _InMemory(MultiPartParser):
    """Uploads stay in memory: the body was counted before."""

    spool_max_size = 8 * LARGEST


class Desk:
    """The pages. `reports` is the folder whose newest run is shown under /report; its files alone are ever opened."""

    def __init__(self, keeper: Keeper, reports: Path | None = None, lang: str = "en") -> None:
        self._keeper, self._reports, self._lang = keeper, reports, lang
        self._pages: dict[tuple[str, bool], DeskPage] = {}

    def app(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route("/", self.home),
                Route("/benchmark", self.answer, methods=["POST"]),
                Route("/benchmark", self.to_home, methods=["GET"]),
                Route("/segment", self.segment),
                Route("/segment.xlsx", self.workbook),
                Route("/describe", self.description),
                Route("/describe.{ending:str}", self.description),
                Route("/report/", self.report),
                Route("/report/evidence/{leaf}", self.report),
            ],
            exception_handlers={404: _missing, 500: _broken},
        )

    async def home(self, request: Request) -> Response:
        """The form."""
        return await to_thread.run_sync(self._form, request, {}, None, 200)

    async def to_home(self, _request: Request) -> Response:
        """A page that was left and asked for again by its address."""
        return RedirectResponse("/", 303)

    async def answer(self, request: Request) -> Response:
        """What the market says to the draft of the form."""
        try:
            given, body, name = await _form_of(request)
        except (MultiPartException, ClientDisconnect, UnicodeDecodeError):
            return PlainTextResponse("400: not a form of this desk\n", 400)
        except TooLargeError:
            return PlainTextResponse("413: the draft is too large\n", 413, {"connection": "close"})
        except TimeoutError:
            return PlainTextResponse("408: the draft came too slowly\n", 408, {"connection": "close"})
        guard: Guard = request.state.guard
        if not request.state.known or not guard.is_own_form(request.state.visitor, given.get("form_token", "")):
            return await to_thread.run_sync(
                self._form, request, given, N_("The form had grown old. Send it again."), 403
            )
        return await to_thread.run_sync(self._answer, request, given, body, name)

    async def segment(self, request: Request) -> Response:
        """The pay and the requirements of a segment."""
        return await to_thread.run_sync(self._segment, request)

    async def workbook(self, request: Request) -> Response:
        """The same as a workbook."""
        return await to_thread.run_sync(self._workbook, request)

    async def description(self, request: Request) -> Response:
        """A job description of a segment: as a page, as Markdown or as DOCX."""
        return await to_thread.run_sync(self._description, request, request.path_params.get("ending"))

    async def report(self, request: Request) -> Response:
        """A page of the newest report: index.html, or a page of evidence, by a name that is found, never joined."""
        return await to_thread.run_sync(self._report, request.path_params.get("leaf"))

    # in a thread -----------------------------------------------------------------------------------------------------

    def _form(self, request: Request, given: Mapping[str, str], error: str | None, status: int) -> Response:
        market = self._keeper.market()
        lang = self._lang_of(request, given)
        page = self._page(lang, market)
        values = {
            "given": given, "error": _said(error, lang) if error else None,
            "places": market.commonest_places[:_PLACES_SHOWN],
            "experience": [(b, EXPERIENCE[b]) for b in EXPERIENCE_BUCKETS],
            "industries": sorted(((i, market.label(i, lang)) for i in market.industries), key=lambda pair: pair[1]),
        }  # fmt: skip
        return self._drawn(request, page, "home.html.j2", status, **values)

    def _answer(self, request: Request, given: Mapping[str, str], body: bytes, name: str) -> Response:
        from pipeline.desk.question import read_offer

        market, lang = self._keeper.market(), self._lang_of(request, given)
        try:
            draft = from_bytes(body, name) if body else from_text(given.get("draft", ""))
            offer = read_offer(given["offer"]) if given.get("offer", "").strip() else None
            picked = {key: given.get(key, "").strip() or None for key in ("place", "experience", "industry")}
            found = benchmark(market, draft, offer, **picked, lang=lang)
        except (UnreadableError, UsageError) as error:
            return self._form(request, given, str(error), 422)
        text = (
            given.get("draft", "") if not body else "\n".join(filter(None, (draft.posting.title, draft.posting.text)))
        )
        values = parts(found) | {"given": dict(given) | {"draft": text}}
        return self._drawn(request, self._page(lang, market), "result.html.j2", 200, **values)

    def _segment(self, request: Request) -> Response:
        market, given = self._keeper.market(), request.query_params
        lang = self._lang_of(request, given)
        picked = {key: given.get(key, "").strip() or None for key in ("place", "experience", "industry")}
        try:
            blocks = segment_blocks(market, picked, lang)
        except VacanciesError as error:
            return self._form(request, given, str(error), 422)
        query = request.url.query
        return self._drawn(request, self._page(lang, market), "segment.html.j2", 200, blocks=blocks, query=query)

    def _workbook(self, request: Request) -> Response:
        market, given = self._keeper.market(), request.query_params
        picked = {key: given.get(key, "").strip() or None for key in ("place", "experience", "industry")}
        made = io.BytesIO()
        try:
            sheets, notes = segment_sheets(market, picked, self._lang_of(request, given))
        except VacanciesError as error:
            return self._form(request, given, str(error), 422)
        write_sheets(made, sheets, notes)
        return Response(made.getvalue(), 200, {"content-disposition": 'attachment; filename="segment.xlsx"'}, XLSX)

    def _description(self, request: Request, ending: str | None) -> Response:
        if ending not in (None, *DOCUMENTS):
            return _not_there()
        market, given = self._keeper.market(), request.query_params
        lang = self._lang_of(request, given)
        picked = {key: given.get(key, "").strip() or None for key in ("place", "experience", "industry")}
        try:
            found = describe(market, **picked, lang=lang)
        except VacanciesError as error:
            return self._form(request, given, str(error), 422)
        named = skeleton.title(found)
        if ending is not None:
            write, kind = DOCUMENTS[ending]
            headers = {"content-disposition": f'attachment; filename="description.{ending}"'}
            return Response(write(named, skeleton.blocks(found), reader(lang)), 200, headers, kind)
        values = {"title": named, "blocks": skeleton.blocks(found), "query": request.url.query}
        return self._drawn(request, self._page(lang, market), "description.html.j2", 200, **values)

    def _report(self, leaf: str | None) -> Response:
        newest = max((p for p in self._reports.glob("*/index.html")), default=None) if self._reports else None
        if newest is None or (leaf is not None and not _LEAF.fullmatch(leaf)):
            return _not_there()
        wanted = newest
        if leaf is not None:
            found = [p for p in newest.parent.glob("evidence/*.html") if p.name == leaf]
            if not found:
                return _not_there()
            wanted = found[0]
        text = wanted.read_text("utf-8")
        policy = _POLICY.search(text)
        headers = {"content-security-policy": policy[1].replace("&#39;", "'")} if policy else {}
        return HTMLResponse(text, 200, headers)

    # pages -----------------------------------------------------------------------------------------------------------

    def _lang_of(self, request: Request, given: Mapping[str, str]) -> str:
        wanted = given.get("lang") or request.query_params.get("lang") or self._lang
        return wanted if wanted in REPORT_LANGUAGES else self._lang

    def _page(self, lang: str, market: OpenMarket) -> DeskPage:
        key = lang, bool(market.about["sample"])
        if key not in self._pages:
            self._pages[key] = DeskPage(lang, {"sample": key[1]})
        return self._pages[key]

    def _drawn(self, request: Request, page: DeskPage, template: str, status: int, **values: Any) -> Response:
        shown = page.render(
            template, form_token=request.state.form_token, languages=REPORT_LANGUAGES,
            has_report=self._reports is not None, **values,
        )  # fmt: skip
        answer = HTMLResponse(shown, status, {"content-security-policy": page.desk_policy + "; frame-ancestors 'none'"})
        if not request.state.known:
            answer.set_cookie(VISITOR, request.state.visitor, httponly=True, samesite="strict", path="/")
        return answer


async def _form_of(request: Request) -> tuple[dict[str, str], bytes, str]:
    """The fields of a form as words, the bytes of its file and the name it says it has."""
    kind = request.headers.get("content-type", "")

    async def stream() -> AsyncGenerator[bytes, None]:
        async for part in request.stream():
            yield part

    if kind.startswith("multipart/form-data"):
        form = await _InMemory(request.headers, stream(), max_files=1, max_fields=20, max_part_size=2 * LARGEST).parse()
    else:
        form = await FormParser(request.headers, stream(), max_fields=20, max_part_size=2 * LARGEST).parse()
    body, name = b"", ""
    words: dict[str, str] = {}
    for key, value in form.multi_items():
        if isinstance(value, str):
            words[key] = value
        else:
            body, name = await value.read(), value.filename or ""
            await value.close()
    return words, body, name


def _said(error: str, lang: str) -> str:
    """What went wrong in the visitor's language, without the names of options."""
    spoken = reader(lang)
    return spoken.gettext(retold(error, WRONG, spoken))


def _not_there() -> Response:
    return PlainTextResponse("404: nothing is here; the desk begins at /\n", 404)


async def _missing(_request: Request, _error: Exception) -> Response:
    return _not_there()


async def _broken(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("500: this should not have happened; nothing of the draft was kept\n", 500)


def stamp_of(path: Path) -> Callable[[], object]:
    """What tells a warehouse put in another's place from the one before."""

    def stamp() -> object:
        told = path.stat()
        return told.st_ino, told.st_mtime_ns, told.st_size

    return stamp


def listening(host: str, port: int) -> socket.socket:
    """Return the door that `run` opens. Raises UsageError for an address that cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(f"{host}:{port}: {error.strerror or error}; choose another --host or --port") from error


def run(app: Guard, door: socket.socket) -> None:
    """Serve until interrupted; no line of a request is logged."""
    import uvicorn

    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=5,
        limit_concurrency=512, h11_max_incomplete_event_size=32_768, timeout_graceful_shutdown=5,
    )  # fmt: skip
    uvicorn.Server(settings).run(sockets=[door])
