"""The way into a course for whoever is not signed in: an account first, and the course at its end.

The address of each page names the course, so that nothing else has to be carried along, and only a
course that is open has such pages.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.content.access import published_course
from courses.content.models import Course
from courses.content.queries import outline_of
from courses.enrolment.access import enrolment_of
from courses.progress.actions import join
from lms.accounts import public_views as accounts
from lms.accounts.errands import Errand, set_out
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import text

# Which page of ours stands in for which page of accounts.
PAGES = {
    "account_signup": "classroom:join-sign-up",
    "account_login": "classroom:join-sign-in",
    "account_email_verification_sent": "classroom:join-check-mail",
    "account_confirm_email": "classroom:join-confirm",
}


def enter(request: HttpRequest, person: User, course: Course) -> HttpResponse:
    """Join, and begin at once where something is left to do."""
    before = enrolment_of(person, course)
    try:
        join(person, course, on=now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("pages:catalogue")
    if before is None or not before.is_open:
        title = text(outline_of(course.in_force).title) if course.in_force else course.slug
        messages.success(request, _("You have joined the course “%(title)s”.") % {"title": title})
    return redirect("classroom:continue", slug=course.slug)


def errand(course: Course) -> Errand:
    """On the way into this course."""
    return Errand(PAGES, (course.slug,))


def on_the_way(course: Course, errand: Errand, page: str) -> dict[str, Any]:
    """What every page on the way shows: the course, and its own pages in place of the plain ones.

    page: where ways in lead that have no page of their own on the way.
    """
    assert course.in_force is not None
    return {
        "joining": outline_of(course.in_force),
        "signup_url": errand.path("account_signup"),
        "login_url": errand.path("account_login"),
        "request_login_code_url": f"{reverse('account_request_login_code')}?next={page}",
        "course_page": page,
        "redirect_field": "",
    }


class Destination:
    """Where the pages on the way lead: into the course. A run of it has another one."""

    course: Course

    def find(self, **more: Any) -> None:
        """Look up what else the address names."""

    @property
    def errand(self) -> Errand:
        return errand(self.course)

    def address(self) -> str:
        """The page that offers to join, or goes on; never an address from the request."""
        return reverse("pages:course", args=[self.course.slug])

    def enter(self, request: HttpRequest, person: User) -> HttpResponse:
        return enter(request, person, self.course)


class OnTheWay(Destination):
    """What the pages on the way into a course share; mixed into a page of accounts."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
        self.course = published_course(slug)
        self.find(**kwargs)
        set_out(request, self.errand)
        if request.user.is_authenticated:
            return redirect(self.address())
        page: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return page

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, **on_the_way(self.course, self.errand, self.address())}

    def entered(self, response: HttpResponse) -> HttpResponse:
        """Into the course, if that has signed somebody in; otherwise a mail comes first."""
        person = self.request.user
        return self.enter(self.request, person) if isinstance(person, User) else response


class JoinSignUp(OnTheWay, accounts.SignUp):
    """The course's title, and the form of a new account."""

    def form_valid(self, form: Any) -> HttpResponse:
        return self.entered(super().form_valid(form))


class JoinSignIn(OnTheWay, accounts.SignIn):
    """The same for whoever has an account."""

    def form_valid(self, form: Any) -> HttpResponse:
        return self.entered(super().form_valid(form))


class JoinCheckMail(OnTheWay, accounts.CheckMail):
    """A mail is on its way."""


class JoinConfirm(Destination, accounts.ConfirmEmail):
    """The link of that mail: the button confirms and joins, or asks to sign in and then joins."""

    course: Course | None  # type: ignore[assignment]

    def dispatch(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
        try:
            self.course = published_course(slug)
            self.find(**kwargs)
        except Http404:
            # The course has been closed meanwhile; the address is confirmed all the same.
            self.course = None
        else:
            set_out(request, self.errand)
        page: HttpResponse = super().dispatch(request, *args, **kwargs)
        return page

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        if self.course is None or self.object is None:
            return response
        person = self.request.user
        if isinstance(person, User) and person.pk == self.object.email_address.user_id:
            return self.enter(self.request, person)
        return response

    def get_next_url(self) -> str | None:
        """Where somebody goes whom this browser does not know."""
        return self.errand.path("account_login") if self.course else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return (
            {**context, **on_the_way(self.course, self.errand, self.address())}
            if self.course
            else context
        )


join_sign_up = JoinSignUp.as_view()
join_sign_in = JoinSignIn.as_view()
join_check_mail = JoinCheckMail.as_view()
join_confirm = JoinConfirm.as_view()
