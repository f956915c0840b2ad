# ruff: noqa: E501 - a list of columns stays whole
"""A small invented market that keeps the marts contract: what the report is tested on without a warehouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pandas as pd
from fake_vacancies import ASKS

PERCENTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
BAND = [
    "segment_by",
    "place",
    "experience",
    "industry",
    "unit",
    "tax_view",
    "pay_scope",
    "position",
    "percentile",
    "value",
    "low",
    "high",
    "n",
    "employers",
    "effective_n",
    "hidden_share",
    "grade",
    "reason",
    "reason_code",
    "unknown_tax_share",
    "period_assumed_share",
    "band_id",
]


def marts(rows: list[dict], sample: bool = True) -> dict[str, pd.DataFrame]:
    employers = {r["employer"] for r in rows if r["employer"]}
    kinds: dict[tuple[str, str], int] = {}
    for r in rows:
        for lang in (r["language"], "all"):
            kinds[lang, r["kind"]] = kinds.get((lang, r["kind"]), 0) + 1
            if r["kind"] in {"absent", "negotiable"}:
                kinds[lang, "hidden"] = kinds.get((lang, "hidden"), 0) + 1
    totals = {
        lang: sum(n for (other, kind), n in kinds.items() if other == lang and kind != "hidden") for lang, _ in kinds
    }
    bands, behind = [], []
    shown = [r for r in rows if r["kind"] not in {"negotiable", "absent"}]
    for unit in sorted({r["unit"] for r in shown}):
        inside = [r for r in shown if r["unit"] == unit]
        for by in ("all", "experience", "place", "industry"):
            for key in sorted({r[by] for r in inside if r.get(by)}) if by != "all" else [None]:
                cell = [r for r in inside if by == "all" or r[by] == key]
                band_id = f"{unit}:{by}:{key}"
                behind += [{"band_id": band_id, "vacancy_id": r["vacancy_id"]} for r in cell]
                bands += _band(cell, by, key, unit, band_id)
    text = {"columns": BAND}
    asked = []
    for a in ASKS:
        n = sum(a in r["asked"] for r in rows)
        if n:
            s, p = n / len(rows), 0.08
            asked.append(
                {
                    "concept": a,
                    "kind": "skill",
                    "grp": None,
                    "label_en": a.replace("-", " ").title(),
                    "label_ru": None,
                    "label_tr": None,
                    "n": len(rows),
                    "required": n,
                    "preferred": round(p * len(rows)),
                    "not_needed": 0,
                    "offered": 0,
                    **_share("share_required", s),
                    **_share("share_preferred", p),
                    **_share("share_asked", s + p),
                    "employers": len({r["employer"] for r in rows if a in r["asked"]}),
                    "grade": "A" if len(employers) > 4 else "suppressed",
                    "reason": None,
                }
            )
    found = []
    for i in sorted({r["industry"] or "" for r in rows}):
        cell = [r for r in rows if (r["industry"] or "") == i]
        found.append(
            {
                "industry": i or None,
                "n": len(cell),
                "employers": len({r["employer"] for r in cell}),
                **_share("share", len(cell) / len(rows)),
                "grade": "A",
                "reason": None,
                "has_band": True,
            }
        )
    today = date(2026, 5, 10)
    return {
        "market": pd.DataFrame(
            [
                {
                    "today": today,
                    "window_from": date(2025, 11, 10),
                    "window_to": today,
                    "sample": sample,
                    "postings": len(rows) + 40,
                    "duplicates": 22,
                    "vacancies": len(rows) + 18,
                    "role_yes": len(rows),
                    "role_no": 15,
                    "role_unknown": 3,
                    "rejected": 4,
                    "employers": len(employers),
                    "employers_unknown_share": 0.05,
                }
            ]
        ),
        "band": pd.DataFrame(bands, **text),
        "band_vacancy": pd.DataFrame(behind, columns=["band_id", "vacancy_id"]),
        "disclosure": pd.DataFrame(
            [
                {"language": lang, "kind": k, "n": n, "of": totals[lang], **_share("share", n / totals[lang])}
                for (lang, k), n in sorted(kinds.items())
            ],
            columns=["language", "kind", "n", "of", "share", "share_low", "share_high"],
        ),
        "requirement": pd.DataFrame(
            asked,
            columns=[
                "concept",
                "kind",
                "grp",
                "label_en",
                "label_ru",
                "label_tr",
                "n",
                "required",
                "preferred",
                "not_needed",
                "offered",
                "share_required",
                "share_required_low",
                "share_required_high",
                "share_preferred",
                "share_preferred_low",
                "share_preferred_high",
                "share_asked",
                "share_asked_low",
                "share_asked_high",
                "employers",
                "grade",
                "reason",
            ],
        ),
        "industry": pd.DataFrame(
            found,
            columns=["industry", "n", "employers", "share", "share_low", "share_high", "grade", "reason", "has_band"],
        ),
        "vacancy": pd.DataFrame(rows),
        "source": pd.DataFrame(
            [
                {
                    "source": "files",
                    "page": "sample.jsonl",
                    "postings": len(rows) + 40,
                    "rejected": 4,
                    "duplicates": 22,
                    "first_on": date(2026, 3, 1),
                    "last_on": today,
                }
            ]
        ),
        **_sentences(rows),
        **_elsewhere(rows),
        **_explored(bands),
        "reject": pd.DataFrame(
            [
                {
                    "source": "files",
                    "page": "sample.jsonl",
                    "place_in_page": f"line {i}",
                    "reason": "not JSON: expected an object",
                }
                for i in (7, 9, 12, 90)
            ]
        ),
    }


def _sentences(rows: list[dict]) -> dict[str, pd.DataFrame]:
    """A text of one line a vacancy, with its pay and what it asks as facts that stand in it."""
    facts, texts = [], []
    for r in rows:
        text = f"Pay: {r['pay_written'] or 'not said'}; needs " + ", ".join(r["asked"])
        texts.append({"posting_key": r["posting_key"], "text": text, "place_in_page": "line 1", "fetched_at": None})
        found = [("pay", r["kind"], r["pay_written"])] * bool(r["pay_written"]) + [("skills", a, a) for a in r["asked"]]
        for number, (kind, concept, quote) in enumerate(found, start=1):
            start = text.index(quote)
            fact = {
                "vacancy_id": r["vacancy_id"],
                "fact_number": number,
                "kind": kind,
                "concept": concept,
                "quote": quote,
            }
            scope = "required" if kind == "skills" else "fixed"
            facts.append(
                fact | {"scope": scope, "origin": "text", "where": "text", "start": start, "end": start + len(quote)}
            )
    names = ["vacancy_id", "fact_number", "kind", "concept", "quote", "scope", "origin", "where", "start", "end"]
    return {
        "fact": pd.DataFrame(facts, columns=names),
        "raw.posting": pd.DataFrame(texts, columns=["posting_key", "text", "place_in_page", "fetched_at"]),
    }


EMPTY = {
    "premium": "unit concept merged percent percent_low percent_high raw_percent without_share without_low without_high clear n_with n_without employers_with reason",
    "change": "unit base_on new_on percent percent_low percent_high smallest_visible_change raw_percent mix_percent reading_percent verdict n_base n_new",
    "requirement_pair": "first second together employers n share low high lift lift_low lift_high",
    "requirement_cell": "split_by value concept share low high n employers grade",
    "kept_apart": "reason currency n in_bands",
    "outage": "source status reason ended_on complete_on vacancies",
    "edit": "posting_key vacancy_id title employer url edited_on version what before after",
    "repost": "posting_key vacancy_id again_on reposted_from earlier_until_on",
    "check": "check severity meaning rows example",
    "seed.setting": "report_currency",
    "core.conversion": "vacancy_id step converted_from converted_to factor rate_on rate_source",
}


def _elsewhere(rows: list[dict]) -> dict[str, pd.DataFrame]:
    """Employers and asks from the rows; the other tables empty, with their columns."""
    named = [r["employer"] for r in rows if r["employer"]]
    counts = sorted(((named.count(e), e) for e in set(named)), reverse=True)
    employers = [
        {
            "employer": e,
            "is_agency": False,
            "n": n,
            "share": n / len(named),
            "n_with_pay": 1,
            "effective_employers": 7.0,
            "rank": i,
        }
        for i, (n, e) in enumerate(counts, start=1)
    ]
    names = ["employer", "is_agency", "n", "share", "n_with_pay", "effective_employers", "rank"]
    asks = [
        {"vacancy_id": r["vacancy_id"], "concept": a, "scope": "required", "level": None, "kind": "skill"}
        for r in rows
        for a in r["asked"]
    ]
    empty = {name: pd.DataFrame(columns=columns.split()) for name, columns in EMPTY.items()}
    return empty | {
        "employer": pd.DataFrame(employers, columns=names),
        "ask": pd.DataFrame(asks, columns=["vacancy_id", "concept", "scope", "level", "kind"]),
    }


def _explored(bands: list[dict]) -> dict[str, pd.DataFrame]:
    """Printable bands of one dimension as the explorer's cells, without places of offers."""
    names = ["place", "experience", "industry", "unit", "tax_view", "position", "percentile", "value", "low", "high"]
    columns = ["cell_id", *names, "requires", "n", "employers", "grade", "method", "hidden_10", "hidden_20"]
    cells = [
        b | {"cell_id": b["band_id"], "requires": None, "method": "direct", "hidden_10": None, "hidden_20": None}
        for b in bands
        if b["value"] is not None
    ]
    offer = ["cell_id", "position", "amount", "above", "percentile", "low", "high", "words"]
    return {"explorer": pd.DataFrame(cells, columns=columns), "offer": pd.DataFrame(columns=offer)}


