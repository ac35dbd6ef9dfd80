"""The map is about no person."""

from courses.competencies.models import Competency, Crosswalk, Framework, Level
from lms.common.personal import Entry, NotPersonal

REGISTER: list[Entry] = [
    NotPersonal(Framework, "slug version name source licence"),
    NotPersonal(Competency, "code name position"),
    NotPersonal(Level, "number name descriptor"),
    NotPersonal(Crosswalk, "scheme relation target"),
]
