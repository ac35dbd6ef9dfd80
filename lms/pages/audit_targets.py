"""What the rows of audit notes are called, looked up table by table."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateFile,
)
from badges.intake.models import Setback
from courses.banks.models import ItemVersion
from courses.content.models import Course, Release
from courses.content.queries import titles_of
from courses.progress.models import UnitCompletion
from lms.accounts.models import User
from lms.audit.models import AuditNote
from lms.common.ids import grouped
from lms.common.languages import text
from lms.hub.models import HubPage, NewsItem, Principle

Names = dict[str, str]


def targets_of(notes: Iterable[AuditNote]) -> dict[tuple[str, str], str]:
    """(table, number of the row) → its name; one or two statements for each table."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for note in notes:
        wanted[note.target].add(note.target_id)
    found = {}
    for target, ids in wanted.items():
        names = TABLES[target](ids) if target in TABLES else {}
        for pk in ids:
            gone = _("No. %(n)s, which is gone") if target in TABLES else _("No. %(n)s")
            found[target, pk] = names.get(pk) or gone % {"n": pk}
    return found


def _people(ids: set[str]) -> Names:
    rows = User.objects.filter(pk__in=ids)
    return {str(one.pk): one.name if one.emptied_at else _person(one) for one in rows}


def _person(one: User) -> str:
    return f"{one.full_name} ({one.email})" if one.full_name else one.email


def _courses(ids: set[str]) -> Names:
    slugs = dict(Course.objects.filter(pk__in=ids).values_list("pk", "slug"))
    titles = titles_of(slugs.values())
    return {str(pk): text(titles.get(slug)) or slug for pk, slug in slugs.items()}


def _releases(ids: set[str]) -> Names:
    return {
        str(one.pk): f"{text(one.title)}, {_release(one)}"
        for one in Release.objects.filter(pk__in=ids)
    }


def _release(one: Release) -> str:
    return _("release %(n)s") % {"n": one.number} if one.number else _("draft")


def _completions(ids: set[str]) -> Names:
    rows = UnitCompletion.objects.filter(pk__in=ids).select_related("version", "enrolment__person")
    return {str(one.pk): f"{text(one.version.title)}, {one.enrolment.person.name}" for one in rows}


def _questions(ids: set[str]) -> Names:
    rows = ItemVersion.objects.filter(pk__in=ids).select_related("item__bank")
    return {str(one.pk): f"{one.item.key}, {text(one.item.bank.title)}" for one in rows}


def _certificates(ids: set[str]) -> Names:
    rows = Certificate.objects.filter(pk__in=ids).select_related("person")
    return {str(one.pk): _certificate(one) for one in rows}


def _certificate(one: Certificate) -> str:
    return f"{grouped(one.code)}, {one.person.name}"


def _files(ids: set[str]) -> Names:
    rows = CertificateFile.objects.filter(pk__in=ids).select_related("certificate__person")
    return {str(one.pk): f"{_certificate(one.certificate)}, {one.language}" for one in rows}


def _batches(ids: set[str]) -> Names:
    rows = CertificateBatch.objects.filter(pk__in=map(int, ids)).select_related("course", "by")
    return {str(one.pk): f"{one.course.slug}, {one.by.name}" for one in rows}


def _designs(ids: set[str]) -> Names:
    return {str(one.pk): one.name for one in CertificateDesign.objects.filter(pk__in=map(int, ids))}


def _awards(ids: set[str]) -> Names:
    rows = Award.objects.filter(pk__in=ids).select_related("version", "person")
    return {str(one.pk): f"{text(one.version.name)}, {one.person.name}" for one in rows}


def _achievements(ids: set[str]) -> Names:
    rows = Achievement.objects.filter(pk__in=ids).select_related("in_force")
    return {str(one.pk): text(one.in_force.name) if one.in_force else one.key for one in rows}


def _versions(ids: set[str]) -> Names:
    rows = AchievementVersion.objects.filter(pk__in=ids)
    return {str(one.pk): f"{text(one.name)} ({one.number})" for one in rows}


def _setbacks(ids: set[str]) -> Names:
    rows = Setback.objects.filter(pk__in=map(int, ids)).select_related("record__person")
    return {str(one.pk): one.record.person.name for one in rows}


def _news(ids: set[str]) -> Names:
    return {str(one.pk): text(one.title) or one.slug for one in NewsItem.objects.filter(pk__in=ids)}


def _pages(ids: set[str]) -> Names:
    return {str(one.pk): text(one.title) or one.slug for one in HubPage.objects.filter(pk__in=ids)}


def _principles(ids: set[str]) -> Names:
    return {str(one.pk): text(one.title) for one in Principle.objects.filter(pk__in=ids)}


def _profile(ids: set[str]) -> Names:
    return dict.fromkeys(ids, _("name and colours of the Hub"))


TABLES: dict[str, Callable[[set[str]], Names]] = {
    "lms.user": _people,
    "lms.newsitem": _news,
    "lms.hubpage": _pages,
    "lms.principle": _principles,
    "lms.hubprofile": _profile,
    "courses.course": _courses,
    "courses.release": _releases,
    "courses.unitcompletion": _completions,
    "courses.itemversion": _questions,
    "badges.certificate": _certificates,
    "badges.certificatefile": _files,
    "badges.certificatebatch": _batches,
    "badges.certificatedesign": _designs,
    "badges.award": _awards,
    "badges.achievement": _achievements,
    "badges.achievementversion": _versions,
    "badges.setback": _setbacks,
}
