"""The words on the page of parts, in both languages. Only words: what is made of them stands beside."""

from typing import Any

from lms.common.languages import Pair


def pair(lt: str, en: str) -> Pair:
    return {"lt": lt, "en": en}


def option(key: str, right: bool, said: Pair, why: Pair) -> dict[str, Any]:
    return {"key": key, "right": right, "text": said, "feedback": why}


BODIES: tuple[dict[str, Any], ...] = (
    {
        "kind": "single",
        "prompt": pair("Kuo pirmiausia skiriasi šie du skaičiai?", "What sets these counts apart?"),
        "explanation": pair(
            "Abu skaičiavo sąžiningai, tik pagal skirtingas taisykles.",
            "Both counted honestly, by different rules.",
        ),
        "see": {"unit": "unit-11", "block": "why"},
        "options": [
            option(
                "rule",
                True,
                pair("Taisykle, kas įskaičiuojama", "The rule of what counts"),
                pair(
                    "Taip: vienas sakinys juos sulygintų.", "Yes: one sentence would make them one."
                ),
            ),
            option(
                "eyes",
                False,
                pair("Stebėtojų regėjimu", "The observers' eyesight"),
                pair("Regėjimas čia niekuo dėtas.", "Eyesight has no part in it."),
            ),
        ],
    },
    {
        "kind": "multiple",
        "prompt": pair("Kas turi būti protokole?", "What belongs in a protocol?"),
        "explanation": pair("Nuomonei vietos nėra, taisyklėms yra.", "Rules do, opinions do not."),
        "see": None,
        "options": [
            option("what", True, pair("Ką skaičiuoti", "What to count"), {}),
            option("when", True, pair("Kada sustoti", "When to stop"), {}),
            option(
                "best",
                False,
                pair("Kuris stebėtojas geriausias", "Which observer is best"),
                pair("Protokolas žmonių nelygina.", "A protocol does not compare people."),
            ),
        ],
    },
    {
        "kind": "number",
        "prompt": pair("Koks vandens skaidrumas?", "How clear is the water?"),
        "explanation": pair("Vidurkis tarp 58 ir 62 cm.", "Half-way between 58 and 62 cm."),
        "see": None,
        "answer": "60",
        "tolerance": "1",
        "half_tolerance": "3",
        "unit": pair("cm", "cm"),
        "near": [
            {
                "answer": "6",
                "feedback": pair("Gal tai decimetrai?", "Might these be decimetres?"),
            }
        ],
    },
    {
        "kind": "text",
        "prompt": pair(
            "Kaip vadinamas aprašytas stebėjimo būdas?", "What is a written way to observe called?"
        ),
        "explanation": pair(
            "Protokolas galioja visiems vienodai.", "A protocol binds everybody alike."
        ),
        "see": None,
        "accept": {"lt": ["protokolas"], "en": ["protocol"]},
        "near": [
            {
                "match": {"lt": ["anketa"], "en": ["sheet"]},
                "feedback": pair(
                    "Anketoje atsakymai užrašomi.", "A sheet is where answers are written."
                ),
            }
        ],
    },
    {
        "kind": "sort",
        "prompt": pair(
            "Kas tai: piliečių mokslas ar kita veikla?", "Citizen science, or something else?"
        ),
        "explanation": pair(
            "Ieškokite klausimo, būdo ir rezultato.", "Look for question, way and result."
        ),
        "see": None,
        "groups": [
            {"key": "is", "text": pair("Piliečių mokslas", "Citizen science")},
            {"key": "is-not", "text": pair("Kita veikla", "Something else")},
        ],
        "cards": [
            {
                "key": "swifts",
                "group": "is",
                "text": pair("Čiurlių apskaita prie namų", "Counting swifts round the house"),
                "feedback": {},
            },
            {
                "key": "litter",
                "group": "is-not",
                "text": pair("Šiukšlių rinkimo talka", "A litter-picking day"),
                "feedback": pair("Niekas nieko neklausia.", "Nobody asks anything."),
            },
        ],
    },
    {
        "kind": "truefalse",
        "prompt": pair(
            "Jei nieko neradote, anketos pildyti nereikia.",
            "If nothing was found, no sheet needs to be filled in.",
        ),
        "explanation": pair(
            "Užrašytas nulis rodo, kad žiūrėta.", "A zero that is written says somebody looked."
        ),
        "see": None,
        "right": False,
        "if_true": pair(
            "Tuščia vieta atrodo kaip nepasižiūrėta.", "A gap looks as if nobody had looked."
        ),
        "if_false": pair("Nulis irgi stebėjimas.", "A zero is an observation too."),
    },
    {
        "kind": "match",
        "prompt": pair("Kuo tai matuojama?", "What is it measured with?"),
        "explanation": pair(
            "Kiekvienas prietaisas matuoja savo dydį.", "Every instrument measures one thing."
        ),
        "see": None,
        "sides": [
            {"key": "disc", "text": pair("Secchi disku", "A Secchi disc")},
            {"key": "thermometer", "text": pair("Termometru", "A thermometer")},
            {"key": "scales", "text": pair("Svarstyklėmis", "Scales")},
        ],
        "cards": [
            {
                "key": "clarity",
                "side": "disc",
                "text": pair("Vandens skaidrumas", "Clarity of water"),
                "feedback": pair("Svarbu, ar diską dar matyti.", "It matters whether it shows."),
            },
            {
                "key": "warmth",
                "side": "thermometer",
                "text": pair("Oro temperatūra", "Temperature of the air"),
                "feedback": {},
            },
        ],
    },
    {
        "kind": "order",
        "prompt": pair("Surikiuokite tyrimo žingsnius.", "Put the steps of a study in order."),
        "explanation": pair(
            "Protokolas rašomas iki stebėjimų.", "The protocol comes before the observations."
        ),
        "see": None,
        "cards": [
            {
                "key": "question",
                "text": pair("Užduoti klausimą", "Ask a question"),
                "feedback": pair("Nuo jo pradedama.", "It begins with this."),
            },
            {
                "key": "protocol",
                "text": pair("Parašyti protokolą", "Write the protocol"),
                "feedback": pair("Pagal jį stebima.", "Observing goes by it."),
            },
            {
                "key": "observe",
                "text": pair("Stebėti ir užrašyti", "Observe and write down"),
                "feedback": {},
            },
            {
                "key": "conclude",
                "text": pair("Padaryti išvadą", "Draw a conclusion"),
                "feedback": {},
            },
        ],
    },
)

