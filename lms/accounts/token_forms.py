"""The form of a token for a program."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import ApiToken
from lms.accounts.token_actions import LONGEST
from lms.common.wording import day, printable

USUALLY = timedelta(days=90)
DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
SCOPES = [
    (ApiToken.Scope.READ, _("only read what I can read")),
    (ApiToken.Scope.WRITE, _("read, and do what I can do: join, finish, answer, hand in")),
]


class TokenForm(forms.Form):
    """What it is for, what it may, until when."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("For example the name of the program, and where it runs."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what the token is for.")},
    )
    scope = forms.ChoiceField(label=_("What may it do?"), choices=SCOPES)
    valid_until = forms.DateField(
        label=_("Last day"),
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Choose the last day on which it works."),
            "invalid": _("Write the day as year-month-day, for example 2027-03-31."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        last = self.fields["valid_until"]
        last.initial = today + USUALLY
        last.help_text = _("A year ahead at most. Afterwards it opens nothing.")
        last.widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST).isoformat()}

    def clean_name(self) -> str:
        return " ".join(printable(self.cleaned_data["name"]).split())

    def clean_valid_until(self) -> Any:
        chosen, today = self.cleaned_data["valid_until"], timezone.localdate()
        if not today <= chosen <= today + LONGEST:
            raise forms.ValidationError(
                _("Choose today or a later day; %(day)s is the latest."),
                params={"day": day(today + LONGEST)},
            )
        return chosen
