"""Forms about dated runs."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.content.actions.drafting import MOST_LINE
from courses.enrolment.actions.arranging import Arrangement
from courses.enrolment.models import MOST_SENTENCE, Run
from courses.enrolment.runs import read_domains
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.hub.forms import PairOf
from lms.studio.course_forms import PairsForm

MOST_PLACES = 10_000
MOST_HOURS = 24 * 14
MOST_PASTED = 20_000
DATES = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
NAME = PairOf("name", pgettext_lazy("of a run", "Name"), needed=True, most=MOST_LINE)
POLICIES = [
    (Run.Policy.OPEN, gettext_lazy("Open door: everybody may come in")),
    (Run.Policy.LINK, gettext_lazy("By a link: for a class or a group; it can be renewed")),
    (Run.Policy.KEY, gettext_lazy("By an enrolment key: a word that learners type")),
    (Run.Policy.APPROVAL, gettext_lazy("By approval: they ask, you answer")),
    (Run.Policy.DOMAIN, gettext_lazy("By e-mail domain: for addresses of your organisation")),
    (Run.Policy.INVITATION, gettext_lazy("Only by invitation: you paste their addresses")),
]


class DayField(forms.DateField):
    """A day, chosen in a calendar or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=DATES, widget=widget, **kwargs)


class RunForm(PairsForm):
    """When a run is, for how many, and how they come in."""

    pairs = (NAME,)
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("After it nothing more is counted. Empty: it does not end."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of its letters"),
        choices=[("lt", "Lietuvių"), ("en", "English")],
        help_text=gettext_lazy("For those without an account; others get their own."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Places"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=gettext_lazy("Empty: as many as come. With a number there is a waiting list."),
    )
    offer_hours = forms.IntegerField(
        label=gettext_lazy("How many hours a free place is kept for the next who waits"),
        min_value=1,
        max_value=MOST_HOURS,
        initial=48,
    )
    policy = forms.ChoiceField(
        label=gettext_lazy("How people come in"), choices=POLICIES, widget=forms.RadioSelect
    )
    key = forms.CharField(
        label=gettext_lazy("Enrolment key"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "At least four signs. Capital letters and spaces make no difference."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    domains = forms.CharField(
        label=gettext_lazy("Domains"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "What stands after the @, for example ktu.lt. Those below it, such as"
            " stud.ktu.lt, belong to it."
        ),
    )

    # Shown once the last day has been refused for it.
    knows_late = forms.BooleanField(
        label=gettext_lazy("Keep this last day all the same"),
        required=False,
        help_text=gettext_lazy("The run goes only through a part of the course."),
    )

    def __init__(self, data: QueryDict | None = None, run: Run | None = None) -> None:
        super().__init__(data, initial=_initial(run))

    def clean_domains(self) -> list[str]:
        found, wrong = read_domains(self.cleaned_data["domains"])
        if wrong and self.data.get("policy") == Run.Policy.DOMAIN:
            raise forms.ValidationError(_("This is no domain: %s") % ", ".join(wrong))
        return found

    def told(self) -> Arrangement:
        """What the action needs."""
        said = self.cleaned_data
        return Arrangement(
            name=self.pair("name"),
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            language=said["language"],
            capacity=said["capacity"],
            policy=said["policy"],
            key=said["key"],
            domains=tuple(said["domains"]),
            offer_hours=said["offer_hours"],
            knows_late=said["knows_late"],
        )

    @property
    def asks_late(self) -> bool:
        """Whether the form offers to keep a last day before which a unit does not open."""
        return self.has_error("ends_on", "opens-later") or bool(self.data.get("knows_late"))

    def refuse(self, refusal: Refusal) -> None:
        """Say a refusal of the action beside the field that it belongs to."""
        field = self.places.get(refusal.code)
        self.add_error(field, forms.ValidationError(str(refusal), code=refusal.code))

    # Which field a refusal of the action belongs to.
    places = {
        "ends-early": "ends_on",
        "opens-later": "ends_on",
        "short-key": "key",
        "no-domain": "domains",
        "too-few-places": "capacity",
    }


def _initial(run: Run | None) -> dict[str, Any]:
    if run is None:
        return {"policy": Run.Policy.OPEN, "offer_hours": 48}
    said: dict[str, Any] = {f"name_{code}": run.title.get(code, "") for code in LANGUAGES}
    for name in ("starts_on", "ends_on", "language", "capacity", "offer_hours", "policy", "key"):
        said[name] = getattr(run, name)
    return said | {"domains": ", ".join(run.domains)}


class InviteForm(forms.Form):
    """Addresses, pasted."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=gettext_lazy(
            "One to a line, or with commas between. Names beside them are fine."
        ),
        error_messages={"required": gettext_lazy("Paste at least one address.")},
    )


class AnswerForm(forms.Form):
    """The reason of a refusal, for those who asked."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, if you do not take them in"),
        required=False,
        max_length=MOST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("They read it as you write it."),
    )
