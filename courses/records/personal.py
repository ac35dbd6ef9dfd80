"""What the record of learning holds of people."""

from django.utils.translation import gettext_lazy as _

from courses.records.models import LearningRecord
from lms.common.personal import Also, Entry, Erasing, Group, Held

REGISTER: list[Entry] = [
    Held(
        model=LearningRecord,
        of="person",
        group=Group.LEARNING,
        what=_("What you did, in order"),
        # Words of an instructor within `result` go too: lms.privacy.erasing.
        erase=Erasing.BLANK,
        fields={
            "uid": _("number of the record"),
            "verb": _("what you did"),
            "at": _("when"),
            "result": _("what came of it"),
        },
        also={
            "course_slug": Also(_("course"), "course__slug"),
            "unit_key": Also(_("unit"), "unit__key"),
            "release_number": Also(_("release of the course"), "release__number"),
        },
    ),
]
