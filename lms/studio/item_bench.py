"""One question being written: what its pages need, each read when it is asked for."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from courses.banks.models import Item, ItemVersion
from courses.content.access import course_for_author, item_of
from courses.content.models import Course
from courses.content.pictures import shown_picture
from lms.common.languages import LANGUAGES
from lms.studio.desk import Desk, desk
from lms.studio.item_forms import Read, places_in, read_form
from lms.studio.item_rows import Values, used_keys
from lms.studio.items import (
    KINDS,
    Numbered,
    Passage,
    Use,
    draws_in,
    numbered,
    passages_in,
    uses_in,
    uses_of,
)
from lms.studio.studio_views import me


@dataclass
class Bench:
    """One question being written, and what its page needs. item: None for a new one."""

    request: HttpRequest
    course: Course
    item: Item | None
    context: dict[str, Any]
    kind: str
    versions: list[ItemVersion] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        found: Desk = self.context["desk"]
        return found

    @property
    def newest(self) -> ItemVersion | None:
        return self.versions[0] if self.versions else None

    @cached_property
    def units(self) -> list[Numbered]:
        return numbered(self.desk.draft)

    @cached_property
    def passages(self) -> list[tuple[str, list[Passage]]]:
        return passages_in(self.units)

    @cached_property
    def used(self) -> set[str]:
        return used_keys([version.body for version in self.versions])

    @property
    def uses(self) -> list[Use]:
        if self.item is None:
            return []
        return uses_of(self.item, uses_in(self.units), draws_in(self.units))

    def read(self, values: Values) -> Read:
        return read_form(
            values,
            key=self.item.key if self.item else "",
            first=self.desk.first,
            places=places_in(self.passages),
            files=self._files(values["picture"]["src"]),
            before=self.newest.body if self.newest else None,
            used=self.used,
        )

    def _files(self, src: str) -> dict[str, Any] | None:
        """The picture as stored: what the question had, or one of this course's."""
        for version in self.versions:
            picture = version.body.get("picture")
            if picture and picture["src"] == src:
                files: dict[str, Any] = picture["files"]
                return files
        file = shown_picture(self.course, src) if src else None
        return dict.fromkeys(LANGUAGES, file) if file else None


def bench_of(request: HttpRequest, slug: str, uid: UUID) -> Bench:
    course = course_for_author(me(request), slug)
    found = item_of(course, uid)
    versions = list(found.versions.select_related("author").order_by("-number"))
    if not versions or found.kind not in KINDS:
        raise Http404
    return Bench(request, course, found, desk(me(request), course, "bank"), found.kind, versions)
