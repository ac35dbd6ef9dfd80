"""What every page shows of the hub."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lms.hub.queries import profile


def hub(request: HttpRequest) -> dict[str, Any]:
    """The hub's profile, read only where a template uses it."""
    return {"hub": SimpleLazyObject(profile)}
