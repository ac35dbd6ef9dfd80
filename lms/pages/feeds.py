"""New courses as an Atom feed, one for each language in which they are taught."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from courses.content.models import Course
from courses.content.outline import Outline
from courses.content.queries import outline_by_id, published_courses
from lms.common.html import render_markdown
from lms.common.languages import current_language, in_language, text
from lms.hub.feeds import HOW_MANY, HubFeed, absolute, with_hosts


class CoursesFeed(HubFeed):
    """The courses that are taught in the reader's language, the one that opened last first. A new
    release of a course is no new course."""

    page = "pages:catalogue"
    address = "pages:courses-feed"

    def title(self) -> str:
        return _("New courses: %(hub)s") % {"hub": self.author_name()}

    def subtitle(self) -> str:
        return _("Courses that have opened on this platform")

    def items(self) -> Iterable[tuple[Course, Outline]]:
        opened = published_courses().annotate(opened=Min("releases__published_at"))
        found = [
            (course, outline_by_id(course.in_force_id or 0))
            for course in opened.order_by("-opened")
        ]
        return [one for one in found if current_language() in one[1].languages][:HOW_MANY]

    def item_title(self, item: tuple[Course, Outline]) -> str:
        return text(item[1].title)

    def item_description(self, item: tuple[Course, Outline]) -> str:
        lead = format_html("<p>{}</p>\n", text(item[1].summary))
        description, language = in_language(item[1].description, current_language())
        html = with_hosts(render_markdown(description, language))
        return lead + mark_safe(html)  # noqa: S308 - cleaned by render_markdown

    def item_link(self, item: tuple[Course, Outline]) -> str:
        return absolute(reverse("pages:course", args=[item[0].slug]))

    def item_guid(self, item: tuple[Course, Outline]) -> str:
        # The address of a course never changes, and readers know it again by this.
        return f"urn:uuid:{item[0].uid}"

    def item_pubdate(self, item: tuple[Course, Outline]) -> datetime:
        opened: datetime = item[0].opened  # type: ignore[attr-defined]
        return opened

    def item_updateddate(self, item: tuple[Course, Outline]) -> datetime:
        return self.item_pubdate(item)

    def item_extra_kwargs(self, item: tuple[Course, Outline]) -> dict[str, str]:
        return {"language": in_language(item[1].title, current_language())[1]}
