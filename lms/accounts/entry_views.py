"""Ways in beside the password: a code by mail, a passkey, and the second step after either."""

from typing import Any

from allauth.account import views
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as second
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from lms.accounts.own_views import as_json


class AskCode(views.RequestLoginCodeView):  # type: ignore[misc]
    """The address; the same answer whether it has an account or not."""


class TypeCode(views.ConfirmLoginCodeView):  # type: ignore[misc]
    """The code from the mail, or a new one."""


class SecondStep(second.AuthenticateView):  # type: ignore[misc]
    """What somebody has set up, after the password or the mailed code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        kinds = set(
            Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        )
        return {
            **shown,
            "with_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "with_code": bool(kinds - {Authenticator.Type.WEBAUTHN}),
            "options": as_json(shown["js_data"]["request_options"]),
        }


@method_decorator(
    ratelimit.decorator(app="allauth.mfa", action="webauthn_login", limit_get=True), name="dispatch"
)
class SignInByPasskey(passkeys.LoginWebAuthnView):  # type: ignore[misc]
    """What the browser has to sign, as JSON, and then what it signed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect("account_login")
        return JsonResponse(auth.begin_authentication(user=None))

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(
            self.request,
            _("This passkey does not open an account here. Sign in in another way."),
        )
        return redirect("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = flows.perform_passwordless_login(
            self.request, authenticator, login
        )
        return response


ask_code = AskCode.as_view()
type_code = TypeCode.as_view()
second_step = SecondStep.as_view()
sign_in_by_passkey = SignInByPasskey.as_view()