# The kind's place above, and an answer: right, partly right, wrong, blank.
ANSWERS: tuple[tuple[int, Any], ...] = (
    (0, "rule"),
    (0, "eyes"),
    (0, None),
    (1, ["what", "when"]),
    (1, ["what"]),
    (1, ["best"]),
    (1, None),
    (2, {"typed": "60,5"}),
    (2, {"typed": "57"}),
    (2, {"typed": "6"}),
    (2, None),
    (3, {"typed": "protokolas"}),
    (3, {"typed": "sheet"}),
    (3, None),
    (4, {"swifts": "is", "litter": "is-not"}),
    (4, {"swifts": "is", "litter": "is"}),
    (4, {"swifts": "is-not", "litter": "is"}),
    (4, None),
    (5, "false"),
    (5, "true"),
    (5, None),
    (6, {"clarity": "disc", "warmth": "thermometer"}),
    (6, {"clarity": "scales", "warmth": "thermometer"}),
    (6, {"clarity": "scales"}),
    (6, None),
    (7, {"question": 1, "protocol": 2, "observe": 3, "conclude": 4}),
    (7, {"question": 2, "protocol": 3, "observe": 1, "conclude": 4}),
    (7, {"question": 4, "protocol": 3, "observe": 2, "conclude": 1}),
    (7, None),
)

# --- what is read --------------------------------------------------------------------------------

