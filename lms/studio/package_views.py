"""A course as a package: out of the studio as a ZIP file, and in again, looked at before taken."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.content.access import course_for_author, course_maker
from courses.content.actions.importing import course_from_package, read_files, take_in
from courses.content.models import Course
from courses.content.package.files import MOST_ZIP, read_zip, zipped
from courses.content.package.foreseeing import foresee
from courses.content.package.reading import CourseText
from courses.content.package.staging import forget, keep, kept
from courses.content.package.writing import package_of
from courses.content.queries import draft_of
from courses.enrolment.actions import self_paced_run
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.yamlnodes import Fault, Faults
from lms.studio.desk import desk
from lms.studio.studio_views import me
from lms.studio.writing import KINDS

MEGABYTES = MOST_ZIP // 1024**2
SETTINGS = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "description": gettext_lazy("description"),
    "can_be_asked": gettext_lazy("what those who have completed it can be asked to do"),
    "outcomes": gettext_lazy("what learners will be able to do"),
    "audience": gettext_lazy("what it prepares for"),
    "languages": gettext_lazy("languages"),
    "licence": gettext_lazy("licence"),
    "drawing": gettext_lazy("drawing"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, slug: str) -> HttpResponse:
    """Both ways; an upload is answered with what it would change, and changes nothing."""
    course = course_for_author(me(request), slug)
    if request.method != "POST":
        return _page(request, course)
    text, faults, file = _uploaded(request)
    if faults or file is None:
        return _page(request, course, {"faults": faults}, status=422)
    return _report(request, course, text, keep(file, _whose(me(request))))


@login_required
@require_POST
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring the draft to what the package says that was looked at."""
    course = course_for_author(me(request), slug)
    name = request.POST.get("staged", "")
    path = kept(name, _whose(me(request)))
    if path is None:
        messages.warning(request, _("The file is no longer kept. Choose it again."))
        return redirect("studio:package", slug=slug)
    text, faults = _read(path)
    if faults:
        return _page(request, course, {"faults": list(faults)}, status=422)
    if text.slug != course.slug and "other" not in request.POST:
        why = _("This is the package of another course. Say that you mean it, or choose another.")
        return _report(request, course, text, name, why)
    try:
        take_in(course, text, by=me(request), on=now(), over=request.POST.get("over", "-"))
    except Refusal as refusal:
        return _report(request, course, text, name, str(refusal))
    forget(path)
    messages.success(
        request, _("The draft is what the package says. Learners see it when it is published.")
    )
    return redirect("studio:outline", slug=slug)


@login_required
@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft, or a release, as a ZIP file."""
    course = course_for_author(me(request), slug)
    wanted = request.GET.get("release", "")
    release = draft_of(course.pk)
    name = f"{course.slug}-draft"
    if wanted and wanted != "draft":
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 9 else 0
        found = course.releases.filter(number=number).first()
        if found is None:
            raise Http404(_("This course has no such release."))
        release, name = found, f"{course.slug}-{found.number}"
    release.course = course
    response = HttpResponse(
        zipped(package_of(release), course.slug), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: HttpRequest) -> HttpResponse:
    """A new course from a package."""
    person = course_maker(me(request))
    context: dict[str, Any] = {"section": "studio", "megabytes": MEGABYTES, "faults": []}
    if request.method == "POST":
        text, context["faults"], _file = _uploaded(request)
        if not context["faults"]:
            course = course_from_package(text, by=person, on=now())
            self_paced_run(course)
            messages.success(
                request, _("The course is made. Nobody but you sees it until it is published.")
            )
            return redirect("studio:outline", slug=course.slug)
    status = 422 if context["faults"] else 200
    return render(request, "studio/new_course_package.html", context, status=status)


# --- inside --------------------------------------------------------------------------------------


def _uploaded(request: HttpRequest) -> tuple[CourseText, list[Fault], IO[bytes] | None]:
    """The package in the form's file, what is wrong with it, and the file."""
    upload = request.FILES.get("package")
    if upload is None or not upload.size:
        return CourseText(), [Fault("zip", 0, _("Choose the ZIP file of a package first."))], None
    assert upload.file is not None
    faults = Faults()
    text, faults = read_files(read_zip(upload.file, faults), faults)
    return text, list(faults), upload.file


def _read(path: Path) -> tuple[CourseText, Faults]:
    faults = Faults()
    with path.open("rb") as file:
        return read_files(read_zip(file, faults), faults)


def _whose(person: User) -> str:
    return str(person.pk)


def _report(
    request: HttpRequest, course: Course, text: CourseText, staged: str, why: str = ""
) -> HttpResponse:
    foreseen = foresee(course, text)
    more = {
        "foreseen": foreseen,
        "settings": [SETTINGS[name] for name in foreseen.settings],
        "other": text.slug if text.slug != course.slug else "",
        "staged": staged,
        "kinds": KINDS,
        "refused": {"why": why} if why else None,
        "text": text,
    }
    return _page(request, course, more, status=422 if why else 200)


def _page(
    request: HttpRequest, course: Course, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    numbers = course.releases.filter(number__isnull=False).order_by("-number")
    context = {
        **desk(me(request), course, "settings"),
        "releases": list(numbers.values_list("number", flat=True)),
        "megabytes": MEGABYTES,
        **(more or {}),
    }
    return render(request, "studio/package.html", context, status=status)
