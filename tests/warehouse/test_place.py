"""A place as written becomes city, region, country; what the gazetteer does not know stays as written."""

import csv
from importlib.resources import files

import pandas as pd
import pytest

from pipeline.model import Fact, Stated
from pipeline.warehouse.places import fold, in_words

from .conftest import Small, posting, rows

WRITTEN = [
    # as written                            city                  region                  country  place
    ("Москва", "Москва", "Москва", "RU", "Москва"),
    ("г. Москва", "Москва", "Москва", "RU", "Москва"),
    ("г.Москва", "Москва", "Москва", "RU", "Москва"),
    ("Moscow", "Москва", "Москва", "RU", "Москва"),
    ("MOSCOW, Russia", "Москва", "Москва", "RU", "Москва"),
    ("Moskova", "Москва", "Москва", "RU", "Москва"),
    ("Москва, ул. Ленина, 5", "Москва", "Москва", "RU", "Москва"),
    ("Санкт-Петербург", "Санкт-Петербург", "Санкт-Петербург", "RU", "Санкт-Петербург"),
    ("СПб", "Санкт-Петербург", "Санкт-Петербург", "RU", "Санкт-Петербург"),
    ("Ростов-на-Дону", "Ростов-на-Дону", "Ростовская область", "RU", "Ростов-на-Дону"),
    ("Нижний Новгород (Нижегородская область)", "Нижний Новгород", "Нижегородская область", "RU", "Нижний Новгород"),
    ("Республика Татарстан (Татарстан)", None, "Республика Татарстан", "RU", "Республика Татарстан"),
    ("Московская обл.", None, "Московская область", "RU", "Московская область"),
    ("Московская область, Химки", "Химки", "Московская область", "RU", "Химки"),
    ("Ханты-Мансийский АО - Югра", None, "Ханты-Мансийский автономный округ — Югра", "RU",
     "Ханты-Мансийский автономный округ — Югра"),
    ("Орел", "Орёл", "Орловская область", "RU", "Орёл"),
    ("İstanbul", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("ISTANBUL", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("istanbul, turkey", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("İSTANBUL (Avrupa)", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("Стамбул", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("Ankara - Çankaya", "Ankara", "İç Anadolu", "TR", "Ankara"),
    ("Kadıköy/İstanbul", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("Şanlıurfa", "Şanlıurfa", "Güneydoğu Anadolu", "TR", "Şanlıurfa"),
    ("London, UK", "London", None, "GB", "London"),
    ("London UK", "London", None, "GB", "London"),
    ("London, Canada", None, None, "CA", "Canada"),
    ("Minsk, Belarus", "Минск", None, "BY", "Минск"),
    ("Алматы", "Алматы", None, "KZ", "Алматы"),
    ("New York, NY", "New York", "New York State", "US", "New York"),
    ("Mountain View, CA", None, "California", "US", "California"),
    ("Metzingen, DE", None, None, None, "Metzingen, DE"),
    ("Remote US", None, None, "US", "United States"),
    ("Greater Istanbul", "İstanbul", "Marmara", "TR", "İstanbul"),
    ("Kazakhstan", None, None, "KZ", "Казахстан"),
    ("Московское шоссе, 5", None, None, None, "Московское шоссе, 5"),
    ("Springfield", None, None, None, "Springfield"),
    (None, None, None, None, None),
    (" ", None, None, None, None),
]  # fmt: skip


def test_places_as_written(small: Small) -> None:
    for n, (written, *_) in enumerate(WRITTEN):
        small.add(posting(f"{n:02}", place=written, text=f"text {n}"))
    found = rows(small, "select place_written, city, region, country, place from core.place order by posting_key")
    assert found == WRITTEN


REMOTE = [
    # place as written  stated  remote
    ("Remote", None, True),
    ("Remote, UK", None, True),
    ("Удалённая работа", None, True),
    ("Uzaktan çalışma", None, True),
    ("Москва", None, None),
    ("Москва", True, True),
    ("Remote", False, False),
]


def test_remote(small: Small) -> None:
    for number, (place, stated, _) in enumerate(REMOTE):
        small.add(posting(str(number), place=place, stated=Stated(remote=stated)))
    found = rows(small, "select remote from core.place order by posting_key")
    assert found == [(remote,) for *_, remote in REMOTE]


def test_an_offer_of_remote_work_counts(small: Small) -> None:
    small.add(posting("1"), Fact("conditions", "remote", scope="offered", origin="stated", quote="x"))
    assert rows(small, "select remote, place from core.place") == [(True, None)]


def test_several_cities_are_listed_and_the_first_one_is_the_place(small: Small) -> None:
    small.add(posting("1", place="Казань, Уфа, Самара"))
    assert rows(small, "select city, array_to_string(cities, ' ') from core.place") == [("Казань", "Казань Самара Уфа")]


TITLES = [
    # title                                              language  city
    ("Менеджер по продажам в Казани", "ru", "Казань"),
    ("Менеджер по работе с клиентами (Москва)", "ru", "Москва"),
    ("Аккаунт-менеджер в Нижнем Новгороде", "ru", "Нижний Новгород"),
    ("Account manager, Ankara", "tr", "Ankara"),
    ("İstanbul'da müşteri temsilcisi", "tr", "İstanbul"),
    ("Account Manager - London", "en", "London"),
    ("Менеджер Москва / Казань", "ru", None),  # two cities: not said which
    ("Менеджер Владимир", "ru", None),  # also a name
    ("Nice account manager", "en", None),  # also a word
    ("Van driver", "en", None),
    ("Account manager", "en", None),
]


def in_one(title: str | None, language: str, *lines: str) -> list[tuple[str, str]]:
    words = {"posting_key": ["a"], "title": [title], "language": [language], "named_lines": [list(lines)]}
    return list(in_words(pd.DataFrame(words))[["city", "origin"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(("title", "language", "city"), TITLES)
def test_a_city_in_the_title(title: str, language: str, city: str | None) -> None:
    assert in_one(title, language) == ([(city, "title")] if city else [])


LINES = [
    # line                                   language  city
    ("Город: Казань", "ru", "Казань"),
    ("Место работы: офис в Нижнем Новгороде", "ru", "Нижний Новгород"),
    ("Адрес: г. Владимир, ул. Мира", "ru", "Владимир"),  # a name in a title, a city where a city is told
    ("Location: London (hybrid)", "en", "London"),
    ("Konum: İzmir", "tr", "İzmir"),
    ("Филиалы: Казань", "ru", None),  # no line that is named as the place
    ("Город: Казань, Уфа", "ru", None),
    ("Location: anywhere", "en", None),
]


@pytest.mark.parametrize(("line", "language", "city"), LINES)
def test_a_city_in_a_line_named_as_the_place(line: str, language: str, city: str | None) -> None:
    assert in_one(None, language, line) == ([(city, "text")] if city else [])


def test_a_line_of_the_text_goes_before_the_title(small: Small) -> None:
    text = "О компании: работаем с 1990 года\nГород: Уфа\nЗвоните"
    small.add(posting("1", title="Менеджер (Казань)", text=text, language="ru"))
    small.add(posting("2", title=None, text="О компании", language="ru"))
    found = rows(small, "select city, place_origin from core.place order by posting_key")
    assert found == [("Уфа", "text"), (None, None)]


def test_the_title_is_asked_only_where_no_place_is_stated(small: Small) -> None:
    small.add(posting("1", title="Менеджер в Казани", language="ru"))
    small.add(posting("2", title="Менеджер в Казани", language="ru", place="Springfield"))
    assert rows(small, "select city, place_origin from core.place order by posting_key") == [
        ("Казань", "title"),
        (None, "stated"),
    ]


def test_segments_use_the_normalised_place(small: Small) -> None:
    small.add(posting("1", place="г. Москва", text="a"))
    small.add(posting("2", place="Moscow, Russia", text="b"))
    assert rows(small, "select place, count(*) from mart.vacancy group by place") == [("Москва", 2)]


GAZETTEER = list(csv.DictReader((files("pipeline.warehouse") / "seeds/place.csv").read_text("utf-8").splitlines()))


def test_the_gazetteer_holds_what_it_says() -> None:
    count = {k: sum(r["kind"] == "region" and r["country"] == k for r in GAZETTEER) for k in ("RU", "TR")}
    assert count == {"RU": 86, "TR": 7}  # Russian regions besides the three cities that are their own
    assert sum(r["kind"] == "city" and r["country"] == "TR" for r in GAZETTEER) == 81
    regions = {r["place"] for r in GAZETTEER if r["kind"] == "region"} | {"Москва", "Санкт-Петербург", "Севастополь"}
    assert {r["region"] for r in GAZETTEER if r["region"]} <= regions
    countries = {r["country"] for r in GAZETTEER if r["kind"] == "country"}
    assert {r["country"] for r in GAZETTEER} == countries
    assert len(countries) >= 195  # every state has its capital, but two:
    assert countries - {r["country"] for r in GAZETTEER if r["kind"] == "city"} == {"VA", "CR"}
    assert all(r["ru"] or fold(r["place"]) for r in GAZETTEER)


def test_no_city_is_listed_twice_in_a_country() -> None:
    cities = [(r["place"], r["country"]) for r in GAZETTEER if r["kind"] == "city"]
    assert len(cities) == len(set(cities))


def test_python_folds_as_sql_does(small: Small) -> None:
    small.add(posting("1"))
    names = {n for r in GAZETTEER for n in (r["place"], r["ru"], r["tr"], r["en"], *r["also"].split("|")) if n.strip()}
    assert {fold(n) for n in names} == {f for (f,) in rows(small, "select distinct folded from core.place_name")}
