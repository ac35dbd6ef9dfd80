"""What a course's staff read of an exercise: how each learner stands, and answers for teaching that lead
back to nobody. Pure: rows in, plain values out."""

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from courses.calibration.models import CalibrationResult
from lms.common.languages import LANGUAGES, Pair, in_language
from lms.common.spreadsheet import as_text

# Fewer people are too few to hide in.
LEAST_PEOPLE = 10

# --- how each learner stands ---------------------------------------------------------------------


@dataclass(frozen=True)
class Leaning:
    """Estimates that lean to one side by more than chance. group: the generator, or the kind.  share: the
    mean relative error; 0.15 is fifteen per cent too much."""

    group: str
    share: float


@dataclass(frozen=True)
class Stand:
    """One learner. level: the highest that is still valid.  n, right, lower, upper: of the series that the
    latest sitting belongs to, "cannot tell" among what is not right; shares in [0, 1].  valid_until: of the
    result that shows the level.  results: all of them, the latest first."""

    enrolment_id: int
    name: str
    level: int
    n: int
    right: int
    lower: float
    upper: float
    leanings: tuple[Leaning, ...]
    valid_until: datetime | None
    results: tuple[CalibrationResult, ...]

    @property
    def latest(self) -> CalibrationResult:
        return self.results[0]

    @property
    def accuracy(self) -> float:
        return self.right / self.n if self.n else 0.0


@dataclass(frozen=True)
class Summary:
    """people: how many were measured.  levels: (level, how many stand there), 0 to 3.  middle: the median
    of the share of right answers; None where nobody was measured.  leaning: of how many the estimates
    lean."""

    people: int
    levels: list[tuple[int, int]]
    middle: float | None
    leaning: int


def stands_of(results: Iterable[CalibrationResult], on: datetime) -> list[Stand]:
    """A row for each learner. results: that stand, with sitting, enrolment and person, those of one person
    together and the latest first."""
    by_person: dict[int, list[CalibrationResult]] = {}
    for one in results:
        by_person.setdefault(one.sitting.enrolment.person_id, []).append(one)
    return [_stand(mine, on) for mine in by_person.values()]


def _stand(mine: Sequence[CalibrationResult], on: datetime) -> Stand:
    latest = mine[0]
    series = latest.numbers["series"]
    valid = [one for one in mine if one.is_valid(on)]
    best = max(valid, key=lambda one: one.level, default=latest)
    return Stand(
        enrolment_id=latest.sitting.enrolment_id,
        name=latest.sitting.enrolment.person.name,
        level=best.level if valid else 0,
        n=series["n"],
        right=series["right"],
        lower=series["lower"],
        upper=series["upper"],
        leanings=leanings_of(latest.numbers),
        valid_until=best.valid_until,
        results=tuple(mine),
    )


def leanings_of(numbers: Mapping[str, Any]) -> tuple[Leaning, ...]:
    """The estimates of a sitting that lean to one side."""
    return tuple(
        Leaning(one["group"], one["relative_bias"])
        for one in numbers["estimates"]
        if one["is_biased"] and one["relative_bias"] is not None
    )


def summary_of(stands: Sequence[Stand]) -> Summary:
    return Summary(
        people=len(stands),
        levels=[(level, sum(one.level == level for one in stands)) for level in range(4)],
        middle=median(one.accuracy for one in stands) if stands else None,
        leaning=sum(bool(one.leanings) for one in stands),
    )


