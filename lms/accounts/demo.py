"""The demo people whom the sign-in page offers; only in debug."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

DEMO_PASSWORD = "laukas-demo"  # noqa: S105 - known to everybody, and only where DEBUG is on
# Who they are to whoever tries the site out.
CAST = {
    "ona@example.org": _("Half-way through a course"),
    "jonas@example.org": _("New, has not begun"),
    "birute@example.org": _("Has completed a course"),
    "ieva@example.org": _("Teaches these courses"),
    "rasa@example.org": _("Teaches elsewhere"),
    "vytas@example.org": _("Administers the site"),
}


@dataclass(frozen=True)
class DemoPerson:
    """One button: who, what about them, and what it sends."""

    name: str
    email: str
    about: Any
    password: str = DEMO_PASSWORD


def demo_people() -> list[DemoPerson]:
    """Those of the cast who are here, in its order; nobody where debug is off."""
    if not settings.DEBUG:
        return []
    here = {person.email: person for person in User.objects.filter(email__in=CAST)}
    return [
        DemoPerson(here[email].name, email, about) for email, about in CAST.items() if email in here
    ]
