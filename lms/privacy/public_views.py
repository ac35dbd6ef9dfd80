"""What we hold of people and why, made from the register; for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts.closing_actions import COOLING_OFF
from lms.privacy.copy_actions import KEPT
from lms.privacy.queries import parts


@require_safe
def what_we_hold(request: HttpRequest) -> HttpResponse:
    """Group by group: what, why, on which ground, how long, and what becomes of it on erasing."""
    context = {"parts": parts(), "days": COOLING_OFF.days, "kept": KEPT.days}
    return render(request, "privacy/what_we_hold.html", context)
