"""What the tables of progress hold of people: what is done, and what was allowed."""

from django.utils.translation import gettext_lazy as _

from courses.progress.models import Allowance, UnitCompletion
from lms.common.personal import Also, Entry, Erasing, Group, Held

WHERE = {
    "course": Also(_("course"), "enrolment__run__course__slug"),
    "unit_key": Also(_("unit"), "unit__key"),
}
# The tables hold that whoever decided gave a reason; that there was one is no secret.
REASON_REMOVED = "–"

REGISTER: list[Entry] = [
    Held(
        model=UnitCompletion,
        of="enrolment__person",
        group=Group.LEARNING,
        what=_("Units you have done"),
        erase=Erasing.BLANK,
        blank={"reason": REASON_REMOVED},
        fields={
            "how": _("how it came to be done"),
            "completed_at": _("when"),
            "reason": _("why, where an instructor decided it"),
        },
        plain="required_then",
        also=WHERE,
    ),
    Held(
        model=Allowance,
        of="enrolment__person",
        group=Group.LEARNING,
        what=_("What an instructor allowed you"),
        erase=Erasing.BLANK,
        blank={"reason": REASON_REMOVED, "withdrawn_why": REASON_REMOVED},
        fields={
            "kind": _("what was allowed"),
            "amount": _("how many minutes or attempts"),
            "reason": _("why"),
            "given_at": _("when"),
            "until": _("until when"),
            "withdrawn_at": _("when it was taken back"),
            "withdrawn_why": _("why it was taken back"),
        },
        plain="pressed",
        also=WHERE,
    ),
]
