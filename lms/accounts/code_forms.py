"""Forms of codes, passkeys and the password asked once more; and of a new address."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms import PASSWORD, ask_email, ask_password

MOST_CODE, MOST_PASSKEY_NAME = 40, 60
CODE = _("Code")
PASSKEY_NAME = _("Name of the passkey")
NO_PASSKEY = _(
    "Your browser has made no passkey. Press the button once more and follow what it asks."
)
NAME_HINT = _("So that you know it again: the phone or computer it lies on.")


def ask_code(field: forms.Field, *, label: Any = CODE, hint: Any = "") -> None:
    """Make it our field for a code of digits."""
    field.label = label
    field.help_text = hint
    field.max_length = MOST_CODE  # type: ignore[attr-defined]
    shown = {"autocomplete": "one-time-code", "maxlength": MOST_CODE, "class": "code-in"}
    field.widget = forms.TextInput(attrs={**shown, "inputmode": "numeric"})
    field.widget.is_required = field.required
    field.error_messages["required"] = _("Type the code.")


def ask_name(field: forms.Field) -> None:
    """Make it our field for the name of a passkey."""
    field.label = PASSKEY_NAME
    field.help_text = NAME_HINT
    field.max_length = MOST_PASSKEY_NAME  # type: ignore[attr-defined]
    field.widget = forms.TextInput(attrs={"maxlength": MOST_PASSKEY_NAME, "autocomplete": "off"})
    field.error_messages["required"] = _("Give the passkey a name.")


class AskCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Where the code is to be sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_email(self.fields["email"])


class MailedCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], label=_("Code from the mail"))


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_password(self.fields["password"], label=PASSWORD, autocomplete="current-password")


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], hint=EITHER)


class SecondStepAgainForm(CodeAgainForm):  # type: ignore[misc]
    """The same, of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], hint=EITHER)


EITHER = _("Six digits from your app, or one of your recovery codes.")


class NewAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], label=_("Six digits from the app"))


class Signed(forms.JSONField):
    """JSON that no parser may stumble on: a number of thousands of digits, or a list in lists for ever."""

    def to_python(self, value: Any) -> Any:
        return judged(partial(super().to_python, value))


class Credential:
    """For forms with what a browser made or signed: it is one thing to mend, without a field of its
    own, and what no browser sends is refused like what does not fit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Signed(widget=forms.HiddenInput)  # type: ignore[attr-defined]

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(None if field == "credential" else field, error)  # type: ignore[misc]

    def clean_credential(self) -> Any:
        # Only forms that look at the credential by itself have this one below.
        look = getattr(super(), "clean_credential", None)
        return judged(look) if look else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    def clean(self) -> Any:
        return judged(super().clean)  # type: ignore[misc]


def judged(look: Callable[[], Any]) -> Any:
    """What the look says; whatever its parsers stumble on is no passkey."""
    try:
        return look()
    except forms.ValidationError:
        raise
    except Exception:
        raise forms.ValidationError(NO_PASSKEY) from None


class UsePasskeyForm(Credential, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """What a passkey signed, as the second step."""


class EnterByPasskeyForm(Credential, LoginWebAuthnForm):  # type: ignore[misc]
    """The same, in place of the password."""


class PasskeyAgainForm(Credential, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The same, of somebody who is signed in."""


class NewPasskeyForm(Credential, AddWebAuthnForm):  # type: ignore[misc]
    """A name, and what the browser made; every passkey of ours can sign in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        ask_name(self.fields["name"])
        self.fields["credential"].error_messages["required"] = NO_PASSKEY


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_name(self.fields["name"])


class NewAddressForm(forms.Form):
    """The address that is to take the place of the present one."""

    email = forms.EmailField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_email(
            self.fields["email"], hint=_("We write there; nothing changes until you confirm.")
        )
        self.fields["email"].label = _("New e-mail address")
