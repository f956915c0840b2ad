"""Sentences and what they ask, as a careful reader says it: concept → scope (null: not mentioned at all)."""

# ruff: noqa: E501 - a pair is read on one line

import pytest

from pipeline.extract import read
from pipeline.model import SCOPES, Posting

PAIRS = [
    ("ru", "Требования: знание Excel и 1С.", {"excel": "required", "1c": "required"}),
    ("ru", "Требования:\nжелательно: 1С, Excel, английский язык", {"1c": "preferred", "excel": "preferred", "english": "preferred"}),
    ("ru", "Требования: английский не обязателен, но желателен", {"english": "preferred"}),
    ("ru", "Условия: бесплатный английский язык, ДМС", {"english": "offered", "health-insurance": "offered"}),
    ("ru", "Обязанности: холодных звонков нет; ведение переговоров", {"cold-calling": "not_needed", "negotiation": "duty"}),
    ("ru", "Условия: корпоративный автомобиль", {"own-car": None, "company-car": "offered"}),
    ("ru", "Требования: коммуникабельность;—Грамотная речь", {"communication": "required", "literate-speech": "required"}),
    ("ru", "Требования: среднее специальное, высшее приветствуется", {"secondary-education": "required", "higher-education": "preferred"}),
    ("ru", "Требования: образование высшее, неоконченное высшее, среднее специальное", {"secondary-education": "required", "higher-education": "mentioned"}),
    ("ru", "Требования: среднее специальное образование.• Высшее образование", {"higher-education": "required"}),
    ("ru", "Требования: знание 1C", {"1c": "required"}),
    ("ru", "Требования: опыт проведения обучающих тренингов. Всему обучаем", {"learning-ability": None}),
    ("ru", "Требования: готов(а) учиться; обучаемые и ответственные", {"learning-ability": "required", "responsibility": "required"}),
    ("ru", "Обязанности: продажи В2В", {"b2b": "duty"}),
    ("ru", "Требования: защита прав потребителей, права доступа", {"driving-licence": None}),
    ("ru", "Требования: водительские права категории В", {"driving-licence": "required"}),
    ("ru", "Требования: опыт в amoCRM", {"amocrm": "required", "crm": "required"}),
    ("ru", "Требования: активная разработка сервисов; готовность к интенсивному обучению", {"initiative": None, "learning-ability": "required"}),
    ("ru", "Требования: знание языков Java и Go", {"other-language": None}),
    ("ru", "Требования: среднее специальное или высшее образование", {"secondary-education": "required", "higher-education": "mentioned"}),
    ("ru", "Требования: образование высшее или среднее профессиональное", {"secondary-education": "required", "higher-education": "mentioned"}),
    ("ru", "Требования: умеете доводить дела до результата, хороший русский язык", {"result-orientation": "required", "literate-speech": "required"}),
    ("ru", "Мы предлагаем:\nДМС\nКаким мы тебя видим:\nзнание 1С", {"1c": "required"}),
    ("ru", "Мы ожидаем знание 1С и Excel.", {"1c": "required", "excel": "required"}),
    ("ru", "Будем рады, если вы знаете 1С", {"1c": "preferred"}),
    ("ru", "Здорово, если есть автомобиль; английский пригодится", {"own-car": "preferred", "english": "preferred"}),
    ("ru", "Требования: знание Excel; навыки презентаций не принципиальны; опыт с CRM может быть полезен", {"excel": "required", "crm": "preferred"}),
    ("ru", "Требования: холодные звонки приветствуются, но не обязательны; работа с тендерами не потребуется", {"cold-calling": "preferred", "tenders": "not_needed"}),
    ("ru", "Требования: умение читать техническую документацию; знание языков: Go, Rust", {"documents": None, "other-language": None}),
    ("ru", "Требования: Законченное образование (среднее специальное, высшее)", {"secondary-education": "required", "higher-education": "mentioned"}),
    ("ru", "Требования: опыт коммуникации с подрядчиками; активный водительский стаж", {"communication": "required", "initiative": None}),
    ("ru", "Мы любим своё дело. Подойдёт, если ты коммуникабельный и ответственный", {"communication": "required", "responsibility": "required"}),
    ("ru", "Требования: уверенное знание офисного ПО", {"ms-office": "required"}),
    ("ru", "Условия: ПОВЫШЕНИЕ КВАЛИФИКАЦИИ (курсы, тренинги), работа в дружной команде", {"teamwork": "mentioned"}),
    ("ru", "Требования: права категории C будут являться преимуществом; опыт составления справок и отчетов", {"driving-licence": "preferred", "documents": "required"}),
    ("ru", "Требования: принимаете решения, опираясь на результаты анализа; умеете слушать", {"result-orientation": None, "communication": "required"}),
    ("ru", "Знание сетей.\nПредполагаемый круг задач:\nсопровождение крупных клиентов", {"key-accounts": "duty"}),
    ("ru", "Обязанности: настройка почты и ПОЛичные качества: работа в SQLИнициативность, ЛВСОтветственность", {"initiative": "required", "responsibility": "required"}),
    ("ru", "Требования: знание 1С\nБудет плюсом:\nРаботал в торговле.Водил грузовик.Имеет сертификат.• Высшее образование", {"1c": "required", "higher-education": "required"}),
    ("ru", "Требования: Приветствуется высшее образование, готовность обучаться", {"higher-education": "preferred", "learning-ability": "preferred"}),
    ("ru", "Требования: знание 1С; опыт переговоров.\nДМС; гибкий график; обучение за счет компании; парковка; участие в активностях", {"1c": "required", "health-insurance": "offered", "parking": "offered", "initiative": None}),
    # what is given is not asked, whatever else its long sentence asks; "we expect of you" asks among the conditions too
    ("ru", "Требования: знание 1С.\nУсловия: новый офис ДМС и скидки для близких готовы помочь с переездом школа испанского бассейн", {"1c": "required", "health-insurance": "offered", "discounts": "offered"}),
    ("ru", "Условия: без надзора. От вас ждём ответственности. Команда всегда готова помочь, активное общение, премии", {"responsibility": "required", "initiative": "mentioned"}),
    ("ru", "Мы предлагаем:\n• Новый офис;\n• Стек технологий: Scala, Spark;\n• Возможны командировки;\n• Шанс подтянуть итальянский при желании", {"business-travel": "duty", "other-language": None}),
    ("ru", "Без опыта Полная занятость Сменный график Сторож в гараж", {"full-time": "offered", "shift-work": "offered"}),
    # whom a text seeks for a deed is not asked the deed; nor is the colleague whose days it tells
    ("ru", "Ищем сильного руководителя продаж, его задача работа с крупными клиентами.", {"key-accounts": "duty"}),
    ("ru", "Наш будущий коллега:\n• Ведёт переговоры с закупщиками;\n• Составляет сметы\nТребования:\n• знание 1С", {"negotiation": "duty", "1c": "required"}),
    ("ru", "Сторож в гараж. К кому мы обращаемся: ответственных людей.", {"responsibility": "required"}),
    ("ru", "Требования: грамотный code review; настройка политик, как активной, так и пассивной; Python или Go не принципиально, важен результат", {"literate-speech": None, "initiative": None, "result-orientation": None}),
    ("ru", "Требования: знание 1С. Шанс удовлетворить свою тягу к знаниям за счёт фирмы", {"learning-ability": None}),
    # headings of other ways
    ("ru", "Требования: знание 1С\nБудет плюсом, если у тебя есть... 1. Знание немецкого языка; 2. Опыт продаж", {"1c": "required", "german": "preferred"}),
    ("ru", "Что для тебя важно Не обязательно, но будет очень здорово, если: знаете Excel", {"excel": "preferred"}),
    ("ru", "Чем предстоит заниматься Развивать сервис Что мы хотим от успешного кандидата Английский язык для переписки", {"english": "required"}),
    ("ru", "Требования: знание 1С\nБудет плюсом: Excel.\nМы также ценим:\n- Способность учиться", {"excel": "preferred", "learning-ability": "required"}),
    # a line of run-together asks is no one ask
    ("ru", "Требования: Уверенное знание программ бухгалтерского учета от двух лет Умение вести переговоры с поставщиками Наличие прав категории В приветствуется", {"negotiation": "required", "driving-licence": "preferred"}),
    ("ru", "Обязанности: Учиться и развиваться под присмотром опытных наставников\nТребования: знание 1С", {"learning-ability": "duty"}),
    ("ru", "Требования: передача контактной информации ответственным лицам; активное телекоммуникационное оборудование", {"communication": None, "responsibility": None, "initiative": None}),
    ("tr", "İş tanımı:\n- Teslim için gerekli olan evrakların hazırlanması", {"documents": "duty"}),
    ("tr", "Aranan nitelikler:\n- Güçlü kelime, excel ve crm hakimiyeti", {"word": "required", "excel": "required"}),
    ("ru", "Требования: находить подход к людям; ориентация на высокие показатели; наличие личного а/м; готовность к служебным поездкам", {"communication": "required", "result-orientation": "required", "own-car": "required", "business-travel": "required"}),
    ("tr", "Aranan nitelikler:\n- SAP bilenlere öncelik verilecektir\n- Almanca biliyorsan harika olur", {"sap": "preferred", "german": "preferred"}),
    ("tr", "Aranan nitelikler:\n- Sabır\n\nOlursa süper olur\nSAP bilgisi", {"sap": "preferred"}),
    ("tr", "Rolün tanımı\nExcel raporları\n\nSağlanan haklar\nİngilizce dersi", {"excel": "duty", "english": "offered"}),
    ("en", "A day in the life\nReports in Excel\n\nIn return\nEnglish lessons", {"excel": "duty", "english": "offered"}),
    ("en", "Requirements:\n- Fluency in Finnish\n- Hebrew speaker", {"other-language": "required", "hebrew": "required"}),
    ("tr", "Aranan nitelikler:\n- Yunanca bilen\n- Kendini iyi ifade edebilen", {"other-language": "required", "communication": "required"}),
    ("tr", "Aranan nitelikler:\n- �al??kan, ba?ar?l?, co?kulu, �yk� yazm??, tercihen k�y okulunda okumu?. ?ngilizce konu?abilen", {"english": "required"}),
    ("tr", "Aranan nitelikler:\n- Sabır\nBiz Deniz Üniversitesi Hastanesi olarak büyüyoruz.", {"higher-education": None}),
    ("tr", "Aranan nitelikler:\n- Almanca bilme şartı yok\n- Araç sahibi olması tercih sebebi", {"german": "not_needed", "own-car": "preferred"}),
    ("tr", "Aranan nitelikler: Tercihen SAP bilen; ehliyet sahibi", {"sap": "preferred", "driving-licence": "required"}),
    ("tr", "Genel Nitelikler\nSeyahat engeli olmayanİyi derecede İngilizce bilen", {"english": "required", "business-travel": "required"}),
    ("tr", "1C'de çalışma deneyimi arzu edilir.", {"1c": "preferred"}),
    ("tr", "Yüksek öğrenim; Excel bilgisi; soğuk aramalarda deneyim", {"higher-education": "required", "excel": "required", "cold-calling": "required"}),
    ("en", "Requirements:\n- You excel at communication\n- Word of mouth", {"excel": None, "word": None, "communication": "required"}),
    ("en", "Requirements:\n- Proficiency in Excel; CRM experience is a plus", {"excel": "required"}),
    ("en", "About us\nOur clients include B2B SaaS companies.", {"b2b": "mentioned"}),
    ("en", "Nice to have:\n- German\n- Salesforce experience", {"salesforce": "preferred"}),
    # a closing cue speaks of the last item
    ("ru", "Требования: опыт от 2 лет, знание 1С и Excel, английский будет плюсом", {"1c": "required", "excel": "required", "english": "preferred"}),
    ("ru", "Требования: знание 1С, CRM будет плюсом", {"1c": "preferred", "crm": "preferred"}),
    ("ru", "Требования: уверенный Excel, Word, английский и немецкий будут плюсом", {"excel": "required", "english": "preferred", "german": "preferred"}),
    ("ru", "Требования: 1С, Excel, английский приветствуются", {"1c": "preferred", "excel": "preferred", "english": "preferred"}),
    ("ru", "Требования: высшее образование, личный автомобиль приветствуется", {"higher-education": "required", "own-car": "preferred"}),
    ("ru", "Требования: знание Excel, желательно 1С", {"excel": "required", "1c": "preferred"}),
    ("ru", "Требования: знание Excel, опыт не обязателен, но будет плюсом", {"excel": "required"}),
    ("ru", "Требования: 1С (УТ, Бухгалтерия) и Excel, английский (B1, B2) — плюс", {"1c": "required", "excel": "required", "english": "preferred"}),
    ("ru", "Требования: высшее образование, английский не требуется", {"higher-education": "required", "english": "not_needed"}),
    ("ru", "Опыт холодных звонков, работы в CRM, что будет преимуществом", {"crm": "preferred"}),
    ("tr", "Aranan nitelikler: SAP ve Excel bilen, ehliyet tercih sebebidir", {"sap": "required", "excel": "required", "driving-licence": "preferred"}),
    ("tr", "Aranan nitelikler: İngilizce bilen, tercihen SAP bilen", {"english": "required", "sap": "preferred"}),
    ("tr", "Aranan nitelikler: üniversite mezunu, SAP, Excel bilen tercih edilir", {"higher-education": "required", "sap": "preferred", "excel": "preferred"}),
    ("tr", "Aranan nitelikler: İngilizce bilen, ehliyeti olan adaylar tercih edilir", {"english": "preferred", "driving-licence": "preferred"}),
    ("en", "Requirements: Excel and Word, German is a plus", {"excel": "required", "word": "required", "german": "preferred"}),
    ("en", "Requirements: Knowledge of Excel, SAP is a plus", {"excel": "preferred", "sap": "preferred"}),
    ("en", "Requirements: Experience with Salesforce, HubSpot, or Pipedrive is a plus", {"salesforce": "preferred", "hubspot": "preferred", "pipedrive": "preferred"}),
    ("en", "Requirements: Bachelor's degree, driving licence and German are a plus", {"higher-education": "required", "driving-licence": "preferred", "german": "preferred"}),
    ("en", "Requirements: Excel, Salesforce are a plus", {"excel": "preferred", "salesforce": "preferred"}),
    ("en", "Requirements: fluent English (German a plus), Excel", {"english": "required", "german": "preferred", "excel": "required"}),
    # a bracket, a must, or an item run into the cue keeps it from the mention
    ("en", "Requirements: An excellent command of Excel and English is a must and CRM experience is a plus", {"excel": "required", "english": "required", "crm": "preferred"}),
    ("en", "Requirements: English is essential and an absolute advantage if you also speak German", {"english": "required", "german": "preferred"}),
    ("en", "Requirements:\nPreferred certifications: SAP or similar industry certifications.\nFluent English and a driving licence", {"english": "required", "driving-licence": "required"}),
    ("en", "Requirements: Team player who reaches the desired outcome", {"teamwork": "required"}),
    ("ru", "Требования:\nзнание 1С желательнопрезентабильная внешность", {"1c": "preferred", "presentable-look": "required"}),
    ("ru", "Требования: стрессоустойчивость, умение расставлять приоритеты", {"stress-resistance": "required"}),
    ("ru", "Обязанности: продвижение новых продуктов Компании: ведение переговоров и отчётности", {"negotiation": "duty", "documents": "duty"}),
    ("ru", "Обязанности: переговоры с заказчиками (наши клиенты: бухгалтер, юрист); проведение презентаций", {"presentations": "duty"}),
    ("ru", "Обязанности: работа в корпоративной CRM", {"crm": "duty"}),
    ("tr", "Aranan nitelikler: Üniversitelerin tercihen Mühendislik bölümlerinden mezun", {"higher-education": "required"}),
    ("tr", "Aranan nitelikler: üniversite mezunu (tercihen İşletme), İngilizce bilen", {"higher-education": "required", "english": "required"}),
    ("tr", "Aranan nitelikler: iyi derecede İngilizce (tercihen Rusça) bilen, MS Office kullanabilen", {"english": "required", "ms-office": "required", "other-language": "preferred"}),
    ("tr", "Aranan nitelikler: tercihen SAP konusunda tecrübeli, İngilizce bilen", {"sap": "preferred", "english": "required"}),
    # headings that say how much what stands under them weighs
    ("ru", "Требования:\n• грамотная речь\nБудет плюсом, если вы:\n• работали в amoCRM\n• знаете английский", {"literate-speech": "required", "crm": "preferred", "english": "preferred"}),
    ("ru", "Условия:\n• работа в растущей IT-компании;\n• занятия английским языком\n", {"english": "offered"}),
    ("ru", "Чем предстоит заниматься:\n• переговоры с партнёрами\nСовременный стек:\nудобная CRM и телефония", {"negotiation": "duty", "crm": "mentioned"}),
    ("ru", "Требования: опыт работы с CMS 1С-Битрикс", {"bitrix24": None, "crm": None, "1c": None}),
    ("ru", "Требования: грамотный русский язык", {"literate-speech": "required", "other-language": None}),
    ("ru", "Требования:\n- грамотная речь\nПриветствуется:- презентабельная внешность;- знание amoCRM.• Высшее образование", {"crm": "preferred", "higher-education": "required"}),
    ("ru", "Клиентская база предоставляется", {"client-base": "offered"}),
    ("ru", "Требования: знание нормативных документов, опыт работы с документами", {"documents": "required"}),
    ("ru", "Требования: знание нормативных документов ЦБ", {"documents": None}),
    ("ru", "Требования: английский язык (чтение, письмо, устная речь)", {"english": "required", "literate-speech": None}),
    ("ru", "Требования: знание иностранных языков: английский", {"english": "required", "other-language": None}),
    ("ru", "Требования: среднее общее образование (11 классов)", {"secondary-education": "required"}),
    ("ru", "Мало уровней, чтобы быстрее договариваться внутри команды", {"negotiation": None}),
    ("ru", "Требования: уверенный Excel\nБудет здорово, если у тебя есть:\n• навыки презентации\n• английский", {"excel": "required", "presentations": "preferred", "english": "preferred"}),
    ("ru", "Требования: знания 1С (очень желательно) умение вести переговоры", {"1c": "preferred"}),
    ("ru", "Требования: вы учитесь на последнем курсе или уже выпускник вуза", {"higher-education": "required"}),
    ("ru", "Обязанности: развитие сети. Наличие командировок.", {"business-travel": "duty"}),
    ("ru", "Требования: знание одной из программ: 1С, amoCRM, Excel — преимущество", {"1c": "preferred", "crm": "preferred", "excel": "preferred"}),
    # what denies looks on, not back
    ("ru", "Условия: работа в команде без токсичности", {"teamwork": "mentioned"}),
    ("ru", "Обязанности: удаленная отчетность без визита в офис", {"documents": "duty"}),
    ("ru", "Требования: без знания английского", {"english": "not_needed"}),
    ("ru", "Требования:\nЗнание Excel\nПлюсом будет умение работать в amoCRM и Битрикс24.\nОтветственность и коммуникабельность", {"crm": "preferred", "responsibility": "required", "communication": "required"}),
    ("ru", "Условия: ДМС. Нам важно, чтобы вы были ответственным человеком", {"responsibility": "required"}),
    ("ru", "Каждый знает свою сферу ответственности. Мы с вами точно найдем общий язык", {"responsibility": None, "communication": None}),
    ("ru", "В колледж требуется преподаватель. Требования: знание Exсel", {"secondary-education": "mentioned", "excel": "required"}),
    ("ru", "Обязанности: обучение ответственных лиц. Вы грамотно пишете на русском языке", {"responsibility": None, "other-language": None}),
    ("ru", "Требования: опыт настройки активного оборудования; командные активности", {"initiative": None}),
    ("ru", "Обязанности: тесты\nКакие качества нам необходимы:\n- ответственность", {"responsibility": "required"}),
    # items run together: a number before the next one, three words with no capital at all
    ("ru", "Требования:\n1. Грамотная речь2. Коммуникабельность3. Знание 1CНавыки переговоров", {"literate-speech": "required", "communication": "required", "1c": "required", "negotiation": "required"}),
    ("ru", "Требования: нацеленность на успехкоммуникабельностьпозитивность", {"communication": "required"}),
    # whom the employer seeks, and what that person will do; asks that stand above every heading
    ("ru", "Ищем специалиста, который будет вести переговоры с поставщиками", {"negotiation": "duty"}),
    ("ru", "Опыт вёрстки писем; Знание Figma; Умение слышать заказчика; Высокая личная ответственность.\nБудет плюсом: знание Excel", {"responsibility": "required", "excel": "preferred"}),
    ("ru", "Требования: опыт сопровождения клиентской базы; опыт с 1С-Битрикс; настройка активного сетевого оборудования; быстрое усвоение материала", {"client-base": None, "crm": None, "1c": None, "initiative": None, "learning-ability": "required"}),
    ("ru", "Требования: знание CRM Битрикс", {"bitrix24": "required", "crm": "required"}),
    # lists of benefits under a heading no row knows, and headings of other words
    ("ru", "Требования:\nзнание Excel\nРабота в «Ромашке» — это:\nДМС и спорт\nобучение за счет компании\nсаморазвитие и удаленная работа\nскидки", {"learning-ability": "mentioned", "remote": "offered", "excel": "required"}),
    ("ru", "Желательно:\nзнание Excel\nПричины пойти к нам:\nНацеленность на результат, сильная команда", {"excel": "preferred", "result-orientation": "mentioned"}),
    ("en", "Requirements:\n- Excel\nLife with us means:\n- Health insurance\n- Dental plan\n- Paid vacation\n- A team that takes the initiative", {"excel": "required", "dental": "offered", "initiative": "mentioned"}),
    ("en", "Requirements:\n- Excel\nYou are able to work:\n- Night shift\n- Overtime\n- On weekends\n- Willing to travel", {"business-travel": "required"}),
    ("ru", "Требования:\nзнание 1С\nИдеально, если вы:\nвладеете Excel\nУсловия и преимущества:\nудаленная работа", {"1c": "required", "excel": "preferred", "remote": "offered"}),
    ("ru", "Требования: порядок\nБудет плюсом:\nзнание 1С\nОпыт работы с таблицами: Excel и другими", {"1c": "preferred", "excel": "preferred"}),
    ("ru", "Развитие у ребят смелости, инициативы, творческих способностей", {"initiative": "duty"}),
    ("ru", "Вы поможете улучшить amoCRM ради её пользователей. Требования: вкус", {"amocrm": "mentioned"}),
    ("ru", "Требования: опытный пользователь Excel", {"excel": "required"}),
    ("ru", "О сервисе: у нас можно оформить командировку в два касания. Требования: вкус", {"business-travel": None}),
    ("ru", "Требования: слушать и слышать людей; опыт оформления договоров; свободный немецкий; и самостоятельно, и в команде", {"communication": "required", "documents": "required", "other-language": "required", "teamwork": "required"}),
    ("ru", "Требования: спокойно трудиться под давлением; приятный тембр голоса\nОбязанности: поиск новых клиентов по телефону", {"stress-resistance": "required", "literate-speech": "required", "cold-calling": "duty"}),
    # what is offered asks for nothing, though a word of skill follows
    ("ru", "Условия: возможность проявлять инициативу и новые навыки", {"initiative": "mentioned"}),
    ("ru", "Условия: знание английского обязательно; готовность к командировкам", {"english": "required", "business-travel": "duty"}),
    ("ru", "Условия: оплата 14 дней нетрудоспособности, ДМС", {"health-insurance": "offered"}),
    ("ru", "Мы предлагаем: офис. С радостью увидим и будем рады видеть в своей команде ответственного и активного мастера", {"responsibility": "required", "initiative": "required"}),
    ("ru", "Обязанности: верстка буклетов, презентаций и прочих необходимых материалов", {"presentations": "duty"}),
    ("ru", "О компании: изучаем рекламную активность брендов", {"initiative": None}),
    ("ru", "Требования: среднее (полное) образование", {"secondary-education": "required"}),
    # Russian items run together, each beginning with a capital; company life and pay are no asks
    ("ru", "Опыт настройки сетей в крупных компаниях и филиалах Понимание устройства почтовых серверов и шлюзов Готовность к изучению новых средств защиты и прочих технологий Приветствуется опыт участия в проектах по аудиту защищенности а также знание основ криптографии и практики безопасной разработки программного кода", {"learning-ability": "required"}),
    ("ru", "Условия: поддержка стремления к обучению; участие в корпоративных активностях", {"learning-ability": "mentioned", "initiative": None}),
    ("ru", "Что вам необходимо для этого: Linux. Английский язык на уровне чтения.", {"english": "required"}),
    ("ru", "Ждём слесарей для работы в команде механиков", {"teamwork": "duty"}),
    ("ru", "Без опыта Полная занятость Сменный график", {"full-time": "offered"}),
    ("ru", "Бонусом будет опыт подготовки технической документации", {"documents": None}),
    # a bracket that closes a list speaks of its last item; one that names the field of study, of the field
    ("ru", "Требования: опыт работы в Word, Excel, Trello (опционально)", {"word": "required", "excel": "required", "trello": "preferred"}),
    ("ru", "Требования: высшее образование (желательно: биология, химия)", {"higher-education": "required"}),
    ("ru", "Требования: учитесь на 3 курсе бакалавриата; умение работать на команду", {"higher-education": "required", "teamwork": "required"}),
    ("ru", "Тебя привлекает аналитика, но нет профильного образования? Научим!", {"higher-education": None}),
    ("ru", "Обязанности: грамотно планировать маршруты и применять чертежи", {"literate-speech": None}),
    ("ru", "Требования: грамотная, чёткая речь", {"literate-speech": "required"}),
    ("ru", "Будет плюсом:\n- опыт составления спецификаций на узлы", {"documents": "mentioned"}),
    # list items run together with dashes; ends of Turkish asks
    ("ru", "Требования: - опыт холодных звонков- знание 1С приветствуется- грамотная речь- инициативность", {"cold-calling": "required", "1c": "preferred", "literate-speech": "required", "initiative": "required"}),
    ("ru", "Требования:\n‒ Навыки переговоров приветствуются.‒ Стрессоустойчивость, обучаемость.‒ Грамотная речь", {"negotiation": "preferred", "stress-resistance": "required", "literate-speech": "required"}),
    ("tr", "Aranan nitelikler: tercihen perakende sektöründe çalışmış,\niyi seviyede Excel kullanabilen", {"excel": "required"}),
    ("ru", "Требования:\n- знание 1С\nУсловия: оклад, наставничество от опытных коллег, график 5/2, ДМС", {"1c": "required", "five-two": "offered", "health-insurance": "offered"}),
    ("ru", "Кладовщик 40 000 ₽ Без опыта Полная занятость Сменный график", {"full-time": "offered", "shift-work": "offered"}),
    ("ru", "Требования:\n- опыт в машинном обучении\n- прохождение обучения по охране труда", {"training-benefit": None}),
    ("ru", "Требования: английский на уровне понимания чёткой устной речи", {"english": "required", "literate-speech": None}),
    ("ru", "Требования: желание развиваться и получать знания в логистике", {"learning-ability": "required"}),
    ("ru", "Требования:\n- 1С\nПреимущества вакансии\nСмотрим на результат, готовим к публичным выступлениям.", {"1c": "required", "presentations": "mentioned"}),
    ("ru", "Требования:\n- Word\nЖелательно, но не обязательно (научим):\n- Excel", {"word": "required", "excel": "preferred"}),
    ("ru", "Требования: сайты на WordPress или Bitrix", {"crm": None, "bitrix24": None}),
    ("ru", "Работа в школе: развитие социальных инициатив, дистрибутивы Linux/СПО", {"initiative": None, "secondary-education": None}),
    ("ru", "Мы школа для детей. Обучаем навыкам работы с компьютером.\nТребования:\n- портфолио", {"pc-literacy": "mentioned"}),
    ("ru", "Задачи: скоринг физических лиц. Обязанности: отвечать на телефонные звонки", {"b2c": None, "cold-calling": None}),
    ("ru", "Требования:\n- знание Word\nБудет бонусом, но необязательно:\n- знание Excel", {"word": "required", "excel": "preferred"}),
    ("ru", "Мы ищем грамотного разработчика. В нашей команде ответственные люди.", {"literate-speech": None, "responsibility": "mentioned"}),
    ("ru", "Условия: клубы английского и испанского языков", {"english": "offered", "other-language": "offered"}),
    ("ru", "Мы ценим: умение доносить свою мысль; ставить цели и доводить их до конца", {"literate-speech": "required", "result-orientation": "required"}),
    ("ru", "Требования:\n- Word\nДополнительно приветствуем:\n- Excel\nБудем рады предложить вам\n:\nДМС", {"word": "required", "excel": "preferred", "health-insurance": "offered"}),
    ("ru", "Требования: управление сайтами на Битрикс", {"crm": None, "bitrix24": None}),
    ("ru", "Требования: высшее образование, внедрение АРМ и СПО", {"higher-education": "required", "secondary-education": None}),
    ("ru", "Требования: образование СПО", {"secondary-education": "required"}),
    ("ru", "Требования: IT - грамотность", {"literate-speech": None}),
]  # fmt: skip

