"""Questions from other systems: a report first, and nothing written before it is accepted."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from courses.banks.actions import accept_items
from courses.banks.exchange import moodle, opening
from courses.banks.exchange.gift import read_gift
from courses.banks.exchange.moodle import read_moodle
from courses.banks.exchange.report import Report, beside, held, hold
from courses.banks.exchange.table import read_table
from courses.banks.queries import digests
from courses.content.access import course_for_author
from courses.content.models import Course
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.studio.desk import Desk, desk
from lms.studio.items import KINDS, words_of
from lms.studio.studio_views import me

FORMATS = {
    "gift": "GIFT",
    "moodle": "Moodle XML",
    "table": gettext_lazy("Table (CSV)"),
}
READERS = {"gift": read_gift, "moodle": read_moodle, "table": read_table}
MOST_PASTED = 500_000
# What a page gives back must fit into one form.
MOST_HELD = 1_500_000
_QUESTION_COLUMN = re.compile(r'(^|[;,\t"])\s*(question|prompt|klausimas)', re.IGNORECASE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file or paste a text; read the report; accept what should come."""
    course = course_for_author(me(request), slug)
    if request.method == "POST" and "held" in request.POST:
        return _accept(request, course)
    if request.method == "POST":
        return _report(request, course)
    return _ask(request, course)


def _ask(
    request: HttpRequest, course: Course, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = desk(me(request), course, "bank")
    place: Desk = context["desk"]
    language = request.POST.get("language", place.first)
    return render(
        request,
        "studio/bank_import.html",
        {
            **context,
            "formats": FORMATS,
            "format": request.POST.get("format", ""),
            "language": language,
            "pasted": request.POST.get("pasted", ""),
            "most_pasted": MOST_PASTED,
            "error": error,
        },
        status=status,
    )


def _report(request: HttpRequest, course: Course) -> HttpResponse:
    context = desk(me(request), course, "bank")
    place: Desk = context["desk"]
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        language = place.first
    source, name = _source(request)
    if not source:
        return _ask(request, course, error=_("Choose a file, or paste a text."), status=422)
    told = request.POST.get("format", "")
    report = READERS[told if told in READERS else format_of(source, name)](source, language)
    if report.stopped:
        return _ask(request, course, error=_stopped(report), status=422)
    report = beside(report, digests(course.bank))
    kept = hold(report, bank=course.bank.key, person=me(request).pk)
    if len(kept) > MOST_HELD:
        error = _("So many long questions do not fit into one page. Split the file in two.")
        return _ask(request, course, error=error, status=422)
    return render(
        request,
        "studio/bank_report.html",
        {
            **context,
            "report": report,
            "held": kept,
            "name": name,
            "coming": [_shown(one) for one in report.coming],
            "format": FORMATS[report.format],
        },
    )


def _source(request: HttpRequest) -> tuple[str | bytes, str]:
    """(what to read, its name); never more of a file than any reader takes."""
    if file := request.FILES.get("file"):
        return file.read(max(moodle.MOST_BYTES, opening.MOST_BYTES) + 1), (file.name or "")[:200]
    return request.POST.get("pasted", "").strip("\r\n")[: MOST_PASTED + 1], ""


def format_of(source: str | bytes, name: str) -> str:
    """What a file or text most likely is: by its beginning, then by its name."""
    start = source[:4000]
    head = start if isinstance(start, str) else start.decode("utf-8", "replace").replace("\0", "")
    head = head.lstrip("\ufeff \r\n\t")
    if head.startswith("<") or name.lower().endswith(".xml"):
        return "moodle"
    first = "\n".join(head.splitlines()[:2])
    if name.lower().endswith((".csv", ".tsv")) or _QUESTION_COLUMN.search(first):
        return "table"
    return "gift"


def _stopped(report: Report) -> str:
    assert report.stopped
    if report.stopped_line:
        return _("Line %(line)s: %(reason)s") % {
            "line": report.stopped_line,
            "reason": report.stopped.message,
        }
    return report.stopped.message


def _shown(candidate: Any) -> dict[str, Any]:
    return {
        "number": candidate.number,
        "line": candidate.line,
        "words": words_of(candidate.item["prompt"]) or candidate.name,
        "kind": KINDS[candidate.kind],
        "languages": candidate.languages,
        "remarks": candidate.remarks,
        "unexplained": candidate.needs_explanation,
    }


def _accept(request: HttpRequest, course: Course) -> HttpResponse:
    coming = held(request.POST["held"], bank=course.bank.key, person=me(request).pk)
    if coming is None:
        error = _("This report is out of date. Choose the file again.")
        return _ask(request, course, error=error, status=422)
    taken = set(request.POST.getlist("take"))
    wanted = [one for one in coming if str(one.number) in taken]
    if not wanted:
        messages.warning(request, _("No question was ticked, so none came over."))
        return redirect("studio:import-items", course.slug)
    try:
        uids = accept_items(course.bank, wanted, author=me(request), on=now())
    except Refusal as refusal:
        return _ask(request, course, error=str(refusal), status=422)
    count = len(set(uids.values()))
    messages.success(
        request,
        ngettext(
            "%(n)s question is in the bank now.", "%(n)s questions are in the bank now.", count
        )
        % {"n": count},
    )
    return redirect("studio:bank", course.slug)
