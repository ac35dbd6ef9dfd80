"""What instructors do with a run and with those on the way into it; all of it by POST."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from courses.content.access import course_for_author
from courses.enrolment.access import application_in, dated_run
from courses.enrolment.actions import (
    close_run,
    copy_run,
    decline_request,
    delete_run,
    invite_to_run,
    renew_link,
    reopen_run,
    take_link,
    uninvite,
)
from courses.enrolment.models import Invitation, Run
from courses.enrolment.runs import Fault, read_addresses
from courses.progress.actions import approve
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages
from lms.common.wording import read_whole
from lms.studio.run_forms import AnswerForm, InviteForm
from lms.studio.run_views import run_page
from lms.studio.studio_views import me

# What the buttons of a run do, and what is said of it.
DEEDS: dict[str, tuple[Callable[..., Run], str | Promise]] = {
    "renew": (renew_link, gettext_lazy("There is a new link; the old one leads nowhere.")),
    "off": (take_link, gettext_lazy("The link is turned off.")),
    "close": (close_run, gettext_lazy("The run takes in nobody new. Who is in goes on.")),
    "reopen": (reopen_run, gettext_lazy("The run takes people in again.")),
    "copy": (
        copy_run,
        gettext_lazy("This is the copy. It takes in nobody yet: look at its name and days first."),
    ),
}


@login_required
@require_POST
@refusals_as_messages
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Renew or turn off the link, close, open, copy, delete."""
    course = course_for_author(me(request), slug)
    run = dated_run(course, pk)
    wanted = request.POST.get("do", "")
    if wanted == "delete":
        delete_run(run, by=me(request), on=now())
        messages.success(request, _("The run is deleted."))
        return redirect("studio:runs", slug=slug)
    if wanted not in DEEDS:
        raise Http404(_("There is no such page."))
    deed, said = DEEDS[wanted]
    done = deed(run, by=me(request), on=now())
    messages.success(request, str(said))
    return redirect("studio:run", slug=slug, pk=done.pk)


@login_required
@require_POST
@refusals_as_messages
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take in those who are ticked, or decline them with a reason."""
    course = course_for_author(me(request), slug)
    run = dated_run(course, pk)
    chosen = [n for one in request.POST.getlist("who") if (n := read_whole(one)) is not None]
    form = AnswerForm(request.POST)
    if not chosen:
        form.add_error(None, _("Tick whom you answer."))
    elif request.POST.get("do") == "approve":
        messages.success(request, _told(approve(run, chosen, by=me(request), on=now())))
        return redirect("studio:run", slug=slug, pk=pk)
    elif form.is_valid():
        reason = form.cleaned_data["reason"]
        if reason.strip():
            for one in chosen:
                application = application_in(run, one)
                decline_request(application, reason=reason, by=me(request), on=now())
            messages.success(request, _("Answered. They read your reason."))
            return redirect("studio:run", slug=slug, pk=pk)
        form.add_error("reason", _("Say why; the person reads it."))
    return run_page(request, course, run, answer=form, chosen=chosen)


def _told(told: dict[str, int]) -> str:
    said = []
    if told["in"]:
        said.append(
            ngettext("%(n)s person is in.", "%(n)s people are in.", told["in"]) % {"n": told["in"]}
        )
    if told["waiting"]:
        said.append(
            ngettext(
                "%(n)s person is on the waiting list: no place was left.",
                "%(n)s people are on the waiting list: no place was left.",
                told["waiting"],
            )
            % {"n": told["waiting"]}
        )
    if told["offered"]:
        said.append(
            ngettext(
                "%(n)s person learns in another run, and decides whether to move.",
                "%(n)s people learn in another run, and decide whether to move.",
                told["offered"],
            )
            % {"n": told["offered"]}
        )
    return " ".join(said) or _("They have been answered already.")


@login_required
@require_POST
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invite all addresses that can be; the others stay in the field, with what is wrong."""
    course = course_for_author(me(request), slug)
    run = dated_run(course, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return run_page(request, course, run, invite=form)
    found, faults = read_addresses(form.cleaned_data["addresses"])
    made: list[Invitation] = []
    refused: list[Fault] = []
    if found:
        try:
            made, refused = invite_to_run(run, found, by=me(request), on=now())
        except Refusal as refusal:
            form.add_error("addresses", str(refusal))
            return run_page(request, course, run, invite=form)
    if made:
        said = ngettext("%(n)s person is invited.", "%(n)s people are invited.", len(made))
        messages.success(request, said % {"n": len(made)})
    faults += refused
    if not faults:
        return redirect("studio:run", slug=slug, pk=pk)
    left = InviteForm({"addresses": "\n".join(fault.text for fault in faults)})
    left.is_valid()
    return run_page(request, course, run, invite=left, faults=faults)


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int, invited: int) -> HttpResponse:
    """Take an invitation back."""
    run = dated_run(course_for_author(me(request), slug), pk)
    waiting = Invitation.objects.filter(run=run, pk=invited).select_related("run").first()
    if waiting is not None:
        uninvite(waiting, by=me(request), on=now())
        messages.success(request, _("Invitation withdrawn: %s.") % waiting.email)
    return redirect("studio:run", slug=slug, pk=pk)
