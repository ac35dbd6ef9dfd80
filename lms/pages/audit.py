"""Which audit notes somebody asks for, a page of them, and all of them as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from badges.awards.models import Award
from badges.certificates.models import Certificate
from courses.content.models import Course, Release
from courses.progress.models import UnitCompletion
from lms.accounts.queries import people_called
from lms.audit.models import AuditNote
from lms.common.ids import read_code
from lms.common.search import fold
from lms.common.spreadsheet import BOM, as_text, line_of
from lms.common.wording import printable
from lms.pages.audit_targets import targets_of
from lms.pages.audit_words import KINDS, sentence

ROWS, SLICE, LONGEST = 50, 500, 100


class NotesForm(forms.Form):
    """What is asked for; empty fields ask for everything."""

    who = forms.CharField(label=pgettext_lazy("audit", "Who"), required=False, max_length=LONGEST)
    kind = forms.ChoiceField(
        label=pgettext_lazy("audit", "What was done"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything")),
            *[(key, label) for key, (label, _q) in KINDS.items()],
        ],
    )
    about = forms.CharField(
        label=pgettext_lazy("audit", "To whom or what"), required=False, max_length=LONGEST
    )
    since = forms.DateField(
        label=pgettext_lazy("audit", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as 2026-03-07.")},
    )
    until = forms.DateField(
        label=pgettext_lazy("audit", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as 2026-03-07.")},
    )

    def clean_who(self) -> str:
        return printable(self.cleaned_data["who"]).strip()

    def clean_about(self) -> str:
        return printable(self.cleaned_data["about"]).strip()


@dataclass(frozen=True)
class Shown:
    """A note as people read it."""

    note: AuditNote
    said: str


def asked_for(form: NotesForm) -> QuerySet[AuditNote]:
    """The notes, the newest first. Fields with faults ask for nothing; the page says which."""
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    notes = AuditNote.objects.select_related("actor").order_by("-at", "-pk")
    if who := asked.get("who"):
        notes = notes.filter(actor__in=people_called(who).values("pk"))
    if kind := asked.get("kind"):
        notes = notes.filter(KINDS[kind][1])
    if about := asked.get("about"):
        notes = notes.filter(_about(about))
    if since := asked.get("since"):
        notes = notes.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        notes = notes.filter(at__lt=_midnight(until) + timedelta(days=1))
    return notes


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _about(typed: str) -> Q:
    """Notes on a person, on what is a person's, on a course, on a credential by its code, or with
    this in the reason."""
    people = people_called(typed).values("pk")
    slug = slugify(fold(typed))
    courses = Course.objects.filter(slug__icontains=slug) if slug else Course.objects.none()
    ids = courses.values("pk")
    code = read_code(typed)
    rows: dict[str, QuerySet[Any]] = {
        "lms.user": people,
        "courses.course": ids,
        "courses.release": Release.objects.filter(course__in=ids),
        "courses.unitcompletion": UnitCompletion.objects.filter(enrolment__person__in=people),
        "badges.certificate": Certificate.objects.filter(_mine(people, code)),
        "badges.award": Award.objects.filter(_mine(people, code)),
    }
    wanted = Q(reason__icontains=typed)
    for target, found in rows.items():
        numbers = found.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
        wanted |= Q(target=target, target_id__in=numbers)
    return wanted


def _mine(people: QuerySet[Any], code: str | None) -> Q:
    return Q(person__in=people) | Q(code=code) if code else Q(person__in=people)


def told(notes: list[AuditNote]) -> list[Shown]:
    """The notes with their sentences, in the active language."""
    names = targets_of(notes)
    return [Shown(note, sentence(note, names[note.target, note.target_id])) for note in notes]


def table_of(notes: QuerySet[AuditNote], language: str) -> Iterator[str]:
    """The lines of the table, a slice of notes at a time."""
    with override(language):
        head = line_of(
            [_("Time"), _("Who"), _("E-mail"), _("What was done"), _("Reason"), _("Row")]
        )
    yield BOM + head
    ids = list(notes.values_list("pk", flat=True))
    for start in range(0, len(ids), SLICE):
        part = AuditNote.objects.select_related("actor").filter(pk__in=ids[start : start + SLICE])
        # The answer is read after the view has returned, perhaps in another language.
        with override(language):
            lines = [_line(one) for one in told(list(part.order_by("-at", "-pk")))]
        yield "".join(lines)


def _line(one: Shown) -> str:
    note = one.note
    cells = [
        timezone.localtime(note.at).isoformat(timespec="seconds"),
        note.actor.name if note.actor else "",
        note.actor.email if note.actor else "",
        one.said,
        note.reason,
        f"{note.target} {note.target_id}",
    ]
    return line_of(map(as_text, cells))
