"""Forms of people: signing up, and their own profile."""

from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

MOST_NAME = 120


class SignUpForm(SignupForm):  # type: ignore[misc]
    """E-mail, password, and the name that certificates will carry."""

    field_order = ("email", "full_name", "language", "password1")
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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What people change about themselves."""

    class Meta:
        model = User
        fields = ("full_name", "language")
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}
