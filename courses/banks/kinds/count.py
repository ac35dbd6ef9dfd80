"""A count: a whole number, exact or within a share of the truth. The answer is {"typed": text}."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from courses.banks.kinds.base import Answer, Body
from courses.banks.kinds.estimate import Estimate
from courses.banks.kinds.number import typed_number
from lms.common.wording import number as shown_number
from lms.common.yamlnodes import Fields


class Count(Estimate):
    """How many there are. Without a tolerance only the number itself is right."""

    name = "count"

    def read(self, fields: Fields, languages: tuple[str, ...]) -> Body:
        body = super().read(fields, languages)
        body["least"] = body["least"] or "0"
        if Decimal(body["answer"]) % 1:
            fields.fault(_("What is counted is a whole number."), "answer")
        self.check_limits(fields, body)
        return body

    def fault(self, body: Body, answer: Answer) -> str:
        value = typed_number(answer, body) if answer else Decimal(0)
        if value is None or value % 1:
            return _("Write a whole number, for example %(example)s.") % {
                "example": shown_number("12")
            }
        return super().fault(body, answer)

    def limits(self, body: Body) -> tuple[Decimal, Decimal]:
        low, high = super().limits(body)
        return low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
