"""Field sheets with planted faults, or with none."""

import random
from collections.abc import Mapping, Sequence

from courses.banks.generators.base import Body, Form, Parameter, Values
from courses.banks.generators.fieldsheet.planting import PLANTERS
from courses.banks.generators.fieldsheet.sheet import COLUMNS, RULES, Sheet, filled
from lms.common.languages import Pair

NONE = "none"
CLASSES: dict[str, Pair] = {
    "unit": {"lt": "Ne tas matavimo vienetas", "en": "Wrong unit"},
    "swapped": {"lt": "Sukeistos koordinatės", "en": "Swapped coordinates"},
    "absence": {"lt": "Neįrašytas nulis", "en": "Missing zero"},
    "date": {"lt": "Neįmanoma data", "en": "Impossible date"},
    "time": {"lt": "Pabaiga prieš pradžią", "en": "End before start"},
    "count": {"lt": "Skaičius neatitinka to, ar matyta", "en": "Count against presence"},
    "effort": {"lt": "Neįrašyta stebėjimo apimtis", "en": "Missing effort"},
    NONE: {"lt": "Klaidų nėra", "en": "No fault"},
}
ROWS = {"easy": (4, 5), "medium": (7, 8), "hard": (11, 13)}
MOST_FAULTS = {"easy": 1, "medium": 2, "hard": 2}
PROMPT: Pair = {
    "lt": "Kurie šios stebėjimo anketos langeliai užpildyti klaidingai? Pažymėkite juos arba tai, kad klaidų nėra.",
    "en": "Which cells of this field sheet are wrong? Tick them, or tick that nothing is wrong.",
}
# How one finds what is wrong.
HOW: dict[str, Pair] = {
    "unit": {
        "lt": "Vienetus parodo ir ženklas, ir dydis: palyginkite skaičių su kitomis eilutėmis ir su tuo, kas čia įmanoma.",
        "en": "Units show by their sign and by their size: compare the number with the other rows, and with what is possible here.",
    },
    "swapped": {
        "lt": "Lietuvoje platuma visada didesnė už ilgumą: prie Kauno apie 54,9 ir 23,9.",
        "en": "In Lithuania the latitude is always larger than the longitude: near Kaunas about 54.9 and 23.9.",
    },
    "absence": {
        "lt": "Eidami per eilutes, kur rūšies nematyta, ieškokite nulio.",
        "en": "Go through the rows where the species was not seen, and look for the zero.",
    },
    "date": {
        "lt": "Apie kiekvieną datą paklauskite: ar toks mėnuo yra, ar tiek dienų jis turi, ar ta diena jau buvo, kai anketa pateikta.",
        "en": "Ask of each date: is there such a month, has it so many days, and had the day come when the sheet was handed in?",
    },
    "time": {
        "lt": "Kiekvienoje eilutėje pradžia turi būti ankstesnė už pabaigą.",
        "en": "In every row the start has to be before the end.",
    },
    "count": {
        "lt": "Skaičių skaitykite kartu su tuo, ar rūšis matyta: „ne“ ir 0 arba „taip“ ir bent 1.",
        "en": "Read the count together with whether the species was seen: “no” and 0, or “yes” and at least 1.",
    },
    "effort": {
        "lt": "Peržiūrėkite nueito kelio (apimties) stulpelį iki galo: jame negali būti tuščių langelių.",
        "en": "Look down the column of the effort: none of its cells may be empty.",
    },
    NONE: {
        "lt": "Neįprasti įrašai dar nėra klaidos: sprendžia taisyklės, parašytos virš anketos.",
        "en": "What is unusual is not yet wrong: the rules above the sheet decide.",
    },
}
ROW: Pair = {"lt": "Nr.\u00a0{n}", "en": "No.\u00a0{n}"}


class FieldSheet:
    """Faults of one class in a sheet of visits; the harder, the more rows and the likelier the
    wrong values."""

    name = "field-sheet"
    kind = "faults"
    title: Pair = {"lt": "Stebėjimo anketa su klaidomis", "en": "Field sheet with faults"}
    classes: Mapping[str, Pair] = CLASSES
    parameters: Sequence[Parameter] = ()

    def draw(
        self, values: Values, category: str, difficulty: str, chance: random.Random, form: Form
    ) -> Body:
        sheet = filled(chance.randint(*ROWS[difficulty]), difficulty != "easy", chance)
        sheet, faults = _planted(sheet, category, difficulty, chance)
        body: Body = {
            "prompt": PROMPT,
            "description": {
                "lt": f"{sheet.heading['lt']}\n\n{RULES['lt']}",
                "en": f"{sheet.heading['en']}\n\n{RULES['en']}",
            },
            "columns": [{"key": key, "text": said} for key, said in COLUMNS.items()],
            "rows": [
                {"key": f"r{n}", "text": _row(n), "cells": visit.cells()}
                for n, visit in enumerate(sheet.visits, 1)
            ],
            "faults": faults,
            "explanation": _explained(category, faults),
        }
        # Read one after another, and not across: the same cells as a list.
        return body | {"linear": True} if form is Form.WORDS else body


def _explained(category: str, faults: list[Body]) -> Pair:
    """Where the faults are, and how one finds such."""
    if not faults:
        return {
            "lt": f"Klaidų anketoje nėra. {HOW[category]['lt']}",
            "en": f"The sheet has no fault. {HOW[category]['en']}",
        }
    made: Pair = {}
    for code, lead in (("lt", "Klaidos rūšis"), ("en", "Sort of fault")):
        rows = ", ".join(_row(int(one["key"][1:]))[code] for one in faults)  # type: ignore[literal-required]
        name = CLASSES[category][code].lower()  # type: ignore[literal-required]
        made[code] = f"{lead}: {name} ({rows}). {HOW[category][code]}"  # type: ignore[literal-required]
    return made


def _row(n: int) -> Pair:
    return {"lt": ROW["lt"].format(n=n), "en": ROW["en"].format(n=n)}


def _planted(
    sheet: Sheet, category: str, difficulty: str, chance: random.Random
) -> tuple[Sheet, list[Body]]:
    """The sheet with one or two faults of a class, each in a row of its own."""
    if category == NONE:
        return sheet, []
    wanted = chance.randint(1, MOST_FAULTS[difficulty])
    faults: list[Body] = []
    for n in sorted(chance.sample(range(len(sheet.visits)), wanted)):
        sheet, planted = PLANTERS[category](sheet, n, difficulty, chance)
        faults.append(
            {
                "key": f"f{n + 1}",
                "cells": [f"r{n + 1}.{column}" for column in planted.columns],
                "class": category,
                "feedback": {
                    "lt": f"{_row(n + 1)['lt']}: {_lower(planted.why['lt'])}",
                    "en": f"{_row(n + 1)['en']}: {_lower(planted.why['en'])}",
                },
            }
        )
    return sheet, faults


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]
