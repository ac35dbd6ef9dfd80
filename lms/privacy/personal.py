"""What this slice's tables, and those of leaving, hold of people."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Leaving
from lms.common.personal import Entry, Erasing, Group, Held
from lms.privacy.models import DataCopy

REGISTER: list[Entry] = [
    Held(
        model=DataCopy,
        of="person",
        group=Group.OWN_DATA,
        what=_("Copies of your data that you asked for"),
        erase=Erasing.DELETE,
        fields={
            "asked_at": _("when you asked"),
            "made_at": _("when it was made"),
            "until": _("until when you can download it"),
            "size": _("size in bytes"),
            "path": _("where the file lies"),
            "digest": _("the file’s checksum"),
        },
        plain="steps of_steps told_at tries try_after set_aside_at trouble",
        kept=_("7 days after it was made"),
    ),
    Held(
        model=Leaving,
        of="person",
        group=Group.OWN_DATA,
        what=_("That you closed or erased your account"),
        erase=Erasing.STAYS,
        fields={
            "way": _("which of the two"),
            "credentials": _("what becomes of badges and certificates"),
            "asked_at": _("when you asked"),
            "due_at": _("until when you can come back"),
            "done_at": _("when it was done"),
            "letter_to": _("where we write that it is done"),
        },
        plain="listed_at tries",
        kept=_(
            "for good, without name and address, so that an old backup cannot bring your data back"
        ),
    ),
]
