"""Which of two industries that a posting names is the employer's: (language, title, text) → the first guess."""

# ruff: noqa: E501 - a pair is read on one line

import pytest

from pipeline.extract import read
from pipeline.model import Posting

PAIRS = [
    # what is made is the trade, that it is made is not
    ("ru", "Менеджер", "Наша компания: производство и продажа сухих строительных смесей и кирпича.", "construction-materials"),
    ("ru", "Менеджер", "О компании: производство лекарств.\nОбязанности:\n- работа с производством", "medicine-pharma"),
    ("en", "Account Manager", "About us: a manufacturer of medical devices.\nDuties:\n- Talk to manufacturing", "medicine-pharma"),
    ("tr", "Satış temsilcisi", "Hakkımızda: üretim ve satış yapan, ilaç firmasıyız.", "medicine-pharma"),
    ("ru", "Менеджер", "О компании: мы производственное предприятие.", "manufacturing-equipment"),
    # what is paid for or read about tells no trade
    ("ru", "Дизайнер", "Готовим графику для телеканалов. Условия: компенсируем такси до дома.", "advertising-media"),
    ("ru", "Кладовщик", "Телемагазин ищет работника. Задачи: развитие системы управления складом.", "retail"),
    ("ru", "Инженер", "Проектируем салоны воздушных судов для авиаперевозок.", "manufacturing-equipment"),
    ("ru", "Разработчик", "Пишем код и отвечаем за вывод в производство без ошибок на производстве. Backend.", "it-software"),
    # who serves in the police is paid by the state
    ("ru", "Программист", "Обязанности:\n- писать код\nУсловия:\n- присваивается специальное звание внутренней службы\n- отпуск", "government-nonprofit"),
    ("ru", "Механик", "Обязанности:\n- выпуск на линию, путевые листы\n- учёт ГСМ", "logistics-transport"),
    # a title's bracket names the project
    ("ru", "Аналитик (ритейл)", "Мы аккредитованная ИТ-компания.", "it-software"),
    ("ru", "Менеджер (ритейл)", "Ищем менеджера.", "retail"),
    # words of another trade: a bus of messages, a talk at a conference; a manager of houses
    ("ru", "Программист", "Разработка backend на шине, выступления на конференциях.", "it-software"),
    ("ru", "Аналитик", "Мы ведём консалтинговые проекты для сетей магазинов.", "legal-consulting"),
    ("ru", "Инженер", "Компания на рынке IT-решений для кафе и ресторанов.", "it-software"),
    ("ru", "Дворник", "Требуется дворник. Уборка придомовой территории.", "real-estate"),
    # a preposition of a name in capitals is no software; the trades of offers, of clients, of a function are not the employer's
    ("ru", "Повар", "Готовить обеды. АНО ПО ПОДДЕРЖКЕ ПОЖИЛЫХ ЛЮДЕЙ", "government-nonprofit"),
    ("ru", "Automation QA", "Писать автотесты.\nМы предлагаем: ДМС со стоматологией, конференции", "it-software"),
    ("ru", "Системный инженер", "Внедряем цифровые решения для предприятий химической отрасли.", "it-software"),
    ("ru", "Специалист по маркетингу и рекламе", "Мы провайдер домашнего интернета.", "telecom"),
    ("ru", "Юрист", "Строительная компания.\nОбязанности:\n- взаимодействие с банками;\n- соблюдение норм охраны труда", "construction-materials"),
    ("ru", "Разработчик", "О проекте: делаем AI-агентов, которые умеют телефонию.", "it-software"),
    ("ru", "Юрисконсульт", "Составлять иски. Мы предлагаем: завтраки в нашем кафе, скидки на продукты Т-Банка.", "banking-finance"),
    ("en", "Support Engineer", "Set up desktop hardware.\nWe offer: an oil and gas company.", "energy-chemicals"),
    # what a text says of the company tells more than whom a title sells to
    ("ru", "Менеджер по недвижимости", "О компании: мы коммерческий банк.", "banking-finance"),
    ("ru", "Программист", "Требования: Backend на шине данных, знание правил охраны труда", "it-software"),
    ("ru", "Дизайнер", "О компании: делаем решения для автоматизации бизнеса. Нами пользуются образовательные учреждения.", "it-software"),
    ("ru", "Кассир", "Большой кинотеатр у парка.", "entertainment"),
    ("ru", "Монтажник", "Строим дома и бани, делаем ремонт под ключ.", "construction-materials"),
    ("ru", "Мастер", "Клининговая компания, химчистка ковров.", "other"),
    ("ru", "Агроном", "Новый тепличный комплекс.", "agriculture"),
    ("ru", "Мойщик", "Требуется мойщик на автомойку", "automotive"),
    ("tr", "Müşteri temsilcisi", "Gıda toptancılığı alanında çalışıyoruz.", "wholesale-fmcg"),
    ("tr", "Uzman", "Üniversitelerin Makine, Tekstil veya İnşaat Mühendisliği bölümlerinden mezun. Eczanemizin deposunda çalışacak.", "medicine-pharma"),
    ("tr", "Uzman", "Bankacılıkta dört yıl çalışmış, lisans mezunu", "banking-finance"),
    ("tr", "Ustabaşı", "Fırın ustası aranıyor. MAAŞ 36.000 TL, PRİM, SİGORTA, YEMEK. Gıda üretimi yapıyoruz.", "wholesale-fmcg"),
    # what a team does for the employer is no trade of it
    ("en", "Engineer", "Acme lets shoppers buy now and pay later.\nAbout the team\nApplication security guards our code.", "banking-finance"),
    ("en", "Planner", "Two years of strategy consulting experience; FMCG is our world.", "wholesale-fmcg"),
    ("en", "Data Engineer", "Acme, an expert network, writes for hedge fund clients.", "legal-consulting"),
    ("en", "Data Engineer", "Acme's platform helps ISPs run their access networks.", "telecom"),
    ("en", "Clerk", "A house between technology and marketing. You need cloud skills and an electronic calculator.", "advertising-media"),
    # what an employer gives is nobody's trade
    ("ru", "Тестировщик", "Обязанности:\n- писать автотесты на Python\nУсловия:\n- ДМС со стоматологией, скидки на фитнес", "it-software"),
    ("ru", "Аналитик", "Мы генеральный подрядчик банка. Занимаемся разработкой программного обеспечения.", "it-software"),
    ("ru", "Инженер поддержки", "Обязанности:\n- настройка ПО сторонних производителей", "it-software"),
    ("ru", "Разработчик", "Платформа для инвесторов от Озон Банка, часть Ozon.", "banking-finance"),
    ("ru", "Рекрутер", "Наш клиент - крупный производитель соков. Задачи: массовый подбор персонала.", "hr-recruitment"),
    ("ru", "Помощник директора", "Работаем в команде инвестиционного фонда. Фонд вкладывает в стартапы.", "banking-finance"),
    ("ru", "ИТ-специалист", "Обязанности:\n- настройка ПО\n- ремонт оргтехники\nУсловия:\n- участие в жизни банка", "banking-finance"),
    ("ru", "Инженер связи", "Обязанности: развитие электросетевых услуг, обслуживание линий электропередачи.", "energy-chemicals"),
    ("ru", "Программист 1С", "Мы интернет-магазин посуды. Обязанности: доработка 1С, расчёт страховых взносов.", "e-commerce"),
    ("ru", "Водитель мусоровоза", "Вывоз твердых коммунальных отходов на автомобиле.", "other"),
    ("ru", "Ревизор", "Обязанности:\n- проверки на складах и в магазинах сети", "retail"),
    ("ru", "Программист", "Обязанности: доработка 1С.\nУсловия:\n- соцпакет\nЗавод выпускает три модели автомобилей.", "automotive"),
    ("ru", "Разработчик", "О нас: провайдер облачных решений.", "it-software"),
    ("ru", "Кадастровый инженер", "От 50 000 рублей, пер. Базарный", "real-estate"),
    ("ru", "Рабочий по озеленению", "МАУ Городской парк, без опыта", "government-nonprofit"),
    # a holding lists its own trades, a supplier those of its clients
    ("tr", "Analist", "Lojistik, denizcilik, sigorta, turizm ve inşaat alanlarında faaliyet gösteren grubumuza; yazılım taleplerini toplayacak, yazılım testlerini yapacak", "logistics-transport"),
    ("tr", "Danışman", "Bankacılık teknolojileri üreten ekibimiz, finans sektöründeki kurumlara hizmet verir.", "it-software"),
    ("tr", "Veri uzmanı", "Bilgi Teknolojileri ve Arge ekibimiz büyüyor. Şirketimiz otel zinciridir.", "hospitality-tourism-food"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text", "industry"), PAIRS)
def test_the_employers_industry_comes_first(language: str, title: str, text: str, industry: str) -> None:
    posting = Posting(id="1", source="t", page="t", text=text, title=title, language=language)
    assert next(f.concept for f in read(posting, text_only=True) if f.kind == "industry") == industry
