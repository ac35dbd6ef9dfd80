"""Dated runs of a course: the list, making and changing one, one with its people, the invitation on
paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.content.access import course_for_author, course_with_people
from courses.content.models import Course
from courses.enrolment.access import dated_run
from courses.enrolment.actions import change_run, make_run
from courses.enrolment.models import Run
from courses.enrolment.runs import Fault
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.studio.desk import desk
from lms.studio.run_forms import AnswerForm, InviteForm, RunForm
from lms.studio.runs import invitation_halves, run_desk, run_rows
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def runs(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, the next first."""
    course = course_with_people(me(request), slug)
    context = {**desk(me(request), course, "runs"), "rows": run_rows(course, now())}
    return render(request, "studio/runs.html", context)


@login_required
@read_or_write
def new_run(request: HttpRequest, slug: str) -> HttpResponse:
    """A new one."""
    course = course_for_author(me(request), slug)
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_run(course, form.told(), by=me(request), on=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The run is made."))
            return redirect("studio:run", slug=slug, pk=made.pk)
    return _form(request, course, form, None)


@login_required
@read_or_write
def edit_run(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same of one that is there."""
    course = course_for_author(me(request), slug)
    run = dated_run(course, pk)
    form = RunForm(request.POST or None, run)
    if request.method == "POST" and form.is_valid():
        try:
            change_run(run, form.told(), by=me(request), on=now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("studio:run", slug=slug, pk=pk)
    return _form(request, course, form, run)


def _form(request: HttpRequest, course: Course, form: RunForm, run: Run | None) -> HttpResponse:
    context = {**desk(me(request), course, "runs"), "form": form, "run": run}
    return render(request, "studio/run_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def run(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One of them: who is in, who has asked, who waits, who is invited."""
    course = course_with_people(me(request), slug)
    return run_page(request, course, dated_run(course, pk))


def run_page(
    request: HttpRequest,
    course: Course,
    found: Run,
    *,
    invite: InviteForm | None = None,
    answer: AnswerForm | None = None,
    faults: list[Fault] | None = None,
    chosen: list[int] | None = None,
) -> HttpResponse:
    """The page, also after something that has to be mended: what was typed stays."""
    wrong = bool((invite and invite.errors) or (answer and answer.errors) or faults)
    context = {
        **desk(me(request), course, "runs"),
        "one": run_desk(course, found, now()),
        "invite": invite or InviteForm(),
        "answer": answer or AnswerForm(),
        "faults": faults or [],
        "chosen": chosen or [],
        "takes_in": found.takes_in(now()),
    }
    return render(request, "studio/run.html", context, status=422 if wrong else 200)


@login_required
@require_safe
def run_print(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An invitation to hang up: one sheet of A4, both languages, with the address as a QR code."""
    course = course_with_people(me(request), slug)
    found = dated_run(course, pk)
    halves = invitation_halves(course, found, now())
    if not all(half.address for half in halves):
        raise Http404(_("This run has no address to give away."))
    context = {**desk(me(request), course, "runs"), "run": found, "halves": halves}
    return render(request, "studio/run_print.html", context)
