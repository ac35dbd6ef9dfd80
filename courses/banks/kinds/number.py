"""A number with its unit and tolerance. The answer is {"typed": text}."""

from decimal import Decimal

from django.utils.translation import gettext as _

from courses.banks.kinds.base import (
    BLANK,
    Answer,
    Body,
    Marked,
    Observed,
    Verdict,
    verdict_of,
)
from courses.banks.kinds.typed import Typed
from lms.common.wording import number as shown_number
from lms.common.wording import read_number
from lms.common.yamlnodes import Fields

# A tolerance of a tenth of the answer or more says that about so much is right.
WIDE = 10


class Number(Typed):
    """A value within a tolerance; half the points within a wider one."""

    name = "number"
    most_typed = 40
    known = frozenset({"answer", "tolerance", "half_tolerance", "unit", "near"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        body: Body = {
            "answer": fields.number("answer"),
            "tolerance": fields.number("tolerance", least=0),
            "half_tolerance": fields.number("half_tolerance", required=False, least=0),
            "unit": fields.pair("unit", languages=languages, required=False, most=30),
            "near": self.read_near(fields, languages),
        }
        both = body["half_tolerance"] and body["tolerance"]
        if both and Decimal(body["half_tolerance"]) <= Decimal(body["tolerance"]):
            fields.fault(
                _("The half tolerance must be wider than the tolerance."), "half_tolerance"
            )
        return body

    def read_near(self, fields: Fields, languages: tuple[str, ...]) -> list[Body]:
        """Numbers that people reach by a known slip, with what to say of it."""
        found = []
        for node in fields.entries("near", required=False, most=12):
            near = Fields(node, fields.faults, known={"answer", "feedback"})
            found.append(
                {
                    "answer": near.number("answer"),
                    "feedback": near.pair("feedback", languages=languages, most=1200),
                }
            )
        return found

    def fault(self, body: Body, answer: Answer) -> str:
        """Words in the place of a number are a slip of the keyboard, not a wrong answer."""
        if answer is None or typed_number(answer, body) is not None:
            return ""
        # What has no unit and is a whole number is counted, not measured.
        whole = not body["unit"] and Decimal(body["answer"]) % 1 == 0
        example = shown_number("12" if whole else "12.5")
        return _("Write a number, for example %(example)s.") % {"example": example}

    def mark(self, body: Body, answer: Answer) -> Marked:
        if answer is None:
            return BLANK
        value = typed_number(answer, body)
        if value is None:
            return Marked(0, Verdict.WRONG)
        off = abs(value - Decimal(body["answer"]))
        points, allowed = 0, self.allowed(body)
        if off <= allowed:
            points = 1000
        elif body.get("half_tolerance") and off <= Decimal(body["half_tolerance"]):
            points = 500
        feedback = {}
        if points < 1000:
            for near in body["near"]:
                if abs(value - Decimal(near["answer"])) <= allowed:
                    feedback["near"] = near["feedback"]
        return Marked(points, verdict_of(points), feedback)

    def allowed(self, body: Body) -> Decimal:
        """How far off is still right."""
        return Decimal(body["tolerance"])

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        unit = body["unit"].get(language, "") if body["unit"] else ""
        exact, tolerance = Decimal(body["answer"]), Decimal(body["tolerance"])
        shown = with_unit(shown_number(exact), unit, language)
        limits = {
            "answer": shown,
            "low": shown_number(exact - tolerance),
            "high": with_unit(shown_number(exact + tolerance), unit, language),
        }
        if tolerance * WIDE >= abs(exact) and tolerance:
            # No one number is the right one, so none is named.
            return "" if met else _("anything from %(low)s to %(high)s") % limits
        if met or not tolerance:
            return shown
        return _("%(answer)s (accepted: %(low)s to %(high)s)") % limits

    def observed(self, body: Body, answer: Answer) -> Observed:
        value = typed_number(answer, body) if answer else None
        return Observed(
            value=None if value is None else float(value), truth=float(Decimal(body["answer"]))
        )


def with_unit(shown: str, unit: str, language: str) -> str:
    if unit == "%" and language == "en":
        return f"{shown}%"
    return f"{shown}\u00a0{unit}" if unit else shown


def typed_number(answer: Answer, body: Body) -> Decimal | None:
    """The number that was typed; None where it is none."""
    return read_number(_without_unit(answer["typed"], body))


def _without_unit(typed: str, body: Body) -> str:
    """People type the unit too; take it off whatever the language."""
    for unit in (body["unit"] or {}).values():
        if unit and typed.casefold().endswith(unit.casefold()):
            return typed[: -len(unit)]
    return typed
