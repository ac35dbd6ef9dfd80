"""How allauth behaves here: our mails and addresses, our way home, who is kept out."""

import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.addresses import absolute, host
from lms.accounts.answers import mail_not_sent, parent_refused, suspended
from lms.accounts.closing_actions import reopen_account
from lms.accounts.consent_actions import ask_parent, ring_for_letters
from lms.accounts.devices import device_of, network_of
from lms.accounts.errands import errand_of
from lms.accounts.letters import NOTIFICATIONS, Letter, letter
from lms.accounts.models import Consent, User
from lms.accounts.second_step import lacks_second_step
from lms.accounts.session_actions import forget_session, remember_session
from lms.common.clock import now
from lms.common.languages import current_language

log = logging.getLogger(__name__)

NOT_THE_CODE = _("This is not the code from the newest mail. Type it again, or ask for a new one.")
TOO_MANY = _("Too many tries. Wait a few minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Small differences from allauth's own adapter."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and password do not go together. Check both and try again."
        ),
        "enter_current_password": _("This is not your present password. Type it again."),
        "incorrect_password": _("This is not your present password. Type it again."),
        "incorrect_code": NOT_THE_CODE,
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    # --- who gets in -----------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: tries are counted in the backend, where every door passes."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Without the host, which allauth puts in: each further name of the site would be a
        # further set of tries.
        return str(credentials["email"]).strip().lower()

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        if user.is_suspended or not user.is_active:
            request.session.flush()
            raise ImmediateHttpResponse(suspended(request))
        if user.consent == Consent.REFUSED:
            request.session.flush()
            raise ImmediateHttpResponse(parent_refused(request))
        return super().pre_login(request, user, **login)  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, user: User) -> None:
        """The end of every way in: the session is listed, and a closed account is open again."""
        super().login(request, user)
        remember_session(
            user,
            request.session.session_key or "",
            device=device_of(request.headers.get("User-Agent", "")),
            network=network_of(self.get_client_ip(request)),
            on=now(),
        )
        if user.is_closed and reopen_account(user):
            messages.success(request, gettext("Your account is open again. Everything is there."))
            self.send_notification_mail("account/email/account_reopened", user)

    def logout(self, request: HttpRequest) -> None:
        key = request.session.session_key
        super().logout(request)
        if key:
            forget_session(key)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.full_name = form.cleaned_data.get("full_name", "")
        user.language = form.cleaned_data.get("language", "lt")
        saved = super().save_user(request, user, form, commit)
        # Empty for whoever is 14 or older.
        if parent := form.cleaned_data.get("parent_email", ""):
            ask_parent(saved, parent, on=now())
        return saved

    def confirm_email(self, request: HttpRequest, email_address: Any) -> Any:
        """A child's own address is confirmed: now its parent may be written to."""
        confirmed = super().confirm_email(request, email_address)
        if email_address.user.waits_for_parent:
            ring_for_letters()
        return confirmed

    # --- where to go -----------------------------------------------------------------------------

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        if isinstance(person, User) and person.is_staff_of_site and lacks_second_step(person):
            return reverse("account_second_step")
        if isinstance(person, User) and person.waits_for_parent:
            return reverse("account_parent_waiting")
        return reverse("pages:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("pages:profile")

    def respond_email_verification_sent(
        self, request: HttpRequest, user: User | None
    ) -> HttpResponse:
        return HttpResponseRedirect(errand_of(request).path("account_email_verification_sent"))

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of ours: an address with a host is refused, even with a host of ours."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: these pages speak HTML; programs have the API."""
        return False

    # --- mails -----------------------------------------------------------------------------------

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return errand_of(request).absolute("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, token = key.split("-", 1)
        return absolute("account_reset_password_from_key", person, token)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of `letters`, in the language of whoever reads it."""
        kind = template_prefix.rpartition("/")[2]
        known = User.objects.filter(email=email.lower()).values_list("language", flat=True).first()
        with translation.override(known or current_language()):
            message = written(letter(kind, context, errand_of(allauth_context.request)), email)
        try:
            message.send()
        except OSError:
            log.exception("The mail %s could not be sent", kind)
            request = allauth_context.request
            if kind in NOTIFICATIONS:
                return
            if request is None:
                raise
            raise ImmediateHttpResponse(mail_not_sent(request)) from None


def written(sheet: Letter, email: str, *, stem: str = "") -> EmailMultiAlternatives:
    """The mail as text and as HTML, in the active language.

    stem: of its id, where a row says that it is due and it may have to be sent again.
    """
    # A bare request: the templates get the hub, and nothing that a visitor's headers say.
    context, bare = {"letter": sheet, "language": current_language()}, HttpRequest()
    text = render_to_string("account/email/letter.txt", context, bare)
    message = EmailMultiAlternatives(
        sheet.subject,
        text,
        to=[email],
        headers={
            "Message-ID": f"<{stem}@{host()}>"
            if stem
            else message_id(email, sheet, f"{now():%Y-%m-%d %H:%M}"),
            "Auto-Submitted": "auto-generated",
            "Content-Language": current_language(),
        },
    )
    message.attach_alternative(
        render_to_string("account/email/letter.html", context, bare), "text/html"
    )
    return message


def message_id(email: str, sheet: Letter, minute: str) -> str:
    """The same mail sent twice has the same id, so that mail programs can show it once.

    minute: the mails without a link of their own read the same every time; a person who asks
    again later must get them again.
    """
    told = "\n".join([email, minute, sheet.subject, *sheet.before, sheet.link, *sheet.after])
    return f"<{hashlib.blake2s(told.encode(), digest_size=16).hexdigest()}@{host()}>"
