"""Competencies of a course: where they are assessed, and which units claim them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from badges.awards.queries import own_badges
from courses.competencies.models import Competency
from courses.competencies.queries import competencies_by_code, descriptors, general_levels
from courses.content.access import course_for_author, course_for_viewer
from courses.content.actions.aligning import Claim, claim
from courses.content.models import Course
from courses.content.queries import written_units
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import Pair
from lms.studio.competence_coverage import Where, coverage_of, placed
from lms.studio.desk import desk
from lms.studio.studio_views import me


@login_required
@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """Which competencies are assessed where, and how many have reached them."""
    course = course_for_viewer(me(request), slug)
    context = desk(me(request), course, "competencies")
    found = coverage_of(course, context["desk"].draft, now())
    more = {"coverage": found, "badges": own_badges(course)}
    return render(request, "studio/coverage.html", context | more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def align(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Which units claim one competency, and at which level."""
    course = course_for_author(me(request), slug)
    competency = competencies_by_code().get(code)
    if competency is None:
        raise Http404(_("There is no such competency."))
    refused, claims = "", _claims(request)
    if request.method == "POST":
        try:
            changed = claim(course, code, claims, by=me(request), on=now())
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _saved(changed))
            return redirect("studio:coverage", slug=slug)
    return _align_page(request, course, competency, claims, refused)


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing was changed.")
    words = ngettext(
        "Saved in %s unit. Learners see it when the course is published.",
        "Saved in %s units. Learners see it when the course is published.",
        changed,
    )
    return words % changed


def _claims(request: HttpRequest) -> dict[UUID, Claim]:
    """What was chosen: `level-<uid>` beside `seen-<uid>`."""
    found = {}
    for name, value in request.POST.items():
        kind, _dash, uid = name.partition("-")
        level, seen = _small(value), _small(request.POST.get(f"seen-{uid}"))
        if kind == "level" and level is not None:
            try:
                found[UUID(uid)] = Claim(level, seen or 0)
            except ValueError:
                continue
    return found


def _small(value: object) -> int | None:
    """The number of one or two digits that was sent, if it was."""
    said = str(value)
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else None


def _align_page(
    request: HttpRequest,
    course: Course,
    competency: Competency,
    claims: dict[UUID, Claim],
    refused: str,
) -> HttpResponse:
    context = desk(me(request), course, "competencies")
    draft = context["desk"].draft
    modules: dict[str, tuple[Pair, list[tuple[Where, int]]]] = {}
    for unit, where in placed(draft, written_units(draft)):
        said = {one["competency"]: one["level"] for one in unit.content["alignments"]}
        stands = where(said.get(competency.code, 0), 0)
        chosen = claims[stands.uid].level if stands.uid in claims else stands.level
        module = unit.item.module
        modules.setdefault(module.key, (module.title, []))[1].append((stands, chosen))
    own = descriptors()
    context |= {
        "competency": competency,
        "modules": list(modules.values()),
        "levels": [
            (level.number, level, own.get((competency.pk, level.number), level))
            for level in general_levels()
        ],
        "refused": refused,
    }
    return render(request, "studio/align.html", context, status=422 if refused else 200)
