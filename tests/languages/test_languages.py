"""Languages: what is read, what is left alone, and which forms a listed term takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import detect, forms

TEXTS = [
    ("ru", "Ищем менеджера по продажам, опыт от года"),
    ("tr", "Satış temsilcisi arıyoruz, ehliyet şart"),
    ("en", "We are looking for an account manager with two years of experience"),
    (
        "en",
        "A bakery with forty shops looks for an accountant who knows Excel and keeps the books in order. "
        "You will plan the budget of each shop and talk to suppliers about flour and the ovens we rent every year. "
        "Başvurunuzda paylaştığınız bilgiler yalnızca işe alım için saklanır.",
    ),
    ("other", "Шукаємо менеджера з продажу, є досвід роботи і знання"),
    ("other", "Сату менеджері қажет, жұмыс өтілі және тәжірибе керек"),
    ("other", "我们正在寻找一位客户经理"),
    ("other", "مطلوب مدير حسابات"),
    ("other", ""),
]
FORMS = [
    ("ru", "холодный звонок", "холодных звонков"),
    ("ru", "вести переговоры", "ведёт переговоры"),
    ("ru", "коммуникабельный", "коммуникабельного"),
    ("tr", "iletişim becerisi", "iletişim becerileri"),
    ("tr", "müzakere etmek", "müzakere eden"),
    ("tr", "ihale", "ihalelerde"),
    ("tr", "ehliyet", "ehliyetin"),
    ("tr", "seyahat", "seyahatlere"),
    ("tr", "kontrol", "kontrolünü"),
    ("tr", "tecrübe", "tecrüben"),
    ("tr", "sunum becerisi", "sunum becerileriniz"),
    ("tr", "proaktif", "proaktifsin"),
    ("tr", "güçlü", "güçlüyse"),
    ("tr", "Excel bilmek", "excel biliyorsan"),
    ("tr", "evet demek", "evet diyorsan"),
    ("tr", "destek beklemek", "destek bekliyorsan"),
    ("tr", "ileri gitmek", "ileri gidiyorsan"),
    ("tr", "sunum yapmak", "sunum yaptı"),
    ("tr", "araç kullanmak", "araç kullanıyorsun"),
    ("tr", "rapor hazırlamak", "rapor hazırlayacaksın"),
    ("en", "cold call", "cold calls"),
    ("en", "negotiate", "negotiating"),
]


@pytest.mark.parametrize(("expected", "text"), TEXTS)
def test_detect(expected: str, text: str) -> None:
    assert detect(text) == expected


@pytest.mark.parametrize(("lang", "term", "form"), FORMS)
def test_forms(lang: str, term: str, form: str) -> None:
    assert form in forms(lang, term)


@given(
    st.text("abcçdefgğhıijklmnoöprsştuüvyzâî", min_size=1, max_size=7),
    st.sampled_from(["", "mak", "mek", "ları", "sı", "da"]),
)
def test_any_word_has_forms(word: str, ending: str) -> None:
    assert forms("tr", word + ending)
