"""Gathers the administration of this app's slices, where Django looks for it."""

from django.utils.translation import gettext_lazy as _

from badges.awards.admin import AchievementAdmin, AchievementVersionAdmin, AwardAdmin
from badges.certificates.admin import CertificateAdmin, CertificateFileAdmin
from badges.credentials.admin import IssuerKeyAdmin, SignedCredentialAdmin, StatusListAdmin
from badges.intake.admin import ReceiptAdmin, SetbackAdmin
from lms.common.admin import name_tables

__all__ = [
    "AchievementAdmin",
    "AchievementVersionAdmin",
    "AwardAdmin",
    "CertificateAdmin",
    "CertificateFileAdmin",
    "IssuerKeyAdmin",
    "ReceiptAdmin",
    "SetbackAdmin",
    "SignedCredentialAdmin",
    "StatusListAdmin",
]

name_tables(
    "badges",
    {
        "achievement": (_("achievement"), _("achievements")),
        "achievementversion": (_("version of an achievement"), _("versions of achievements")),
        "award": (_("awarded badge"), _("awarded badges")),
        "certificate": (_("certificate"), _("certificates")),
        "certificatefile": (_("file of a certificate"), _("files of certificates")),
        "issuerkey": (_("key of the issuer"), _("keys of the issuer")),
        "receipt": (_("record taken in"), _("records taken in")),
        "setback": (_("record not taken in"), _("records not taken in")),
        "signedcredential": (_("signed credential"), _("signed credentials")),
        "statuslist": (_("status list"), _("status lists")),
    },
    {
        "achievement": _("achievement"),
        "award": _("awarded badge"),
        "certificate": _("certificate"),
        "code": _("code"),
        "course": _("course"),
        "criteria": _("criteria"),
        "description": _("description"),
        "digest": _("checksum"),
        "document": _("what was signed"),
        "drawing": _("drawing"),
        "enrolment": _("enrolment"),
        "evidence": _("evidence"),
        "facts": _("what is printed"),
        "failures": _("tries"),
        "in_force": _("version in force"),
        "is_development": _("made for development"),
        "issued_at": _("issued at"),
        "signedcredential.key": _("signed with"),
        "key": _("key in the package"),
        "language": _("language"),
        "multikey": _("public key"),
        "name": _("name"),
        "path": _("place of the file"),
        "place": _("place in the list"),
        "recipient_name": _("holder"),
        "record": _("learning record"),
        "replaces": _("takes the place of"),
        "retired_at": _("retired at"),
        "revoked_at": _("taken back at"),
        "rule": _("rule"),
        "set_aside_at": _("set aside at"),
        "shared_at": _("shared at"),
        "renews": _("takes the place of"),
        "signed_at": _("signed at"),
        "size": _("size, bytes"),
        "state": _("state"),
        "status": _("state"),
        "status_list": _("status list"),
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
