"""Publishing: the report, the button, earlier editions, taking a course out of force."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.assessment.models import Regrade
from courses.content.access import course_for_author, course_for_lead
from courses.content.actions.publishing import return_to, unpublish
from courses.content.models import Course, CourseRole, Release
from courses.content.queries import draft_of
from courses.enrolment.models import Enrolment
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.wording import printable
from lms.studio.actions import publish_as_read
from lms.studio.desk import desk
from lms.studio.effects import report_on
from lms.studio.findings import placed
from lms.studio.outlines import UNDO_PLACE, bar_of
from lms.studio.report import BOTH, KEEP, UPWARD, Choices
from lms.studio.studio_views import me

MOST_NOTE = 1_000
CHOICES = "choices_for_publishing"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What publishing would change, and for whom; then publishing itself."""
    course = course_for_author(me(request), slug)
    if request.method != "POST":
        return _page(request, course, _kept(request, slug))
    course = course_for_lead(me(request), slug)
    choices = _chosen(request.POST.dict())
    try:
        _need_short(choices.note, *choices.reasons.values())
        if "look" in request.POST:
            return _page(request, course, choices)
        release = publish_as_read(
            course, choices, read=request.POST.get("read", ""), by=me(request), on=now()
        )
    except Refusal as refusal:
        return _page(request, course, choices, refused=refusal, status=422)
    if release.pk == course.in_force_id:
        messages.info(request, _("The draft says what learners see already. Nothing changed."))
    else:
        told = _("Published as release %s. Learners see it now.") % release.number
        messages.success(request, told)
    return redirect("studio:publish", slug)


def keep_choices(request: HttpRequest, slug: str) -> None:
    """Hold what stands in the form while something else is done; the page takes it up again once."""
    said = {
        name: value
        for name, value in request.POST.items()
        if value and (name == "note" or name.partition(":")[0] in ("who", "way", "why"))
    }
    if said:
        request.session[CHOICES] = {"slug": slug, "said": said}


def _kept(request: HttpRequest, slug: str) -> Choices:
    kept = request.session.get(CHOICES)
    if not kept or kept["slug"] != slug:
        return Choices()
    del request.session[CHOICES]
    return _chosen(kept["said"])


def _chosen(posted: Mapping[str, str]) -> Choices:
    """The decisions in the form: `who:<unit>` all or new, `way:<question>`, `why:<question>`."""
    spared = set()
    ways, reasons = {}, {}
    for name, value in posted.items():
        kind, _colon, uid = name.partition(":")
        if kind == "who" and value == "new":
            try:
                spared.add(UUID(uid))
            except ValueError as error:
                raise Http404 from error
        elif kind == "way" and value in (UPWARD, BOTH, KEEP):
            ways[uid] = str(value)
        elif kind == "why":
            reasons[uid] = printable(str(value)).strip()
    said = printable(posted.get("note", "").replace("\r\n", "\n")).strip()
    return Choices(frozenset(spared), ways, reasons, said)


def _need_short(*said: str) -> None:
    """Cut off, a reason would say in the log what nobody wrote."""
    if any(len(one) > MOST_NOTE for one in said):
        raise Refusal("too-long", _("This text is longer than %s characters.") % MOST_NOTE)


def _page(
    request: HttpRequest,
    course: Course,
    choices: Choices,
    *,
    refused: Refusal | None = None,
    closing: bool = False,
    status: int = 200,
) -> HttpResponse:
    """closing: what was refused is taking the course out of force."""
    draft = draft_of(course.pk)
    report = report_on(course, draft, choices, on=now())
    came_back = request.GET.get("at") == UNDO_PLACE
    releases = _releases(course)
    context: dict[str, Any] = {
        **desk(me(request), course, "publish"),
        "report": report,
        "choices": choices,
        "refused": refused,
        "stops": placed(course, report.new.outline, report.stops),
        "advice": placed(course, report.new.outline, report.advice),
        "releases": releases,
        "settling": _settling(course),
        "bar": bar_of(draft, me(request), None, now()) if came_back else None,
        "closing": closing,
        "keeping": request.POST.get("reason", ""),
        "leads": CourseRole.objects.filter(course=course, role=CourseRole.Role.OWNER)
        .select_related("person")
        .order_by("person__full_name"),
    }
    return render(request, "studio/publish.html", context, status=status)


def _releases(course: Course) -> list[Release]:
    """The numbered releases, the newest first."""
    rows = course.releases.filter(number__isnull=False).select_related("published_by")
    return list(rows.order_by("-number"))


def _settling(course: Course) -> dict[str, int] | None:
    """How far learners have been brought to the release in force; None where all are."""
    release = course.in_force
    if release is None:
        return None
    again = Regrade.objects.filter(release=release, settled_at__isnull=True).count()
    if release.settled_at is not None and not again:
        return None
    counted = Enrolment.objects.filter(run__course=course).aggregate(
        of=Count("pk"), done=Count("pk", filter=Q(summary_release=release))
    )
    return {**counted, "again": again} if counted["of"] else None


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the course out of force."""
    course = course_for_lead(me(request), slug)
    reason = printable(request.POST.get("reason", "")).strip()
    try:
        _need_short(reason)
        unpublish(course, by=me(request), on=now(), reason=reason)
    except Refusal as refusal:
        return _page(request, course, Choices(), refused=refusal, closing=True, status=422)
    messages.success(request, _("The course is no longer published. You can publish it again."))
    return redirect("studio:publish", slug)


@login_required
@require_POST
def bring_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make the draft say what an earlier edition said; publishing stays a step of its own."""
    course = course_for_lead(me(request), slug)
    release = get_object_or_404(Release, course=course, number=number)
    return_to(course, release, by=me(request), on=now())
    messages.success(
        request,
        _(
            "The draft now says what release %s said. Learners see it when you publish; below is"
            " what would change for them."
        )
        % number,
    )
    return redirect(reverse("studio:publish", args=[slug]))
