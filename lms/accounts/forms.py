"""Forms of people: getting in, passwords, and their own profile."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Leaving, User
from lms.common.glyphs import name_obstacle

MOST_NAME = 120
MOST_EMAIL = 254

EMAIL = _("E-mail")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
PASSWORD_HINT = _(
    "At least 10 characters; not a common password, and unlike your name and address. A few words "
    "in a row are good."
)

PARENT_EMAIL = _("A parent’s e-mail")
PARENT_HINT = _(
    "We write to your mother, father or guardian and ask whether they agree. Until then you can look "
    "around, but not take part."
)
NO_PARENT = _("Write the e-mail address of your mother, father or guardian.")
SAME_AS_PARENT = _("This is your own address. Write your parent’s.")
OLD_ENOUGH, YOUNGER = "14", "younger"


class PasswordInput(forms.PasswordInput):
    """With a button that shows what is typed, where scripts run."""

    template_name = "account/password_input.html"


def ask_email(field: forms.Field, *, hint: Any = "") -> None:
    """Make it our e-mail field: our words, no placeholder, no more than the table holds."""
    field.label = EMAIL
    field.help_text = hint
    field.widget = forms.EmailInput(attrs={"autocomplete": "email", "maxlength": MOST_EMAIL})
    field.widget.is_required = field.required
    field.validators = [*field.validators, MaxLengthValidator(MOST_EMAIL)]
    field.error_messages["required"] = _("Write your e-mail address.")
    field.error_messages["invalid"] = _("Check the address. It should look like name@example.org.")


def ask_password(field: forms.Field, *, label: Any, autocomplete: str, hint: Any = "") -> None:
    """Make it our password field."""
    field.label = label
    field.help_text = hint
    field.widget = PasswordInput(attrs={"autocomplete": autocomplete})
    field.widget.is_required = field.required
    field.error_messages["required"] = _("Write the password.")


def ask_parent_email(field: forms.Field) -> None:
    """Make it the address of a parent."""
    ask_email(field, hint=PARENT_HINT)
    field.label = PARENT_EMAIL
    field.widget.attrs["autocomplete"] = "off"
    field.error_messages["required"] = NO_PARENT


def parent_fault(parent: str, own: str) -> Any:
    """What is wrong with this address as a parent's; empty where nothing is."""
    if not parent:
        return NO_PARENT
    return SAME_AS_PARENT if parent.strip().lower() == own.strip().lower() else ""


def name_for_print(name: str) -> str:
    """The name with single spaces; refused where certificates lack its letters."""
    if obstacle := name_obstacle(name):
        raise forms.ValidationError(obstacle)
    return " ".join(name.split())


def ask_new_password(field: forms.Field, *, label: Any = NEW_PASSWORD) -> None:
    """A password that is being chosen."""
    ask_password(field, label=label, autocomplete="new-password", hint=PASSWORD_HINT)
    field.error_messages["required"] = _("Choose a password.")


