"""Landing, course page, competencies, what search engines read: for everybody."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from badges.awards.queries import achievements_for, announced_versions
from courses.assessment.queries import quiz_under_way
from courses.classroom.allowed import allowed_says
from courses.classroom.guards import person_of
from courses.classroom.ways import IntoCourse
from courses.competencies.models import Competency
from courses.competencies.queries import (
    competencies_by_code,
    crosswalks,
    descriptors,
    general_levels,
)
from courses.content.access import announced_course, published_course, works_on
from courses.content.queries import announced_courses, outline_of, published_courses
from courses.content.receivers import WORKS
from courses.progress.access import course_for
from lms.accounts.models import User
from lms.common.cards import as_card
from lms.common.clock import now
from lms.common.ids import read_code
from lms.common.languages import LANGUAGES, current_language, text
from lms.common.wording import duration
from lms.hub.queries import profile, published_news
from lms.pages.announced_views import announced_page
from lms.pages.catalogue import begun_last
from lms.pages.catalogue import catalogue as find_courses
from lms.pages.claims import claims_of
from lms.pages.course_end import course_end
from lms.pages.course_page import course_page, opens_next
from lms.pages.course_runs import runs_on_page
from lms.pages.drops import drop_at
from lms.pages.queries import passport


def knows_studio(request: HttpRequest) -> bool:
    """Whether the masthead shows this person the studio; nobody else's page asks for their roles."""
    person = person_of(request)
    return person is not None and (person.teaches or WORKS in request.session)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the person's language."""
    response = HttpResponseRedirect(f"/{current_language()}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, in one screen."""
    found = find_courses(person_of(request))
    context = {
        "courses": found[:3],
        "begun": begun_last(found),
        "news": published_news(now())[:3],
    }
    return render(request, "pages/landing.html", context)


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """The course: what it is for visitors, where one stands for learners; what it will be, where it
    is only announced."""
    person = person_of(request)
    try:
        place = course_for(person, slug)
    except Http404:
        return announced_page(request, announced_course(slug))
    codes = {aligned.code for item in place.outline.items for aligned in item.alignments}
    badges = achievements_for(place.outline.course_id, place.outline.slug, codes, person)
    context = {
        "place": place,
        "ways": IntoCourse(slug),
        "page": course_page(place),
        "opens_next": opens_next(place),
        "allowed": [allowed_says(one, place.outline) for one in place.allowed],
        "badges": badges,
        "claims": claims_of(place.outline),
        "drop": drop_at(place),
        "end": course_end(person, place, badges),
        "runs": runs_on_page(person, place),
        "works": works_on(person, place.course) if knows_studio(request) else None,
        "under_way": place.enrolment
        and place.standing
        and quiz_under_way(place.enrolment, place.standing.next),
    }
    return render(request, "pages/course.html", context)


@require_safe
def course_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a published course, for sites that show links to it."""
    course = published_course(slug)
    assert course.in_force is not None
    outline, hub, language = outline_of(course.in_force), profile(), current_language()
    return as_card(
        ("course", outline.release_id, language, hub.colour, text(hub.name)),
        kind=_("Course"),
        title=text(outline.title),
        below=duration(outline.minutes),
        hub=text(hub.name) or hub.logo_text,
        seed=str(outline.course_uid),
        colour=hub.colour,
    )


@require_safe
def competency_address(request: HttpRequest, code: str) -> HttpResponse:
    """The stable address of a competency leads to its page in the reader's language."""
    response = redirect(reverse("pages:competency", args=[code.upper()]))
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def competency(request: HttpRequest, code: str) -> HttpResponse:
    """What a competency is, its levels, and how it relates to other frameworks."""
    found = (
        Competency.objects.filter(code=code, parent__isnull=False)
        .select_related("parent", "framework")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such competency."))
    words = descriptors()
    levels = [
        (number, words.get((None, number)), words.get((found.pk, number))) for number in range(1, 5)
    ]
    context = {
        "competency": found,
        "levels": levels,
        "crosswalks": crosswalks().get(found.pk, []),
        "address": f"{settings.SITE_URL}/competencies/{found.code}",
    }
    return render(request, "pages/competency.html", context)


@require_safe
def shared_passport(request: HttpRequest, code: str) -> HttpResponse:
    """A passport whose owner shares it by link."""
    read = read_code(code)
    owner = (
        User.objects.filter(passport_code=read, suspended_at__isnull=True, consent="").first()
        if read
        else None
    )
    if owner is None:
        raise Http404(_("There is no such passport."))
    at = now()
    shown = passport(owner, at)
    context = {
        "owner": owner,
        "domains": shown,
        "anything": any(domain.shown for domain in shown),
        "levels": general_levels(),
        "at": at,
        "own": False,
    }
    response = render(request, "pages/passport.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, each naming its twin, and when it last changed where that
    is known."""
    names = ("about", "citizen-science", "principles", "contacts", "accessibility", "privacy")
    pages: list[tuple[str, datetime | None]] = [
        (path, None)
        for path in (
            "",
            "courses/",
            "competencies/",
            "news/",
            "verify/",
            "api/",
            *(f"{one}/" for one in names),
        )
    ]
    for course in published_courses():
        changed = course.in_force.published_at if course.in_force else None
        pages.append((f"courses/{course.slug}/", changed))
    for draft in announced_courses():
        pages.append((f"courses/{draft.course.slug}/", draft.course.announced_at))
    pages += [(f"competencies/{one.code}/", None) for one in competencies_by_code().values()]
    pages += [
        (f"achievements/{one.achievement.key}/{one.number}/", one.made_at)
        for one in announced_versions()
    ]
    pages += [(f"news/{item.slug}/", item.published_at) for item in published_news(now())]
    context = {"pages": pages, "languages": LANGUAGES, "site_url": settings.SITE_URL}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: /{code}/{part}/"
        for code in ("lt", "en")
        for part in ("me", "studio", "accounts", "passport")
    ]
    lines += ["Disallow: /v/", "Disallow: /api/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
