"""The progress board as a table for a spreadsheet, a slice of learners at a time."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from badges.certificates.models import Certificate
from badges.certificates.queries import that_count
from courses.content.models import Course
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment, Run
from courses.progress.facts import facts_for
from lms.common.languages import in_language
from lms.common.spreadsheet import BOM, as_text
from lms.common.spreadsheet import line_of as _line
from lms.studio.cells import HOW, WORDS, Cell, cells_of, done_by
from lms.studio.people_board import hows_of

SLICE = 500


def table_of(course: Course, language: str, on: datetime, run: int = 0) -> Iterator[str]:
    """The lines, with their mark of UTF-8 first. run: the only one that is told, or 0.

    A course with dated runs has a column that says in which.
    """
    outline = outline_by_id(course.in_force_id) if course.in_force_id else None
    # The answer is read after the view has returned, perhaps in another language.
    with override(language):
        runs = _runs(course, language)
        head = _line(_head(outline, language, bool(runs)))
    yield BOM + head
    if outline is None:
        return
    everybody = Enrolment.objects.filter(run__course=course)
    if run:
        everybody = everybody.filter(run=run)
    ids = list(everybody.order_by("person__name_in_order", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), SLICE):
        with override(language):
            lines = _slice(outline, ids[start : start + SLICE], runs, on)
        yield "".join(lines)


def _runs(course: Course, language: str) -> dict[int, str]:
    """Id → what the run is called; empty where there is only the self-paced one."""
    runs = list(Run.objects.filter(course=course))
    if len(runs) < 2:
        return {}
    return {
        run.pk: as_text(
            in_language(run.title, language)[0] if run.is_dated else run.get_kind_display()
        )
        for run in runs
    }


def _head(outline: Outline | None, language: str, runs: bool) -> list[str]:
    units = outline.items if outline else ()
    return [
        pgettext("person", "Name"),
        *([pgettext("of a course", "Run")] if runs else []),
        _("State"),
        _("Joined"),
        _("Last activity"),
        _("Progress, %"),
        _("Units done"),
        _("Units required"),
        _("Certificate"),
        *[as_text(f"{item.label} {in_language(item.title, language)[0]}") for item in units],
    ]


def _slice(outline: Outline, ids: list[int], runs: Mapping[int, str], on: datetime) -> list[str]:
    rows = Enrolment.objects.filter(pk__in=ids).select_related("person")
    enrolments = list(rows.order_by("person__name_in_order", "pk"))
    hows = hows_of(enrolments)
    certified = dict(that_count().filter(enrolment__in=ids).values_list("enrolment_id", "state"))
    facts = facts_for(enrolments, [outline], on)
    said = Said(runs)
    cells = {
        one.pk: cells_of(one, outline, hows[one.pk], facts.of(one, outline, done_by(hows[one.pk])))
        for one in enrolments
    }
    return [
        _line(_row(one, cells[one.pk], hows[one.pk], certified.get(one.pk, ""), said))
        for one in enrolments
    ]


class Said:
    """The words of the cells in this language, looked up once for a slice and not for each cell."""

    def __init__(self, runs: Mapping[int, str]) -> None:
        self.runs = runs
        self.cells = {cell: as_text(word) for cell, word in WORDS.items()}
        self.hows = {how: as_text(word) for how, word in HOW.items()}
        self.certificates = {value: str(word) for value, word in Certificate.State.choices}
        self.states = {value: str(word) for value, word in Enrolment.State.choices}


def _row(
    enrolment: Enrolment,
    cells: Mapping[UUID, Cell],
    hows: Mapping[UUID, str],
    certificate: str,
    said: Said,
) -> list[str]:
    about = [
        enrolment.person.name,
        *([said.runs.get(enrolment.run_id, "")] if said.runs else []),
        said.states[enrolment.state],
        _day(enrolment.enrolled_at),
        _day(enrolment.last_activity_at),
        enrolment.percent,
        enrolment.done,
        enrolment.required,
        said.certificates.get(certificate, ""),
    ]
    return [
        *map(as_text, about),
        *[said.hows.get(hows.get(uid, ""), said.cells[cell]) for uid, cell in cells.items()],
    ]


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()
