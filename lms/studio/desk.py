"""What every page of a course's studio shows: the course's name, where one is, what one may do."""

from dataclasses import dataclass
from typing import Any

from courses.content.access import SEES_PEOPLE, WRITES
from courses.content.models import Course, CourseRole, Release
from courses.content.queries import draft_of, last_number
from lms.accounts.models import User
from lms.common.languages import Pair


@dataclass(frozen=True)
class Desk:
    """A course as one person works on it. here: the place in the navigation.  was_published: for a
    course that is not, the number of its last release; 0 where there is none."""

    course: Course
    draft: Release
    here: str
    writes: bool
    leads: bool
    sees_people: bool
    was_published: int = 0

    @property
    def title(self) -> Pair:
        title: Pair = self.draft.title
        return title

    @property
    def first(self) -> str:
        """The language that the course is written in first."""
        return str(self.draft.languages[0]) if self.draft.languages else "lt"


def desk(person: User, course: Course, here: str) -> dict[str, Any]:
    """The context that studio/course_base.html needs: `desk`, and `section` for the masthead.

    The course has been fetched through an access function that knows this person.
    """
    roles = set(
        CourseRole.objects.filter(course=course, person=person).values_list("role", flat=True)
    )
    every = person.is_administrator
    return {
        "desk": Desk(
            course,
            draft_of(course.pk),
            here,
            writes=every or bool(roles & set(WRITES)),
            leads=every or CourseRole.Role.OWNER in roles,
            sees_people=every or bool(roles & set(SEES_PEOPLE)),
            was_published=0 if course.in_force_id else last_number(course),
        ),
        "section": "studio",
    }
