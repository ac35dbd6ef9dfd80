"""A person's own data: a copy to take along, and leaving."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.closing_actions import COOLING_OFF, WAY_BACK
from lms.accounts.forms import LeavingForm
from lms.accounts.models import Leaving
from lms.accounts.own_views import me
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.hub.queries import profile
from lms.privacy.copy_actions import ask_copy, path_of
from lms.privacy.leaving_actions import leave_site
from lms.privacy.queries import copy_of, credentials_of


def my_data() -> str:
    """The place of the profile where it says what is kept."""
    return reverse("pages:profile") + "#data"


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have a copy made."""
    ask_copy(me(request), on=now())
    return redirect(my_data())


@login_required
@never_cache
@require_safe
def copy_state(request: HttpRequest) -> HttpResponse:
    """How far the copy is, for the page that asks again and again."""
    if not request.headers.get("HX-Request"):
        return redirect(my_data())
    return render(request, "privacy/copy_state.html", {"copy": copy_of(me(request), on=now())})


@login_required
@never_cache
@require_safe
def copy(request: HttpRequest) -> HttpResponse | FileResponse:
    """The file, for whoever has just said once more who they are. Who is asked for it on the way
    comes to a page with a button first: a download leaves the page it began on standing, and that
    would be the one that asks for the password."""
    answer: HttpResponse | FileResponse
    try:
        answer = _copy_page(request) if "here" in request.GET else _copy_file(request)
    except ReauthenticationRequired:
        if "here" in request.GET:
            raise
        return redirect(reverse("privacy:copy") + "?here=1")
    return answer


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def _copy_page(request: HttpRequest) -> HttpResponse:
    mine = copy_of(me(request), on=now())
    if mine is None or not mine.is_ready:
        return _no_copy(request)
    return render(request, "privacy/copy_here.html", {"copy": mine})


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def _copy_file(request: HttpRequest) -> HttpResponse | FileResponse:
    mine = copy_of(me(request), on=now())
    if mine is None or not mine.is_ready or not path_of(mine).is_file():
        return _no_copy(request)
    name = f"{profile().logo_text} {mine.made_at:%Y-%m-%d}.zip"
    return FileResponse(
        path_of(mine).open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )


def _no_copy(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("There is no copy to download now. Ask for a new one."))
    return redirect(my_data())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def leave(request: HttpRequest) -> HttpResponse:
    """Closing and erasing: what each means, the choice, and the button."""
    person, on = me(request), now()
    form = LeavingForm(request.POST or None, initial={"way": Leaving.Way.CLOSE})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["credentials"]
        try:
            leave_site(person, on=on, credentials=chosen)
        except Refusal as refusal:
            messages.warning(request, refusal.detail)
            return redirect("privacy:leave")
        until = on + (COOLING_OFF if chosen else WAY_BACK)
        with translation.override(person.language):
            get_adapter().send_mail(
                "account/email/account_closed",
                person.email,
                {"until": until, "credentials": chosen},
            )
        logout(request)
        return redirect(reverse("privacy:left") + ("?way=erase" if chosen else ""))
    badges, certificates = credentials_of(person)
    context = {
        "form": form,
        "way": form["way"].value(),
        "chosen": form["credentials"].value(),
        "until": on + WAY_BACK,
        "erased": on + COOLING_OFF,
        "badges": badges,
        "certificates": certificates,
    }
    return render(request, "privacy/leave.html", context)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The account is closed, and how to have it back; says nothing of whose it was."""
    if request.user.is_authenticated:
        return redirect("pages:profile")
    erased = request.GET.get("way") == Leaving.Way.ERASE
    context = {"days": (COOLING_OFF if erased else WAY_BACK).days, "erased": erased}
    return render(request, "privacy/left.html", context)
