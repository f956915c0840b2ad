"""Sentences, English for the most part, that once misled the reader, one for each class of error: concept → scope (null: not said)."""

# ruff: noqa: E501 - a pair is read on one line

import pytest

from pipeline.extract import read
from pipeline.model import Posting
from pipeline.text import to_text
from tests.extract.test_scope_pairs import scopes

PAIRS = [
    # a word that holds another word, or speaks of something else
    ("Requirements:\n- Understanding of satellite communications and non-English sources", {"communication": None, "english": None}),
    ("Developer (f/m/d)\nRequirements:\n- Any degrees of seniority", {"higher-education": None}),
    ("Requirements:\n- Mentoring team members who sell to the public", {"teamwork": None}),
    ("Requirements:\n- Dependable transportation of your own", {"responsibility": None}),
    ("As a person you are: Responsible curious and focused", {"responsibility": "required"}),
    ("What we offer:\n- Equity ownership from the first day", {"responsibility": None}),
    ("Requirements:\n- You have strong interpersonal skills to lead without authority", {"communication": "required"}),
    ("Duties:\n- Negotiate with lenders to secure advantageous terms", {"negotiation": "duty"}),
    ("About us\nOur growth would not be possible without our collaborative people.", {"teamwork": "mentioned"}),
    ("About us\nWe are a Fortune 500 firm.\nRequirements:\n- Patience", {"key-accounts": "mentioned"}),
    ("Your role:\n- Collect the necessary documents and communicate the findings with all necessary tools", {"communication": "duty"}),
    ("Nice to have:\n- CRM\nPay depends on skills and relevant education or training.", {"higher-education": None}),
    ("Requirements:\n- Valid first aid card\n- A clean driving licence and word-class manners; here people excel", {"word": None, "excel": None, "driving-licence": "required"}),
    ("Requirements:\n- Excel\nYou might be our next teammate. We grant reasonable accommodation, and data pipelines are our craft.", {"teamwork": None, "housing": None, "relocation-help": None, "sales-funnel": None}),
    ("Requirements:\n- Data integrity and resilient systems in a data-driven, collections-based museum", {"honesty": None, "persistence": None, "motivation-money": None, "receivables": None}),
    ("You'll experience the joy of a small, entrepreneurial, curious place.\nRequirements:\n- SAP", {"initiative": "duty"}),
    ("Requirements:\n- A cheerful, strategic outlook on trade", {"outlook": None}),
    ("Duties:\n- Bake\nSend a letter that tells your present and expected wage.", {"presentations": None}),
    ("Duties:\n- Gain a deep understanding of the guild and prepare presentations", {"presentations": "duty"}),
    ("Duties:\n- Bake bread\n- Able to meet a rota and work under pressure", {"stress-resistance": "required"}),
    ("Who you are:\n- You may have some practice with a CRM\n- Patience", {"crm": "preferred"}),
    # what you will have is asked, what you will do is not
    ("Requirements:\n- You will have negotiation and presentation skills\n- You will present to buyers", {"negotiation": "required", "presentations": "required"}),
    ("Your tasks:\n- You will have the opportunity to use Excel\n- Fluent in Greek", {"excel": "mentioned", "greek": None, "other-language": "required"}),
    ("Requirements:\n- Two years of B2B experience is favorable\n- Excel, on favorable terms", {"b2b": "preferred", "excel": "required"}),
    ("Your tasks:\n- Make calls on the best approach\n- Grow a portfolio of clients in a supportive team environment", {"cold-calling": None, "client-base": None, "teamwork": None}),
    ("Requirements:\n- Able to learn on the fly and hungry to achieve", {"learning-ability": "required", "result-orientation": "required"}),
    # what a firm says of itself ends where it seeks somebody; what it sells tells nothing of the reader
    ("How we work\nOur office has six bakers.\nThis is a new role. We are looking for a planner to help us.\nYou bring teamwork and Excel.", {"teamwork": "required", "excel": "required"}),
    ("Pine is the agency of choice for B2B and B2C brands. You write letters.", {"b2b": "mentioned", "b2c": "mentioned"}),
    ("Our clients Sales Team are leaders.\nHave clear communication skills.", {"communication": "required"}),
    # words that hold another: they present themselves, a master's craft, a stake in the firm, a field of study
    ("Requirements:\n- Take on challenges as they present themselves\n- A network of talented people, and ownership opportunities", {"presentations": None, "client-base": None, "responsibility": None}),
    ("Requirements:\n- We want master craftspeople\n- Coursework in law, communications or business administration", {"higher-education": None, "communication": None}),
    ("Requirements:\n- An extra language is an advantage\n- You take control and responsibility", {"other-language": "preferred", "responsibility": "required"}),
    # lines that ask at the end of what a firm says of itself; a role that suits somebody
    ("Your tasks:\n- Bake\nAbout us\nWe bake bread for the whole town and for all of its guests.\nFlexible and tidy\nStrong communication skills\nStrong Excel skills\nA licence is required", {"communication": "required", "excel": "required"}),
    ("About Fern\nFern bakes bread.\nThis is a busy role that suits a team player.", {"teamwork": "required"}),
    ("Your tasks:\n- Bake\nRequirements:\n- Working knowledge of Excel", {"excel": "required"}),
    ("We are a digitally driven agency.\nRequirements:\n- Knowledge of French law", {"initiative": None, "other-language": None}),
    # headings in a text that lost its lines
    ("Required Qualifications 1+ year selling shoes to people in shops Desired Qualifications Ability to count Basic Excel skills", {"excel": "preferred"}),
    ("3. Requirements\nTools of the office (Excel, Word, etc.) preferred\n4. Benefits\nTickets", {"excel": "preferred", "word": "preferred"}),
    # whom a sentence speaks of: the employer, the role, or the one it seeks
    ("At Acme, we believe in fair play and build a place of team spirit.\nRequirements:\n- SAP", {"teamwork": "mentioned"}),
    ("We publish our atlas in four languages: English, French, Dutch and Greek.\nRequirements:\n- SAP", {"english": "mentioned", "french": "mentioned"}),
    ("The buyer keeps the depot stocked. They collaborate with planners.\n- Bachelor's degree required", {"teamwork": "duty"}),
    ("About Acme\nThis role works closely with the drivers.\nRequirements:\n- SAP", {"teamwork": "duty"}),
    ("Your tasks:\n- Plan tours\nThis post calls for someone who stays calm under pressure.", {"stress-resistance": "required"}),
    ("Location: Leeds\nAcme seeks a buyer. The applicant is expected to have patience and add to a strong culture of teamwork.\nDuties:\n- Buy", {"teamwork": "required"}),
    ("Requirements:\n- Collaborating across boundaries.\n- You proactively ask for advice", {"teamwork": "required", "initiative": "required"}),
    ("Requirements:\n- Code in C, JavaScript, other languages as applicable\n- Duties of a tour guide and PowerShell is a plus", {"other-language": None}),
    ("Requirements:\n- Business-grade ledgers, with proven client-facing experience", {"communication": None}),
    ("On this highly collaborative team, tours must be planned with SAP.", {"teamwork": "mentioned"}),
    ("Requirements:\n- Ability to work in large collaborative teams\n- A well-read mind with an awareness of quality and responsibility", {"teamwork": "required", "responsibility": "required"}),
    ("Your tasks:\n- You are on a team building a bridge between towns\n- A dynamic and collaborative place", {"initiative": None}),
    ("Your tasks:\n- Count parcels\nThe clerk will need to be bold and entrepreneurial.", {"initiative": "required"}),
    ("Requirements:\n- SAP\nTravel: Up to 30%\nDuties:\n- Expect twenty travel days", {"business-travel": "required"}),
    ("Requirements:\n- Genuine curiosity, an energetic manner and a self-directed style", {"learning-ability": None, "initiative": None}),
    ("Requirements:\n- Guide enterprise sales engineers\n- Communicate fluently in English\n- Ability to operate computer", {"key-accounts": None, "communication": None, "english": "required", "pc-literacy": "required"}),
    ("Job type: Full-time\nFollow us on LinkedIn.\nRequirements:\n- Messaging queues in a fast-paced lab, the software supply chain\n- Present to senior leadership", {"five-two": None, "full-time": "offered", "social-selling": None, "messenger-sales": None, "multitasking": None, "logistics-work": None, "team-leadership": None}),
    ("Shops such as ours pay.\nCustomers such as Alpha and Salesforce let us steer their ships.\nJoin Acme as a watchman of the harbour and take ownership of lamps that support the pilots.\nRequirements:\n- Patience", {"salesforce": "mentioned", "responsibility": "duty"}),
    ("We think all should be able to travel the world. Some of your responsibilities Work together with sailors Requirements: SAP", {"business-travel": None, "teamwork": "duty"}),
    # lines broken at some width go on with a small letter
    ("Requirements\nKnow the tools of\nour trade and have the patience and the skills needed to\ncollaborate with old\nsailors,\nwho love the\nsea and all that lives in\nit more than the\nland,\nand who\nwill tell you at\nlength of the\nstorms they have\nseen from the\ndeck of their\nship", {"teamwork": "required"}),
    ("Requirements\nsell at fairs\ncollaborate with old sailors\nsail", {"teamwork": "duty"}),
    # headings
    ("Your key tasks will be to coordinate tenders and to negotiate with suppliers.\nYour competences include that you work well in a team.", {"tenders": "duty", "negotiation": "duty", "teamwork": "required"}),
    ("Your opportunity:\n- Use Excel every day\nOur humble expectations\n- Fluent English", {"excel": "duty", "english": "required"}),
    ("Requirements:\n- Excel\nWhat gives you an edge\n- Experience selling to B2B firms: banks, insurers\n- SAP", {"excel": "required", "b2b": "preferred", "sap": "preferred"}),
    ("Preferred background and qualifications\n- Fluent English\n- Academic education", {"english": "preferred", "higher-education": "preferred"}),
    # a clause ends where a heading begins, and where a new item begins with a capital
    ("Main tasks: Collaborating with dealers and advising them on every product of our range, old and new alike Communicating offers to shops "
     "in the region and following up on them each week Preparing forecasts for the season ahead with the planners Qualifications: "
     "Knowledge of Excel and of the trade Fluent English", {"communication": "duty", "excel": "required", "english": "required"}),
    # a heading that goes on with another, and what is desired after what is required
    ("Requirements:\n- Excel\n Nice-to-have qualifications:\n- SAP\nDesired characteristics:\n- Self-starter", {"excel": "required", "sap": "preferred", "initiative": "preferred"}),
    ("Desired skills and experience:\n- SAP", {"sap": "required"}),
    ("Your tasks:\n- Telling stories of new routes and experiences:\n- Collaborate with the planners", {"teamwork": "duty"}),
    ("Requirements:\n- German skills is plus", {"german": "preferred"}),
    # the fields of a degree are a list, and what is as good as it goes on with it
    ("Requirements:\n- PhD in botany, zoology or a related field preferred\n- Fluent English", {"higher-education": "preferred", "english": "required"}),
    ("Requirements:\n- MBA, or equivalent experience, preferred", {"higher-education": "preferred"}),
    ("Requirements:\n- Master's in botany, or other relevant field or equivalent training and experience preferred", {"higher-education": "preferred"}),
    ("Your skills:\n- Excel\nNow it would be fantastic if you\nKnow English well", {"excel": "required", "english": "preferred"}),
    ("Requirements:\n- Excel\nWhat Acme Labs offers you\n- A place where you'll collaborate with kind people", {"excel": "required", "teamwork": "mentioned"}),
    ("What We Have:\n- Culture of teamwork\nWhat you'll get in return… You have the chance to acquire new skills.", {"teamwork": "mentioned", "learning-ability": "mentioned"}),
    ("Required:\n- Patience\nBONUS: Knowledge of at least two dialects of Welsh.\nBONUS: Knowledge of old barns and of their builders.\nEntrepreneurial mindset.", {"initiative": "required"}),
    ("Requirements:\n- Excel\nDesirable skills, attributes and qualifications:\n- Fluent English\n- Partner with the other crews on each of their tours", {"english": "preferred", "teamwork": "duty"}),
    ("Requirements:\n- Excel\nWe are impressed if you have:\n- SAP\nAs a person you are:\n- Communicative and helpful to colleagues", {"sap": "preferred", "communication": "required"}),
    ("Your skills:\n- Excel\nNow it would be fantastic if you could also\nSpeak English", {"excel": "required", "english": "preferred"}),
    ("Requirements:\n- Excel\nPreferred Junior Buyer Qualifications:\n- SAP", {"excel": "required", "sap": "preferred"}),
    ("Requirements:\n- Excel\nWhat would set you apart:\n- SAP", {"excel": "required", "sap": "preferred"}),
    ("Requirements:\n- Excel\nCherry on top\n- SAP", {"excel": "required", "sap": "preferred"}),
    ("Required skills for this role:\n- Excel\n- SAP (optional)", {"excel": "required", "sap": "preferred"}),
    # more ways to say what would be a plus
    ("Requirements:\n- Excel\n- Preference will be given to those who speak German", {"excel": "required", "german": "preferred"}),
    ("Requirements:\n- SAP gives you an edge\n- German would be useful", {"sap": "preferred", "german": "preferred"}),
    ("Requirements:\n- Ideally, you have a degree\n- You do not need a driving licence", {"higher-education": "preferred", "driving-licence": "not_needed"}),
    # an item of a list that begins as a heading would
    ("Requirements:\n- Fluent English\nDesired skills\nSAP\nKnowledge and experience in selling tools: fork, spade, rake\nExcel", {"english": "required", "sap": "preferred", "excel": "preferred"}),
    ("About you:\n- Strong written and spoken English", {"english": "required", "communication": None}),
    ("Benefits:\n- An academy of professional, vocational, and social training", {"secondary-education": None}),
    # what the employer says of itself and of its offer
    ("At Acme we live by our values of teamwork, initiative and ownership.\nRequirements:\n- Excel", {"initiative": "mentioned", "responsibility": "mentioned"}),
    ("What we offer:\n- Strong culture of open communication\n- We want a seller with good presentation skills", {"communication": "mentioned", "presentations": "required"}),
    ("Requirements:\n- Excel\nAbout Nord/West\nOur people are highly self-motivated.", {"initiative": "mentioned"}),
    ("About us\nEnterprise customers get our help at no cost.", {"key-accounts": "mentioned"}),
    ("Your tasks:\n- Sell\nYour experience and skills\n- Excel\nThe perks and benefits of working with us\n- A culture of open communication", {"excel": "required", "communication": "mentioned"}),
    ("Requirements:\n- Fluent in verbal and written English\n- You enjoy multi-disciplinary teams", {"communication": None, "english": "required", "teamwork": "required"}),
    ("Your tasks:\n- Sell\nWhat you offer:\n- Fluent English", {"english": "required"}),
    ("Your tasks:\n- Sell\nJob qualifications·\nYou work in small teams", {"teamwork": "required"}),
    ("Join our highly motivated team.\nRequirements:\n- Excel", {"initiative": None}),
    ("Preferred background and qualifications •Relevant education ( B.A. or M.Sc .\nor the like ) •Fluent English •Excel", {"english": "preferred", "excel": "preferred"}),
    # what account managers do
    ("Your tasks:\n- Report to the head of sales\n- Grow existing accounts and watch competitor activity\n- Build a partner ecosystem\n- Drive product adoption", {"documents": None, "sales-reporting": None, "account-development": "duty", "market-analysis": "duty", "partnership": "duty", "customer-success": "duty"}),
    # two asks with nothing between them
    ("Requirements:\nFluent in written English knowledge of German is a plus", {"english": "required", "german": "preferred"}),
    # a plus amid a list is an item of it, not its heading
    ("Requirements:\nGood knowledge of Excel\nNice to have: knowledge of SAP and Jira\nAbility to work in an English-speaking office\n", {"excel": "required", "sap": "preferred", "english": "required"}),
    # travel that may come up is told of the work; readiness for it is asked
    ("Requirements:\n- Some travel to our plants may be required", {"business-travel": "duty"}),
    ("Requirements:\n- Readiness to travel is required", {"business-travel": "required"}),
    ("Requirements:\n- A technical background (engineering or related field preferred)\n- Computing skills", {"higher-education": "preferred", "pc-literacy": "required"}),
    # headings with a long bracket, and another way to say what would be a plus
    ("Your tasks:\n- Sell\nCompetencies (what it takes to do well in this shop of ours):\n- Team player\n- Learning abilities", {"teamwork": "required", "learning-ability": "required"}),
    ("Requirements:\n- Fluent English\nWe are impressed if you have:\n- SAP", {"english": "required", "sap": "preferred"}),
    ("Prepare the necessary documents for every shop.", {"documents": "duty"}),
    # what somebody is sought for is no ask
    ("We are looking for a planner to work in a team of ten.\nRequirements:\n- Excel", {"teamwork": "duty"}),
    ("We are looking for a team player to join us.\nRequirements:\n- Excel", {"teamwork": "required"}),
    ("Requirements:\n- You keep calm under tight deadlines and like to deepen your knowledge", {"stress-resistance": "required", "learning-ability": "required"}),
    ("In that team:\n- Be proactive and have a strong desire to learn", {"initiative": "required", "learning-ability": "required"}),
    # a heading that begins with the employer's name ends a list of what is asked
    ("Requirements:\n- Excel\nWhat Acme Bakers offers you\nA full-time job and dental insurance", {"excel": "required", "full-time": "offered", "dental": "offered"}),
    ("Nice to have:\n- SAP\nWHAT ACME CAN OFFER YOU:\n- A pension", {"sap": "preferred", "pension": "offered"}),
    ("Requirements:\n- Excel\nOur fantastic benefits\nHealth insurance from the first day", {"health-insurance": "offered"}),
    ("Your tasks / Keep the CRM in order / Visit shops Your profile / Fluent English", {"crm": "duty", "english": "required"}),
    ("Duties:\n- Bake\nTechnical expertise: Willingness to learn SAP", {"sap": "required", "learning-ability": "required"}),
    # in the duties too, the employer speaks of itself
    ("Your role:\n- Bake\nWe pride ourselves on a collaborative shop where people take ownership.", {"teamwork": "mentioned", "responsibility": "mentioned"}),
    ("Requirements:\n- Patience\nBakers have an ability to work alone and as a member of a team.", {"teamwork": "required"}),
    ("Requirements:\n- Dependable, insured transportation\nWe trust in each employee's ability to initiate.", {"responsibility": None, "initiative": None}),
    ("Duties:\n- Give guests a higher degree of care\n- Master new recipes", {"higher-education": None}),
    # a dash amid a line changes no bullets
    ("Nice to have:\n● Work with old ovens – Ovens of brick above all\n● SAP", {"sap": "preferred"}),
    # a word that belongs to another phrase
    ("Requirements:\n- Patience\nWe run weekly 1-on-1s and everybody pitches in.", {"1c": None, "presentations": None}),
    ("Duties:\n- Train word embeddings and build data pipelines for data collection", {"word": None, "sales-funnel": None, "receivables": None}),
    ("Requirements:\n- Ask us if you need reasonable accommodation at the interview", {"housing": None, "relocation-help": None}),
    ("We offer:\n- Free accommodation near the bakery", {"housing": "offered"}),
    ("Requirements:\n- Retail sales, managing a varied book of business, not a direct-sales-only past", {"client-base": None, "active-sales": None}),
    ("Duties:\n- Answer inbound sales calls", {"cold-calling": None}),
    ("Actively participate in planning through collaboration with the bakers", {"teamwork": "duty"}),
    ("Communicating clearly and being flexible are paramount to success.\nNice to have:\n- Excellent communication skills", {"communication": "required"}),
    ("Requirements:\n- Results both alone and as part of a high-performance team", {"teamwork": "required"}),
    ("Requirements:\n- You build your skills through self-study\n- Knowledge of general computer software", {"learning-ability": "required", "pc-literacy": "required"}),
    # to whom one answers is no report
    ("Reporting line: Head of Sales. This position reports into the regional baker and has no direct reports.", {"sales-reporting": None, "documents": None, "selling": None}),
    ("Duties:\n- Sales reporting", {"sales-reporting": "duty"}),
    # what the candidate should be asks, also among the duties
    ("Job description:\nYou will sell bread.\nShould be well presented and self-motivated, early in the day.", {"presentable-look": "required", "initiative": "required"}),
    ("We want a self-motivated baker.\nYou will need:\n- A full class 1 licence", {"initiative": "required", "driving-licence": "required"}),
    ("Requirements:\n- Patience\nSend your resume in Word or PDF format.", {"word": None}),
    ("Requirements:\n- Patience\n- Fluent Swahili\n- Proficiency in several languages (Java, Go)", {"other-language": "required"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_scope(text: str, expected: dict[str, str | None]) -> None:
    found = scopes("en", text)
    assert {c: found.get(c) for c in expected} == expected


EXPERIENCE = [
    ("Hotel industry experience is not required.\nRequirements:\n- Prior experience in a sales role", "required", None),
    ("About the role:\nWe are looking for a seller and imagine you having experience in retail.", "required", None),
    (
        "Requirements:\n- A track record of hunting and closing\nPreferred qualifications:\n- Sales experience abroad",
        "required",
        None,
    ),
    ("Nice to have:\n- Experience leading a team: three people or more", "preferred", None),
    (
        "Essential\n- A degree or a combination of relevant experience and training\nDesirable\n- Minimum 2 years of sales experience",
        "preferred",
        2,
    ),
    ("Requirements:\n- Minimum 3\ufffd5 years of experience in retail", "required", 3),
    ("Freshers can apply.", "not_needed", None),
    ("Requirements:\n- 6 years (with a degree) or 9 years of experience in retail", "required", 6),
    ("3+ YOE in sales", "required", 3),
    ("Requirements:\n- Experience: 4+ years in business analytics", "required", 4),
    ("You share what you know with our team YOUR PROFILE You have 6 years of experience in retail", "required", 6),
    (
        "Requirements:\n- A degree (9 years of experience may be substituted for education)\n- 4 years' experience as a buyer",
        "required",
        4,
    ),
    (
        "Requirements:\n- 3+ years working with dashboards\n- 2 years of experience with similar frameworks",
        "required",
        3,
    ),
    ("Requirements:\n- 5 years of sales exprience", "required", 5),
    ("Requirements:\n- No less than 6 years of experience in retail", "required", 6),
    ("Requirements:\n- Less than 2 years of experience in retail", "required", None),
    ("Requirements:\n- 2 years of experience in retail\n- A certificate within 5 years of hire", "required", 2),
    ("We are open to fresh graduates.", "not_needed", None),
    ("Requirements:\n- 4 years of experience in retail would be great", "preferred", 4),
    ("Requirements:\n- Priority will be given to those with 4 years of experience", "preferred", 4),
    ("Requirements:\n- Patience\n- With or without experience", "not_needed", None),
    ("Requirements:\n- Patience\n- Beginners welcome", "not_needed", None),
    ("Requirements:\n- A degree with 9+ years in retail\n- 2 years of experience with tills", "required", 9),
    ("Requirements: A love of bread and experience in retail ( min. 3 years ), in towns or abroad", "required", 3),
    ("Requirements:\n- 4years experience in retail", "required", 4),
    ("The ideal candidate has at least 2 years of experience in a bakery.", "required", 2),
    ("Your responsibilities:\n- Experience managing a bakery\n- Bake", "required", None),
    ("Requirements:\n- A love of bread\n- 6 or more years of experience\nWe are a bakery.", "required", 6),
    ("Experience: none", "not_needed", None),
    ("Recent graduates welcome.", "not_needed", None),
    (
        "A chance for weavers with 4 years of experience.\nRequirements:\n- 6 years of experience with looms",
        "required",
        6,
    ),
    (
        "Requirements:\n- A degree and 3 years of experience with looms OR\n- Doctoral degree and no experience",
        "required",
        3,
    ),
    (
        "Requirements:\n- One to three years related experience and/or training\n- 6+ years of experience with looms",
        "required",
        1,
    ),
]


@pytest.mark.parametrize(
    "text",
    [
        "Requirements:\n- A degree in Business Administration\n- Excel",
        "Requirements:\n- Skilled in business intelligence software",
        "Our bakers bring 40 years of experience.",
        "Your tills give shoppers a high quality experience.\nWe greet all backgrounds, perspectives, and experiences.",
        "Experience level: <EXPERIENCE>\nRequirements:\n- Excel",
    ],
)
def test_what_asks_for_no_experience(text: str) -> None:
    facts = read(Posting(id="1", source="t", page="t", text=text, language="en"), text_only=True)
    assert not [f for f in facts if f.kind == "experience"]


@pytest.mark.parametrize(("text", "modality", "years"), EXPERIENCE)
def test_experience(text: str, modality: str, years: float | None) -> None:
    facts = read(Posting(id="1", source="t", page="t", text=text, language="en"), text_only=True)
    assert [(f.scope, f.low) for f in facts if f.kind == "experience" and f.principal] == [(modality, years)]


INDUSTRY = [
    ("We are a brewer with two taprooms.\nRequirements:\n- SQL", "wholesale-fmcg"),
    ("We are a grain trading house.\nRequirements:\n- SQL", "agriculture"),
    ("Data-driven marketing is what we sell.\nRequirements:\n- SQL", "advertising-media"),
    ("A non-profit that loves ed tech for K-12 pupils.\nRequirements:\n- SQL", "education"),
    (
        "About us\nWe run data warehousing for banks on a cloud platform of our own, in a culture of wellness.",
        "it-software",
    ),
    (
        "We build web shops.\nRequirements:\n- SQL\nHarbour Trust is a global leader in financial services.",
        "banking-finance",
    ),
    ("We build software for companies like a car rental chain, a tyre manufacturer and a hotel.", "it-software"),
    ("We run a software platform.\nWe offer:\n- a gym\n- free restaurants\n- a wellness room", "it-software"),
    # what every employer writes of hiring and of benefits tells no trade
    (
        "We make an observability platform.\nWe never ask for your bank account number or banking details.",
        "it-software",
    ),
    (
        "You keep our cloud platforms up.\nBenefits: health insurance, hotel discounts, your favorite beverage.",
        "it-software",
    ),
    (
        "You tune SQL in Data Factory.\nEducation & work experience: a degree in chemical engineering, data mining.",
        "it-software",
    ),
    # trades that have a name of their own
    ("You plan medicinal chemistry for a drug candidate and know the chemical side of it.", "medicine-pharma"),
    ("We are a freight forwarder with forty depots, and you write its software.", "logistics-transport"),
    ("We bake frozen pizza as a food manufacturer and run our own manufacturing lines.", "wholesale-fmcg"),
    ("We are pioneering media measurement for clients in retail.", "advertising-media"),
    ("We sell analytics solutions to public sector customers.", "it-software"),
    ("We bring full fibre to every village and buy software for it.", "telecom"),
    ("A national laboratory looks for someone who knows language technologies.", "government-nonprofit"),
    ("We are the data science company for online retail brands.", "it-software"),
    ("Our studio makes social apps; you will plan marketing campaigns for them.", "it-software"),
    ("We are a consulting firm in the banking sector.", "legal-consulting"),
    ("We are looking for a postdoctoral researcher in genomics who guides PhD students.", "education"),
    ("We want to be first in digital payments, with software of our own.", "banking-finance"),
    ("As a customer agency we do business consulting for brands.", "advertising-media"),
    ("You explore payroll and staffing data.\nDuties:\n- Write software", "it-software"),
]


@pytest.mark.parametrize(("text", "industry"), INDUSTRY)
def test_industry_is_the_employers(text: str, industry: str) -> None:
    facts = read(Posting(id="1", source="t", page="t", text=text, language="en"), text_only=True)
    assert max((f for f in facts if f.kind == "industry"), key=lambda f: f.low or 0).concept == industry


TURKISH_INDUSTRY = [
    ("Market zincirimizin Bilgi Teknolojileri Departmanında çalışacak analist arıyoruz.", "retail"),
    ("Müşterilerin baskısı altında sakin kalabilen bir satış temsilcisi; reklam ajansıyız.", "advertising-media"),
    ("Lisanslı bir ödeme kuruluşu olarak analist arıyoruz.", "banking-finance"),
    ("Market zincirimiz kasiyer arıyor.\nSigorta, yemek ve servis var.", "retail"),
    ("Üniversitelerin ilgili bölümlerinden mezun, elektrik elektronik mühendisi; yazılım ekibine katılacak.", "it-software"),
    ("İş sağlığı ve güvenliği kurallarını, sağlıklı çalışmayı önemseyen bir nakliyat firması.", "logistics-transport"),
    ("Otellere ve kafelere satış yapan bir yazılım şirketiyiz; satış etkinliği bizim işimiz.", "it-software"),
    ("Veri madenciliği bilen, bankamız için raporlar hazırlayacak analist.", "banking-finance"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "industry"), TURKISH_INDUSTRY)
def test_industry_is_the_employers_in_turkish(text: str, industry: str) -> None:
    facts = read(Posting(id="1", source="t", page="t", text=text, language="tr"), text_only=True)
    assert max((f for f in facts if f.kind == "industry"), key=lambda f: f.low or 0).concept == industry


TITLES = [
    ("German-speaking Clerk", {"german": "required"}),
    ("Clerk - Bilingual (Spanish/English)", {"spanish": "required", "english": "required"}),
    ("Spanish and English Teacher", {"spanish": "mentioned", "english": "mentioned"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_asks_who_speaks_a_language(title: str, expected: dict[str, str]) -> None:
    posting = Posting(id="1", source="t", page="t", text="You write letters.", title=title, language="en")
    found = {f.concept: f.scope for f in read(posting, text_only=True)}
    assert {concept: found.get(concept) for concept in expected} == expected


def test_a_name_tells_the_trade() -> None:
    posting = Posting(id="1", source="t", page="t", text="You write SQL.", language="en", employer="Novartis AG")
    facts = [f for f in read(posting, text_only=True) if f.kind == "industry"]
    assert max(facts, key=lambda f: f.low or 0).concept == "medicine-pharma"


def test_names_of_signs_that_lost_their_own_are_read() -> None:
    assert (
        to_text("wersquore ldquohiringrdquo bakers bull Excel ndash a must") == "we’re “hiring” bakers • Excel – a must"
    )
    assert to_text("Is the status quo a bull market?") == "Is the status quo a bull market?"


def test_bullets_and_quotes_of_windows_are_read() -> None:
    assert to_text("You\x92ll get \x93more\x94:\n\x95 pay \x96 and time") == "You’ll get “more”:\n• pay – and time"
