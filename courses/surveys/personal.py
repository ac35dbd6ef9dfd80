"""What the tables of surveys hold of people: answers nobody reads by name, and self-ratings."""

from django.utils.translation import gettext_lazy as _

from courses.surveys.models import SelfRating, SurveyAnswer
from lms.common.personal import Also, Entry, Erasing, Group, Held

PLACE = {
    "course": Also(_("course"), "enrolment__run__course__slug"),
    "unit_key": Also(_("unit"), "unit__key"),
}

REGISTER: list[Entry] = [
    Held(
        model=SurveyAnswer,
        of="enrolment__person",
        group=Group.ANSWERS,
        what=_("Your answers in surveys"),
        erase=Erasing.DELETE,
        fields={
            "number": _("which time"),
            "answers": _("what you answered"),
            "given_at": _("when you answered"),
        },
        plain="block",
        also=PLACE,
    ),
    Held(
        model=SelfRating,
        of="enrolment__person",
        group=Group.ANSWERS,
        what=_("How you rated yourself"),
        erase=Erasing.DELETE,
        fields={
            "moment": _("before or after learning"),
            "number": _("which time"),
            "level": _("level you saw yourself at"),
            "given_at": _("when you answered"),
        },
        plain="block",
        also={**PLACE, "competency_code": Also(_("competency"), "competency__code")},
    ),
]
