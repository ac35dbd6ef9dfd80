"""Who holds a badge or a certificate, as those who answer for it read it. Reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext, pgettext_lazy

from badges.awards.models import Achievement, Award
from badges.awards.queries import status_of
from badges.certificates.models import Certificate
from badges.certificates.queries import certificates_in
from courses.content.models import Course
from courses.evidence.models import EvidenceKind
from lms.accounts.queries import named
from lms.common.ids import as_printed
from lms.common.spreadsheet import BOM, as_text, line_of
from lms.common.wording import printable, read_whole

ROWS = 25
MOST_PAGES = 4_000
LONGEST_QUERY = 100
SLICE = 500
Words = str | Promise

AWARDS: dict[str, Words] = {
    "": pgettext_lazy("holders", "All"),
    "active": gettext_lazy("In force"),
    "expired": gettext_lazy("Expired"),
    "revoked": gettext_lazy("Revoked"),
    "superseded": gettext_lazy("Superseded"),
}
CERTIFICATES: dict[str, Words] = {
    "": pgettext_lazy("holders", "All"),
    "issued": pgettext_lazy("certificates", "In force"),
    "due": gettext_lazy("Waiting for a full name"),
    "revoked": gettext_lazy("Revoked"),
}
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Look:
    """What is looked at; all of it stands in the address."""

    query: str = ""
    state: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: QueryDict, states: Mapping[str, Words]) -> "Look":
        """Read the address; what it does not know, it leaves as it opens."""
        state = asked.get("state", "")
        page = read_whole(asked.get("page", "")) or 1
        return cls(
            " ".join(printable(asked.get("q", "")).split())[:LONGEST_QUERY],
            state if state in states else "",
            min(max(page, 1), MOST_PAGES),
        )

    @property
    def address(self) -> str:
        told = {"q": self.query, "state": self.state, "page": str(self.page)}
        plain = {"q": "", "state": "", "page": "1"}
        return "?" + urlencode({name: told[name] for name in told if told[name] != plain[name]})

    @property
    def is_filtered(self) -> bool:
        return bool(self.query or self.state)


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """One page of a list. total: how many the filter finds."""

    look: Look
    rows: list[Row]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))

    @property
    def before(self) -> str:
        return self._at(self.look.page - 1) if self.look.page > 1 else ""

    @property
    def after(self) -> str:
        return self._at(self.look.page + 1) if self.look.page < self.pages else ""

    def _at(self, page: int) -> str:
        return replace(self.look, page=page).address


def listed(rows: QuerySet[Row], look: Look) -> Listed[Row]:
    """In two statements."""
    start = (look.page - 1) * ROWS
    return Listed(look, list(rows[start : start + ROWS]), rows.count())


# --- badges --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holder:
    """One award as a list tells it. state: at this moment, whatever the sweep has noted."""

    award: Award
    state: str

    @property
    def state_in_words(self) -> str:
        return str(AWARDS[self.state])

    @property
    def earned(self) -> str:
        return how_earned(self.award)

    @property
    def can_be_revoked(self) -> bool:
        return self.state == Award.Status.ACTIVE


def awards_in(achievement: Achievement, look: Look, on: datetime) -> QuerySet[Award]:
    """Whoever holds or held the badge, the newest first."""
    rows = Award.objects.filter(achievement=achievement)
    over = Q(status=Award.Status.ACTIVE, valid_until__lte=on)
    if look.state == Award.Status.ACTIVE:
        rows = rows.filter(status=Award.Status.ACTIVE).exclude(over)
    elif look.state == Award.Status.EXPIRED:
        rows = rows.filter(Q(status=Award.Status.EXPIRED) | over)
    elif look.state:
        rows = rows.filter(status=look.state)
    # What a holder is called now; who had everything erased is found under no name.
    return (named(rows, look.query) if look.query else rows).order_by("-issued_at", "-pk")


def holders(
    achievement: Achievement, look: Look, on: datetime
) -> tuple[Listed[Award], list[Holder]]:
    """A page of them, in two statements."""
    found = listed(awards_in(achievement, look, on), look)
    return found, [Holder(award, status_of(award, on)) for award in found.rows]


def how_earned(award: Award) -> str:
    """In a word or two what the award rests on."""
    if award.is_given:
        return _("Given by hand: %s") % award.given_reason
    kinds = {row["kind"] for row in award.evidence}
    words = [str(label) for kind, label in EvidenceKind.choices if kind in kinds]
    return ", ".join(words) or _("course completed")


def table_of(achievement: Achievement, look: Look, language: str, on: datetime) -> Iterator[str]:
    """Everybody whom the filter finds, with the mark of UTF-8 first; a slice at a time."""
    with override(language):
        heads = [
            pgettext("person", "Name"),
            _("Since"),
            _("Valid until"),
            _("State"),
            _("State since"),
            _("Reason for the state"),
            _("How it was earned"),
            _("Code"),
        ]
        yield BOM + line_of(map(as_text, heads))
    rows = awards_in(achievement, look, on)
    for award in rows.iterator(chunk_size=SLICE):
        with override(language):
            line = line_of(map(as_text, _cells(Holder(award, status_of(award, on)))))
        yield line


def _cells(one: Holder) -> list[Any]:
    award = one.award
    return [
        award.recipient_name,
        _day(award.issued_at),
        _day(award.valid_until),
        one.state_in_words,
        _day(award.status_at),
        award.status_reason,
        one.earned,
        as_printed(award.code),
    ]


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


# --- certificates --------------------------------------------------------------------------------


def certificates_listed(course: Course, look: Look) -> Listed[Certificate]:
    """The certificates of a course that count, the newest first; in two statements."""
    rows = certificates_in(course, None).select_related("person")
    if look.state:
        rows = rows.filter(state=look.state)
    rows = named(rows, look.query) if look.query else rows
    return listed(rows.order_by("-issued_at", "-pk"), look)
