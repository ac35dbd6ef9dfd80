"""A badge of the sampling course that is given by hand, as its lead writes it in the studio."""

from badges.awards.definition_actions import Definition, write_achievement
from badges.awards.models import Achievement
from courses.content.models import Course
from lms.accounts.models import User
from lms.common.clock import now
from tests.packages import pair


def by_hand(course: Course, lead: User, **more) -> Achievement:
    said = {
        "name": pair("Talkos vedlė", "Leads a bioblitz"),
        "description": pair("Vedė talką.", "Has led a bioblitz."),
        "criteria": pair("Kurso vadovai mato, kaip veda talką.", "The leads see them lead one."),
        "rule": {"given": True},
        "drawing": {"letter": "C", "level": 0, "codes": [], "seed": 41},
        "valid_months": None,
        **more,
    }
    return write_achievement(course, None, Definition(**said), by=lead, on=now()).achievement
