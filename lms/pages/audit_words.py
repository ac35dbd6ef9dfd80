"""What an audit note says as a sentence, and the kinds of acts one can ask for."""

import re
from collections.abc import Mapping

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.models import Regrade
from courses.calibration.models import GoldDecision
from courses.content.models import CourseRole
from lms.accounts.models import SiteRole
from lms.audit.models import AuditNote

HUB = ("lms.hubprofile", "lms.hubpage", "lms.principle", "lms.newsitem")
IN_COURSES = Q(verb__startswith="course role") | Q(verb__startswith="invit")
# What can be asked for: its name, and which notes those are.
KINDS: dict[str, tuple[Promise, Q]] = {
    "people": (gettext_lazy("Accounts and roles on the site"), Q(target="lms.user") & ~IN_COURSES),
    "teaching": (gettext_lazy("Roles in courses"), IN_COURSES),
    "courses": (
        gettext_lazy("Courses made, copied, archived"),
        Q(target="courses.course") & ~IN_COURSES,
    ),
    "publishing": (gettext_lazy("Publishing"), Q(target="courses.release")),
    "marks": (
        gettext_lazy("Units counted by hand, answers scored again"),
        Q(target__in=("courses.unitcompletion", "courses.itemversion")),
    ),
    "credentials": (gettext_lazy("Badges and certificates"), Q(target__startswith="badges.")),
    "hub": (gettext_lazy("The Hub's pages"), Q(target__in=HUB)),
}

