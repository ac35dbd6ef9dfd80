"""Gathers the administration of this app's slices, where Django looks for it."""

from django.utils.translation import gettext_lazy as _

from badges.awards.admin import AchievementAdmin, AchievementVersionAdmin, AwardAdmin
from badges.certificates.admin import CertificateAdmin, CertificateFileAdmin
from badges.intake.admin import ReceiptAdmin, SetbackAdmin
from lms.common.admin import name_tables

__all__ = [
    "AchievementAdmin",
    "AchievementVersionAdmin",
    "AwardAdmin",
    "CertificateAdmin",
    "CertificateFileAdmin",
    "ReceiptAdmin",
    "SetbackAdmin",
]

name_tables(
    "badges",
    {
        "achievement": (_("achievement"), _("achievements")),
        "achievementversion": (_("version of an achievement"), _("versions of achievements")),
        "award": (_("awarded badge"), _("awarded badges")),
        "certificate": (_("certificate"), _("certificates")),
        "certificatefile": (_("file of a certificate"), _("files of certificates")),
        "receipt": (_("record taken in"), _("records taken in")),
        "setback": (_("record not taken in"), _("records not taken in")),
    },
    {
        "achievement": _("achievement"),
        "certificate": _("certificate"),
        "code": _("code"),
        "course": _("course"),
        "criteria": _("criteria"),
        "description": _("description"),
        "digest": _("checksum"),
        "drawing": _("drawing"),
        "enrolment": _("enrolment"),
        "evidence": _("evidence"),
        "facts": _("what is printed"),
        "failures": _("tries"),
        "in_force": _("version in force"),
        "issued_at": _("issued at"),
        "key": _("key in the package"),
        "language": _("language"),
        "name": _("name"),
        "path": _("place of the file"),
        "recipient_name": _("holder"),
        "record": _("learning record"),
        "rule": _("rule"),
        "set_aside_at": _("set aside at"),
        "shared_at": _("shared at"),
        "renews": _("takes the place of"),
        "size": _("size, bytes"),
        "state": _("state"),
        "status": _("state"),
        "status_at": _("state since"),
        "status_by": _("who changed the state"),
        "status_reason": _("reason for the state"),
        "taken_at": _("taken in at"),
        "tries": _("tries"),
        "trouble": _("what went wrong"),
        "try_after": _("next try not before"),
        "valid_months": _("valid for, months"),
        "valid_until": _("valid until"),
        "version": _("version"),
    },
)
