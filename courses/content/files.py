"""Storing a course's files for taking along, under addresses that carry their digest."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from courses.content.models import Course, CourseFile
from courses.content.pictures import write_once
from lms.common.documents import Document

MOST_NAME = 60


def address_of(file: CourseFile) -> str:
    """Where a page links to it."""
    return address_at(file.file)


def address_at(file: str) -> str:
    """The same, where only the file is known."""
    course, _slash, name = file.partition("/")
    return f"/media/courses/{course}/files/{name}"


def file_at(address: str) -> str:
    """The file at this address."""
    course, _slash, rest = address.removeprefix("/media/courses/").partition("/")
    return f"{course}/{rest.removeprefix('files/')}"


def file_of(course: Course, document: Document) -> str:
    """Under which name its bytes are kept."""
    digest = hashlib.sha256(document.content).hexdigest()
    return f"{course.uid}/{digest[:32]}.{document.ending}"


def path_of(file: str) -> Path:
    """Where its bytes lie."""
    return Path(settings.MEDIA_ROOT) / "files" / file


def store(course: Course, document: Document, name: str, *, on: datetime) -> CourseFile:
    """Keep the file and its row; the same content is kept once. name: its author's name for it."""
    digest = hashlib.sha256(document.content).hexdigest()
    file = file_of(course, document)
    write_once(path_of(file), document.content)
    row, _made = CourseFile.objects.get_or_create(
        course=course,
        file=file,
        defaults={
            "key": saved_as(document, name),
            "digest": digest,
            "media_type": document.media_type,
            "size": len(document.content),
            "made_at": on,
        },
    )
    return row


def shown(file: CourseFile, language: str) -> dict[str, Any]:
    """What a block needs to show it. language: of what is in the file; empty where it has none."""
    return {"address": address_of(file), "name": file.key, "size": file.size, "language": language}


def saved_as(document: Document, name: str) -> str:
    """What the file is called when it is saved. name: its author's name for it."""
    return f"{_plain(name)}.{document.ending}"


def _plain(name: str) -> str:
    """A name that every system can save: of the author's, what is plain letters."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return slugify(stem)[:MOST_NAME].strip("-_") or "file"
