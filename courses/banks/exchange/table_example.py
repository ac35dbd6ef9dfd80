"""A ready table of questions to begin with, one of each sort that a table can hold."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from courses.banks.exchange.table import written_table
from courses.banks.exchange.table_kinds import NAMES, WORDS


def example_table(language: str) -> str:
    """A table to begin with: names of the columns in this language, texts in both."""
    with override(language):
        numbered = {
            "option": (_("option %(n)s (lt)"), _("option %(n)s (en)")),
            "match": (_("match %(n)s (lt)"), _("match %(n)s (en)")),
            "feedback": (_("feedback %(n)s (lt)"), _("feedback %(n)s (en)")),
        }
        header = [
            pgettext("table", "key"), pgettext("table", "kind"), _("tag"), _("difficulty"),
            _("question (lt)"), _("question (en)"),
            *(name % {"n": n} for n in range(1, 5) for names in numbered.values() for name in names),
            pgettext("table", "right"), _("explanation (lt)"), _("explanation (en)"),
        ]  # fmt: skip
        rows = []
        for one in EXAMPLES:
            kind = one.get("kind", "")
            row = [one["key"], NAMES[kind][language] if kind else "", one.get("tag", "")]
            row += [one["difficulty"], *one["prompt"]]
            for n in range(1, 5):
                for name in numbered:
                    row += one.get(name, {}).get(n, ("", ""))
            right = one.get("right", "")
            row += [WORDS[right][language] if right in WORDS else right, *one["explanation"]]  # type: ignore[literal-required]
            rows.append(row)
    return written_table([header, *rows])


EXAMPLES: list[dict[str, Any]] = [
    {
        "key": "kokia-imtis",
        "tag": "imtis",
        "difficulty": "easy",
        "prompt": (
            "Kurioje vietoje skaičiuoti, kad imtis nebūtų šališka?",
            "Where should one count for a sample without bias?",
        ),
        "option": {
            1: ("Ten, kur daugiausia radinių", "Where most is found"),
            2: (
                "Iš anksto atsitiktinai parinktuose taškuose",
                "At points drawn at random beforehand",
            ),
            3: ("Ten, kur patogiausia", "Where it is easiest"),
        },
        "feedback": {
            1: (
                "Tada sužinosite tik apie geriausias vietas.",
                "Then you learn of the best places only.",
            ),
            3: (
                "Patogios vietos dažnai kitokios negu likusios.",
                "Easy places often differ from the rest.",
            ),
        },
        "right": "2",
        "explanation": (
            "Kai vietą lemia atsitiktinumas, kiekviena turi žinomą galimybę patekti į imtį.",
            "When chance chooses, every place has a known possibility to be in the sample.",
        ),
    },
    {
        "key": "kas-stebejimas",
        "difficulty": "medium",
        "prompt": (
            "Kurie sakiniai aprašo tai, kas pastebėta?",
            "Which sentences say what was observed?",
        ),
        "option": {
            1: ("Ant lapo penkios rudos dėmės.", "Five brown spots on the leaf."),
            2: ("Medis serga.", "The tree is ill."),
            3: ("9 val. vandens temperatūra 12 °C.", "At 9 o'clock the water is at 12 °C."),
            4: ("Vanduo per šiltas žuvims.", "The water is too warm for fish."),
        },
        "feedback": {
            2: (
                "Tai jau aiškinimas: dėmių gali būti ir dėl kitko.",
                "This explains already: spots may have other reasons.",
            ),
        },
        "right": "1, 3",
        "explanation": (
            "Stebėjimas sako, ką matėme ar išmatavome; išvadą darome vėliau.",
            "An observation says what was seen or measured; conclusions come later.",
        ),
    },
    {
        "key": "nulis-rasomas",
        "kind": "truefalse",
        "difficulty": "easy",
        "prompt": (
            "Jei nieko neradote, anketos pildyti nereikia.",
            "If nothing was found, no sheet needs to be filled in.",
        ),
        "feedback": {
            1: (
                "Tuščia vieta anketose nesiskiria nuo nepasižiūrėtos.",
                "A gap looks just like a place where nobody looked.",
            ),
            2: ("Taip, nulis irgi stebėjimas.", "Yes, a zero is an observation too."),
        },
        "right": "false",
        "explanation": (
            "Užrašytas nulis rodo, kad žiūrėta ir nerasta.",
            "A zero that was written down says that somebody looked and found none.",
        ),
    },
    {
        "key": "kuo-matuoti",
        "kind": "match",
        "difficulty": "easy",
        "prompt": ("Kuo tai matuojama?", "What is it measured with?"),
        "option": {
            1: ("Vandens skaidrumas", "Clarity of water"),
            2: ("Oro temperatūra", "Temperature of the air"),
        },
        "match": {
            1: ("Secchi disku", "A Secchi disc"),
            2: ("Termometru", "A thermometer"),
            3: ("Svarstyklėmis", "Scales"),
        },
        "explanation": (
            "Kiekvienas prietaisas matuoja savo dydį; svarstyklės čia liko be poros.",
            "Every instrument measures one thing; the scales go with nothing here.",
        ),
    },
    {
        "key": "nuo-klausimo",
        "kind": "order",
        "difficulty": "medium",
        "prompt": ("Surikiuokite tyrimo žingsnius.", "Put the steps of a study in order."),
        "option": {
            1: ("Užduoti klausimą", "Ask a question"),
            2: ("Parašyti protokolą", "Write the protocol"),
            3: ("Rinkti duomenis", "Collect data"),
            4: ("Padaryti išvadą", "Draw a conclusion"),
        },
        "explanation": (
            "Protokolas rašomas iki stebėjimų, kad visi stebėtų vienodai.",
            "The protocol comes before the observations, so that all observe alike.",
        ),
    },
]
