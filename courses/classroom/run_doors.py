"""The way into a run for whoever is not signed in; the same pages as into a course, and the run's own
page at their end.

The last part of each address is the run's door: its number, or the code of its link, which is all
that somebody with a link needs to carry along.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.classroom.public_views import (
    Destination,
    JoinCheckMail,
    JoinConfirm,
    JoinSignIn,
    JoinSignUp,
)
from courses.classroom.run_words import told
from courses.enrolment.access import run_at
from courses.enrolment.models import Enrolment, Run
from courses.enrolment.queries import RunSeen, runs_seen
from courses.progress.actions import come_in
from lms.accounts.errands import Errand
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import text

PAGES = {
    "account_signup": "classroom:run-sign-up",
    "account_login": "classroom:run-sign-in",
    "account_email_verification_sent": "classroom:run-check-mail",
    "account_confirm_email": "classroom:run-confirm",
}


def seen_by(person: User | None, run: Run, *, by_link: bool) -> RunSeen:
    """The run as this person meets it."""
    found = runs_seen(person, Run.objects.filter(pk=run.pk), by_link=by_link)[0]
    found.run.course = run.course
    return found


def come(
    request: HttpRequest, person: User, run: Run, *, door: str, by_link: bool, **said: Any
) -> HttpResponse:
    """Come into the run or onto the way to it, say what came of it, and go on there.

    Raises Refusal where the run does not let this person in.
    """
    came = come_in(person, run, on=now(), by_link=by_link, **said)
    if isinstance(came, Enrolment) and came.is_open:
        messages.success(request, _("You are in the run “%s”.") % text(run.title))
        if run.begins_later(now()):
            return redirect("pages:course", slug=run.course.slug)
        return redirect("classroom:continue", slug=run.course.slug)
    if not isinstance(came, Enrolment) and came.state == came.State.WAITLISTED:
        messages.success(request, _("You are on the waiting list of “%s”.") % text(run.title))
    else:
        messages.success(request, _("Your request is with the instructor."))
    return redirect("classroom:run", slug=run.course.slug, door=door)


class IntoRun(Destination):
    """Where these pages lead."""

    run: Run
    door: str
    by_link: bool

    def find(self, **more: Any) -> None:
        self.door = more["door"]
        self.run, self.by_link = run_at(self.course, self.door)

    @property
    def errand(self) -> Errand:
        return Errand(PAGES, (self.course.slug, self.door))

    def address(self) -> str:
        return reverse("classroom:run", args=[self.course.slug, self.door])

    def enter(self, request: HttpRequest, person: User) -> HttpResponse:
        """In at once, where nothing has to be typed or decided first."""
        shown = told(seen_by(person, self.run, by_link=self.by_link), now())
        if shown.direct and not shown.waits and not shown.goes_in:
            try:
                return come(request, person, self.run, door=self.door, by_link=self.by_link)
            except Refusal as refusal:
                messages.warning(request, str(refusal))
        return redirect(self.address())


class RunSignUp(IntoRun, JoinSignUp):
    """A new account."""


class RunSignIn(IntoRun, JoinSignIn):
    """An old one."""


class RunCheckMail(IntoRun, JoinCheckMail):
    """A mail is on its way."""


class RunConfirm(IntoRun, JoinConfirm):
    """The link of that mail."""


run_sign_up = RunSignUp.as_view()
run_sign_in = RunSignIn.as_view()
run_check_mail = RunCheckMail.as_view()
run_confirm = RunConfirm.as_view()
