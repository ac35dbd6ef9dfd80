"""What the table of evidence holds of people."""

from django.utils.translation import gettext_lazy as _

from courses.evidence.models import Evidence, ExpiryReminder
from lms.common.personal import Also, Entry, Erasing, Group, Held

REGISTER: list[Entry] = [
    Held(
        model=Evidence,
        of="person",
        group=Group.SHOWN,
        what=_("Competencies you have shown, and at which level"),
        erase=Erasing.STAYS,
        fields={
            "level": _("level"),
            "kind": _("how it was shown"),
            "result": _("what came of it"),
            "occurred_at": _("when"),
            "valid_until": _("valid until"),
        },
        also={"code": Also(_("competency"), "competency__code")},
    ),
    Held(
        model=ExpiryReminder,
        of="record__person",
        group=Group.LETTERS,
        what=_("Reminders that something you were measured at ends"),
        erase=Erasing.DELETE,
        fields={"days": _("how many days ahead"), "told_at": _("when")},
    ),
]
