"""What the tables of credentials hold of people."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal

SAID = {
    "language": _("language"),
    "code": _("public name of the credential"),
    "document": _(
        "what was signed: what you achieved; your address and name cannot be read from it, only compared with it"
    ),
    "digest": _("checksum of what was signed"),
    "signed_at": _("when it was signed"),
    "revoked_at": _("when it was taken back"),
}
WORK = "place tries try_after set_aside_at trouble"


def _held_by(person: Any) -> Q:
    return Q(award__person=person) | Q(certificate__person=person)


REGISTER: list[Entry] = [
    Held(
        model=SignedCredential,
        of=_held_by,
        group=Group.SHOWN,
        what=_("Your badges and certificates as signed credentials"),
        erase=Erasing.CHOICE,
        fields=SAID,
        plain=WORK,
        also={
            "badge": Also(_("badge"), "award__code"),
            "certificate": Also(_("certificate"), "certificate__code"),
        },
    ),
    NotPersonal(IssuerKey, "name multikey made_at retired_at is_development"),
    NotPersonal(StatusList, "code made_at document signed_at"),
]
