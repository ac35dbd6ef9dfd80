"""Forms about a course as a whole: every text in Lithuanian and English, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.content.actions.courses import MOST_SUMMARY
from courses.content.actions.drafting import MOST_LINE
from courses.content.blocks.base import MOST_TEXT
from courses.content.describing import settings_of, stamp_of
from courses.content.models import Audience, CourseRole, Release
from courses.content.templates import course_templates
from lms.common.drawings import KINDS
from lms.common.languages import LANGUAGES, Pair, text
from lms.hub.forms import IN, Half, PairOf, Row

IN_WHICH = [
    ("lt,en", gettext_lazy("Lithuanian and English, written in Lithuanian first")),
    ("en,lt", gettext_lazy("Lithuanian and English, written in English first")),
    ("lt", gettext_lazy("Only Lithuanian")),
    ("en", gettext_lazy("Only English")),
]
DRAWINGS = {
    "contours": gettext_lazy("Contour lines"),
    "flock": pgettext_lazy("a drawing", "Flock"),
    "furrows": gettext_lazy("Furrows"),
    "lichen": gettext_lazy("Lichen"),
    "quadrats": gettext_lazy("Quadrats"),
    "river": gettext_lazy("River"),
    "transcript": pgettext_lazy("a drawing", "Transcript"),
}
TITLE = PairOf("title", pgettext_lazy("a course", "Title"), needed=True, most=MOST_LINE)


class PairsForm(forms.Form):
    """A form in which `title` becomes `title_lt` and `title_en`."""

    pairs: tuple[PairOf, ...] = ()

    def __init__(
        self, data: QueryDict | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.saved: dict[str, str] = {}
        own = list(self.fields)
        for pair in self.pairs:
            for code in LANGUAGES:
                self.fields[f"{pair.name}_{code}"] = pair.field(code)
        self.order_fields(
            [f"{pair.name}_{code}" for pair in self.pairs for code in LANGUAGES] + own
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for pair in self.pairs:
            halves = [f"{pair.name}_{code}" for code in LANGUAGES]
            if pair.needed and not any(self.data.get(half, "").strip() for half in halves):
                self.add_error(halves[0], _("Write this in at least one language."))
        return said

    def pair(self, name: str) -> Pair:
        """What was written, without the languages left empty."""
        said = {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES}
        return {code: one for code, one in said.items() if one}  # type: ignore[return-value]

    def rows(self) -> Iterator[Row]:
        """The texts in pairs, from top to bottom."""
        for pair in self.pairs:
            halves = [
                Half(
                    code, IN[code], self[f"{pair.name}_{code}"], self.theirs(f"{pair.name}_{code}")
                )
                for code in LANGUAGES
            ]
            yield Row(pair, halves, None, None)

    def theirs(self, name: str) -> str | None:
        """What somebody else saved here meanwhile, where it differs."""
        if name not in self.saved:
            return None
        mine = str(self.data.get(name, "")).replace("\r\n", "\n").strip()
        return None if mine == self.saved[name].strip() else self.saved[name]


@dataclass(frozen=True)
class Offered:
    """A template as the form for a new course shows it."""

    name: str
    title: str
    summary: str
    modules: int
    units: int


class NewCourseForm(PairsForm):
    """A title, the languages, and what to begin with."""

    pairs = (TITLE,)
    languages = forms.ChoiceField(
        label=gettext_lazy("Languages"), choices=IN_WHICH, widget=forms.RadioSelect
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        choices=[("", ""), *((name, name) for name in course_templates())],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title_lt"].widget.attrs["autofocus"] = True

    def offered(self) -> list[Offered]:
        """The templates, in this reader's language."""
        return [
            Offered(one.name, text(one.title), text(one.summary), len(one.modules), one.units)
            for one in course_templates().values()
        ]

    @property
    def chosen(self) -> str:
        """The template chosen, so that a refused form keeps it."""
        return str(self.data.get("template", ""))


