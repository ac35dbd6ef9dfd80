"""What the tables of course content hold of people: who leads, writes and publishes."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.content.models import (
    Course,
    CourseFile,
    CourseRole,
    DraftChange,
    ItemPin,
    Picture,
    Release,
    ReleaseAlignment,
    ReleaseItem,
    ReleaseModule,
    RenderedUnit,
    RoleInvitation,
    Unit,
    UnitDraft,
    UnitVersion,
)
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal


def _invited(person: Any) -> Q:
    return Q(email__iexact=person.email)


REGISTER: list[Entry] = [
    Held(
        model=CourseRole,
        of="person",
        group=Group.WORK,
        what=_("Your roles in courses"),
        erase=Erasing.DELETE,
        fields={"role": _("what you do there")},
        also={"course": Also(_("course"), "course__slug")},
    ),
    Held(
        model=RoleInvitation,
        of=_invited,
        group=Group.LETTERS,
        what=_("Invitations to write or lead a course"),
        erase=Erasing.DELETE,
        fields={
            "email": _("e-mail address"),
            "role": _("what you would do there"),
            "invited_at": _("when you were invited"),
        },
        also={"course": Also(_("course"), "course__slug")},
        kept=_("until it is accepted, declined or withdrawn"),
    ),
    NotPersonal(Course, "uid slug made_at announced_at archived_at", by="owner"),
    NotPersonal(Unit, "uid key archived_at"),
    NotPersonal(
        UnitVersion,
        "number title summary minutes blocks alignments behind digest made_at",
        by="author",
    ),
    NotPersonal(UnitDraft, "part content sequence saved_at", by="author"),
    NotPersonal(DraftChange, "said before after made_at", by="author"),
    NotPersonal(
        Release,
        "number title summary description outcomes can_be_asked languages audience licence drawing "
        "change_note published_at settled_at",
        by="published_by",
    ),
    NotPersonal(ReleaseModule, "key position title choose in_order opens_after opening"),
    NotPersonal(
        ReleaseItem,
        "position required required_from requirement score_at_least level_at_least opens_after opening skipped_by",
    ),
    NotPersonal(ReleaseAlignment, "level gives_evidence"),
    NotPersonal(ItemPin, "block position item_uid draw"),
    NotPersonal(RenderedUnit, "language renderer blocks plain words"),
    NotPersonal(Picture, "key digest media_type width height file made_at"),
    NotPersonal(CourseFile, "key digest media_type size file made_at"),
]
