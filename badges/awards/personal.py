"""What the tables of badges hold of people."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from badges.awards.models import Achievement, AchievementVersion, Award, GivenList, GivenRow
from lms.common.languages import text
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal


def _name(name: Any, language: str, _row: Mapping[str, Any]) -> str:
    return text(name, language)


def _in_a_list(person: Any) -> Q:
    return Q(email__iexact=person.email) | Q(award__person=person)


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
            "given_as": _("as who it was given by hand"),
            "given_at": _("when it was given by hand"),
            "given_reason": _("why it was given by hand"),
            "given_proof": _("what shows it"),
            "given_link": _("where it can be seen"),
            "given_for": _("the day of what was done"),
        },
        also={"badge": Also(_("badge"), "version__name", _name)},
    ),
    Held(
        model=GivenRow,
        of=_in_a_list,
        covers="award",
        group=Group.LETTERS,
        what=_("Lists of people to be given a badge, in which you are"),
        erase=Erasing.DELETE,
        fields={
            "email": _("e-mail address"),
            "name": _("name"),
            "reason": _("why you were to be given it"),
            "done_on": _("the day of what was done"),
            "outcome": _("what came of it"),
        },
        plain="number",
        also={"badge": Also(_("badge"), "given_list__achievement__in_force__name", _name)},
        kept=_("14 days after the badges were given"),
    ),
    Held(
        model=GivenList,
        of="by",
        group=Group.WORK,
        what=_("Lists of people whom you gave a badge"),
        erase=Erasing.DELETE,
        fields={"confirmed_at": _("when you confirmed it"), "done_at": _("when it was done")},
        plain="uid tries try_after trouble",
        also={"badge": Also(_("badge"), "achievement__in_force__name", _name)},
        kept=_("14 days after the badges were given"),
    ),
    NotPersonal(Achievement, "key archived_at"),
    NotPersonal(
        AchievementVersion,
        "number name description criteria rule drawing valid_months made_at",
    ),
]