class SettingsForm(PairsForm):
    """What a course is, for whom, and how it looks."""

    pairs = (
        TITLE,
        PairOf(
            "summary",
            gettext_lazy("In one or two sentences"),
            rows=3,
            hint=gettext_lazy("It stands in the catalogue, under the title."),
            most=MOST_SUMMARY,
        ),
        PairOf(
            "description",
            gettext_lazy("Description"),
            rows=6,
            hint=gettext_lazy("For the course page: what it is about and for whom. Markdown."),
            most=MOST_TEXT,
        ),
        PairOf(
            "outcomes",
            gettext_lazy("What learners will be able to do"),
            rows=4,
            hint=gettext_lazy("One to a line, in the same order in both languages."),
            most=MOST_TEXT,
        ),
        PairOf(
            "can_be_asked",
            gettext_lazy("What those who have completed it can be asked to do"),
            rows=3,
            hint=gettext_lazy("It is printed on their certificates."),
            most=MOST_SUMMARY,
        ),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("What it prepares for"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
    )
    languages = forms.ChoiceField(
        label=gettext_lazy("Languages"), choices=IN_WHICH, widget=forms.RadioSelect
    )
    drawing = forms.ChoiceField(label=gettext_lazy("Drawing"), widget=forms.RadioSelect)
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example CC BY 4.0."),
    )
    over = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, draft: Release, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_initial(draft))
        field = self.fields["drawing"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, DRAWINGS.get(name, name)) for name in KINDS]

    def told(self) -> dict[str, Any]:
        """What the action needs."""
        said = self.cleaned_data
        # As typed: an empty first line keeps the others beside those they translate.
        typed = [str(self.data.get(f"outcomes_{code}", "")) for code in LANGUAGES]
        lines = [text.replace("\r\n", "\n").rstrip().split("\n") for text in typed]
        outcomes = [
            {code: line for code, line in zip(LANGUAGES, both, strict=True) if line.strip()}
            for both in zip_longest(*lines, fillvalue="")
        ]
        return {
            **{pair.name: self.pair(pair.name) for pair in self.pairs},
            "outcomes": [one for one in outcomes if one],
            "languages": said["languages"].split(","),
            **{name: said[name] for name in ("audience", "drawing", "licence", "over")},
        }

    def meet(self, draft: Release) -> None:
        """Somebody else saved first: show what they say, and let the next saving replace it."""
        self.saved = _initial(draft)
        self.data = {**{name: self.data[name] for name in self.data}, "over": stamp_of(draft)}
        labels: dict[str, dict[str, Any]] = {
            "languages": dict(IN_WHICH),
            "audience": dict(Audience.choices),
            "drawing": DRAWINGS,
        }
        for name, words in labels.items():
            if self.theirs(name) is not None:
                theirs = words.get(self.saved[name], self.saved[name])
                self.add_error(name, _("Saved meanwhile by somebody else: %s") % theirs)

    def single(self) -> list[BoundField]:
        """The fields that are no texts in pairs."""
        return [self[name] for name in ("audience", "languages", "drawing", "licence")]


def _initial(draft: Release) -> dict[str, str]:
    told = settings_of(draft)
    said: dict[str, str] = {"over": stamp_of(draft)}
    for name in ("title", "summary", "description", "can_be_asked"):
        said |= {f"{name}_{code}": told[name].get(code, "") for code in LANGUAGES}
    for code in LANGUAGES:
        said[f"outcomes_{code}"] = "\n".join(one.get(code, "") for one in told["outcomes"])
    said["languages"] = ",".join(told["languages"])
    return said | {name: told[name] for name in ("audience", "drawing", "licence")}


class InviteForm(forms.Form):
    """Whom to invite, and to what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("What they will do"),
        choices=[
            (CourseRole.Role.AUTHOR, gettext_lazy("Write: change units and questions")),
            (CourseRole.Role.OWNER, gettext_lazy("Lead: the same, and people, archiving")),
            (CourseRole.Role.MARKER, gettext_lazy("Assess: see who learns, mark their work")),
            (CourseRole.Role.VIEWER, gettext_lazy("View only: look at what is being written")),
        ],
        initial=CourseRole.Role.AUTHOR,
    )
