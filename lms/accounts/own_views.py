"""How somebody signs in, changed by themselves: app, passkeys, recovery codes, password."""

import json
from typing import Any
from urllib.parse import quote

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as second
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.middleware import AFTERWARDS
from lms.accounts.models import User
from lms.accounts.second_step import has_second_step, lacks_second_step
from lms.accounts.session_actions import drop_other_sessions, move_session


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


def signing_in() -> str:
    """The place of the profile where it says how one signs in."""
    return reverse("pages:profile") + "#signing-in"


# --- asked once more who it is -------------------------------------------------------------------


class PasswordAgain(views.ReauthenticateView):  # type: ignore[misc]
    """The password, before something that matters."""


class CodeAgain(second.ReauthenticateView):  # type: ignore[misc]
    """A code of the app instead."""


class PasskeyAgain(passkeys.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey instead."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        return {**shown, "options": as_json(shown["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(
            {**self.get_context_data(), "form": form, "refused": True}
        )
        return page


def as_json(options: Any) -> str:
    """What the browser is to make or to sign, for the page's script."""
    return json.dumps(dict(options))


# --- the second step -----------------------------------------------------------------------------


@login_required
@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """What a second step is, and the two ways to have one; where staff need one, it says so."""
    if has_second_step(me(request)):
        return redirect(signing_in())
    context = {"needed": me(request).is_staff_of_site and lacks_second_step(me(request))}
    return render(request, "mfa/choose.html", context)


@login_required
@require_safe
def second_step_index(request: HttpRequest) -> HttpResponse:
    """allauth's name for the place where all of it stands."""
    return redirect(signing_in())


class NewApp(totp.ActivateTOTPView):  # type: ignore[misc]
    """The QR code, the secret to type, and the first code."""

    def get_success_url(self) -> str:
        return str(super().get_success_url()) if self.did_generate_recovery_codes else signing_in()


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]
    """The app goes; passkeys stay."""

    def get_success_url(self) -> str:
        return signing_in()


class NewPasskey(passkeys.AddWebAuthnView):  # type: ignore[misc]
    """One that signs in alone, guarded by the device's own lock."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth's would begin a key that only serves as a second step.
        shown = super(passkeys.AddWebAuthnView, self).get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)
        first = not has_second_step(me(self.request))
        return {**shown, "options": as_json(options), "first": first}

    def get_success_url(self) -> str:
        return str(super().get_success_url()) if self.did_generate_recovery_codes else signing_in()


class RenamePasskey(passkeys.EditWebAuthnView):  # type: ignore[misc]
    """Another name."""

    def get_success_url(self) -> str:
        return signing_in()


class RemovePasskey(passkeys.RemoveWebAuthnView):  # type: ignore[misc]
    """It no longer opens this account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "name": self.object.wrap().name}

    def get_success_url(self) -> str:
        return signing_in()


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes until their owner says that they are kept; afterwards only how many are left."""
    row = Authenticator.objects.filter(
        user=me(request), type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if row is None:
        raise Http404
    kept = row.wrap()
    if request.method == "POST":
        kept.mark_as_viewed()
        return redirect(request.session.pop(AFTERWARDS, None) or signing_in())
    unused = kept.get_unused_codes()
    shown = [] if kept.did_view else _grouped(unused)
    file = f"data:text/plain;charset=utf-8,{quote(_as_file(shown))}"
    context = {"left": len(unused), "codes": shown, "file": file}
    return render(request, "mfa/recovery_codes/index.html", context)


def _grouped(unused: list[str]) -> list[str]:
    return [f"{code[:4]} {code[4:]}" for code in unused]


def _as_file(unused: list[str]) -> str:
    said = _("Recovery codes. Each works once, in place of the app or the passkey.")
    return "\r\n".join([said, "", *unused, ""])


class NewRecoveryCodes(codes.GenerateRecoveryCodesView):  # type: ignore[misc]
    """New codes in place of the old ones."""


# --- the password --------------------------------------------------------------------------------


class ChangePassword(views.PasswordChangeView):  # type: ignore[misc]
    """A new password ends every other session; this one goes on under a new key."""

    def form_valid(self, form: Any) -> HttpResponse:
        return _other_sessions_gone(self.request, super().form_valid, form)


class SetPassword(views.PasswordSetView):  # type: ignore[misc]
    """The same for an account that had none."""

    def form_valid(self, form: Any) -> HttpResponse:
        return _other_sessions_gone(self.request, super().form_valid, form)


def _other_sessions_gone(request: HttpRequest, change: Any, form: Any) -> HttpResponse:
    before = request.session.session_key or ""
    changed: HttpResponse = change(form)
    after = request.session.session_key or ""
    move_session(before, after)
    drop_other_sessions(me(request), but=after)
    return changed


password_again = PasswordAgain.as_view()
code_again = CodeAgain.as_view()
passkey_again = PasskeyAgain.as_view()
new_app = NewApp.as_view()
remove_app = RemoveApp.as_view()
new_passkey = NewPasskey.as_view()
rename_passkey = RenamePasskey.as_view()
remove_passkey = RemovePasskey.as_view()
new_recovery_codes = NewRecoveryCodes.as_view()
change_password = ChangePassword.as_view()
set_password = SetPassword.as_view()
