"""An estimate: a number that need not be met, only come near to. The answer is {"typed": text}."""

from decimal import Decimal

from django.utils.translation import gettext as _

from courses.banks.kinds.base import Answer, Body
from courses.banks.kinds.number import Number, typed_number, with_unit
from lms.common.wording import number as shown_number
from lms.common.yamlnodes import Fields


class Estimate(Number):
    """How much of the square is covered, how many animals there are.

    tolerance: in the unit; tolerance_percent: of the true value. Where both are said, the wider one
    counts, so that little things are not asked for more exactly than anybody can see. least, most:
    what can be at all; anything else is a slip of the keyboard, and is to be mended.
    """

    name = "estimate"
    known = frozenset({"answer", "tolerance", "tolerance_percent", "unit", "least", "most", "near"})

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        body: Body = {
            "answer": fields.number("answer"),
            "tolerance": fields.number("tolerance", required=False, least=0) or "0",
            "tolerance_percent": fields.number("tolerance_percent", required=False, least=0),
            "unit": fields.pair("unit", languages=languages, required=False, most=30),
            "least": fields.number("least", required=False),
            "most": fields.number("most", required=False),
            "near": self.read_near(fields, languages),
        }
        self.check_limits(fields, body)
        return body

    def check_limits(self, fields: Fields, body: Body) -> None:
        """Note where the true value lies outside what can be."""
        for name in ("least", "most"):
            if body[name] and not _fits(Decimal(body["answer"]), {name: body[name]}):
                fields.fault(_("The answer lies outside what can be at all."), name)

    def allowed(self, body: Body) -> Decimal:
        part = Decimal(body.get("tolerance_percent") or 0) / 100 * abs(Decimal(body["answer"]))
        return max(Decimal(body["tolerance"]), part)

    def fault(self, body: Body, answer: Answer) -> str:
        if (said := super().fault(body, answer)) or answer is None:
            return said
        value = typed_number(answer, body)
        if value is None or _fits(value, body):
            return ""
        limits = {name: shown_number(body[name]) for name in ("least", "most") if body[name]}
        if len(limits) == 2:
            return _("Write a number from %(least)s to %(most)s.") % limits
        if "least" in limits:
            return _("Write a number that is not less than %(least)s.") % limits
        return _("Write a number that is not more than %(most)s.") % limits

    def limits(self, body: Body) -> tuple[Decimal, Decimal]:
        """The lowest and the highest number that is right, among those that can be."""
        exact, allowed = Decimal(body["answer"]), self.allowed(body)
        low, high = exact - allowed, exact + allowed
        if body.get("least"):
            low = max(low, Decimal(body["least"]))
        if body.get("most"):
            high = min(high, Decimal(body["most"]))
        return low, high

    def truth(self, body: Body, language: str, *, met: bool = False) -> str:
        """The exact value always: whoever came near wants to know how near."""
        unit = body["unit"].get(language, "") if body["unit"] else ""
        shown = with_unit(shown_number(Decimal(body["answer"])), unit, language)
        low, high = self.limits(body)
        if met or low == high:
            return shown
        if body.get("tolerance_percent"):
            # A share of the truth has more places than anybody reads.
            low, high = (limit.quantize(Decimal("0.1")) for limit in (low, high))
        return _("%(answer)s (accepted: %(low)s to %(high)s)") % {
            "answer": shown,
            "low": shown_number(low),
            "high": with_unit(shown_number(high), unit, language),
        }


def _fits(value: Decimal, body: Body) -> bool:
    low, high = body.get("least"), body.get("most")
    return not (low and value < Decimal(low)) and not (high and value > Decimal(high))
