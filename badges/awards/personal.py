"""What the tables of badges hold of people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from badges.awards.models import Achievement, AchievementVersion, Award
from lms.common.languages import text
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal


def _name(name: Any, language: str, _row: Mapping[str, Any]) -> str:
    return text(name, language)


REGISTER: list[Entry] = [
    Held(
        model=Award,
        of="person",
        group=Group.SHOWN,
        what=_("Your badges"),
        erase=Erasing.CHOICE,
        fields={
            "uid": _("number of the badge"),
            "recipient_name": _("your name as it stood then"),
            "evidence": _("what the badge rests on"),
            "code": _("code for verification"),
            "issued_at": _("when it was issued"),
            "valid_until": _("valid until"),
            "shared_at": _("since when you share it"),
            "status": _("how it stands"),
            "status_at": _("since when it stands so"),
            "status_reason": _("why"),
        },
        also={"badge": Also(_("badge"), "version__name", _name)},
    ),
    NotPersonal(Achievement, "key archived_at"),
    NotPersonal(
        AchievementVersion,
        "number name description criteria rule drawing valid_months made_at",
    ),
]
