"""Pictures and files of courses, for those who may read the course."""

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from courses.content import files, pictures
from courses.content.models import Course, CourseFile, CourseRole, Picture
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
    return _sent(row.course, pictures.path_of(row.file), row.media_type, "inline")


@require_safe
def course_file(request: HttpRequest, course: UUID, name: str) -> FileResponse:
    """A file of a course, for those who may see its pictures. It is saved, never opened in place:
    what is in it is its author's, and nothing of it runs here."""
    row = (
        CourseFile.objects.filter(course__uid=course, file=f"{course}/{name}")
        .select_related("course")
        .first()
    )
    if row is None or not _open(request, row.course):
        raise Http404
    attached = f'attachment; filename="{row.key}"'
    return _sent(row.course, files.path_of(row.file), row.media_type, attached)


def _sent(course: Course, path: Path, media_type: str, disposition: str) -> FileResponse:
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = disposition
    scope = "public" if _is_public(course) else "private"
    response["Cache-Control"] = f"{scope}, max-age=31536000, immutable"
    return response


def _is_public(course: Course) -> bool:
    return bool(course.in_force_id) and not course.archived_at


def _open(request: HttpRequest, course: Course) -> bool:
    if _is_public(course):
        return True
    if not isinstance(request.user, User):
        return False
    works_here = CourseRole.objects.filter(course=course, person=request.user)
    return request.user.is_administrator or works_here.exists()
