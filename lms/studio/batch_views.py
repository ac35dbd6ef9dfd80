"""The certificates of a course or run as one file: asking for it, seeing it made, downloading it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from badges.certificates.access import certified_course, own_batch
from badges.certificates.batch_actions import ask_batch, path_of
from courses.content.models import Course
from courses.enrolment.models import Run
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.wording import read_whole
from lms.studio.batches import gathered
from lms.studio.studio_views import me


def asked_for(request: HttpRequest, slug: str) -> tuple[Course, Run | None]:
    """The course and the run that the address names."""
    return certified_course(me(request), slug, read_whole(request.GET.get("run", "")))


def back(course: Course, run: Run | None) -> HttpResponse:
    """To its place on the people page."""
    query = f"?run={run.pk}" if run else ""
    return redirect(reverse("studio:people", args=[course.slug]) + f"{query}#certificates")


@login_required
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the certificates gathered, in the language that is chosen."""
    course, run = asked_for(request, slug)
    try:
        ask_batch(course, run, by=me(request), language=request.POST.get("language", ""), on=now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return back(course, run)


@login_required
@never_cache
@require_safe
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """How far they are, for the page that asks again and again."""
    course, run = asked_for(request, slug)
    if not request.headers.get("HX-Request"):
        return back(course, run)
    context = {"gathered": gathered(me(request), course, run, now())}
    return render(request, "studio/parts/batch.html", context)


@login_required
@never_cache
@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    """The file; not where a certificate in it has been revoked or replaced since."""
    course, run = asked_for(request, slug)
    batch = own_batch(me(request), course, run, on=now())
    if batch is None or not path_of(batch).is_file():
        messages.warning(request, _("There is no file to download now. Have it made anew."))
        return back(course, run)
    if batch.is_stale:
        messages.warning(
            request,
            _(
                "A certificate in the file is no longer in force, so the file is no longer handed "
                "out. Have it made anew."
            ),
        )
        return back(course, run)
    name = f"{slug}-certificates-{batch.ready_at:%Y-%m-%d}.zip"
    return FileResponse(
        path_of(batch).open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