def _share(name: str, s: float) -> dict[str, float]:
    return {name: s, f"{name}_low": max(0.0, s - 0.03), f"{name}_high": min(1.0, s + 0.03)}


def _band(cell: list[dict], by: str, key: str | None, unit: str, band_id: str) -> list[dict]:
    n, employers = len(cell), len({r["employer"] for r in cell if r["employer"]})
    grade = "suppressed" if employers < 8 else "A" if n >= 60 else "B" if n >= 30 else "C"
    head = {
        "segment_by": by,
        "place": None,
        "experience": None,
        "industry": None,
        "unit": unit,
        "pay_scope": None,
        "tax_view": "gross",
        "n": n,
        "employers": employers,
        "effective_n": n * 0.7,
        "hidden_share": 0.36,
        "grade": grade,
        "reason": f"too few employers show pay ({employers})" if grade == "suppressed" else None,
        "reason_code": "few_employers" if grade == "suppressed" else None,
        "unknown_tax_share": 0.22,
        "period_assumed_share": 0.1,
        "band_id": band_id,
    }
    if by != "all":
        head[by] = key
    middle = sorted((r["low"] + r["high"]) / 2 for r in cell)
    rows = []
    for position, factor in (("floor", 0.85), ("middle", 1.0), ("ceiling", 1.18)):
        for q in PERCENTILES:
            if grade == "suppressed" or (q in (0.1, 0.9) and employers < 20):
                rows.append(head | {"position": position, "percentile": q, "value": None, "low": None, "high": None})
                continue
            value = round(middle[int(q * (n - 1))] * factor, -3)
            rows.append(
                head
                | {
                    "position": position,
                    "percentile": q,
                    "value": value,
                    "low": value - round(200_000 / n, -2) - 3000,
                    "high": value + round(200_000 / n, -2) + 3000,
                }
            )
    return rows


def query_of(tables: dict[str, pd.DataFrame]) -> Callable[[str], pd.DataFrame]:
    con = duckdb.connect()
    con.execute("create schema mart")
    con.execute("create schema raw")
    con.execute("create schema core")
    con.execute("create schema seed")
    for name, frame in tables.items():
        con.register("given", frame)
        table = name if "." in name else f"mart.{name}"
        con.execute(f"create table {table} as select * from given")
        con.unregister("given")
    return lambda sql: con.execute(sql).df()
