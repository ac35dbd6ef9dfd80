"""Forms of certificates: how a design looks, and what a course states on its own."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.certificates.design_actions import (
    ELEMENTS,
    MOST_ELEMENT,
    Stated,
    faults_stated,
    stated_stamp,
)
from badges.certificates.design_rules import (
    MOST_CLOSING,
    MOST_LINE,
    MOST_NAME,
    MOST_SIGNATORIES,
    PAIRS,
    Said,
    faults_in,
    stamp_of,
    values_of,
)
from badges.certificates.logo_intake import MOST_BYTES, take_in
from badges.certificates.logos import kept
from badges.certificates.looks import plain_credits
from badges.certificates.models import CertificateDesign, CourseCertification
from badges.certificates.samples import Wanted
from lms.common.languages import LANGUAGES, current_language
from lms.common.pictures import NotAPicture
from lms.hub.forms import IN, PairOf, Row
from lms.hub.queries import profile
from lms.studio.course_forms import PairsForm

NUMBERS = range(1, MOST_SIGNATORIES + 1)


class SampleForm(PairsForm):
    """A form beside which a sample stands: which one is chosen in the form as well."""

    sample_language = forms.ChoiceField(
        label=gettext_lazy("Language of the sample"), choices=list(IN.items()), required=False
    )
    worst = forms.BooleanField(
        label=gettext_lazy("The hardest case: long name and title, twelve competencies"),
        required=False,
    )

    @property
    def wanted(self) -> Wanted:
        language = self.data.get("sample_language") or current_language()
        return Wanted(language if language in LANGUAGES else "lt", bool(self.data.get("worst")))

    def group(self, *names: str) -> Iterator[Row]:
        """Some of the texts in pairs."""
        yield from (row for row in self.rows() if row.pair and row.pair.name in names)

    def _pair_of_row(self, name: str, row: Any) -> dict[str, str]:
        return {f"{name}_{code}": (getattr(row, name) or {}).get(code, "") for code in LANGUAGES}


def _role(number: int) -> PairOf:
    return PairOf(
        f"role_{number}", format_lazy(gettext_lazy("Signatory {}: role"), number), most=MOST_LINE
    )


class DesignForm(SampleForm):
    """How certificates look."""

    pairs = (
        PairOf(
            "said",
            gettext_lazy("Under the name"),
            most=MOST_LINE,
            hint=gettext_lazy("Left empty, it says: completed the course."),
        ),
        PairOf(
            "issuer_name",
            gettext_lazy("Who issues"),
            most=MOST_LINE,
            hint=gettext_lazy("Left empty, the Hub’s name stands there."),
        ),
        PairOf(
            "issuer_detail",
            gettext_lazy("Institution"),
            most=MOST_LINE,
            hint=gettext_lazy("Left empty, the Hub’s institution stands there."),
        ),
        PairOf(
            "closing",
            gettext_lazy("Closing words"),
            rows=2,
            most=MOST_CLOSING,
            hint=gettext_lazy("A sentence at the end of page one. It may be left out."),
        ),
        PairOf(
            "logo_alt",
            gettext_lazy("What the logo is called"),
            most=MOST_LINE,
            hint=gettext_lazy("Read out to people who do not see it: “University of Kaunas”."),
        ),
        *(_role(number) for number in NUMBERS),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the design"),
        max_length=MOST_NAME,
        help_text=gettext_lazy("For those who choose it; it is not printed."),
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("Layout"),
        choices=CertificateDesign.Layout.choices,
        widget=forms.RadioSelect,
    )
    bilingual = forms.BooleanField(
        label=gettext_lazy("Labels in both languages, the other one smaller"), required=False
    )
    hub_accent = forms.BooleanField(
        label=gettext_lazy("Words and lines in the Hub’s colour"), required=False
    )
    accent = forms.CharField(
        label=gettext_lazy("Another colour of words and lines"),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=gettext_lazy("A dark one: it needs a contrast of 4.5 to 1 on the paper."),
    )
    paper = forms.CharField(
        label=gettext_lazy("Paper"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=gettext_lazy("A light colour: text on it needs a contrast of 4.5 to 1."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy("PNG, JPEG or WebP, up to 2 MB. It is printed up to 15 mm high."),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Without this logo"), required=False)
    is_default = forms.BooleanField(
        label=gettext_lazy("Courses that have chosen no design get this one"), required=False
    )
    over = forms.CharField(widget=forms.HiddenInput, required=False)
    logo_kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        design: CertificateDesign,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
    ) -> None:
        super().__init__(data, initial=self._initial(design))
        self.files = files or MultiValueDict()
        for number in NUMBERS:
            self.fields[f"signatory_{number}"] = forms.CharField(
                label=format_lazy(gettext_lazy("Signatory {}: name"), number),
                required=False,
                max_length=MOST_LINE,
            )
        self.logo_file = str((design.logo or {}).get("file", ""))
        if self.is_bound:
            self._take_logo()

    def _initial(self, design: CertificateDesign) -> dict[str, Any]:
        initial: dict[str, Any] = {
            name: getattr(design, name)
            for name in ("name", "layout", "bilingual", "accent", "paper", "is_default")
        }
        # A picker of colours cannot be empty: it shows the Hub's while that is chosen.
        initial["hub_accent"] = not design.accent
        initial["accent"] = design.accent or profile().colour
        for name in PAIRS:
            initial |= self._pair_of_row(name, design)
        for number, one in enumerate(design.signatories, start=1):
            initial[f"signatory_{number}"] = one["name"]
            initial |= {f"role_{number}_{code}": one["role"].get(code, "") for code in LANGUAGES}
        language = current_language()
        return {**initial, "over": stamp_of(design), "sample_language": language}

    def _take_logo(self) -> None:
        """What is brought is kept at once, so that a mistake elsewhere in the form does not cost it."""
        self.logo_error = ""
        self.logo_file = "" if self.data.get("without_logo") else self.data.get("logo_kept", "")
        brought = self.files.get("logo")
        if brought is not None:
            try:
                self.logo_file = take_in(brought.read(MOST_BYTES + 1)).file
            except NotAPicture as error:
                self.logo_error = str(error)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.logo_error:
            self.add_error("logo", self.logo_error)
        # Of what is missing altogether Django has spoken already.
        spoken = set(self.errors)
        for name, sentence in faults_in(self._said(), profile().colour):
            if name not in spoken:
                self.add_error(name if name in self.fields else None, sentence)
        return said

    def _said(self) -> Said:
        said = self.cleaned_data
        return Said(
            name=said.get("name", ""),
            layout=said.get("layout", ""),
            bilingual=bool(said.get("bilingual")),
            accent="" if said.get("hub_accent") else said.get("accent", "").lower(),
            paper=said.get("paper", "").lower(),
            logo=self.logo_file,
            signatories=list(self._signatories()),
            is_default=bool(said.get("is_default")),
            **{name: self._half(name) for name in PAIRS},
        )

    def _half(self, name: str) -> Any:
        said = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}
        return {code: words.replace("\r\n", "\n").strip() for code, words in said.items() if words}

    def _signatories(self) -> Iterator[dict[str, Any]]:
        for number in NUMBERS:
            name = self.cleaned_data.get(f"signatory_{number}", "")
            role = self._half(f"role_{number}")
            if name or role:
                yield {"name": name, "role": role}

    def said(self) -> Said:
        """What is to be saved."""
        return self._said()

    def design(self) -> CertificateDesign:
        """The design as the form says it now, unsaved, for a sample."""
        return CertificateDesign(**values_of(self._said()))

    @property
    def logo_size(self) -> tuple[int, int] | None:
        """How large the logo is that the form holds, in pixels."""
        found = kept(self.logo_file) if self.logo_file else None
        return (found.width, found.height) if found else None

    def word_rows(self) -> Iterator[Row]:
        """What the certificate says."""
        return self.group("said", "issuer_name", "issuer_detail", "closing")

    def logo_rows(self) -> Iterator[Row]:
        """What the logo is called."""
        return self.group("logo_alt")

    def signing(self) -> list[tuple[Any, Row]]:
        """The name and the role of each who signs."""
        return [
            (self[f"signatory_{number}"], next(self.group(f"role_{number}"))) for number in NUMBERS
        ]

    def meet(self, design: CertificateDesign) -> None:
        """Somebody else saved first: show their words, and let the next saving replace them."""
        theirs = self._initial(design)
        self.saved = {name: said for name, said in theirs.items() if isinstance(said, str)}
        self.data = {**{name: self.data[name] for name in self.data}, "over": stamp_of(design)}


class CertificationForm(SampleForm):
    """What a course's certificates look like and state."""

    pairs = (
        PairOf(
            "level",
            gettext_lazy("Qualification level"),
            most=MOST_ELEMENT,
            hint=gettext_lazy("Where one has been set: “EQF level 5”."),
        ),
        PairOf(
            "assessment",
            gettext_lazy("Type of assessment"),
            rows=2,
            most=MOST_ELEMENT,
            hint=gettext_lazy("Left empty, how the required quizzes are taken is stated."),
        ),
        PairOf(
            "participation",
            gettext_lazy("Form of participation"),
            most=MOST_ELEMENT,
            hint=gettext_lazy("Left empty, it says: online, at one’s own pace."),
        ),
        PairOf(
            "quality",
            gettext_lazy("Quality assurance"),
            rows=2,
            most=MOST_ELEMENT,
            hint=gettext_lazy("Left empty, how the course is written and published is stated."),
        ),
        PairOf(
            "prerequisites",
            gettext_lazy("Prerequisites"),
            most=MOST_ELEMENT,
            hint=gettext_lazy("It may be left out."),
        ),
        PairOf(
            "stackability",
            gettext_lazy("What it can be combined with"),
            rows=2,
            most=MOST_ELEMENT,
            hint=gettext_lazy("Other courses with which it makes a larger whole."),
        ),
    )
    design = forms.TypedChoiceField(
        label=gettext_lazy("Design"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    credits = forms.CharField(
        label=gettext_lazy("ECTS credits"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=gettext_lazy("One credit is 25 to 30 hours of work. Only where they are given."),
    )
    over = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        row: CourseCertification,
        offered: list[CertificateDesign],
        usual: str,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, initial=self._initial(row))
        names = [(str(one.pk), one.name) for one in offered]
        self.fields["design"].choices = [("", usual), *names]  # type: ignore[attr-defined]

    def _initial(self, row: CourseCertification) -> dict[str, Any]:
        initial: dict[str, Any] = {
            "design": row.design_id or "",
            "credits": _typed(plain_credits(row.credits)),
            "over": stated_stamp(row),
            "sample_language": current_language(),
        }
        for name in ELEMENTS:
            initial |= self._pair_of_row(name, row)
        return initial

    def clean_credits(self) -> Decimal | None:
        typed = self.cleaned_data["credits"].strip().replace(",", ".")
        if not typed:
            return None
        if not typed.replace(".", "", 1).isdecimal() or not typed.isascii():
            raise forms.ValidationError(_("Write a number, like 2 or 1.5."))
        return Decimal(typed)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name, sentence in faults_stated(self.stated()):
            self.add_error(name, sentence)
        return said

    def stated(self) -> Stated:
        """What is to be saved."""
        said = self.cleaned_data
        elements: dict[str, Any] = {
            name: {
                code: words.replace("\r\n", "\n").strip()
                for code in LANGUAGES
                if (words := said.get(f"{name}_{code}", ""))
            }
            for name in ELEMENTS
        }
        return Stated(design=said.get("design"), credits=said.get("credits"), **elements)

    def meet(self, row: CourseCertification) -> None:
        """Somebody else saved first: show their words, and let the next saving replace them."""
        self.saved = {
            name: said for name, said in self._initial(row).items() if isinstance(said, str)
        }
        self.data = {**{name: self.data[name] for name in self.data}, "over": stated_stamp(row)}


def _typed(plain: str) -> str:
    return plain.replace(".", ",") if current_language() == "lt" else plain