SITE_ROLES = dict(SiteRole.choices)
COURSE_ROLES = dict(CourseRole.Role.choices)
WAYS = dict(Regrade.Way.choices)
VERDICTS = dict(GoldDecision.Verdict.choices)
# The kind of row (empty for any), what the verb looks like, its sentence, and what the words of the
# verb that change mean.
SENTENCES: tuple[tuple[str, str, Promise, Mapping[str, Promise | str]], ...] = (
    ("", "suspended", gettext_lazy("%(who)s suspended the account: %(what)s"), {}),
    ("", "readmitted", gettext_lazy("%(who)s readmitted: %(what)s"), {}),
    (
        "",
        r"role (\S+) → (\S+)",
        gettext_lazy("%(who)s changed a role on the site: %(what)s. Was: %(one)s. Is: %(two)s."),
        SITE_ROLES,
    ),
    (
        "",
        "second step removed",
        gettext_lazy("%(who)s removed the second step at sign-in: %(what)s"),
        {},
    ),
    (
        "",
        "account emptied",
        gettext_lazy("Name and address were removed, a month after closing: %(what)s"),
        {},
    ),
    (
        "",
        r"course role → (\S+)",
        gettext_lazy("%(who)s gave a role in a course: %(what)s. Role: %(one)s."),
        COURSE_ROLES,
    ),
    (
        "",
        r"course role (\S+) → (\S+)",
        gettext_lazy("%(who)s changed a role in a course: %(what)s. Was: %(one)s. Is: %(two)s."),
        COURSE_ROLES,
    ),
    (
        "",
        r"course role (\S+) →",
        gettext_lazy("%(who)s took a role in a course away: %(what)s. Was: %(one)s."),
        COURSE_ROLES,
    ),
    (
        "",
        r"invited → (\S+)",
        gettext_lazy("%(who)s invited somebody to a course: %(what)s. Role: %(one)s."),
        COURSE_ROLES,
    ),
    (
        "",
        "invitation withdrawn",
        gettext_lazy("%(who)s withdrew an invitation to a course: %(what)s"),
        {},
    ),
    ("", "course made", gettext_lazy("%(who)s made a course: %(what)s"), {}),
    ("", "course copied", gettext_lazy("%(who)s made a copy of a course: %(what)s"), {}),
    (
        "",
        "course announced",
        gettext_lazy("%(who)s announced a course: %(what)s"),
        {},
    ),
    (
        "",
        "course announcement withdrawn",
        gettext_lazy("%(who)s took the announcement of a course back: %(what)s"),
        {},
    ),
    (
        "",
        "letter taken up",
        gettext_lazy("%(who)s had a letter of the day sent again: %(what)s"),
        {},
    ),
    ("", "course archived", gettext_lazy("%(who)s archived a course: %(what)s"), {}),
    ("", "course restored", gettext_lazy("%(who)s brought a course back: %(what)s"), {}),
    (
        "courses.release",
        "published",
        gettext_lazy("%(who)s published a release: %(what)s"),
        {},
    ),
    ("", "unpublished", gettext_lazy("%(who)s withdrew a course from learners: %(what)s"), {}),
    (
        "",
        "returned to",
        gettext_lazy("%(who)s made the draft say again what this said: %(what)s"),
        {},
    ),
    (
        "",
        r"regraded (\S+)",
        gettext_lazy("%(who)s had answers scored again: %(what)s. Points: %(one)s."),
        WAYS,
    ),
    (
        "",
        r"gold (\S+)(?: \S+)?",
        gettext_lazy("%(who)s decided about the truth of an item: %(what)s. %(one)s."),
        VERDICTS,
    ),
    ("", "unit-counted", gettext_lazy("%(who)s counted a unit as done: %(what)s"), {}),
    ("", "unit-exempted", gettext_lazy("%(who)s exempted from a unit: %(what)s"), {}),
    ("", "count-withdrawn", gettext_lazy("%(who)s took a counted unit back: %(what)s"), {}),
    (
        "badges.certificate",
        "revoked",
        gettext_lazy("%(who)s revoked a certificate: %(what)s"),
        {},
    ),
    (
        "badges.certificate",
        "issued anew",
        gettext_lazy(
            "%(who)s issued a certificate anew with its holder’s name as it is now: %(what)s"
        ),
        {},
    ),
    ("badges.award", "revoked", gettext_lazy("%(who)s revoked a badge: %(what)s"), {}),
    (
        "badges.award",
        "badge given by hand",
        gettext_lazy("%(who)s gave a badge by hand: %(what)s"),
        {},
    ),
    (
        "badges.achievement",
        r"badges given by a list of (\d+)",
        gettext_lazy("%(who)s had a badge given to a list of people: %(what)s. Lines: %(one)s."),
        {},
    ),
    (
        "badges.award",
        "issued anew",
        gettext_lazy("%(who)s issued a badge anew with its holder’s name as it is now: %(what)s"),
        {},
    ),
    (
        "badges.signedcredential",
        "took up again",
        gettext_lazy("%(who)s had a credential signed again that was set aside: %(what)s"),
        {},
    ),
    (
        "badges.certificatefile",
        "took up again",
        gettext_lazy("%(who)s had the file of a certificate made again: %(what)s"),
        {},
    ),
    (
        "badges.certificatebatch",
        "took up again",
        gettext_lazy("%(who)s had the certificates of a course gathered again: %(what)s"),
        {},
    ),
    (
        "badges.setback",
        "took up again",
        gettext_lazy("%(who)s had a record taken in again: %(what)s"),
        {},
    ),
    ("", "achievement made", gettext_lazy("%(who)s designed a badge: %(what)s"), {}),
    ("", "achievement changed", gettext_lazy("%(who)s changed a badge: %(what)s"), {}),
    ("", "achievement archived", gettext_lazy("%(who)s archived a badge: %(what)s"), {}),
    ("", "achievement restored", gettext_lazy("%(who)s brought a badge back: %(what)s"), {}),
    ("", "wrote", gettext_lazy("%(who)s wrote news: %(what)s"), {}),
    ("lms.newsitem", "published", gettext_lazy("%(who)s published news: %(what)s"), {}),
    ("", "withdrew", gettext_lazy("%(who)s took news back: %(what)s"), {}),
    ("", "edited", gettext_lazy("%(who)s edited the Hub's pages: %(what)s"), {}),
)


def sentence(note: AuditNote, what: str) -> str:
    """The note for people. what: what its row is called.

    A verb that is not known here, of a newer part of the site, stands as it was written.
    """
    told = {"who": note.actor.name if note.actor else _("The site itself"), "what": what}
    for target, verb, said, meanings in SENTENCES:
        found = re.fullmatch(verb, note.verb)
        if found and target in ("", note.target):
            words = [str(meanings.get(word, word)) for word in found.groups()]
            return str(said) % {**told, **dict(zip(("one", "two"), words, strict=False))}
    return _("%(who)s: %(verb)s, %(what)s") % {**told, "verb": note.verb}
