"""The audit notes for administrators, to be read: as sentences, and as a table."""

from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.accounts.models import User
from lms.common.clock import now
from lms.common.languages import current_language
from lms.common.wording import read_whole
from lms.pages.audit import ROWS, NotesForm, asked_for, table_of, told


def administrator(request: HttpRequest) -> User:
    """The person, if they administer; for everybody else there is no such page."""
    person = request.user
    if not isinstance(person, User) or not person.is_administrator:
        raise Http404(_("There is no such page."))
    return person


@login_required
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """A page of notes; what is asked for stands in the address."""
    administrator(request)
    form = NotesForm(request.GET)
    found = asked_for(form)
    total = found.count()
    pages = max(-(-total // ROWS), 1)
    page = max(read_whole(request.GET.get("page", "")) or 1, 1)
    if page > pages:
        return HttpResponseRedirect(_at(request, pages))
    shown = told(list(found[(page - 1) * ROWS : page * ROWS]))
    context = {
        "form": form,
        "total": total,
        "shown": shown,
        "page": page,
        "pages": pages,
        "before": _at(request, page - 1) if page > 1 else "",
        "after": _at(request, page + 1) if page < pages else "",
        "is_filtered": any(form.data.get(name, "").strip() for name in form.fields),
        "query": _at(request, 1).removeprefix("?"),
    }
    return render(request, "pages/audit.html", context)


def _at(request: HttpRequest, page: int) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    if page > 1:
        asked["page"] = str(page)
    return f"?{asked.urlencode()}"


@login_required
@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Everything that is asked for, not only a page of it."""
    administrator(request)
    lines = table_of(asked_for(NotesForm(request.GET)), current_language())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{now():%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer
