"""What the tables of the interface for programs hold of people."""

from django.utils.translation import gettext_lazy as _

from lms.common.api.models import KeptAnswer
from lms.common.personal import Entry, Erasing, Group, Held

REGISTER: list[Entry] = [
    Held(
        model=KeptAnswer,
        of="person",
        group=Group.SIGN_IN,
        what=_("What your programs sent last"),
        erase=Erasing.DELETE,
        fields={
            "begun_at": _("when it was sent"),
            "status": _("how it went, as a number"),
            "answer": _("what was answered"),
        },
        withheld="key digest",
        kept=_("one day, so that what is sent again is not done again"),
    ),
]
