"""How authors of the tests publish: they read the report, decide, and press the button."""

import re
from typing import Any

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import regrade_due
from courses.content.models import Course
from courses.enrolment.models import Enrolment
from courses.progress.actions import settle_due
from lms.accounts.models import User
from lms.common.clock import now


def page(client: Any, course: Course, language: str = "en") -> str:
    return client.get(f"/{language}/studio/courses/{course.slug}/publish/").text


def said(html: str) -> str:
    """The words of the main part, in one line."""
    words = re.sub(r"<[^>]+>", " ", html.split("<main")[1])
    return " ".join(words.replace("&quot;", '"').replace("\xa0", " ").split())


def press(client: Any, course: Course, **choices: str) -> Any:
    """Publish what the page shows, with these decisions."""
    html = page(client, course)
    form = {"read": re.search(r'name="read" value="([^"]+)"', html)[1], **choices}
    response = client.post(f"/en/studio/courses/{course.slug}/publish/", form, follow=True)
    settle_due(on=now())
    regrade_due(on=now())
    take_in_waiting(on=now())
    course.refresh_from_db()
    return response


def at(person: User) -> Enrolment:
    return Enrolment.objects.get(person=person)


def untouched(person: User, certificate: dict[str, Any]) -> None:
    """Whoever has finished stays finished, with the certificate as it was printed."""
    assert at(person).percent == 100
    assert Certificate.objects.get(person=person).facts == certificate