PROSE_LT = """\
Akį, kaip ir svarstykles, galima **patikrinti** ir *pataisyti*[^1]. Bandomajame plote, 1 m × 1 m, samanos dengia 34 % – tiek ir nupiešta.

## Kaip matuoti

1. Pasirinkite vietą.
2. Suskaičiuokite [pagal protokolą](https://www.ecsa.ngo/).

- taip pat;
- tuo pačiu metu.

> Skaičiuokite kiekvieną uogą, kurios matote bent dalį.

### Vidurkis

Jei $n$ stebėjimų davė $x_1, \\ldots, x_n$, tai jų vidurkis

$$
\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i = \\frac{x_1 + x_2 + x_3 + x_4 + x_5 + \\cdots + x_{n-2} + x_{n-1} + x_n}{n}, \\qquad s^2 = \\frac{1}{n-1} \\sum_{i=1}^{n} (x_i - \\bar{x})^2
$$

| Diena | Vieta | Stebėtojas | Skaidrumas, cm | Vėjas | Pastabos |
|---|---|---|--:|:-:|---|
| 2026-05-01 | Kulautuva | Ona | 58 | 2 | Po lietaus vanduo pakilęs |
| 2026-05-08 | Kulautuva | Jonas | 62 | 0 | Ramu |

!!! note "Pastaba"
    Nieko neprarasite, jei praleisite.

!!! warning "Svarbu"
    Prie vandens – tik dviese.

Kodas `C1` žymi kompetenciją, ~~ne temą~~.

[^1]: Kalibravimas – palyginimas su etalonu.
"""
PROSE_EN = """\
An eye, like a pair of scales, can be **checked** and *adjusted*[^1]. In a plot of 1 m × 1 m the moss covers 34% – just as drawn.

## How to measure

1. Choose the place.
2. Count [by the protocol](https://www.ecsa.ngo/).

- in the same way;
- at the same time.

> Count every hip of which you see at least a part.

### The mean

If $n$ observations gave $x_1, \\ldots, x_n$, then their mean is

$$
\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i = \\frac{x_1 + x_2 + x_3 + x_4 + x_5 + \\cdots + x_{n-2} + x_{n-1} + x_n}{n}, \\qquad s^2 = \\frac{1}{n-1} \\sum_{i=1}^{n} (x_i - \\bar{x})^2
$$

| Day | Place | Observer | Clarity, cm | Wind | Remarks |
|---|---|---|--:|:-:|---|
| 2026-05-01 | Kulautuva | Ona | 58 | 2 | High water after rain |
| 2026-05-08 | Kulautuva | Jonas | 62 | 0 | Calm |

!!! note "Aside"
    Nothing is lost by skipping it.

!!! warning "Look here"
    Go to the water in twos.

The code `C1` stands for a competency, ~~not a unit~~.

[^1]: Calibration is a comparison with a standard.
"""
PROSE = pair(PROSE_LT, PROSE_EN)

# One language alone: read in the other, it shows as it is, marked.
ONLY = {
    "lt": {
        "lt": "Šešėlis, šlapias akmuo, pernykščiai lapai. Jei ribų nematyti, taip ir pažymėkite."
    },
    "en": {"en": "Shade, a wet stone, last year's leaves. Where no edge can be seen, say so."},
}

# --- headings and labels -------------------------------------------------------------------------

