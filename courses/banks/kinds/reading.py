"""A reading: the number that an instrument shows, and its unit. The answer is {"typed": text,
"unit": key}; one of the two may be empty as long as the question is not handed in.

An instrument is read to half of its smallest division, so that is the tolerance unless the item says
another. A number in another unit of the same quantity is right where it says the same (2.35 m and
235 cm). What is told apart: the right number in a wrong unit brings half the points, and the page
says that it is the unit; a wrong number brings none.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Choice,
    Marked,
    Observed,
    Posted,
    verdict_of,
)
from courses.banks.kinds.number import Number, with_unit
from lms.common.languages import in_language
from lms.common.wording import number as shown_number
from lms.common.wording import printable, read_number
from lms.common.yamlnodes import Fields

MOST_UNITS = 8


class Reading(Number):
    """A value off a scale, with the unit chosen from several.

    units: key, text, right, and for those that measure the same: factor and offset, by which
    value = typed × factor + offset in the unit that is right.
    """

    name = "reading"
    known = frozenset({"answer", "division", "tolerance", "units", "least", "near"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        division = fields.number("division", least=0)
        body: Body = {
            "answer": fields.number("answer"),
            "division": division,
            "tolerance": fields.number("tolerance", required=False, least=0)
            or str(Decimal(division or 0) / 2),
            # The lowest mark of the scale; below zero, phones need keys with a minus.
            "least": fields.number("least", required=False),
            "units": self._read_units(fields, languages),
            "near": self.read_near(fields, languages),
        }
        if body["units"] and sum(unit["right"] for unit in body["units"]) != 1:
            fields.fault(_("Exactly one unit must be right."), "units")
        return body

    def _read_units(self, fields: Fields, languages: tuple[str, ...]) -> list[dict[str, Any]]:
        units: list[dict[str, Any]] = []
        for node in fields.entries("units", least=2, most=MOST_UNITS):
            unit = Fields(node, fields.faults, known={"key", "text", "right", "factor", "offset"})
            read = {
                "key": unit.key(),
                "right": unit.flag("right"),
                "text": unit.pair("text", languages=languages, most=30),
                "factor": unit.number("factor", required=False),
                "offset": unit.number("offset", required=False),
            }
            if any(read["key"] == other["key"] for other in units):
                unit.fault(_("The unit “%s” stands here twice.") % read["key"], "key")
            units.append(read)
        return units

    # --- answers -----------------------------------------------------------------------------

    def answer(self, body: Body, posted: Posted, name: str) -> Answer:
        typed = printable(posted.get(name, "")).strip()[: self.most_typed]
        unit = posted.get(f"{name}.unit", "")
        unit = unit if unit in _keys(body) else ""
        return {"typed": typed, "unit": unit} if typed or unit else None

    def is_answer(self, body: Body, answer: Answer) -> bool:
        return (
            isinstance(answer, dict)
            and set(answer) == {"typed", "unit"}
            and all(isinstance(part, str) for part in answer.values())
            and bool(answer["typed"] or answer["unit"])
            and len(answer["typed"]) <= self.most_typed
            and printable(answer["typed"]) == answer["typed"]
            and answer["unit"] in {"", *_keys(body)}
        )

    def fault(self, body: Body, answer: Answer) -> str:
        if answer is None:
            return ""
        if _typed(answer, body) is None:
            return _("Write the number that you read, for example %(example)s.") % {
                "example": shown_number("12.5")
            }
        return "" if answer["unit"] else _("Choose the unit as well.")

    def mark(self, body: Body, answer: Answer) -> Marked:
        if answer is None:
            return BLANK
        if self._says_truth(body, answer):
            return Marked(1000, verdict_of(1000))
        value = _typed(answer, body)
        if value is None:
            return Marked(0, verdict_of(0))
        if self._is_near(value, body["answer"], body):
            # The number is right, so it is the unit that is not.
            points = 500 if answer["unit"] else 0
            return Marked(points, verdict_of(points))
        for near in body["near"]:
            if self._is_near(value, near["answer"], body):
                return Marked(0, verdict_of(0), {"near": near["feedback"]})
        return Marked(0, verdict_of(0))

    def reckoning(self, body: Body, answer: Answer) -> str:
        """Which of the two is right, where one of them is."""
        value = _typed(answer, body) if answer else None
        if value is None or not answer["unit"] or self._says_truth(body, answer):
            return ""
        if self._is_near(value, body["answer"], body):
            return _("The number is right, and the unit is another: that is half the point.")
        if answer["unit"] == _right(body)["key"]:
            return _("The unit is right, and the number is not.")
        return _("Both the number and the unit are others.")

    def choices(self, body: Body, answer: Answer, order: object) -> list[Choice]:
        return self._units(body, answer, truth=False)

    def review(self, body: Body, answer: Answer, order: object) -> list[Choice]:
        return self._units(body, answer, truth=True)

    def _units(self, body: Body, answer: Answer, *, truth: bool) -> list[Choice]:
        chosen = answer["unit"] if answer else ""
        return [
            Choice(
                key=unit["key"],
                text=unit["text"],
                chosen=unit["key"] == chosen,
                right=unit["right"] if truth else None,
            )
            for unit in body["units"]
        ]

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        exact, allowed = Decimal(body["answer"]), self.allowed(body)
        unit = in_language(_right(body)["text"], language)[0]
        shown = with_unit(shown_number(exact), unit, language)
        if met or not allowed:
            return shown
        return _("%(answer)s (accepted: %(low)s to %(high)s)") % {
            "answer": shown,
            "low": shown_number(exact - allowed),
            "high": with_unit(shown_number(exact + allowed), unit, language),
        }

    def observed(self, body: Body, answer: Answer) -> Observed:
        """The value in the right unit. Of a number in another unit, only where it says the truth, as
        it was then converted on purpose: a unit mistaken by a factor of ten is no reading that is
        too high, and one such answer would drown the bias of all the others."""
        truth = Decimal(body["answer"])
        value = None
        if answer and (answer["unit"] == _right(body)["key"] or self._says_truth(body, answer)):
            value = _converted(body, answer)
        return Observed(value=None if value is None else float(value), truth=float(truth))

    def _says_truth(self, body: Body, answer: Answer) -> bool:
        value = _converted(body, answer)
        return value is not None and self._is_near(value, body["answer"], body)

    def _is_near(self, value: Decimal, exact: str, body: Body) -> bool:
        return abs(value - Decimal(exact)) <= self.allowed(body)


def _keys(body: Body) -> list[str]:
    return [unit["key"] for unit in body["units"]]


def _right(body: Body) -> dict[str, Any]:
    return next(unit for unit in body["units"] if unit["right"])


def _typed(answer: Answer, body: Body) -> Decimal | None:
    """The number alone; people type the unit too."""
    typed = answer["typed"]
    texts = {text for unit in body["units"] for text in unit["text"].values() if text}
    for text in sorted(texts, key=len, reverse=True):
        if typed.casefold().endswith(text.casefold()):
            return read_number(typed[: -len(text)])
    return read_number(typed)


def _converted(body: Body, answer: Answer) -> Decimal | None:
    """What the answer says in the unit that is right; None where its unit measures something else."""
    value = _typed(answer, body)
    if value is None:
        return None
    unit = next((one for one in body["units"] if one["key"] == answer["unit"]), None)
    if unit is None or unit["right"]:
        return value if unit else None
    if not unit.get("factor"):
        return None
    return value * Decimal(unit["factor"]) + Decimal(unit.get("offset") or 0)
