"""A badge, and giving it."""

from collections.abc import Callable

import pytest

from badges.awards.actions import award_what_is_due, define_achievement
from badges.awards.models import AchievementVersion, Award
from badges.awards.rules import Facts
from lms.accounts.models import User
from lms.common.clock import now
from tests.packages import pair


@pytest.fixture
def version(competency_map: None) -> AchievementVersion:
    """A badge for completing a course, in force for two years."""
    return define_achievement(
        "careful-eye",
        name=pair("Akyla akis", "Careful eye"),
        description=pair("Skiria lapus.", "Tells leaves apart."),
        criteria=pair("Įveikus kursą.", "By completing the course."),
        rule={"course": "leaves"},
        drawing={"letter": "C", "level": 2, "codes": [], "seed": 5},
        valid_months=24,
        on=now(),
    )


@pytest.fixture
def give(db: None) -> Callable[[User, AchievementVersion], Award | None]:
    """Gives a badge to who has completed that course; nothing to who holds it."""
    facts = Facts(courses=frozenset({"leaves"}))

    def given(person: User, version: AchievementVersion) -> Award | None:
        return next(iter(award_what_is_due(person, facts, [version], [], on=now())), None)

    return given
