"""The child's page while a parent is asked, and the page behind the parent's link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.accounts.closing_actions import COOLING_OFF
from lms.accounts.consent_actions import ANSWER_WITHIN, agree, grown_up, refuse, write_again
from lms.accounts.forms import ParentForm
from lms.accounts.models import Consent, ParentConsent
from lms.accounts.own_views import me
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.ids import read_code


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Whom we have asked, and another address where that one was wrong."""
    person = me(request)
    if person.consent != Consent.WAITING:
        return redirect("pages:home")
    form = ParentForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        write_again(person, form.cleaned_data["parent_email"], on=now())
        messages.success(request, _("We write to your parent."))
        return redirect("account_parent_waiting")
    asked = ParentConsent.objects.filter(person=person).first()
    context = {
        "form": form,
        "asked": asked,
        "until": asked and asked.asked_at + ANSWER_WITHIN,
    }
    return render(request, "account/parent_waiting.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def parent(request: HttpRequest, code: str) -> HttpResponse:
    """What the parent is asked, and the answer; looking changes nothing."""
    read = read_code(code)
    asked = (
        ParentConsent.objects.filter(code=read).select_related("person", "person__leaving").first()
        if read
        else None
    )
    if asked is None:
        return _page(request, "account/parent_gone.html", {}, status=404)
    if request.method == "POST":
        try:
            said = _answer(asked, request.POST.get("answer", ""))
        except Refusal as refusal:
            messages.warning(request, refusal.detail)
        else:
            if said == "grown-up":
                return _page(request, "account/parent_grown_up.html", {})
            messages.success(request, said)
        return redirect("account_parent", code=asked.code)
    context = {"asked": asked, "person": asked.person, "days": COOLING_OFF.days}
    return _page(request, "account/parent.html", context)


def _answer(asked: ParentConsent, answer: str) -> str:
    if answer == "agree":
        agree(asked, on=now())
        return _("Thank you. The account is open.")
    if answer == "refuse":
        refuse(asked, on=now())
        return _("The account is shut. Nobody can sign in to it.")
    if answer == "grown-up":
        grown_up(asked)
        return answer
    raise Refusal("no-answer", _("Press one of the buttons."))


def _page(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
