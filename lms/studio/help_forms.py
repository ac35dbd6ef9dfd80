"""What an instructor can do for one learner, in one form: open, allow, count, exempt."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.progress.actions.reasons import LONGEST_REASON
from courses.progress.models import Allowance, How
from lms.studio.learner_page import Learner, unit_named

COURSE = "course"
HOWS = [
    (Allowance.Kind.OPEN.value, _("Open it now")),
    (Allowance.Kind.ATTEMPT.value, _("Give another attempt")),
    (Allowance.Kind.TIME.value, _("Give more time")),
    (Allowance.Kind.SKIP.value, _("Let them skip it")),
    (How.OVERRIDE.value, _("Count it as done")),
    (How.EXEMPT.value, _("Exempt from it: it need not be done")),
]
COUNTS = (How.OVERRIDE.value, How.EXEMPT.value)


class HelpForm(forms.Form):
    """For which unit, what, how much, until when, and why."""

    unit = forms.ChoiceField(label=_("Unit"))
    how = forms.ChoiceField(label=_("What you do"), choices=HOWS)
    amount = forms.IntegerField(
        label=_("How many more"),
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=_("Attempts, or minutes for each quiz. Left empty for everything else."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "The last day on which it holds. Left empty, it has no end; what counts always stays."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "It stays in the record. Everybody who teaches here sees it; the learner reads it beside "
            "what you allow."
        ),
    )
    # Pressed twice, it is one.
    pressed = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, learner: Learner, typed: Any = None) -> None:
        following = learner.standing.next
        first = {"unit": str(following.uid) if following else "", "pressed": uuid4()}
        super().__init__(typed, initial=first)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        # Pressed twice, a unit counts already: the action knows what that means, a list does not.
        items = learner.outline.items
        field.choices = [
            *((str(item.uid), unit_named(item)) for item in items),
            (COURSE, _("The whole course")),
        ]

    def clean(self) -> dict[str, Any]:
        """Counting is of a unit, and what is counted in numbers needs one."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        how = said.get("how")
        if said.get("unit") == COURSE and how in (*COUNTS, Allowance.Kind.SKIP.value):
            self.add_error("unit", _("Choose one unit: this is not done for a whole course."))
        numbered = how in (Allowance.Kind.ATTEMPT.value, Allowance.Kind.TIME.value)
        if numbered and not said.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Write how many more."))
        return said
