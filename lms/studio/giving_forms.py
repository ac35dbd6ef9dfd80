"""Forms about giving badges by hand and taking credentials back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.awards.giving_actions import MOST_LINK, Said
from badges.awards.lists import MOST_BYTES
from badges.awards.models import Award
from lms.common.clock import local_day, now
from lms.studio.run_forms import DayField

MOST = Award.MOST_GIVEN


class Words(forms.CharField):
    """A few lines that whoever verifies will read."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(
            max_length=MOST, widget=forms.Textarea(attrs={"rows": rows}), strip=True, **kwargs
        )


class WhyForm(forms.Form):
    """Why a badge or a certificate is taken back."""

    reason = Words(
        label=gettext_lazy("Why it is revoked"),
        help_text=gettext_lazy(
            "Whoever verifies it reads this, as you write it, on its Lithuanian and its English page."
        ),
    )


class GiveForm(forms.Form):
    """Whom a badge is given, and why. who: the id of a person who was found."""

    q = forms.CharField(label=gettext_lazy("Person"), max_length=254, required=False, strip=True)
    who = forms.IntegerField(required=False)
    reason = Words(
        label=gettext_lazy("Why it is given"),
        help_text=gettext_lazy("Whoever verifies the badge reads this, as you write it."),
    )
    done_on = DayField(label=gettext_lazy("Day of what was done"), required=False)
    proof = Words(
        label=gettext_lazy("What shows it"),
        rows=2,
        required=False,
        help_text=gettext_lazy("A protocol, a report, a talk: where one can look. Also public."),
    )
    link = forms.CharField(
        label=gettext_lazy("Address where it can be seen"),
        max_length=MOST_LINK,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day and day > local_day(now()):
            raise forms.ValidationError(_("The day of what was done is still to come."))
        return day

    def said(self) -> Said:
        """Of a form that is valid."""
        said = self.cleaned_data
        return Said(said["reason"], said["done_on"], said["proof"], said["link"])


class ListForm(forms.Form):
    """A list of people, as a file or as text, and a reason for lines without one."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("A table saved as CSV, or a text with one address a line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the list here"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    reason = Words(
        label=gettext_lazy("Why it is given"),
        rows=2,
        required=False,
        help_text=gettext_lazy(
            "For every line that has no reason of its own. Whoever verifies the badge reads it."
        ),
    )
