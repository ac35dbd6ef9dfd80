"""A signed credential as a file to download."""

from django.http import HttpResponse
from django.utils.text import slugify

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "json": "application/vc+ld+json",
}
MOST_NAME = 60


def as_file(content: bytes, form: str, *, title: str, language: str) -> HttpResponse:
    """The answer that a browser keeps under a name which every system can write.

    form: one of TYPES.
    """
    name = slugify(title)[:MOST_NAME].strip("-") or "badge"
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}-{language}.{form}"'
    return response
