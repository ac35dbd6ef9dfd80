"""Captions, for the player of a video."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.classroom.guards import learner_or_course, person_of
from courses.content.queries import blocks_of
from courses.progress.access import unit_for


@require_safe
@learner_or_course
def captions(
    request: HttpRequest, slug: str, uid: UUID, block: UUID, language: str
) -> HttpResponse:
    """What is said in a video, in one language, for those who may read its unit."""
    place = unit_for(person_of(request), slug, uid)
    return captions_in(blocks_of(place.item.version_id), block, language)


def captions_in(blocks: Sequence[Mapping[str, Any]], block: UUID, language: str) -> HttpResponse:
    """The captions of one of these blocks, as a player reads them."""
    texts: Mapping[str, Mapping[str, str]] = next(
        (one["texts"] for one in blocks if (one["uid"], one["kind"]) == (str(block), "video")), {}
    )
    said = texts.get(language, {}).get("captions", "").strip()
    if not said:
        raise Http404(_("There are no such captions."))
    response = HttpResponse(f"{said}\n", content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    return response