EXPERIENCE = [
    ("ru", "Требования: опыт от 2 лет, знание 1С и Excel, английский будет плюсом", "required"),
    ("ru", "Требования: опыт продаж от 2 лет будет плюсом", "preferred"),
    ("ru", "Требования: знание 1С, опыт продаж от года приветствуется", "preferred"),
    ("ru", "Можно без опыта, всему научим. Будет плюсом:\n- опыт работы с кассой", "not_needed"),
    ("ru", "Можно без опыта, всему научим. Будет плюсом:\n- опыт продаж", "preferred"),
    ("ru", "Мы бы хотели видеть человека, который:\n- имеет опыт монтажа видео", "required"),
    ("ru", "Требования: знание кассы\nЯвляется преимуществом:\nопыт выкладки товара", "preferred"),
    ("ru", "Не хватает опыта? Научим всему", "not_needed"),
    (
        "ru",
        "Задачи: вести сайт Что мы хотим от кандидата Опыт вёрстки Необязательно, но будет плюсом Опыт с Figma",
        "required",
    ),
    (
        "ru",
        "Требования: Подтвержденный опыт работы в роли снабженца не менее 2 лет Готовность к сменному графику по будням и выходным Наличие медкнижки приветствуется",
        "required",
    ),
    ("tr", "Aranan nitelikler: en az 2 yıl satış deneyimi, ehliyet tercih sebebidir", "required"),
    ("en", "Requirements: 2+ years of sales experience, German is a plus", "required"),
    ("en", "Requirements: Excel, 2 years of sales experience is a plus", "preferred"),
    ("tr", "Aranan nitelikler:\n- 4 yıl satış deneyimi olan adaylara öncelik verilir", "preferred"),
    ("tr", "Aranan nitelikler:\n- Sabır\n- Tecrübe zorunluluğu yoktur", "not_needed"),
]


def scopes(lang: str, text: str) -> dict[str, str]:
    facts = read(Posting(id="1", source="t", page="t", text=text, language=lang), text_only=True)
    best: dict[str, str] = {}
    for fact in facts:
        if fact.scope in SCOPES and (
            fact.concept not in best or SCOPES.index(fact.scope) < SCOPES.index(best[fact.concept])
        ):
            best[fact.concept] = fact.scope
    return best


@pytest.mark.parametrize(("lang", "text", "expected"), PAIRS)
def test_scope(lang: str, text: str, expected: dict[str, str | None]) -> None:
    found = scopes(lang, text)
    assert {c: found.get(c) for c in expected} == expected


@pytest.mark.parametrize(("lang", "text", "modality"), EXPERIENCE)
def test_experience_is_reached_only_by_its_own_cue(lang: str, text: str, modality: str) -> None:
    facts = read(Posting(id="1", source="t", page="t", text=text, language=lang), text_only=True)
    assert [f.scope for f in facts if f.kind == "experience" and f.principal] == [modality]