class OneComplaint:
    """For forms with a new password: however much is wrong with it, it is one thing to mend."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field == "password1" and isinstance(error, forms.ValidationError):
            told = [*self.errors.get(field, []), *error.messages]  # type: ignore[attr-defined]
            self.errors.pop(field, None)  # type: ignore[attr-defined]
            error = " ".join(dict.fromkeys(told))
        super().add_error(field, error)  # type: ignore[misc]


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_email(self.fields["login"])
        ask_password(self.fields["password"], label=PASSWORD, autocomplete="current-password")


class SignUpForm(OneComplaint, SignupForm):  # type: ignore[misc]
    """E-mail, password, and the name that certificates will carry."""

    account_already_exists: bool
    field_order = ("email", "full_name", "language", "password1", "age", "parent_email")
    full_name = forms.CharField(
        label=_("Full name"),
        required=False,
        max_length=MOST_NAME,
        help_text=_("As it should stand on your certificates. You can add it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails and certificates"), choices=settings.LANGUAGES
    )

    age = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[(OLD_ENOUGH, _("14 or older")), (YOUNGER, _("younger than 14"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are 14 or older.")},
    )
    parent_email = forms.EmailField(label=PARENT_EMAIL, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_email(self.fields["email"])
        ask_new_password(self.fields["password1"], label=PASSWORD)
        ask_parent_email(self.fields["parent_email"])
        self.fields["language"].initial = get_language()

    def clean_full_name(self) -> str:
        return name_for_print(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("age") != YOUNGER:
            # Whatever was typed before: we do not keep what we do not need.
            cleaned["parent_email"] = ""
            self.errors.pop("parent_email", None)
        elif "parent_email" not in self.errors:
            fault = parent_fault(cleaned.get("parent_email", ""), cleaned.get("email", ""))
            if fault:
                self.add_error("parent_email", fault)
        # allauth has looked at the password beside the address; here is the name as well.
        if password := cleaned.get("password1"):
            named = User(email=cleaned.get("email", ""), full_name=cleaned.get("full_name", ""))
            try:
                validate_password(password, named)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """A new person, or, where the address has an account, the same answer and the same work."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                # Somebody with the same address was a moment faster.
                self.account_already_exists = True
        else:
            # Making an account hashes a password, which takes as long as everything else.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AskResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Where the link to a new password is to be sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_email(self.fields["email"])


class ResetForm(OneComplaint, ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password of somebody who came by the link; typed once, since it can be shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        ask_new_password(self.fields["password1"])


class ChangeForm(OneComplaint, ChangePasswordForm):  # type: ignore[misc]
    """The present password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        ask_password(
            self.fields["oldpassword"],
            label=_("Present password"),
            autocomplete="current-password",
        )
        ask_new_password(self.fields["password1"])


class FirstPasswordForm(OneComplaint, SetPasswordForm):  # type: ignore[misc]
    """The password of an account that had none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        ask_new_password(self.fields["password1"], label=PASSWORD)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What people change about themselves."""

    class Meta:
        model = User
        fields = ("full_name", "language")
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}

    def clean_full_name(self) -> str:
        return name_for_print(self.cleaned_data["full_name"])


class MailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What comes by mail."""

    class Meta:
        model = User
        fields = ("mail_certificates", "mail_badges", "mail_for_me", "mail_reminders")
        labels = {
            "mail_certificates": _("A certificate is ready"),
            "mail_badges": _("I have earned a badge"),
            "mail_for_me": _("Something is for me"),
            "mail_reminders": _("A reminder"),
        }
        help_texts = {
            "mail_certificates": "",
            "mail_badges": "",
            "mail_for_me": _("A result has changed, or an instructor has helped."),
            "mail_reminders": _(
                "Once, after two quiet weeks in a course that you have begun; and 60 and 14 days before"
                " something you were measured at ends."
            ),
        }


class ParentForm(forms.Form):
    """Whom to ask, where the address that was given first was wrong."""

    parent_email = forms.EmailField(label=PARENT_EMAIL)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        ask_parent_email(self.fields["parent_email"])
        self.fields["parent_email"].help_text = ""

    def clean_parent_email(self) -> str:
        typed: str = self.cleaned_data["parent_email"]
        if fault := parent_fault(typed, self.person.email):
            raise forms.ValidationError(fault)
        return typed


class LeavingForm(forms.Form):
    """Closing or erasing, and what becomes of badges and certificates then."""

    way = forms.ChoiceField(
        label=_("What becomes of your data?"),
        choices=Leaving.Way,
        error_messages={"required": _("Choose: close it, or erase it.")},
    )
    credentials = forms.ChoiceField(
        label=_("Badges and certificates"), choices=Leaving.Credentials, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == Leaving.Way.CLOSE:
            cleaned["credentials"] = ""
        elif cleaned.get("way") and not cleaned.get("credentials"):
            self.add_error("credentials", _("Choose what becomes of your badges and certificates."))
        return cleaned
