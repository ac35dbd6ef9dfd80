"""What children under 14 may not do: take part before a parent agrees, and show anything in public."""

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import Refusal


def refuse_before_consent(person: User) -> None:
    """Refuse to take in a child whose parent has not agreed."""
    if person.waits_for_parent:
        raise Refusal(
            "parent", _("Your parent has not agreed yet. Join once they have answered our letter.")
        )


def refuse_to_show(person: User) -> None:
    """Refuse what would make something of a child public."""
    if person.is_child:
        raise Refusal(
            "under-14", _("Until you are 14, nothing about you is shown to others by a link.")
        )
