"""Tokens for programs, by their owner: the list, making one, revoking one."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.access import own_token
from lms.accounts.own_views import me
from lms.accounts.token_actions import make_token, revoke_token
from lms.accounts.token_forms import TokenForm
from lms.common.clock import now
from lms.common.errors import Refusal

# Which field a refusal belongs to; any other belongs to the whole form.
FIELDS = {"name-taken": "name", "no-name": "name", "no-such-day": "valid_until"}


@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """What opens this account to programs, and since when nobody has used it."""
    today = timezone.localdate(now())
    rows = [{"row": row, "over": row.is_over(today)} for row in me(request).api_tokens.all()]
    return render(request, "account/tokens.html", {"tokens": rows})


# The page that shows a token once must not be shown again from a browser's memory.
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def new_token(request: HttpRequest) -> HttpResponse:
    """The form; then the token, this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = me(request)
        try:
            row, token = make_token(person, on=now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(FIELDS.get(refusal.code), refusal.detail)
        else:
            get_adapter(request).send_notification_mail("account/email/token_made", person)
            return render(request, "account/token_made.html", {"row": row, "token": token})
    return render(request, "account/token_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """What stops working, and the button."""
    row = own_token(me(request), pk)
    if request.method == "POST":
        revoke_token(row)
        messages.success(request, _("The token “%s” opens nothing any more.") % row.name)
        return redirect("account_tokens")
    return render(request, "account/token_revoke.html", {"row": row})
