"""Storing a course's pictures under addresses that carry their digest."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from courses.content.models import Course, Picture
from lms.common.whole_files import write_whole

ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def address_of(picture: Picture) -> str:
    """Where a page shows the picture from."""
    return address_at(picture.file)


def address_at(file: str) -> str:
    """The same, where only the file is known."""
    return f"/media/courses/{file}"


def file_of(course: Course, digest: str, media_type: str) -> str:
    """Under which name its bytes are kept."""
    return f"{course.uid}/{digest[:32]}.{ENDINGS[media_type]}"


def path_of(file: str) -> Path:
    """Where its bytes lie."""
    return Path(settings.MEDIA_ROOT) / "courses" / file


def store(
    course: Course,
    key: str,
    content: bytes,
    *,
    media_type: str,
    size: tuple[int, int],
    digest: str,
    on: datetime,
) -> Picture:
    """Keep the file and its row; the same content under the same name is kept once."""
    file = file_of(course, digest, media_type)
    write_once(path_of(file), content)
    picture, _made = Picture.objects.get_or_create(
        course=course,
        key=key,
        digest=digest,
        defaults={
            "media_type": media_type,
            "width": size[0],
            "height": size[1],
            "file": file,
            "made_at": on,
        },
    )
    return picture


def write_once(path: Path, content: bytes) -> None:
    """Put the file in place, whole, unless it is there: its name says what is in it."""
    if path.exists():
        return
    write_whole(path, content)


def shown_picture(course: Course, src: str) -> dict[str, Any] | None:
    """An uploaded picture of this course, as pages show it, by the name of its widest file."""
    widest = Picture.objects.filter(course=course, file=f"{course.uid}/{src}").first()
    if widest is None:
        return None
    stem = widest.key.rpartition(".")[0]
    narrower = Picture.objects.filter(course=course, key__startswith=f"{stem}-").order_by("width")
    return {
        "address": address_of(widest),
        "width": widest.width,
        "height": widest.height,
        "narrower": [
            {"address": address_of(row), "width": row.width}
            for row in narrower
            if row.width < widest.width
        ],
    }
