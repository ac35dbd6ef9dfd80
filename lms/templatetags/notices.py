"""What a person has not seen yet."""

from datetime import timedelta
from typing import Any

from django import template
from django.http import HttpRequest

from lms.accounts.models import Notice, User
from lms.accounts.queries import unseen_notices
from lms.common.clock import now

register = template.Library()

# Here notices stay until they are put away. Everywhere else they show only while they are fresh:
# on the next page, but not on every page of an evening. Reading a page writes nothing, so the time
# that has passed must tell the two apart.
STAY = {"pages:home", "pages:course"}
FRESH = timedelta(minutes=2)


@register.simple_tag(takes_context=True)
def unseen(context: dict[str, Any]) -> list[Notice]:
    """The notices of whoever is signed in; no statement where there are none."""
    request = context.get("request")
    person = getattr(request, "user", None)
    if not isinstance(request, HttpRequest) or not isinstance(person, User):
        return []
    # The page that a notice leads to says the same itself.
    notices = [one for one in unseen_notices(person) if not request.path.endswith(f"/{one.link}")]
    if request.resolver_match and request.resolver_match.view_name in STAY:
        return notices
    return [notice for notice in notices if now() - notice.made_at < FRESH]
