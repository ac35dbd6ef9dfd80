"""What the tables of certificates hold of people."""

from django.utils.translation import gettext_lazy as _

from badges.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateFile,
    CourseCertification,
)
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal

REGISTER: list[Entry] = [
    Held(
        model=Certificate,
        of="person",
        group=Group.SHOWN,
        what=_("Your certificates"),
        erase=Erasing.CHOICE,
        fields={
            "code": _("code for verification"),
            "state": _("how it stands"),
            "facts": _("everything that is printed on it"),
            "issued_at": _("when it was issued"),
            "status_at": _("since when it stands so"),
            "status_reason": _("why"),
        },
        also={"course": Also(_("course"), "enrolment__run__course__slug")},
    ),
    Held(
        model=CertificateFile,
        of="certificate__person",
        group=Group.SHOWN,
        what=_("The files of your certificates"),
        erase=Erasing.DELETE,
        fields={
            "language": _("language"),
            "path": _("where the file lies"),
            "digest": _("the file’s checksum"),
            "size": _("size in bytes"),
            "made_at": _("when it was made"),
        },
        plain="tries try_after set_aside_at trouble",
        also={"code": Also(_("code for verification"), "certificate__code")},
    ),
    # Whose certificates are in it is told of those certificates; it goes when one of them is erased.
    Held(
        model=CertificateBatch,
        of="by",
        group=Group.WORK,
        what=_("Certificates of a course that you had put into one file"),
        erase=Erasing.DELETE,
        fields={
            "language": _("language"),
            "asked_at": _("when you asked"),
            "count": _("how many certificates"),
            "ready_at": _("when it was made"),
            "size": _("size in bytes"),
            "path": _("where the file lies"),
            "digest": _("the file’s checksum"),
        },
        plain="done reached left_out certificates tries try_after set_aside_at trouble",
        also={"course": Also(_("course"), "course__slug")},
        kept=_("7 days after it was made"),
    ),
    # Who signs in the institution's name is named as on its letters, by its editors, and not as an
    # account; who wrote it stands in the audit.
    NotPersonal(
        CertificateDesign,
        "name layout bilingual accent paper logo logo_alt said issuer_name issuer_detail closing "
        "signatories is_default archived_at",
    ),
    NotPersonal(
        CourseCertification,
        "credits level assessment participation quality prerequisites stackability",
    ),
]
