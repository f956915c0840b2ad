"""What the sources with an API ask for and how they end: the contracts as scripts, with invented data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from scripted import UNTIL, Answer, ask, collect

from pipeline.errors import UsageError
from pipeline.model import Request
from pipeline.sources._source import UnansweredError
from pipeline.sources.trudvsem._plan import code_of

TV = "https://opendata.trudvsem.ru/api/v1/vacancies"
REFUSAL = {"errors": [{"type": "forbidden"}], "request_id": "0"}
BLOCK = (460, "<html><body>Доступ ограничен</body></html>")


def vacancies(*numbers: int, total: int | str) -> dict[str, Any]:
    rows = [{"vacancy": {"id": f"v{n}", "job-name": f"Менеджер {n}"}} for n in numbers]
    return {"status": "200", "meta": {"total": total, "limit": 100}, "results": {"vacancies": rows} if rows else {}}


def tv(page: int, text: str = "x", path: str = "") -> str:
    return f"{TV}{path}?text={text}&offset={page}&limit=100"


@pytest.mark.parametrize(
    ("answers", "ended", "ids"),
    [
        ([vacancies(*range(100), total=150), vacancies(*range(100, 150), total="150")], "complete", 150),
        ([vacancies(*range(3), total=3)], "complete", 3),
        ([vacancies(total=0)], "complete", 0),
        ([vacancies(*range(100), total=250), vacancies(*range(100, 200), total=200)], "complete", 200),  # it shrank
        (
            [vacancies(*range(100), total=150), vacancies(*range(100), total=150)],
            "partial",
            200,
        ),  # the offset is ignored
        ([vacancies(*range(100), total=150), vacancies(total=150)], "partial", 100),
        ([{"status": "200", "meta": {"total": 7}, "results": {}}], "ChangedError", 0),
        ([{"status": "400", "meta": {"error": "bad text"}, "results": {}}], "ChangedError", 0),
        ([{"rows": []}], "ChangedError", 0),
        (["<html>new site</html>"], "ChangedError", 0),
        ([b""], "ChangedError", 0),
        ([BLOCK], "ClosedError", 0),
        ([(403, "no")], "ClosedError", 0),
        ([vacancies(*range(100), total=150), BLOCK], "ClosedError", 100),
        ([(500, "oops")], "VacanciesError", 0),
        ([vacancies(*range(100), total=150), UnansweredError("timed out")], "UnansweredError", 100),
    ],
)
def test_trudvsem_walks_pages_until_all_was_seen(answers: list[Answer], ended: str, ids: int) -> None:
    done = collect("trudvsem", ask(text=["x"]), {tv(n): answer for n, answer in enumerate(answers)})
    assert done.asked == [tv(n) for n in range(len(answers))]
    assert (done.ended, len(done.ids)) == (ended, ids)
    if isinstance(answers[-1], tuple):
        assert f"HTTP {answers[-1][0]}" in str(done.error)


def test_what_a_search_says_it_holds_is_announced_once() -> None:
    announced: list[int] = []
    heard = replace(ask("HH_TOKEN", "SUPERJOB_KEY", text=["x"]), announce=announced.append)
    pages = iter([vacancies(*range(100), total=150), vacancies(*range(100, 150), total="150")])
    assert collect("trudvsem", heard, lambda _: next(pages)).complete
    assert announced == [150]
    announced.clear()
    site = Hh({n: UNTIL - timedelta(minutes=7 * n) for n in range(5000)})
    assert collect("hh", replace(heard, parameters={"roles": ["70"], "details": False}), site).complete
    assert sum(announced) == sum(inside for _, _, inside in site.windows if inside <= 2000) >= 5000 > max(announced)
    announced.clear()
    found_two = iter([objects(*range(100), total=150, more=True), objects(*range(100, 150), total=150, more=False)])
    wanted = replace(heard, parameters={"keywords": ["x"], "towns": ["4"]})
    assert collect("superjob", wanted, lambda _: next(found_two)).complete
    assert announced == [150]


def test_trudvsem_asks_every_title_in_every_region_for_what_changed() -> None:
    since = datetime(2026, 9, 20, 10, tzinfo=UTC)
    wanted = ask(since=since, regions=("Город Москва", "16", "Ankara"))
    done = collect("trudvsem", wanted, lambda _: vacancies(1, total=1))
    asked = f"?text=менеджер по продажам&modifiedFrom=2026-09-20T09:00:00Z&modifiedTo={UNTIL:%Y-%m-%dT%H:%M:%SZ}"
    assert done.asked == [f"{TV}/region/{code}{asked}&offset=0&limit=100" for code in ("77", "16")]
    assert done.complete


def test_trudvsem_reads_employers_and_dumps() -> None:
    dump = "https://opendata.trudvsem.ru/json/vacancy_9.json"
    answers: dict[str, Answer] = {
        dump: {"vacancies": [{"id": "d1", "vacancy_name": "Менеджер"}]},
        f"{TV}/company/inn/7700000000?offset=0&limit=100": vacancies(1, total=1),
    }
    done = collect("trudvsem", ask(dumps=["9"], companies=["7700000000"], regions=("Москва",)), answers)
    assert (done.asked, done.ids, done.ended) == (list(answers), ["d1", "v1"], "complete")
    assert collect("trudvsem", ask(dumps=["9"]), {dump: "Служба недоступна"}).ended == "ChangedError"


def test_trudvsem_knows_regions_by_name_and_code() -> None:
    assert [code_of(r) for r in ("Москва", "77", "7700000000000")] == ["77", "77", "7700000000000"]
    assert code_of("Республика Татарстан (Татарстан)") == "16"
    with pytest.raises(UsageError, match="no region is called 'Нигде'"):
        code_of("Нигде")
    assert collect("trudvsem", ask(text=["x"], regions=("Ankara",)), {}).ended == "UsageError"


HH = "https://api.hh.ru/vacancies"


def found(*numbers: int, total: int | None = None, pages: int | None = None, page: int = 0) -> dict[str, Any]:
    total = len(numbers) if total is None else total
    items = [
        {"id": str(n), "name": f"Менеджер {n}", "area": {"name": "Москва"}, "professional_roles": []} for n in numbers
    ]
    return {
        "items": items,
        "found": total,
        "pages": -(-min(total, 2000) // 100) if pages is None else pages,
        "page": page,
    }


def one(number: str) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Менеджер {number}",
        "area": {"name": "Москва"},
        "key_skills": [],
        "description": "Звонки",
    }


class Hh:
    """A search over moments of publication that shows 2,000 at most, as hh.ru does."""

    def __init__(self, moments: dict[int, datetime]) -> None:
        self.moments, self.windows = moments, list[tuple[datetime, datetime, int]]()

    def __call__(self, request: Request) -> Answer:
        if request.url != HH:
            return one(request.url.rsplit("/", 1)[1])
        told = dict(request.params)
        start, end = (datetime.strptime(told[key], "%Y-%m-%dT%H:%M:%S%z") for key in ("date_from", "date_to"))
        inside = [n for n, at in sorted(self.moments.items()) if start <= at <= end]
        page = int(told["page"])
        assert (page + 1) * 100 <= 2000, "deeper than the API looks"
        if not page:
            self.windows.append((start, end, len(inside)))
        return found(*inside[page * 100 : page * 100 + 100], total=len(inside), page=page)


def test_hh_halves_windows_until_they_fit_and_keeps_an_id_once() -> None:
    start = UNTIL - timedelta(days=30)
    site = Hh({n: start + timedelta(minutes=8.6 * n) for n in range(5000)})
    done = collect("hh", ask("HH_TOKEN", roles=["70"], details=False), site)
    assert done.ended == "complete"
    assert {*done.ids} == {str(n) for n in site.moments}
    read = [window for window in site.windows if window[2] <= 2000]
    assert len(site.windows) > len(read) > 1
    assert all(one[1] == other[0] for one, other in pairwise(read)), "no gap between windows"
    assert (read[0][0], read[-1][1]) == (start, UNTIL)


def test_hh_splits_five_minutes_that_overflow_by_area_and_says_where_even_that_does_not_help() -> None:
    moment = UNTIL - timedelta(minutes=7)
    site = Hh(dict.fromkeys(range(2500), moment))
    wanted = {"roles": ["70"], "details": False, "days": 1}
    done = collect("hh", ask("HH_TOKEN", areas=["1", "2"], **wanted), site)
    assert done.ended == "partial"
    assert any("&area=1&order_by" in asked and "&area=2" not in asked for asked in done.asked)


def test_hh_reads_details_once_each_and_passes_over_what_is_gone() -> None:
    def site(request: Request) -> Answer:
        if request.url == HH:
            return found(1, 2, 3)
        return (404, {"errors": [{"type": "not_found"}]}) if request.url.endswith("/2") else one(request.url[-1])

    done = collect("hh", ask("HH_TOKEN", text="продажи", areas=["113"], since=UNTIL - timedelta(hours=2)), site)
    window = "date_from=2026-09-28T09:55:00+0000&date_to=2026-09-28T12:00:00+0000"
    search = f"{HH}?text=продажи&no_magic=true&area=113&order_by=publication_time&{window}&per_page=100&page=0"
    assert done.asked == [search, f"{HH}/1", f"{HH}/2", f"{HH}/3"]
    assert (done.ids, done.ended) == (["1", "3"], "complete")
    assert all(request.secrets == {"Authorization": "Bearer {HH_TOKEN}"} for request in done.requests)


def test_hh_looks_again_where_the_total_shrank_while_pages_were_read() -> None:
    answers = iter([found(*range(100), total=150), found(*range(101, 150), total=149, page=1)])
    again = iter([found(*range(1, 101), total=149), found(*range(101, 150), total=149, page=1)])
    done = collect(
        "hh", ask("HH_TOKEN", text="x", areas=[], details=False), lambda _: next(answers, None) or next(again)
    )
    assert [re.findall(r"page=(\d)$", asked)[0] for asked in done.asked] == ["0", "1"]
    assert done.complete
    answers = iter([found(*range(100), total=150), found(*range(101, 149), total=149, page=1)])
    again = iter([found(*range(100), total=149), found(*range(100, 149), total=149, page=1)])
    done = collect(
        "hh", ask("HH_TOKEN", text="x", areas=[], details=False), lambda _: next(answers, None) or next(again)
    )
    assert [asked[-1] for asked in done.asked] == ["0", "1", "0", "1"]
    assert (done.complete, len({*done.ids})) == (True, 149)


def test_hh_finds_areas_by_name_in_the_open_dictionary() -> None:
    tree = [{"id": "113", "name": "Россия", "areas": [{"id": "1", "name": "Москва", "areas": []}]}]
    answers = {"https://api.hh.ru/areas": tree}

    def site(request: Request) -> Answer:
        return answers.get(request.url, found())

    done = collect("hh", ask("HH_TOKEN", hh_role="70", regions=("Москва", "Kanarya Adaları")), site)
    assert "professional_role=70&area=1&order_by" in done.asked[1]
    assert not done.requests[0].secrets
    assert not done.requests[0].holds_postings
    assert "no area is called 'Нигде'" in str(collect("hh", ask("HH_TOKEN", text="x", areas=["Нигде"]), site).error)


@pytest.mark.parametrize(
    ("answer", "ended", "told"),
    [
        ((403, REFUSAL), "ClosedError", "403 forbidden"),
        ((403, {"errors": [{"type": "captcha_required", "captcha_url": "x"}]}), "ClosedError", "captcha"),
        ((403, {"errors": [{"type": "oauth", "value": "token_expired"}]}), "ClosedError", "HH_TOKEN"),
        ((400, {"errors": [{"type": "bad_user_agent", "value": "blacklisted"}]}), "ClosedError", "User-Agent"),
        ((400, {"description": "you can't look up more than 2000 items in the list"}), "ChangedError", "2000"),
        ((503, "busy"), "VacanciesError", "HTTP 503"),
        ("<html><title>Ой!</title><div id='captcha'></div></html>", "ClosedError", "captcha"),
        ("<html>something else</html>", "ChangedError", "JSON was expected"),
        ({"errors": [{"type": "bad"}]}, "ChangedError", "holds an error"),
        ({"vacancies": []}, "ChangedError", "items, found and pages"),
        ({"items": [], "found": 7, "pages": 1, "page": 0}, "ChangedError", "none shown"),
        (found(), "complete", ""),
    ],
)
def test_hh_tells_a_closed_door_from_a_changed_one(answer: Answer, ended: str, told: str) -> None:
    done = collect("hh", ask("HH_TOKEN", text="x", areas=["1"]), lambda _: answer)
    assert (done.ended, len(done.asked)) == (ended, 1)
    assert told in str(done.error or "")


def test_hh_without_a_token_reads_only_the_pages_listed() -> None:
    assert "closed without a token" in str(collect("hh", ask(), {}).error)
    page = '<template id="HH-Lux-InitialState">{"vacancyView": {"vacancyId": 5, "name": "Менеджер"}}</template>'
    listed = ["https://kazan.hh.ru/vacancy/5?from=x", "6", "https://hh.ru/vacancy/7"]
    answers: dict[str, Answer] = {f"https://hh.ru/vacancy/{n}": (404, "") for n in (6, 7)}
    done = collect("hh", ask(pages=listed), answers | {"https://hh.ru/vacancy/5": page})
    assert done.asked == [f"https://hh.ru/vacancy/{n}" for n in (5, 6, 7)]
    assert (done.ids, done.ended) == (["5"], "complete")
    assert collect("hh", ask(pages=["5"]), {"https://hh.ru/vacancy/5": "<html>empty</html>"}).ended == "ChangedError"
    assert collect("hh", ask(pages=["5"]), {"https://hh.ru/vacancy/5": (403, "")}).ended == "ClosedError"
    assert collect("hh", ask(pages=["https://hh.ru/search/vacancy?text=x"]), {}).ended == "UsageError"


def test_hh_goes_on_where_a_detail_brings_no_answer_and_is_incomplete() -> None:
    answers = iter([found(1, 2), UnansweredError("timed out"), one("2")])
    done = collect("hh", ask("HH_TOKEN", text="x", areas=["1"]), lambda _: next(answers))
    assert (done.ids, done.ended) == (["2"], "IncompleteError")


SJ = "https://api.superjob.ru/2.0/vacancies/"


def objects(*numbers: int, total: int, more: bool) -> dict[str, Any]:
    return {
        "objects": [{"id": n, "profession": f"Менеджер {n}", "payment_from": 0} for n in numbers],
        "total": total,
        "more": more,
    }


def test_superjob_pages_while_there_is_more() -> None:
    answers = iter([objects(*range(100), total=150, more=True), objects(*range(100, 150), total=150, more=False)])
    wanted = ask("SUPERJOB_KEY", keywords=["продажи"], towns=["4"], since=UNTIL - timedelta(hours=1))
    done = collect("superjob", wanted, lambda _: next(answers))
    end = int(UNTIL.timestamp())
    dates = f"date_published_from={end - 3900}&date_published_to={end}&order_field=date"
    assert done.asked == [f"{SJ}?keyword=продажи&town=4&{dates}&page={n}&count=100" for n in (0, 1)]
    assert (len(done.ids), done.ended) == (150, "complete")
    assert done.requests[0].secrets == {"X-Api-App-Id": "{SUPERJOB_KEY}"}


def test_superjob_halves_the_dates_where_a_search_is_deeper_than_it_shows() -> None:
    end = int(UNTIL.timestamp())
    moments = {n: end - 3000 * n for n in range(900)}

    def site(request: Request) -> Answer:
        told = dict(request.params)
        start, until = int(told["date_published_from"]), int(told["date_published_to"])
        inside = [n for n, at in moments.items() if start <= at <= until]
        page = int(told["page"])
        assert (page + 1) * 100 <= 500
        return objects(*inside[page * 100 : page * 100 + 100], total=len(inside), more=len(inside) > (page + 1) * 100)

    done = collect("superjob", ask("SUPERJOB_KEY", catalogues=["438"], days=40), site)
    assert ({*done.ids}, done.ended) == ({str(n) for n in moments}, "complete")


@pytest.mark.parametrize(
    ("answer", "ended", "told"),
    [
        ((403, {"error": {"code": 403, "message": "Wrong app id"}}), "ClosedError", "Wrong app id"),
        ({"error": {"code": 403, "message": "Wrong app id"}}, "ClosedError", "SUPERJOB_KEY"),
        ({"error": {"code": 400, "message": "bad town"}}, "ChangedError", "bad town"),
        ((429, {"error": {"code": 429, "message": "limit"}}), "VacanciesError", "HTTP 429"),
        ({"objects": {}, "total": 1, "more": False}, "ChangedError", "objects, total and more"),
        ({"objects": [], "total": 9, "more": True}, "ChangedError", "some of 9"),
        (objects(1, total=1, more=True), "partial", ""),
        (objects(total=0, more=False), "complete", ""),
    ],
)
def test_superjob_ends_by_what_it_is_told(answer: Answer, ended: str, told: str) -> None:
    done = collect("superjob", ask("SUPERJOB_KEY", keywords=["x"], towns=["4"]), lambda _: answer)
    assert done.ended == ended
    assert told in str(done.error or "")


def test_superjob_needs_its_key_and_something_to_search_for() -> None:
    assert "SUPERJOB_KEY" in str(collect("superjob", ask(keywords=["x"]), {}).error)
    done = collect(
        "superjob", ask("SUPERJOB_KEY", regions=("Москва", "Ankara")), lambda _: objects(total=0, more=False)
    )
    assert [re.sub("&date.*", "", asked) for asked in done.asked] == [f"{SJ}?keyword=менеджер по продажам&town=Москва"]
