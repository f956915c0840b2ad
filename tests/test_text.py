"""Markup to text, and contacts masked: tables of pairs, then laws."""

import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import contacts, text
from pipeline.contacts import MASK, mask_contacts, sole_trader
from pipeline.text import one_line, to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (None, ""),
        ("", ""),
        ("plain words", "plain words"),
        ("<p>Про<b>да</b>жи</p>", "Продажи"),
        ("<ul><li>раз</li><li>два</li></ul>", "• раз\n• два"),
        ("<ul><li>- раз</li></ul>", "- раз"),
        ("<ul><li><p>раз</p></li>\n<li class='a'>\n<div><p>два</p></div></li></ul>", "• раз\n• два"),
        ("<ul><li><p>раз</p><p>и ещё</p></li><li></li></ul><p>два</p>", "• раз\n\nи ещё\n\nдва"),
        ("<ul><li><p style='display:none'>раз</p>два</li></ul>", "• два"),
        ("<ul><li>раз</li><li></li><li> </li></ul>", "• раз"),
        ("one<br/>two<br>three", "one\ntwo\nthree"),
        ("<h2>Head</h2><p>body</p>", "Head\n\nbody"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("&lt;p&gt;escaped once too often&lt;/p&gt;", "escaped once too often"),
        ("<p>A.</p>&amp;#xa;<p>B.</p>", "A.\n\nB."),
        ("R&amp;D &mdash; AT&amp;T", "R&D — AT&T"),
        ("<p>от 5&nbsp;до&nbsp;7</p>", "от 5 до 7"),
        ("стаж <3 лет, план >50", "стаж <3 лет, план >50"),
        ("ask <NAME> of <ORGANIZATION>", "ask <NAME> of <ORGANIZATION>"),
        ("a<!-- react -->b", "ab"),
        ("<p>a]]></p>", "a"),
        ("<p>a\r\n<!-- b -->c</p>", "a c"),
        ("<p>seen</p><script>evil()</script><style>p{}</style>", "seen"),
        ('<p>seen<span style="display: none">bait</span></p>', "seen"),
        ('<p>seen</p><div aria-hidden="true"><p>bait</p></div>', "seen"),
        ("<p>one\n  sentence</p>", "one sentence"),
        ("<p>one\n<NEW\nNAME></p>", "one <NEW NAME>"),
        ("<h2>List</h2>\n1. one\r\n2. two", "List\n\n1. one\n2. two"),
        ("head\\n\\n<strong>tail</strong>", "head\n\ntail"),
        ("пере\u00adнос и\u200bмя", "перенос имя"),
        ("и\u0306", "й"),
        ("a\x00b\x07c", "abc"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ],
)
def test_to_text(markup, text):
    assert to_text(markup) == text


def test_one_line():
    assert one_line("  <b>Two</b>\n lines ") == "Two lines"
    assert one_line(" ") is None
    assert one_line(None) is None


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to ann.b@firm.co.uk today", f"write to {MASK} today"),
        ("почта иванова@фирма.рф", f"почта {MASK}"),
        ("ivan (at) firm.ru", MASK),
        ("ivan собака firm.ru", MASK),
        ("ник @sales_hr.", f"ник {MASK}"),
        ("https://t.me/somebody и wa.me/79001234567", f"{MASK} и {MASK}"),
        ("Telegram: some_hr", f"Telegram: {MASK}"),
        ("8 (900) 123-45-67", MASK),
        ("+7 912 345 67 89", MASK),
        ("89123456789", MASK),
        ("тел. 23-45-67", f"тел. {MASK}"),
        ("0532 123 45 67", MASK),
        ("+90 (532) 123 45 67", MASK),
        ("532 123 45 67", MASK),
        ("call us at 020 7946 0958", f"call us at {MASK}"),
        ("(555) 123-4567", MASK),
        ("Контактное лицо: Петрова Анна Сергеевна", f"Контактное лицо: {MASK}"),
        ("обращаться к Петровой А.С.", f"обращаться к {MASK}"),
        ("HR: Мария", f"HR: {MASK}"),
        ("s\u212aYPE: some_hr", f"s\u212aYPE: {MASK}"),
        ("YETKİLİ: Ahmet Yılmaz", f"YETKİLİ: {MASK}"),
        ("Yetkili: Ahmet Yılmaz", f"Yetkili: {MASK}"),
        ("Contact: Jane Doe, office 5", f"Contact: {MASK}, office 5"),
        ("работа у ИП Петров П.П. рядом", "работа у ИП рядом"),
    ],
)
def test_contacts_go(text, masked):
    assert mask_contacts(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "80 000 - 100 000 руб",
        "от 100 000 – 150 000 ₽",
        "8 000 000 - 10 000 000",
        "45.000 TL - 60.000 TL",
        "$120,000 - $150,000",
        "с 01.09.2026 по 30.12.2026",
        "2026-09-22T14:35:13",
        "ИНН 7814148471 ОГРН 1037832048605",
        "vacancy 105250895",
        "разработка Telegram-ботов",
        "график 5/2, 9:00-18:00",
        "Контакты: Чтобы узнать больше",
        "телефонные продажи на 2 000 000 руб",
        "HR Business Partner",
        "1С:Предприятие 8.3",
        "<EMAIL> или <PHONE>",
    ],
)
def test_what_only_looks_like_a_contact_stays(text):
    assert mask_contacts(text) == text


