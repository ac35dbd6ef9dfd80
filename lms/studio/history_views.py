"""The versions of a unit: comparing two of them, bringing one back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.content.actions.drafting import restore_version
from courses.content.comparing import compare
from courses.content.drafting import content_of
from courses.content.models import UnitVersion
from courses.content.queries import working_of
from lms.common.clock import now
from lms.common.wording import read_whole
from lms.studio.desk import desk
from lms.studio.studio_views import me
from lms.studio.unit_views import unit_for_author
from lms.studio.writing import KINDS


@login_required
@require_safe
def history(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Every version with its author; two of them compared."""
    course, found = unit_for_author(request, slug, uid)
    versions = list(found.versions.select_related("author").order_by("-number"))
    by_number = {version.number: version for version in versions}
    working = working_of(found)
    old = _chosen(request, "from", by_number) or versions[0]
    new = _chosen(request, "to", by_number)
    after = _content(new) if new else content_of(working)
    return render(
        request,
        "studio/history.html",
        {
            **desk(me(request), course, "outline"),
            "unit": found,
            "title": working.texts,
            "versions": versions,
            "old": old,
            "new": new,
            "change": compare(_content(old), after),
            "kinds": KINDS,
        },
    )


def _chosen(
    request: HttpRequest, name: str, versions: Mapping[int, UnitVersion]
) -> UnitVersion | None:
    wanted = read_whole(request.GET.get(name, ""))
    return versions.get(wanted) if wanted is not None else None


def _content(version: UnitVersion) -> dict[str, Any]:
    names = ("title", "summary", "minutes", "blocks", "alignments")
    return {name: getattr(version, name) for name in names}


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, uid: UUID, number: int) -> HttpResponse:
    """Bring an older version back as a new one."""
    course, found = unit_for_author(request, slug, uid)
    old = found.versions.filter(number=number).first()
    if old is None:
        raise Http404
    restore_version(found, old, by=me(request), on=now())
    messages.success(
        request,
        _("Version %s is back as a new version. What was there before stays in the history.")
        % number,
    )
    return redirect("studio:unit", course.slug, found.uid)
