"""The form of an achievement: its words in both languages, its rule in plain sentences, its look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.awards.definition_actions import (
    MOST_MONTHS,
    MOST_NAME,
    MOST_PARTS,
    MOST_SAID,
    MOST_SEED,
    Definition,
    drawn,
)
from badges.awards.models import Achievement, AchievementVersion
from badges.awards.rules import MEASURED_LEVELS, Rule, is_by_hand
from badges.awards.sentences import calibration_chosen, competency_chosen, course_said
from lms.common.languages import LANGUAGES
from lms.common.wording import read_whole
from lms.hub.forms import PairOf
from lms.studio.course_forms import PairsForm

ALL, ANY, SOME, GIVEN = "all", "any", "some", "given"
SPARE_ROWS = 2
LEAST_ROWS = 3
MOST_SHARE = 99
# How a value of the list begins that asks to be measured.
MEASURED = "calibration:"
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class PartRow:
    """One row of the rule: which thing is chosen. number: from 1, for its label."""

    number: int
    id: str
    chosen: str


class AchievementForm(PairsForm):
    """What a course's badge says and how it is earned."""

    pairs = (
        PairOf("name", gettext_lazy("Name of the badge"), needed=True, most=MOST_NAME),
        PairOf(
            "description",
            gettext_lazy("What it says of its holder"),
            rows=3,
            needed=True,
            hint=gettext_lazy("A sentence about what the holder can do: “Finds breaches of…”"),
            most=MOST_SAID,
        ),
        PairOf(
            "criteria",
            gettext_lazy("How it is earned"),
            rows=3,
            needed=True,
            hint=gettext_lazy("The rule below in your own words. It stands on every such badge."),
            most=MOST_SAID,
        ),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("The badge is given to who has shown"),
        choices=[
            (ALL, gettext_lazy("all of these")),
            (ANY, gettext_lazy("any one of these")),
            (SOME, gettext_lazy("at least so many of these:")),
            (GIVEN, gettext_lazy("nothing here: those who lead the course give it by hand")),
        ],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    k = forms.IntegerField(label=gettext_lazy("How many of them"), required=False)
    part = forms.MultipleChoiceField(label=gettext_lazy("What is asked for"), required=False)
    lower = forms.IntegerField(
        label=gettext_lazy("Right in at least so many per cent of cases"),
        required=False,
        min_value=1,
        max_value=MOST_SHARE,
        help_text=gettext_lazy(
            "Even at the lower end of the interval. Only where a measured level is asked for; empty: as the"
            " level says."
        ),
    )
    bias = forms.IntegerField(
        label=gettext_lazy("Estimates at most so many per cent too high or too low"),
        required=False,
        min_value=1,
        max_value=MOST_SHARE,
        help_text=gettext_lazy(
            "On average, in every kind of estimate. Only where a measured level of an exercise with"
            " estimates is asked for; empty: any."
        ),
    )
    valid_months = forms.IntegerField(
        label=gettext_lazy("Valid for how many months"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=gettext_lazy(
            "Empty: without limit, or as long as what was measured is valid. A badge never outlives what it"
            " rests on."
        ),
    )
    letter = forms.ChoiceField(
        label=gettext_lazy("Letter"),
        required=False,
        help_text=gettext_lazy("Of a domain that the rule asks for."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Pattern"),
        required=False,
        min_value=0,
        max_value=MOST_SEED,
        help_text=gettext_lazy("Every number draws contour lines of its own."),
    )
    over = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        parts: Choices,
        letters: list[tuple[str, str]],
        version: AchievementVersion | None = None,
        stamp: str = "",
        is_only_tried: bool = False,
    ) -> None:
        super().__init__(data, initial=_initial(version, stamp))
        self.parts = parts
        # More rows, another pattern: nothing is judged yet.
        self.is_only_tried = is_only_tried
        self.rows_wanted = 0
        part, letter = self.fields["part"], self.fields["letter"]
        assert isinstance(part, forms.MultipleChoiceField)
        assert isinstance(letter, forms.ChoiceField)
        part.choices = [pair for _group, pairs in parts for pair in pairs]
        letter.choices = letters
        for name, attrs in (
            ("k", {"min": 1, "max": MOST_PARTS}),
            ("valid_months", {"min": 1, "max": MOST_MONTHS}),
            ("lower", {"min": 1, "max": MOST_SHARE}),
            ("bias", {"min": 1, "max": MOST_SHARE}),
            ("seed", {"min": 0, "max": MOST_SEED}),
        ):
            self.fields[name].widget.attrs.update(attrs)
        if data is not None:
            # Rows that are left empty ask for nothing; the same thing asked twice is asked once.
            self.rows_wanted = len(data.getlist("part"))
            self.data = data.copy()
            self.data.setlist("part", self._chosen())

    def _chosen(self) -> list[str]:
        if not self.is_bound:
            return list(self.initial.get("part", []))
        assert isinstance(self.data, QueryDict)
        asked = [one for one in self.data.getlist("part") if one]
        return list(dict.fromkeys(asked))[:MOST_PARTS]

    @property
    def asks_measured(self) -> bool:
        """Whether there is an exercise to ask for."""
        return any(value.startswith(MEASURED) for _group, pairs in self.parts for value, _ in pairs)

    def rows_of_rule(self) -> list[PartRow]:
        """What is chosen, and rows to choose more."""
        chosen = self._chosen()
        count = min(max(len(chosen) + SPARE_ROWS, LEAST_ROWS, self.rows_wanted), MOST_PARTS)
        chosen += [""] * (count - len(chosen))
        # The error summary leads to the first row.
        return [
            PartRow(place, "id_part" if place == 1 else f"id_part_{place}", one)
            for place, one in enumerate(chosen, 1)
        ]

    def full_clean(self) -> None:
        if self.is_only_tried:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        asked = said.get("part", [])
        if said.get("how") == GIVEN:
            # What was chosen before is hidden, and asks for nothing.
            return {**said, "part": [], "lower": None, "bias": None}
        if "part" in said and not asked:
            self.add_error("part", _("Choose at least one thing that the badge asks for."))
        if said.get("how") == SOME and asked and not 1 <= (said.get("k") or 0) <= len(asked):
            words = _("Write a number from 1 to %s: so many things are chosen.")
            self.add_error("k", words % len(asked))
        if asked and not any(one.startswith(MEASURED) for one in asked):
            for name in ("lower", "bias"):
                if said.get(name):
                    words = _("Choose a measured level of an exercise above, or leave this empty.")
                    self.add_error(name, words)
        return said

    def _bounds(self) -> dict[str, float]:
        """What is asked of every measured result besides its level, as shares."""
        found = {}
        for name in ("lower", "bias"):
            share = read_whole(str(self[name].value() or ""), 2)
            if share:
                found[name] = share / 100
        return found

    def rule(self) -> dict[str, Any] | None:
        """The rule as it is chosen now, as far as it makes one; saved or not."""
        how = self["how"].value()
        if how == GIVEN:
            return {"given": True}
        known = {value for _group, pairs in self.parts for value, _label in pairs}
        bounds = self._bounds()
        parts = [_part(one, bounds) for one in self._chosen() if one in known]
        if not parts:
            return None
        if len(parts) == 1:
            return parts[0]
        if how == SOME:
            count = str(self["k"].value() or "")
            k = int(count) if count.isascii() and count.isdecimal() and len(count) < 3 else 1
            return {"k": min(max(k, 1), len(parts)), "of": parts}
        return {ANY: parts} if how == ANY else {ALL: parts}

    def drawing(self) -> dict[str, Any]:
        """The badge as it would look."""
        seed = str(self["seed"].value() or "")
        number = int(seed) if seed.isascii() and seed.isdecimal() and len(seed) < 7 else 0
        return drawn(self.rule() or {}, str(self["letter"].value() or ""), number)

    def definition(self) -> Definition:
        """What was written, for the action; of a form that is valid."""
        rule = self.rule()
        assert rule is not None
        return Definition(
            name=self.pair("name"),
            description=self.pair("description"),
            criteria=self.pair("criteria"),
            rule=rule,
            drawing=self.drawing(),
            valid_months=self.cleaned_data["valid_months"],
        )

    def version(self, key: str, number: int) -> AchievementVersion:
        """The version as it would be, as far as the form says; stored nowhere, judged by nobody."""
        months = read_whole(str(self["valid_months"].value() or ""), 3)
        return AchievementVersion(
            achievement=Achievement(key=key),
            number=number,
            name=self._tried("name"),
            description=self._tried("description"),
            criteria=self._tried("criteria"),
            rule=self.rule() or {},
            drawing=self.drawing(),
            valid_months=months if months and months <= MOST_MONTHS else None,
        )

    def _tried(self, name: str) -> dict[str, str]:
        said = {code: str(self[f"{name}_{code}"].value() or "").strip() for code in LANGUAGES}
        return {code: words for code, words in said.items() if words}

    def add_rows(self) -> None:
        """Room to ask for more."""
        self.rows_wanted += SPARE_ROWS

    def try_pattern(self) -> None:
        """Another drawing; nothing else changes."""
        self._put("seed", a_seed())

    def meet(self, stamp: str) -> None:
        """Somebody else saved first: the next saving replaces theirs."""
        self._put("over", stamp)

    def _put(self, name: str, value: str) -> None:
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data[name] = value


def a_seed() -> str:
    """A number for a drawing."""
    return get_random_string(4, "123456789")


def parts_offered(
    shown: Mapping[str, int],
    names: Mapping[str, Any],
    titles: Mapping[str, Any],
    also: Rule | None,
    exercises: Mapping[str, Any],
) -> Choices:
    """What a rule can ask for, in groups: (value, words).

    shown: code → the highest level that can be asked for.  titles: slug → the title of a course.
    exercises: course/unit → the title of a unit in which people are measured.  also: a rule whose parts are offered too, whatever else is.
    """
    courses = [(f"course:{slug}", course_said(slug, titles)) for slug in titles]
    asked = [
        (f"{code}@{level}", competency_chosen(code, level, names))
        for code in names
        for level in range(1, shown.get(code, 0) + 1)
    ]
    measured = [
        (f"{MEASURED}{name}@{level}", calibration_chosen(name, level, exercises))
        for name in exercises
        for level in MEASURED_LEVELS
    ]
    known = {value for value, _words in [*courses, *asked, *measured]}
    kept = []
    for part in also_parts(also):
        value = _value(part)
        if value not in known:
            if "course" in part:
                words = course_said(part["course"], titles)
            elif "calibration" in part:
                words = calibration_chosen(part["calibration"], part["level"], exercises)
            else:
                words = competency_chosen(part["competency"], part["level"], names)
            kept.append((value, words))
    groups = [
        (_("Shown here"), asked),
        (_("Measured"), measured),
        (_("Completed"), courses),
        (_("Asked for until now, but no longer shown here"), kept),
    ]
    return [(name, pairs) for name, pairs in groups if pairs]


def also_parts(rule: Rule | None) -> list[Rule]:
    """The parts of a rule that the form can show: one list of plain things."""
    _how, _k, parts = flat(rule) if rule else (ALL, None, [])
    return parts


def flat(rule: Rule) -> tuple[str, int | None, list[Rule]]:
    """(how, k, parts) of a rule without rules inside its parts; parts are empty where it has."""
    if is_by_hand(rule):
        return GIVEN, None, []
    if "all" in rule:
        how, k, parts = ALL, None, list(rule["all"])
    elif "any" in rule:
        how, k, parts = ANY, None, list(rule["any"])
    elif "of" in rule:
        how, k, parts = SOME, int(rule["k"]), list(rule["of"])
    else:
        how, k, parts = ALL, None, [rule]
    plain = all(not {"all", "any", "of"} & set(part) for part in parts)
    # The form asks the same of every measured result.
    same = len({tuple(bounds_of(part).items()) for part in parts if "calibration" in part}) <= 1
    return how, k, parts if plain and same else []


def bounds_of(part: Rule) -> dict[str, float]:
    """What a part that asks to be measured asks besides its level."""
    return {name: part[name] for name in ("lower", "bias") if name in part}


def _value(part: Rule) -> str:
    if "course" in part:
        return f"course:{part['course']}"
    if "calibration" in part:
        return f"{MEASURED}{part['calibration']}@{part['level']}"
    return f"{part['competency']}@{part['level']}"


def _part(value: str, bounds: Mapping[str, float]) -> dict[str, Any]:
    if value.startswith(MEASURED):
        name, _at, level = value.removeprefix(MEASURED).rpartition("@")
        return {"calibration": name, "level": int(level), **bounds}
    if value.startswith("course:"):
        return {"course": value.removeprefix("course:")}
    code, _at, level = value.partition("@")
    return {"competency": code, "level": int(level)}


def _initial(version: AchievementVersion | None, stamp: str) -> dict[str, Any]:
    if version is None:
        return {"seed": a_seed(), "how": ALL}
    how, k, parts = flat(version.rule)
    bounds = next((bounds_of(part) for part in parts if "calibration" in part), {})
    said: dict[str, Any] = {
        "over": stamp,
        "how": how,
        "k": k,
        "part": [_value(part) for part in parts],
        "valid_months": version.valid_months,
        **{name: round(share * 100) for name, share in bounds.items()},
        "letter": version.drawing["letter"],
        "seed": version.drawing["seed"],
    }
    for name in ("name", "description", "criteria"):
        said |= {f"{name}_{code}": getattr(version, name).get(code, "") for code in LANGUAGES}
    return said
