"""My courses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.content.actions.roles import take_up_invitations
from courses.content.receivers import WORKS
from lms.accounts.models import User
from lms.common.clock import now
from lms.studio.queries import invitations_for, taught_by


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The courses in which this person has a role, and what they need."""
    taught = taught_by(me(request))
    if taught and not request.session.get(WORKS):
        request.session[WORKS] = True
    context = {
        "courses": [one for one in taught if not one.course.archived_at],
        "archived": [one for one in taught if one.course.archived_at],
        "needing": [one for one in taught if one.needs],
        "invitations": invitations_for(me(request)),
        "makes_courses": bool(taught) or me(request).teaches,
        "section": "studio",
    }
    return render(request, "studio/home.html", context)


@login_required
@require_POST
def take_up(request: HttpRequest) -> HttpResponse:
    """Take the roles to which this person has been invited."""
    if take_up_invitations(me(request), on=now()):
        request.session[WORKS] = True
        messages.success(request, _("The course is yours to work on now. It is in the list below."))
    return redirect("studio:home")
