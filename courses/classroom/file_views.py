"""Pictures of courses, for those who may read the course."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from courses.content.models import CourseRole, Picture
from courses.content.pictures import path_of
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
    public = row is not None and row.course.in_force_id and not row.course.archived_at
    if row is None or not (public or _writes(request, row)):
        raise Http404
    path = path_of(row.file)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=row.media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    scope = "public" if public else "private"
    response["Cache-Control"] = f"{scope}, max-age=31536000, immutable"
    return response


def _writes(request: HttpRequest, row: Picture) -> bool:
    return (
        isinstance(request.user, User)
        and CourseRole.objects.filter(course=row.course, person=request.user).exists()
    )