WORDS: dict[str, Pair] = {
    "title": pair("Dalys ir jų būsenos", "The parts, and their states"),
    "lead": pair(
        "Iš ko sudėti visi puslapiai, ir kas juose pasitaiko retai.",
        "What every page is made of, and the states that pages rarely show.",
    ),
    "for": pair("Rengėjams", "For engineers"),
    "buttons": pair("Mygtukai", "Buttons"),
    "back": pair("Grįžti prie redagavimo", "Back to editing"),
    "up": pair("Perkelti aukštyn", "Move up"),
    "publish": pair("Paskelbti", "Publish"),
    "why_not": pair("Pirma pridėkite bent vieną temą.", "Add at least one unit first."),
    "signs": pair("Ženklai", "Signs"),
    "levels": pair("Lygis, kodas, pažanga", "Level, code, progress"),
    "look": pair("Pažiūrėkite čia", "Look here"),
    "saved": pair("Ar darbas išsaugotas?", "Is my work safe?"),
    "waits": pair("Siuntimo laukia 3 atsakymai.", "3 answers wait to be sent."),
    "messages": pair("Pranešimai", "Messages"),
    "notice": pair("Naujiena apie jus", "News about you"),
    "errors": pair("Ką pataisyti", "Something to mend"),
    "fields": pair("Laukai be klaidų", "Fields without mistakes"),
    "search": pair("Paieška", "Search"),
    "notes": pair("Pastabos", "Notes"),
    "aside": pair("Pastaba", "Aside"),
    "aside_text": pair("Pravartu žinoti, bet galima praleisti.", "Good to know, and nothing is lost by skipping it."),
    "look_text": pair("Praleidę ką nors prarastumėte.", "Skipping it would cost something."),
    "asked": pair("Klausimai, į kuriuos atsakoma", "Questions to answer"),
    "reviewed": pair("Klausimai su atsakymais", "Questions answered"),
    "checks": pair("Pasitikrinimas tekste", "Self-check in the text"),
    "quizzes": pair("Testas temoje", "A quiz in its unit"),
    "outline": pair("Kurso turinys", "The outline of a course"),
    "resume": pair("Nuo kur tęsti", "Where to go on"),
    "turning": pair("Lentelė, telefone virstanti eilutėmis", "A table that turns into rows on a phone"),
    "cards": pair("Kursai kataloge", "Courses in the catalogue"),
    "badges": pair("Ženkleliai", "Badges"),
    "earned": pair("Gautas", "Earned"),
    "not_earned": pair("Dar negautas", "Not earned"),
    "verified": pair("Pažymėjimas galioja", "A certificate in force"),
    "revoked": pair("Pažymėjimas panaikintas", "A certificate revoked"),
    "unknown": pair("Kodas nežinomas", "A code nobody knows"),
    "rests": pair("Kuo remiasi ženklelis", "What a badge rests on"),
    "passport": pair("Kompetencijų pase", "In the passport"),
    "empty": pair("Kol kas nieko", "Nothing here yet"),
    "wording": pair("Kai puslapio nėra", "When there is no page"),
    "foreign": pair("Kai vertimo nėra", "A missing translation"),
    "art": pair("Piešiniai iš skaičiaus", "Drawings from a seed"),
    "type": pair("Septyni dydžiai", "Seven sizes"),
    "t7": pair("t7 – puslapio antraštė viršuje", "t7 is the title above"),
    "t6": pair("t6 Kiek dengia?", "t6 How much is covered?"),
    "t5": pair("t5 Skaičiuoti ir matuoti", "t5 Counting and measuring"),
    "t4": pair("t4 Akį galima patikrinti ir pataisyti.", "t4 An eye can be checked and adjusted."),
    "t3": pair("t3 Mygtukai ir sąrašai, 17 px", "t3 Controls and lists, 17 px"),
    "t2": pair("t2 Paaiškinimai, lentelės, 15 px", "t2 Meta, tables, captions, 15 px"),
    "t1": pair("t1 Kodai suvestinėje, 13 px", "t1 Codes at a glance, 13 px"),
    "writing": pair("Rašymo įrankis", "Writing tool"),
    "prose": pair("Skaitomas tekstas", "What is read"),
    "path": pair("Kelias", "A path"),
    "fold": pair("Išskleidžiama", "Opens on demand"),
}  # fmt: skip

# The writing tool: one text it can hold, and one for the source alone.
WRITING = {
    "text": pair("Teksto blokas", "Text block"),
    "formula": pair("Tekstas su formule", "Text with a formula"),
}
PASSAGE = pair(
    "Protokolas sako, kur stovėti, kiek laiko skaičiuoti ir ką užrašyti. Be protokolo du žmonės"
    " skaičiuoja du dalykus.",
    "Protocols say where to stand, how long to count and what to write down. Without a protocol two"
    " people count two things.",
)
TEXTS = {
    "text": pair(
        "## Upės krantas\n\nSkaičiuokite **visus** paukščius.\n\n- ant vandens\n- ore\n\n"
        "| Diena | Paukščiai |\n| --- | ---: |\n| 05-01 | 12 |\n",
        "## The bank of a river\n\nCount **all** birds.\n\n- on the water\n- in the air\n\n"
        "| Day | Birds |\n| --- | ---: |\n| 05-01 | 12 |\n",
    ),
    "formula": pair("Vidurkis yra $\\bar{x}$.\n", "The mean is $\\bar{x}$.\n"),
}
