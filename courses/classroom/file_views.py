"""Pictures and files of courses, for those who may read the course."""

from pathlib import Path
from uuid import UUID

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from courses.classroom.guards import learner_or_course
from courses.classroom.ranges import NotThere, bytes_of, part_of
from courses.content import files, pictures
from courses.content.models import Course, CourseFile, CourseRole, Picture
from courses.content.queries import units_offering
from courses.progress.access import one_of_units_for
from lms.accounts.models import User

# Nothing inside a drawing may run or load, even opened by itself.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def picture(request: HttpRequest, course: UUID, name: str) -> FileResponse:
    """A picture of a published course; of an unpublished one for its authors.

    The address carries the digest of the content, so it may be kept for ever.
    """
    row = (
        Picture.objects.filter(course__uid=course, file=f"{course}/{name}")
        .select_related("course")
        .first()
    )
    if row is None or not _open(request, row.course):
        raise Http404
    path = pictures.path_of(row.file)
    return _sent(path, row.media_type, "inline", is_public=_is_public(row.course))


@require_safe
@learner_or_course
def course_file(request: HttpRequest, course: UUID, name: str) -> HttpResponseBase:
    """A file of a course, for those who may read a unit that offers it. It is saved, never opened in
    place: what is in it is its author's, and nothing of it runs here. A video is played."""
    row = (
        CourseFile.objects.filter(course__uid=course, file=f"{course}/{name}")
        .select_related("course")
        .first()
    )
    if row is None or not _open(request, row.course):
        raise Http404
    is_public = _is_public(row.course)
    if is_public and not _works_on(request, row.course):
        assert row.course.in_force_id is not None
        # What no unit offers any more is gone from the pages, and from nobody who kept its address.
        if offering := units_offering(row.course.in_force_id, name):
            person = request.user if isinstance(request.user, User) else None
            place = one_of_units_for(person, row.course.slug, offering)
            is_public = place.enrolment is None
    path = files.path_of(row.file)
    if row.media_type.startswith("video/"):
        return _played(request, path, row, is_public=is_public)
    attached = f'attachment; filename="{row.key}"'
    return _sent(path, row.media_type, attached, is_public=is_public)


def _played(
    request: HttpRequest, path: Path, row: CourseFile, *, is_public: bool
) -> HttpResponseBase:
    """A video, or the part of it for which a player asks."""
    shown = f'inline; filename="{row.key}"'
    # A part of another version than the player has begun with would be noise; an address never
    # changes what it stands for, so `If-Range` always holds.
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    size = path.stat().st_size if path.is_file() else 0
    try:
        part = part_of(asked, size)
    except NotThere:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    if part is None:
        response = _sent(path, row.media_type, shown, is_public=is_public)
    else:
        first, last = part
        response = StreamingHttpResponse(
            bytes_of(path, first, last), status=206, content_type=row.media_type
        )
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        _guard(response, shown, is_public=is_public)
    response["Accept-Ranges"] = "bytes"
    return response


def _sent(path: Path, media_type: str, disposition: str, *, is_public: bool) -> FileResponse:
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=media_type)
    _guard(response, disposition, is_public=is_public)
    return response


def _guard(response: HttpResponseBase, disposition: str, *, is_public: bool) -> None:
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = disposition
    scope = "public" if is_public else "private"
    response["Cache-Control"] = f"{scope}, max-age=31536000, immutable"


def _is_public(course: Course) -> bool:
    return bool(course.in_force_id) and not course.archived_at


def _open(request: HttpRequest, course: Course) -> bool:
    return _is_public(course) or _works_on(request, course)


def _works_on(request: HttpRequest, course: Course) -> bool:
    if not isinstance(request.user, User):
        return False
    works_here = CourseRole.objects.filter(course=course, person=request.user)
    return request.user.is_administrator or works_here.exists()