@pytest.mark.parametrize(
    ("employer", "short"),
    [
        ("ИП Петров Пётр Петрович", "ИП"),
        ("Индивидуальный предприниматель Петров", "ИП"),
        ("ПЕТРОВ ПЁТР ПЕТРОВИЧ", "ИП"),
        ("ООО Типография", None),
        ("Ипсилон", None),
    ],
)
def test_sole_traders(employer, short):
    assert sole_trader(employer) == short


def test_every_letter_and_digit_that_a_cue_or_a_phone_may_be_written_with_has_its_byte() -> None:
    reader, letters = contacts._reader(), {c for mark in contacts._reader().marks for c in mark}
    everything = "".join(map(chr, range(0x110000)))
    small = "".join(map(contacts._lower, everything))
    seen, meant = reader.small(reader.encode(everything)), reader.encode(small)
    cues = frozenset(reader.encode("".join(letters)))
    assert all(a == b if c in letters else a not in cues for a, b, c in zip(seen, meant, small, strict=True))
    signs = "".join("d" if c in contacts._DIGITS else "s" if c in contacts._PARTING else "x" for c in everything)
    assert reader.signs(reader.encode(everything)) == signs.encode()


def test_what_is_taken_for_clean_is() -> None:
    held = [c for c in text._CLEAN.slots if text._CLEAN.holds(c)]
    assert len(held) > 200
    assert not any(map(text._UNSAFE.search, held))
    pairs = ["".join(pair) for pair in itertools.product(held, repeat=2)]
    assert unicodedata.is_normalized("NFC", "".join(pairs))
    assert not any(map(text._CLEAN.holds, ["\0", "\r", "\uffff", "\ufffe", "\xa0", "\ud800", "\u0306"]))


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text):
    once = mask_contacts(text)
    assert mask_contacts(once) == once


@given(st.text(st.characters(), max_size=300))
def test_any_text_comes_out_safe(text):
    made = to_text(text)
    made.encode("utf-8")
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in made if ord(c) < 128)


@given(
    st.lists(
        st.sampled_from(["слово", "<b>", "</b>", "<p>", "&amp;", "<", ">", "'", '"', "\n", "<!--", "-->", "<li>"]),
        max_size=40,
    )
)
def test_no_markup_breaks_the_reader(parts):
    to_text("".join(parts))


def test_phones_are_found_in_rows_of_their_signs_as_in_the_whole_text() -> None:
    signs = [
        "+7 (912) 345-67-89",
        "8 800 555-35-35",
        "0 555 000 12 34",
        " 60 000",
        "–",
        "(",
        ")",
        "12.03.2026",
        "₽",
        "%",
    ]
    signs += [
        "%",
        ",5",
        ".",
        "\n",
        " 123",
        "0555 123 45 67",
        "(212) 555-1234",
        "*** ** 12",
        "+ 90 532 111 22 33",
        " ",
        " x",
    ]
    draw, reader = random.Random(1), contacts._reader()
    masked = 0
    for _ in range(5000):
        text = "".join(draw.choices(signs, k=draw.randint(1, 9)))
        found = contacts._without_phones(text, reader.signs(reader.encode(text)))
        assert found == contacts._PREFIXED.sub(lambda phone: contacts._phone(phone[0]), text)
        masked += found != text
    assert masked > 500
