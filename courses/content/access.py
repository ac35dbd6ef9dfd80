"""Fetching courses for somebody: one answer for "not there" and "not yours"."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from courses.banks.models import Item
from courses.content.models import Course, CourseRole, Release, Unit
from courses.content.queries import announced_courses
from lms.accounts.models import User
from lms.common.prepared import Prepared

WRITES = (CourseRole.Role.OWNER, CourseRole.Role.AUTHOR)
# Who may see the people who learn in a course, by name.
SEES_PEOPLE = (CourseRole.Role.OWNER, CourseRole.Role.AUTHOR, CourseRole.Role.MARKER)


_PUBLISHED = Prepared[Course](
    lambda slug: Course.objects.filter(
        slug=slug, in_force__isnull=False, archived_at__isnull=True
    ).select_related("in_force"),
    slug=str,
)


def published_course(slug: str) -> Course:
    """The course at this address with its release in force."""
    course = _PUBLISHED.first(slug=slug)
    if course is None:
        raise Http404(_("There is no such course."))
    return course


def course_at(slug: str) -> Course:
    """The course at this address, if strangers are told of it: published or announced."""
    course = Course.objects.filter(
        Q(in_force__isnull=False) | Q(announced_at__isnull=False),
        slug=slug,
        archived_at__isnull=True,
    ).first()
    if course is None:
        raise Http404(_("There is no such course."))
    return course


def announced_course(slug: str) -> Release:
    """The draft of a course that the catalogue tells of before it is published."""
    draft = announced_courses().filter(course__slug=slug).first()
    if draft is None:
        raise Http404(_("There is no such course."))
    return draft


def course_with_people(person: User, slug: str) -> Course:
    """The course, for those who may see who learns in it."""
    allowed = Q(roles__person=person, roles__role__in=SEES_PEOPLE)
    courses = Course.objects.filter(slug=slug).select_related("in_force")
    if not person.is_administrator:
        courses = courses.filter(allowed)
    if (course := courses.first()) is None:
        raise Http404(_("There is no such course."))
    return course


def course_for_author(person: User, slug: str) -> Course:
    """The course, for those who may write in it; administrators may, to help."""
    courses = Course.objects.filter(slug=slug).select_related("in_force", "bank")
    if not person.is_administrator:
        courses = courses.filter(roles__person=person, roles__role__in=WRITES)
    if (course := courses.first()) is None:
        raise Http404(_("There is no such course."))
    return course


def may_write(person: User, course: Course) -> bool:
    """Whether course_for_author would give them this course."""
    mine = CourseRole.objects.filter(course=course, person=person, role__in=WRITES)
    return person.is_administrator or mine.exists()


def course_for_lead(person: User, slug: str) -> Course:
    """The course, for those who lead it: roles, archive, publishing."""
    courses = Course.objects.filter(slug=slug).select_related("in_force", "bank")
    if not person.is_administrator:
        courses = courses.filter(roles__person=person, roles__role=CourseRole.Role.OWNER)
    if (course := courses.first()) is None:
        raise Http404(_("There is no such course."))
    return course


def course_for_viewer(person: User, slug: str) -> Course:
    """The course, for everybody with a role in it: looking at drafts, changing nothing."""
    courses = Course.objects.filter(slug=slug).select_related("in_force", "bank")
    if not person.is_administrator:
        courses = courses.filter(roles__person=person)
    if (course := courses.first()) is None:
        raise Http404(_("There is no such course."))
    return course


def course_for_expert(person: User, slug: str) -> Course:
    """The course, for everybody with a role in it, and for nobody else: who speaks of the truth of its
    items is somebody whom its leads have chosen."""
    courses = Course.objects.filter(slug=slug, roles__person=person).select_related(
        "in_force", "bank"
    )
    if (course := courses.first()) is None:
        raise Http404(_("There is no such course."))
    return course


def course_maker(person: User) -> User:
    """The person, if they may make courses: who teaches here, or works on a course already."""
    if not person.teaches and not CourseRole.objects.filter(person=person).exists():
        raise Http404(_("There is no such page."))
    return person


def unit_of(course: Course, uid: UUID) -> Unit:
    """A unit of this course, whether or not its draft still holds it."""
    unit = Unit.objects.filter(course=course, uid=uid).select_related("course").first()
    if unit is None:
        raise Http404(_("There is no such unit."))
    return unit


def item_of(course: Course, uid: UUID) -> Item:
    """A question of this course's own bank, archived or not."""
    item = Item.objects.filter(bank=course.bank_id, uid=uid).select_related("bank").first()
    if item is None:
        raise Http404(_("There is no such question."))
    return item


def locked_unit(unit: Unit) -> Unit:
    """The unit, held until the transaction ends: those who write it take turns."""
    return (
        Unit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("course")
        .get(pk=unit.pk)
    )


def locked_draft(course: Course) -> Release:
    """The course's one draft, held until the transaction ends: writers take turns."""
    return Release.objects.select_for_update(no_key=True).get(course=course, number__isnull=True)


def locked_course(pk: int) -> Course:
    """The course, held until the transaction ends."""
    return Course.objects.select_for_update(no_key=True).get(pk=pk)


@dataclass(frozen=True)
class Works:
    """What somebody may do in the studio of a course they have a role in."""

    writes: bool
    sees_people: bool


def works_on(person: User | None, course: Course) -> Works | None:
    """That, or None for whoever has no role there; one statement."""
    if person is None:
        return None
    roles = set(
        CourseRole.objects.filter(course=course, person=person).values_list("role", flat=True)
    )
    if not roles:
        return None
    return Works(bool(roles & set(WRITES)), bool(roles & set(SEES_PEOPLE)))