# --- answers for teaching ------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """One answer while measuring. item: the same for everybody who was asked the same: version and
    seed, which changes nothing in a written one.
    seen: as courses.calibration.judging has it: classes by their keys and numbers, never words."""

    person: int
    item: tuple[int, int]
    difficulty: str
    form: str
    seen: Mapping[str, Any]
    right: bool
    cannot_tell: bool
    certainty: str


@dataclass(frozen=True)
class Column:
    """A column of the table, as its descriptor says it. type: of the Frictionless Table Schema."""

    name: str
    type: str
    title: Pair
    description: Pair
    among: tuple[str, ...] = ()
    required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column(
        "person",
        "integer",
        {"lt": "Asmuo", "en": "Person"},
        {
            "lt": "Numeris, atsitiktinai suteiktas iš naujo šiame faile; kitame faile to paties asmens "
            "numeris kitas.",
            "en": "A number, given by chance anew in this file; in another file the same person has "
            "another one.",
        },
        required=True,
    ),
    Column(
        "item",
        "integer",
        {"lt": "Užduotis", "en": "Item"},
        {
            "lt": "Numeris, atsitiktinai suteiktas iš naujo šiame faile; tą patį numerį turi ta pati "
            "užduotis.",
            "en": "A number, given by chance anew in this file; the same item has the same number.",
        },
        required=True,
    ),
    Column(
        "task",
        "string",
        {"lt": "Užduoties rūšis", "en": "Sort of task"},
        {
            "lt": "Generatorius, kuris užduotį nupiešė, arba parašytos užduoties tipas.",
            "en": "The generator that drew the item, or the kind of a written one.",
        },
        required=True,
    ),
    Column(
        "class",
        "string",
        {"lt": "Klasė", "en": "Class"},
        {
            "lt": "Tikroji klasė, pagal kurią užduotis skaičiuojama.",
            "en": "The true class that the item is counted by.",
        },
    ),
    Column(
        "difficulty",
        "string",
        {"lt": "Sudėtingumas", "en": "Difficulty"},
        {"lt": "Kaip numatė autorius.", "en": "As its author meant it."},
        among=("easy", "medium", "hard"),
    ),
    Column(
        "form",
        "string",
        {"lt": "Pavidalas", "en": "Form"},
        {
            "lt": "Ar užduotis buvo paveikslas, ar žodžiai ir skaičiai.",
            "en": "Whether the item came as a picture, or in words and numbers.",
        },
        among=("picture", "words"),
    ),
    Column(
        "unit",
        "string",
        {"lt": "Matavimo vienetas", "en": "Unit"},
        {
            "lt": "Skaičių vienetas; tuščia, jei vieneto nėra.",
            "en": "Of the numbers; empty where there is none.",
        },
    ),
    Column(
        "answer_number",
        "number",
        {"lt": "Atsakymas skaičiumi", "en": "Answer as a number"},
        {
            "lt": "Tai, kas įvertinta ar suskaičiuota; tuščia, jei atsakymas – ne skaičius.",
            "en": "What was estimated or counted; empty where the answer is no number.",
        },
    ),
    Column(
        "true_number",
        "number",
        {"lt": "Tikrasis skaičius", "en": "True number"},
        {"lt": "Tiksli tiesa.", "en": "The exact truth."},
    ),
    Column(
        "answer_class",
        "string",
        {"lt": "Atsakymas klase", "en": "Answer as a class"},
        {
            "lt": "Tai, kas pasirinkta; tuščia, jei klasių skirti nereikėjo.",
            "en": "What was chosen; empty where no classes were told apart.",
        },
    ),
    Column(
        "true_class",
        "string",
        {"lt": "Tikroji klasė", "en": "True class"},
        {"lt": "Tiksli tiesa.", "en": "The exact truth."},
    ),
    Column(
        "right",
        "boolean",
        {"lt": "Teisinga", "en": "Right"},
        {
            "lt": "Ar atsakymas visiškai teisingas, skaičiaus – ar neviršija leistinos paklaidos.",
            "en": "Whether the answer is wholly right; of a number, within the tolerance.",
        },
        required=True,
    ),
    Column(
        "cannot_tell",
        "boolean",
        {"lt": "Negalima nustatyti", "en": "Cannot tell"},
        {
            "lt": "Ar vietoj atsakymo pasirinkta „negaliu nustatyti“.",
            "en": "Whether “I cannot tell” was said instead of an answer.",
        },
        required=True,
    ),
    Column(
        "certainty",
        "string",
        {"lt": "Tikrumas", "en": "Certainty"},
        {
            "lt": "Kiek tvirtai atsakyta: tvirtai, veikiau tvirtai ar spėjant.",
            "en": "How sure the answer was: sure, rather sure, or a guess.",
        },
        among=("sure", "rather", "guess"),
    ),
)
ABOUT: Pair = {
    "lt": "Besimokiusių žmonių atsakymai į užduotis, kurių tiesa žinoma, surinkti matuojant. Duomenys skirti "
    "mokyti: juose nėra vardų, datų ir laikų, asmenys ir užduotys sunumeruoti atsitiktinai, eilučių tvarka "
    "atsitiktinė. Failas sudaromas tik tada, kai atsakė bent {n} žmonių.",
    "en": "Answers of learners to items whose truth is known, given while they were measured. The data are "
    "for teaching: there are no names, dates or times in them, people and items are numbered by chance, and "
    "the order of the rows is one of chance. The file is only made once at least {n} people have answered.",
}
# As the Open Definition names them.
LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC BY-NC 4.0": ("CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
TABLE = "answers.csv"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?", re.ASCII)
DESCRIPTOR = "datapackage.json"


def may_be_told(people: int) -> bool:
    """Whether so many people are enough for a data package."""
    return people >= LEAST_PEOPLE


def anonymous(answers: Sequence[Given], chance: random.Random) -> list[dict[str, Any]]:
    """The rows of the table, in an order of chance; none where too few people answered.

    People and items are numbered by `chance`, which must be another one for every file.
    """
    people = sorted({one.person for one in answers})
    if not may_be_told(len(people)):
        return []
    person, item = _numbered(people, chance), _numbered({one.item for one in answers}, chance)
    rows = [_row(one, person[one.person], item[one.item]) for one in answers]
    chance.shuffle(rows)
    return rows


def _numbered(things: Iterable[Any], chance: random.Random) -> dict[Any, int]:
    order = sorted(things)
    chance.shuffle(order)
    return {one: number for number, one in enumerate(order, 1)}


def _row(one: Given, person: int, item: int) -> dict[str, Any]:
    seen = one.seen
    unit: Mapping[str, str] = seen.get("unit") or {}
    return {
        "person": person,
        "item": item,
        "task": seen["group"],
        "class": seen.get("class", ""),
        "difficulty": one.difficulty,
        "form": one.form,
        "unit": unit.get("en") or unit.get("lt") or "",
        "answer_number": None if one.cannot_tell else seen.get("value"),
        "true_number": seen.get("truth"),
        "answer_class": "" if one.cannot_tell else seen.get("category", ""),
        "true_class": seen.get("true_category", ""),
        "right": one.right,
        "cannot_tell": one.cannot_tell,
        "certainty": one.certainty,
    }


def table_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """The table as CSV by RFC 4180: UTF-8, a decimal point, `true` and `false`, empty where nothing is."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in COLUMNS])
    for row in rows:
        writer.writerow([_cell(row[column.name]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        # Classes and units are words of an author; a number is none, whatever it begins with.
        return as_text(value)
    return "" if value is None else value


def descriptor(name: str, title: Pair, licence: str, rows: int) -> dict[str, Any]:
    """The Data Package descriptor (Frictionless, v2) of the table. name: in lower case, of letters,
    digits and dashes.  What stands in the specification's own properties is English; `titles` and
    `descriptions` hold both languages."""
    about = {code: in_language(ABOUT, code)[0].format(n=LEAST_PEOPLE) for code in LANGUAGES}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title.get("en") or title.get("lt", ""),
        "titles": dict(title),
        "description": about["en"],
        "descriptions": about,
        "licenses": [_licence(licence)],
        "resources": [
            {
                "name": "answers",
                "type": "table",
                "path": TABLE,
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "rows": rows,
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": [_field(column) for column in COLUMNS],
                    "missingValues": [""],
                },
            }
        ],
    }


def _licence(said: str) -> dict[str, str]:
    """As the course says it, with its identifier and address where it is a known one."""
    name, path = LICENCES.get(said, ("", ""))
    found = {"title": said or "CC BY 4.0"}
    if not said:
        name, path = LICENCES["CC BY 4.0"]
    return {"name": name, "path": path, **found} if name else {"name": "other", **found}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.among:
        constraints["enum"] = list(column.among)
    return {
        "name": column.name,
        "type": column.type,
        "title": column.title["en"],
        "titles": dict(column.title),
        "description": column.description["en"],
        "descriptions": dict(column.description),
        **({"constraints": constraints} if constraints else {}),
    }


def data_package(
    name: str, title: Pair, licence: str, answers: Sequence[Given], chance: random.Random
) -> bytes | None:
    """The ZIP with table and descriptor; None where too few people answered. Its files bear no time."""
    rows = anonymous(answers, chance)
    if not rows:
        return None
    told = json.dumps(descriptor(name, title, licence, len(rows)), ensure_ascii=False, indent=2)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, text in ((DESCRIPTOR, told + "\n"), (TABLE, table_of(rows))):
            entry = zipfile.ZipInfo(file)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, text)
    return out.getvalue()
