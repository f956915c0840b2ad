"""vacancies.toml: what is told is kept, what is unknown is refused with the list of what is known."""

from pathlib import Path

import pytest

from pipeline.config import is_contact, load_settings
from pipeline.errors import SettingsError


def test_without_a_file_the_current_folder_is_the_workspace(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.workspace, settings.configured) == (tmp_path, False)
    assert settings.inbox == tmp_path / "data/raw/inbox"


def test_the_nearest_file_upwards_makes_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "vacancies.toml").write_text('[report]\nlanguage = "tr"\n[paths]\nimport = ["exports"]\n')
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    settings = load_settings(deep)
    assert (settings.workspace, settings.language, settings.configured) == (tmp_path, "tr", True)
    assert settings.imports == (tmp_path / "exports",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[report]\nlanguag = 'ru'", "the keys there are language, window_months, tax, currency"),
        ("[reports]\n", "the tables are report, paths"),
        ("language = 'ru'", "the tables are report, paths"),
        ("[report]\nlanguage = 'de'", "choose one of ru, tr, en"),
        ("[report]\nwindow_months = 0", "from 1"),
        ("[report]\nwindow_months = true", "a whole number is expected"),
        ("[report]\nwindow_months = 'six'", "a whole number is expected"),
        ("[report]\nwindow_months = 5000", "from 1 to 1200"),
        ("[fetch]\npace = 'x'", "a whole number or a number is expected"),
        ("[fetch]\ncontact = 'nobody'", "an e-mail or a web address is expected"),
        ("[profile]\ntitles = {ru = []}", "profile.titles.ru is empty"),
        ("[keep]\narchive = '999999999999d'", "such as 180d or 26w"),
        ("[paths]\nimport = [1]", "list of texts"),
        ("[report\n", "cannot be read as TOML"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "vacancies.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"vacancies\.toml") as refused:
        load_settings(tmp_path)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    (tmp_path / "vacancies.toml").write_bytes("[profile]\ntitles = { ru = ['бухгалтер'] }".encode("cp1251"))
    with pytest.raises(SettingsError, match="save it as UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("hr@example.org", True),
        ("https://example.org/about", True),
        ("nobody", False),
        ("hr@example", False),
        ('hr"@example.org', False),
        ("two words@example.org", False),
        ("", False),
    ],
)
def test_a_contact_can_be_written_to(text: str, is_one: bool) -> None:
    assert is_contact(text) is is_one


def test_the_report_currency_is_a_code_of_three_capitals(tmp_path: Path) -> None:
    file = tmp_path / "vacancies.toml"
    file.write_text('[report]\ncurrency = "RUB"\ntax = "net"\n', encoding="utf-8")
    assert (load_settings(tmp_path).currency, load_settings(tmp_path).tax) == ("RUB", "net")
    file.write_text('[report]\ncurrency = "roubles"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="three capitals"):
        load_settings(tmp_path)
