"""Which mails somebody gets: the page of the account, and the links that work without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.digest_actions import choose_mails, mail_again
from lms.accounts.forms import MailsForm
from lms.accounts.mail_off import off_behind
from lms.accounts.mailing import CHOICES
from lms.accounts.own_views import me


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    """What comes by mail and what is only on the site."""
    form = MailsForm(request.POST if request.method == "POST" else None, instance=me(request))
    if request.method == "POST" and form.is_valid():
        choose_mails(me(request), {choice: form.cleaned_data[choice] for choice in CHOICES})
        messages.success(request, _("Saved."))
        return redirect("account_mails")
    return render(request, "account/mails.html", {"form": form})


@login_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Mails came back, and arrive again."""
    mail_again(me(request))
    messages.success(request, _("Saved. Letters are sent to your address again."))
    return redirect("account_mails")


# The mail program of whoever reads the letter presses the button for them, without a cookie of ours
# and without a page of ours before it (RFC 8058). What the link is signed with is permission enough.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, key: str) -> HttpResponse:
    """The link of a letter: looking shows one button, pressing it turns those mails off (or on)."""
    found = off_behind(key)
    person, choices = found or (None, ())
    is_off = bool(person) and not any(getattr(person, choice) for choice in choices)
    if request.method == "POST" and person is not None:
        is_off = request.POST.get("do") != "on"
        choose_mails(person, dict.fromkeys(choices, not is_off))
    context = {
        "known": person is not None,
        "what": choices[0] if len(choices) == 1 else "all",
        "is_off": is_off,
        "done": request.method == "POST",
    }
    page = render(request, "account/mail_off.html", context, status=200 if found else 404)
    page["X-Robots-Tag"] = "noindex"
    return page
