"""The pages of getting in: allauth's views with what they lack here."""

from typing import Any

from allauth.account import views
from allauth.account.internal.stagekit import unstash_login
from django.http import Http404, HttpRequest, HttpResponse

from lms.accounts.actions import confirm_address
from lms.accounts.demo import demo_people
from lms.accounts.session_actions import drop_other_sessions


class SignIn(views.LoginView):  # type: ignore[misc]
    """With the demo people, in debug."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_people": demo_people()}


class SignUp(views.SignupView):  # type: ignore[misc]
    """A new account."""


class CheckMail(views.EmailVerificationSentView):  # type: ignore[misc]
    """Where the confirmation mail went, as the person typed it in this browser."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "email": waiting_address(self.request)}


def waiting_address(request: HttpRequest) -> str:
    """The address that this browser has to confirm, if any; the same whether it has an account."""
    login = unstash_login(request, peek=True)
    if login is None:
        return ""
    address: str = login.user.email if login.user else (login.email or "")
    return address.lower()


class ConfirmEmail(views.ConfirmEmailView):  # type: ignore[misc]
    """The link of the confirmation mail: looking changes nothing, the button confirms."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            return self.spent()
        return self.answer(200)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            confirmed: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            return self.spent()
        return confirmed

    def spent(self) -> HttpResponse:
        """The link was used, is too old, or was never ours."""
        self.object = None
        return self.answer(404)

    def answer(self, status: int) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(), status=status)
        return page


class ResetPassword(views.PasswordResetFromKeyView):  # type: ignore[misc]
    """The link of the password mail. Whoever has it reads the mails of that address."""

    def form_valid(self, form: Any) -> HttpResponse:
        confirm_address(self.reset_user)
        # A new password ends them; here they go from the list as well.
        drop_other_sessions(self.reset_user, but="")
        signed_in: HttpResponse = super().form_valid(form)
        return signed_in

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context.get("token_fail"):
            kwargs["status"] = 404
        page: HttpResponse = super().render_to_response(context, **kwargs)
        return page


sign_in = SignIn.as_view()
sign_up = SignUp.as_view()
check_mail = CheckMail.as_view()
confirm_email = ConfirmEmail.as_view()
reset_password = ResetPassword.as_view()
