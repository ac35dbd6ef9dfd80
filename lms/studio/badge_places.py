"""Where a badge is given and its holders are read: under its course, or for the whole site."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from badges.awards.access import own_achievement, site_achievement
from badges.awards.giving_actions import why_not_by_hand
from badges.awards.models import Achievement, AchievementVersion
from courses.content.access import course_for_lead
from courses.content.models import Course
from lms.studio.desk import desk
from lms.studio.studio_views import me


@dataclass(frozen=True)
class Place:
    """An achievement, fetched for somebody who may give it. course: none for the site's."""

    achievement: Achievement
    course: Course | None

    @property
    def version(self) -> AchievementVersion:
        assert self.achievement.in_force is not None
        return self.achievement.in_force

    @property
    def why_not(self) -> str:
        """Why nobody is given it by hand; empty where it is."""
        return why_not_by_hand(self.version)

    def at(self, name: str, **ids: Any) -> str:
        """The address of one of its pages."""
        ids["key"] = self.achievement.key
        if self.course:
            return reverse(f"studio:{name}", kwargs={"slug": self.course.slug, **ids})
        return reverse(f"studio:site-{name}", kwargs=ids)

    @property
    def home(self) -> str:
        """The badge itself, or the list in which it stands."""
        return self.at("achievement") if self.course else reverse("studio:site-badges")

    @property
    def recipients(self) -> str:
        return self.at("recipients")

    @property
    def table(self) -> str:
        return self.at("recipients-table")

    @property
    def give(self) -> str:
        return self.at("give-badge")

    @property
    def give_list(self) -> str:
        return self.at("give-list")


def place_for(request: HttpRequest, key: str, slug: str | None) -> Place:
    """The badge, for whoever leads its course; one of the site for administrators."""
    if slug is None:
        return Place(site_achievement(me(request), key), None)
    course = course_for_lead(me(request), slug)
    return Place(own_achievement(course, key), course)


def around(request: HttpRequest, place: Place) -> dict[str, Any]:
    """The context of its pages: what stands around them."""
    if place.course:
        base = desk(me(request), place.course, "badges")
        return {**base, "base": "studio/course_base.html", "place": place}
    return {"base": "studio/site_base.html", "section": "studio", "place": place}
