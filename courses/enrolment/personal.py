"""What the tables of runs hold of people: who learns, who is on the way in, whom we write to."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Application, Enrolment, Interest, Invitation, Run, RunLetter
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal

COURSE = {
    "course": Also(_("course"), "run__course__slug"),
    "run_name": Also(_("run"), "run__name"),
}


def _invited(person: Any) -> Q:
    return Q(email__iexact=person.email)


def _written_to(person: Any) -> Q:
    return Q(person=person) | Q(email__iexact=person.email)


REGISTER: list[Entry] = [
    Held(
        model=Enrolment,
        of="person",
        group=Group.LEARNING,
        what=_("The courses you are in"),
        erase=Erasing.STAYS,
        fields={
            "state": _("how it stands"),
            "enrolled_at": _("when you joined"),
            "left_at": _("when you left"),
            "completed_at": _("when you completed it"),
            "done": _("required units done"),
            "required": _("required units in all"),
            "reached": _("per cent"),
            "minutes_left": _("minutes left"),
            "last_activity_at": _("when you were last active there"),
            "next_unit_since": _("since when the next unit is the next"),
            "percent_before": _("per cent before the course changed"),
            "has_allowances": _("whether anything was allowed beyond the rule"),
            "waits_since": _("since when a unit waits for a competency"),
        },
        plain="units_added look_again_at reminded_at",
        also=COURSE,
    ),
    Held(
        model=Application,
        of="person",
        group=Group.LEARNING,
        what=_("Requests to be taken in, and waiting lists"),
        erase=Erasing.DELETE,
        fields={
            "state": _("how it stands"),
            "asked_at": _("when you asked"),
            "waits_since": _("since when you wait"),
            "offer_until": _("until when a place is kept"),
            "said": _("what you wrote"),
            "reason": _("what was answered"),
        },
        also=COURSE,
        kept=_("until you are in the course, or the run is over"),
    ),
    Held(
        model=Invitation,
        of=_invited,
        group=Group.LETTERS,
        what=_("Invitations to a course"),
        erase=Erasing.DELETE,
        fields={"email": _("e-mail address"), "invited_at": _("when you were invited")},
        also=COURSE,
        kept=_("until it is accepted, declined or withdrawn, at most 60 days"),
    ),
    Held(
        model=RunLetter,
        of=_written_to,
        covers="person",
        group=Group.LETTERS,
        what=_("Letters about courses that are about to be sent"),
        erase=Erasing.DELETE,
        fields={
            "email": _("e-mail address"),
            "kind": _("what it is about"),
            "until": _("until when a place is kept"),
            "made_at": _("when it was made"),
        },
        plain="tries",
        also=COURSE,
        kept=_("until the letter has been sent"),
    ),
    Held(
        model=Interest,
        of=_written_to,
        covers="person",
        group=Group.LETTERS,
        what=_("Courses you wait for"),
        erase=Erasing.DELETE,
        fields={
            "email": _("e-mail address"),
            "language": _("language of the letter"),
            "asked_at": _("when you asked"),
            "confirmed_at": _("when you confirmed the address"),
        },
        plain="uid tries",
        also={"course": Also(_("course"), "course__slug")},
        kept=_("until you are told that it has opened, or you no longer wait"),
    ),
    NotPersonal(
        Run,
        "kind policy name starts_on ends_on language capacity offer_hours key link_code domains "
        "closed_at",
    ),
]
