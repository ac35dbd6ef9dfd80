"""Forms of the hub's editors: every text in Lithuanian and English, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.common.languages import LANGUAGES, OTHER, Pair
from lms.common.wording import number
from lms.hub.colours import DARK_GROUNDS, LEAST, LIGHT_GROUNDS, is_colour, weakest
from lms.hub.words import Worded, fingerprint, words_of

# Each in its own language, whatever the page's.
IN = {"lt": "Lietuviškai", "en": "In English"}
MISSING = {
    "lt": gettext_lazy("Lithuanian is missing: readers of Lithuanian see the English text."),
    "en": gettext_lazy("English is missing: readers of English see the Lithuanian text."),
}
EMPTIED = {
    "lt": gettext_lazy(
        "There was a text here. Left empty, readers of Lithuanian will see the English one."
    ),
    "en": gettext_lazy(
        "There was a text here. Left empty, readers of English will see the Lithuanian one."
    ),
}
LINE, LINES, PAGE = 1, 3, 16
MARKDOWN = gettext_lazy(
    "Markdown: ## begins a heading, - a list, **bold**, [words](address). In a heading, words"
    " before a vertical bar stand in the margin: ## Aim | What we work for."
)


@dataclass(frozen=True)
class PairOf:
    """A text in both languages. rows: how many lines its fields show."""

    name: str
    label: str | Promise
    rows: int = LINE
    hint: str | Promise = ""
    needed: bool = False
    most: int = 200

    def field(self, language: str) -> forms.CharField:
        attrs = {"lang": language, "spellcheck": "true"}
        widget: forms.Widget = forms.TextInput(attrs=attrs)
        if self.rows > LINE:
            widget = forms.Textarea(attrs={**attrs, "rows": self.rows})
        label = format_lazy("{} – {}", self.label, IN[language])
        return forms.CharField(required=False, label=label, widget=widget, max_length=self.most)


@dataclass(frozen=True)
class Half:
    """One language of a pair; theirs: what somebody else saved there meanwhile, if they did."""

    language: str
    label: str
    field: BoundField
    theirs: str | None


@dataclass(frozen=True)
class Row:
    """One line of the form: a pair, or a single field."""

    pair: PairOf | None
    halves: list[Half]
    field: BoundField | None
    theirs: str | None


class WordsForm(forms.Form):
    """What editors write about one thing; `title` becomes `title_lt` and `title_en`."""

    pairs: ClassVar[tuple[PairOf, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ()
    over = forms.CharField(widget=forms.HiddenInput, required=False)
    # Asked only where a language that had words is about to lose them.
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, leave empty what had a text"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, row: Worded) -> None:
        initial: dict[str, Any] = {"over": fingerprint(row)}
        for name, said in words_of(row).items():
            halves = {f"{name}_{code}": said.get(code, "") for code in LANGUAGES if _is_pair(said)}
            initial |= halves or {name: said}
        super().__init__(data, initial=initial)
        self.by_name = {pair.name: pair for pair in self.pairs}
        self.saved: dict[str, Any] = {}
        self.asks = False
        for pair in self.pairs:
            for code in LANGUAGES:
                half = pair.field(code)
                if initial.get(f"{pair.name}_{OTHER[code]}") and not initial[f"{pair.name}_{code}"]:
                    half.help_text = MISSING[code]
                self.fields[f"{pair.name}_{code}"] = half
        self.order_fields([name for row_of in self._names() for name in row_of])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for pair in self.pairs:
            first, *_others = halves = [f"{pair.name}_{code}" for code in LANGUAGES]
            for half in halves:
                # Browsers send two signs for the end of a line; files have one.
                said[half] = said.get(half, "").replace("\r\n", "\n")
            if pair.needed and not any(self.data.get(half, "").strip() for half in halves):
                self.add_error(first, _("Write this in at least one language."))
                continue
            for code, half in self._emptied(pair):
                self.asks = True
                if not said.get("sure"):
                    self.add_error(half, EMPTIED[code])
        return said

    def words(self) -> dict[str, Any]:
        """What was written, by field; a language left empty is left out."""
        said = self.cleaned_data
        plain = {
            name: said[name] for name in self.order if name in said and name not in self.by_name
        }
        return plain | {pair.name: self._pair(pair) for pair in self.pairs}

    def meet(self, row: Worded) -> None:
        """Somebody else saved first: show their words, and let the next saving replace them."""
        self.saved = words_of(row)
        self.data = {**{name: self.data[name] for name in self.data}, "over": fingerprint(row)}

    def rows(self) -> Iterator[Row]:
        """The form from top to bottom."""
        for name in self.order:
            if pair := self.by_name.get(name):
                yield Row(pair, [self._half(pair, code) for code in LANGUAGES], None, None)
            else:
                yield Row(None, [], self[name], self._theirs(name, self.saved.get(name)))

    def _emptied(self, pair: PairOf) -> Iterator[tuple[str, str]]:
        """The languages that had words and have none now, while the other language has some."""
        halves = {code: f"{pair.name}_{code}" for code in LANGUAGES}
        written = {code: self.data.get(half, "").strip() for code, half in halves.items()}
        for code, half in halves.items():
            if self.initial.get(half) and not written[code] and any(written.values()):
                yield code, half

    def _pair(self, pair: PairOf) -> Pair:
        said = {code: self.cleaned_data[f"{pair.name}_{code}"] for code in LANGUAGES}
        return {code: text for code, text in said.items() if text}  # type: ignore[return-value]

    def _half(self, pair: PairOf, code: str) -> Half:
        name = f"{pair.name}_{code}"
        saved = self.saved.get(pair.name, {}).get(code, "") if self.saved else None
        return Half(code, IN[code], self[name], self._theirs(name, saved))

    def _theirs(self, name: str, saved: str | None) -> str | None:
        if not self.saved or self.cleaned_data.get(name) == saved:
            return None
        return saved

    def _names(self) -> Iterator[list[str]]:
        for name in self.order:
            in_pairs = name in self.by_name
            yield [f"{name}_{code}" for code in LANGUAGES] if in_pairs else [name]


def _is_pair(said: object) -> bool:
    return isinstance(said, dict)


class PageForm(WordsForm):
    """A page of the hub."""

    order = ("title", "lead", "body")
    pairs = (
        PairOf("title", gettext_lazy("Title"), needed=True),
        PairOf(
            "lead",
            gettext_lazy("Opening"),
            rows=LINES,
            hint=gettext_lazy("One or two sentences, in plain words."),
            most=1000,
        ),
        PairOf("body", gettext_lazy("Text"), rows=PAGE, hint=MARKDOWN, most=60_000),
    )


class NewsForm(WordsForm):
    """A piece of news."""

    order = ("title", "lead", "body")
    pairs = (
        PairOf("title", gettext_lazy("Title"), needed=True),
        PairOf(
            "lead",
            gettext_lazy("Opening"),
            rows=LINES,
            hint=gettext_lazy("What happened, and why it matters: it also stands in the list."),
            needed=True,
            most=1000,
        ),
        PairOf("body", gettext_lazy("Text"), rows=PAGE, hint=MARKDOWN, most=60_000),
    )


class PrincipleForm(WordsForm):
    """One of the ten principles."""

    order = ("title", "gloss", "example")
    pairs = (
        PairOf("title", gettext_lazy("Principle in a few words"), needed=True),
        PairOf(
            "gloss",
            gettext_lazy("What it means"),
            rows=5,
            hint=gettext_lazy("Two or three sentences of your own. Markdown."),
            needed=True,
            most=2000,
        ),
        PairOf("example", gettext_lazy("Example"), rows=4, most=2000),
    )


class ProfileForm(WordsForm):
    """Who the hub is, and its colours."""

    order = (
        "name",
        "short_name",
        "institution",
        "country",
        "address",
        "email",
        "logo_text",
        "colour",
        "colour_dark",
        "funding",
        "source_url",
    )
    pairs = (
        PairOf(
            "name",
            gettext_lazy("Name"),
            hint=gettext_lazy("It is printed on every certificate."),
            needed=True,
        ),
        PairOf(
            "short_name",
            gettext_lazy("Short name"),
            hint=gettext_lazy("It stands beside the logo, at the top of every page."),
        ),
        PairOf("institution", gettext_lazy("Institution")),
        PairOf("country", gettext_lazy("Country")),
        PairOf("address", gettext_lazy("Where to find the Hub")),
        PairOf("funding", gettext_lazy("Funding notice"), rows=LINES, most=1000),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address for letters"), required=False)
    logo_text = forms.CharField(
        label=gettext_lazy("Name of the platform, beside the logo"), max_length=30
    )
    colour = forms.CharField(
        label=gettext_lazy("Colour on light paper"),
        max_length=7,
        help_text=gettext_lazy("# and six digits, like #44601f: links, buttons and signs."),
    )
    colour_dark = forms.CharField(
        label=gettext_lazy("Colour on dark paper"),
        max_length=7,
        help_text=gettext_lazy("For devices with a dark view, like #a8c877."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the program code"), required=False, assume_scheme="https"
    )

    def clean_colour(self) -> str:
        message = _(
            "Text in this colour reaches a contrast of %(found)s to 1 where it is weakest;"
            " %(least)s to 1 is needed. Choose a darker one."
        )
        return self._readable("colour", LIGHT_GROUNDS, message)

    def clean_colour_dark(self) -> str:
        message = _(
            "Text in this colour reaches a contrast of %(found)s to 1 where it is weakest;"
            " %(least)s to 1 is needed. Choose a lighter one."
        )
        return self._readable("colour_dark", DARK_GROUNDS, message)

    def _readable(self, name: str, grounds: tuple[str, ...], message: str) -> str:
        colour = str(self.cleaned_data[name])
        if not is_colour(colour):
            raise forms.ValidationError(
                _("This is not a colour. Write # and six digits, like #44601f.")
            )
        found = weakest(colour, grounds)
        if found < LEAST:
            # Cut, not rounded: 4.49 must not be shown as the 4.5 that is asked for.
            told = {"found": number(int(found * 10) / 10, 1), "least": number(LEAST, 1)}
            raise forms.ValidationError(message % told)
        return colour
