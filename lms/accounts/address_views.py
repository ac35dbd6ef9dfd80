"""The pages of a new e-mail address: asking for it, and the link in the letter."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.address_actions import (
    ask_new_address,
    change_address,
    change_behind,
    drop_new_address,
    key_of_change,
)
from lms.accounts.code_forms import NewAddressForm
from lms.accounts.own_views import me, signing_in
from lms.common.errors import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
@ratelimit.decorator(app="allauth.account", action="manage_email")  # type: ignore[untyped-decorator]
def new_address(request: HttpRequest) -> HttpResponse:
    """The address, and a letter to it; the same answer whether or not it has an account."""
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            free = ask_new_address(me(request), form.cleaned_data["email"])
        except Refusal as refusal:
            form.add_error("email", refusal.detail)
        else:
            kind = "new_address" if free else "address_taken"
            context = {"key": key_of_change(me(request))}
            with translation.override(me(request).language):
                get_adapter().send_mail(f"account/email/{kind}", me(request).new_email, context)
            messages.success(request, _("We have written to the new address. Confirm it there."))
            return redirect(signing_in())
    return render(request, "account/new_address.html", {"form": form})


@login_required
@require_POST
def keep_address(request: HttpRequest) -> HttpResponse:
    """The old address stays."""
    drop_new_address(me(request))
    messages.success(request, _("Your address stays as it is."))
    return redirect(signing_in())


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_new_address(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the letter: looking changes nothing, the button confirms, whoever is signed in."""
    person = change_behind(key)
    if person is None:
        return render(request, "account/new_address_confirm.html", {"person": None}, status=404)
    if request.method != "POST":
        return render(request, "account/new_address_confirm.html", {"person": person})
    try:
        old = change_address(person)
    except Refusal as refusal:
        messages.warning(request, refusal.detail)
    else:
        with translation.override(person.language):
            get_adapter().send_mail("account/email/address_changed", old, {})
        messages.success(
            request, _("Your address is changed. Sign in with the new one from now on.")
        )
    if request.user.is_authenticated and request.user.pk == person.pk:
        return redirect(signing_in())
    return redirect("account_login")
