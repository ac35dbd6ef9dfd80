"""Whole courses: making one, describing it, who works on it, copying it, putting it away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.content.access import (
    course_for_author,
    course_for_lead,
    course_for_viewer,
    course_maker,
)
from courses.content.actions.announcing import announce_course, no_longer_announce
from courses.content.actions.copying import copy_course
from courses.content.actions.courses import (
    archive_course,
    create_course,
    restore_course,
    save_settings,
)
from courses.content.actions.roles import give_role, invite, take_role, withdraw_invitation
from courses.content.models import Course, CourseRole, RoleInvitation
from courses.content.queries import draft_of
from courses.enrolment.actions import self_paced_run
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages
from lms.common.languages import current_language
from lms.studio.course_forms import IN_WHICH, InviteForm, NewCourseForm, SettingsForm
from lms.studio.desk import desk
from lms.studio.queries import team_of
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@read_or_write
def new_course(request: HttpRequest) -> HttpResponse:
    """A new course, from a template or empty; it opens at its outline."""
    person = course_maker(me(request))
    first = next(value for value, _label in IN_WHICH if value.startswith(current_language()))
    form = NewCourseForm(request.POST or None, initial={"languages": first})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            course = create_course(
                form.pair("title"),
                languages=said["languages"].split(","),
                template=said["template"],
                by=person,
                on=now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _made(request, course)
    return _form(request, "studio/new_course.html", form, {"section": "studio"})


@login_required
@require_POST
@refusals_as_messages
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The same course once more, without anybody who learns in it."""
    course = course_for_author(me(request), slug)
    return _made(request, copy_course(course, by=me(request), on=now()))


def _made(request: HttpRequest, course: Course) -> HttpResponse:
    self_paced_run(course)
    messages.success(
        request, _("The course is made. Nobody but you sees it until it is published.")
    )
    return redirect("studio:outline", slug=course.slug)


@login_required
@read_or_write
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the course is, for whom, and how it looks."""
    course = course_for_author(me(request), slug)
    draft = draft_of(course.pk)
    form = SettingsForm(draft, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_settings(course, **form.told())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            if refusal.code == "changed-meanwhile":
                form.meet(draft_of(course.pk))
        else:
            messages.success(request, _("Saved. Learners see it when the course is published."))
            return redirect("studio:settings", slug=slug)
    return _form(request, "studio/settings.html", form, desk(me(request), course, "settings"))


def _form(
    request: HttpRequest, template: str, form: Form, context: dict[str, object]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)


@login_required
@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the course out of the catalogue."""
    archive_course(course_for_lead(me(request), slug), by=me(request), on=now())
    messages.success(request, _("The course is archived. You can restore it whenever you like."))
    return redirect("studio:settings", slug=slug)


@login_required
@require_POST
@refusals_as_messages
def announce(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of the course in the catalogue before it is published, or no longer."""
    course = course_for_lead(me(request), slug)
    if request.POST.get("do") == "off":
        no_longer_announce(course, by=me(request), on=now())
        messages.success(request, _("The catalogue tells of the course no longer."))
    else:
        announce_course(course, by=me(request), on=now())
        messages.success(request, _("The course is announced. Whoever asks is told when it opens."))
    return redirect(reverse("studio:settings", args=[slug]) + "#announce")


@login_required
@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an archived course again."""
    restore_course(course_for_lead(me(request), slug), by=me(request), on=now())
    messages.success(request, _("The course is open again, as it was."))
    return redirect("studio:settings", slug=slug)


# --- who works on it -----------------------------------------------------------------------------


@login_required
@require_safe
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works on the course, and who is invited to."""
    return _roles(request, course_for_viewer(me(request), slug), InviteForm())


def _roles(request: HttpRequest, course: Course, form: InviteForm) -> HttpResponse:
    context = {
        **desk(me(request), course, "settings"),
        "team": team_of(course),
        "choices": CourseRole.Role.choices,
    }
    return _form(request, "studio/roles.html", form, context)


@login_required
@require_POST
def invite_to(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by e-mail; the answer does not say whether they have an account."""
    course = course_for_lead(me(request), slug)
    form = InviteForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            waiting = invite(course, said["email"], said["role"], by=me(request), on=now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _("Invited: %s. The role waits until this address signs in.") % waiting.email
            messages.success(request, told)
            return redirect("studio:roles", slug=slug)
    return _roles(request, course, form)


@login_required
@require_POST
@refusals_as_messages
def uninvite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    course = course_for_lead(me(request), slug)
    waiting = RoleInvitation.objects.filter(course=course, pk=pk).select_related("course").first()
    if waiting is not None:
        withdraw_invitation(waiting, by=me(request), on=now())
        messages.success(request, _("Invitation withdrawn: %s.") % waiting.email)
    return redirect("studio:roles", slug=slug)


@login_required
@require_POST
@refusals_as_messages
def change_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give somebody another role, or take theirs away."""
    course = course_for_lead(me(request), slug)
    held = CourseRole.objects.filter(course=course, pk=pk).select_related("person").first()
    if held is None:
        raise Http404(_("There is no such page."))
    reason = _("By who leads the course.")
    if request.POST.get("do") == "take":
        take_role(held, by=me(request), reason=reason, on=now())
        messages.success(request, _("No longer works on the course: %s.") % held.person.name)
    else:
        role = request.POST.get("role", "")
        if role not in CourseRole.Role.values:
            raise Refusal("no-choice", _("Choose one of the answers that are offered."))
        give_role(course, held.person, role, by=me(request), reason=reason, on=now())
        messages.success(request, _("Saved."))
    if not CourseRole.objects.filter(course=course, person=me(request)).exists():
        return redirect("studio:home")
    return redirect("studio:roles", slug=slug)
