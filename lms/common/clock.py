"""Time enters at the edge: views, tasks and commands ask here, actions take it as `on`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, with its zone."""
    return timezone.now()
