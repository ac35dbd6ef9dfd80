"""What the audit log holds of people."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.audit.models import AuditNote
from lms.common.personal import Entry, Erasing, Group, Held


def _of(person: Any) -> Q:
    return Q(actor=person) | Q(target="lms.user", target_id=str(person.pk))


REGISTER: list[Entry] = [
    Held(
        model=AuditNote,
        of=_of,
        covers="actor",
        group=Group.WORK,
        what=_("Decisions of people who teach or administer, by you or about you"),
        # The reasons of notes about the person, and about what is theirs in other tables, go; those
        # the person gave for decisions about others stay (lms.privacy.erasing).
        erase=Erasing.BLANK,
        fields={"verb": _("what was done"), "reason": _("why"), "at": _("when")},
        plain="target target_id",
        kept=_("for good, because nobody may change it; without names once you are erased"),
    ),
]
