"""What a person has not seen yet."""

from typing import Any

from django import template

from lms.accounts.models import Notice, User
from lms.accounts.queries import unseen_notices

register = template.Library()


@register.simple_tag(takes_context=True)
def unseen(context: dict[str, Any]) -> list[Notice]:
    """The notices of whoever is signed in; no statement where there are none."""
    request = context.get("request")
    person = getattr(request, "user", None)
    return unseen_notices(person) if isinstance(person, User) else []
