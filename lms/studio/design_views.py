"""Designs of certificates, with a sample beside the form, and what a course states on its own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.certificates.access import design_editor, design_for_editor
from badges.certificates.design_actions import (
    archive_design,
    restore_design,
    state_certification,
    write_design,
)
from badges.certificates.design_rules import credits_doubted
from badges.certificates.facts import CertificateFacts
from badges.certificates.models import CertificateDesign, CourseCertification
from badges.certificates.queries import (
    certification_of,
    designs,
    designs_offered,
    usual_design,
)
from badges.certificates.rendering import (
    Overlong,
    PressTrouble,
    render_pdf,
    rendering_obstacle,
)
from badges.certificates.sample_pages import (
    drawing,
    look_read,
    look_said,
    sample_page,
    sheet_for_pages,
)
from badges.certificates.samples import sample_of, sample_of_course
from badges.certificates.stating import leaders_of
from courses.content.access import course_for_lead
from courses.content.models import Course
from courses.content.queries import outline_by_id
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.fonts import font_face_css
from lms.studio.design_forms import CertificationForm, DesignForm, SampleForm
from lms.studio.desk import desk
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
PLAIN = gettext_lazy("The site’s plain design")
HOUR = 3600


@login_required
@require_safe
def all_designs(request: HttpRequest) -> HttpResponse:
    """Every design, and which one courses get that have chosen none."""
    design_editor(me(request))
    rows = list(designs())
    context = {
        "section": "studio",
        "rows": [row for row in rows if row.archived_at is None],
        "archived": [row for row in rows if row.archived_at],
        "usual": next((row for row in rows if row.is_default), None),
    }
    return render(request, "studio/designs.html", context)


@login_required
@read_or_write
def new_design(request: HttpRequest) -> HttpResponse:
    """A design that begins with the plain look."""
    design_editor(me(request))
    return _editor(request, None)


@login_required
@read_or_write
def design(request: HttpRequest, pk: int) -> HttpResponse:
    """One design with its sample."""
    return _editor(request, design_for_editor(me(request), pk))


def _editor(request: HttpRequest, row: CertificateDesign | None) -> HttpResponse:
    is_posted = request.method == "POST"
    before = row or CertificateDesign()
    form = DesignForm(before, request.POST if is_posted else None, request.FILES)
    facts = None
    if not is_posted:
        facts = sample_of(before, form.wanted)
    elif form.is_valid():
        facts = sample_of(form.design(), form.wanted)
    if is_posted and (answer := _only_sample(request, form, facts)):
        return answer
    if is_posted and facts and request.POST.get("do") == "save":
        try:
            write_design(row, form.said(), over=form.cleaned_data["over"], by=me(request), on=now())
        except Refusal as refusal:
            form.add_error("name" if refusal.code == "same-name" else None, str(refusal))
            if refusal.code == "changed-meanwhile" and row:
                form.meet(design_for_editor(me(request), row.pk))
        else:
            messages.success(
                request,
                _("Saved. From now on, certificates of courses with this design look like this."),
            )
            return redirect("studio:designs")
    context = {
        "section": "studio",
        "form": form,
        "row": row,
        "chosen": row.courses.count() if row else 0,
        **_sample(facts),
    }
    return _page(request, "studio/design.html", form, context)


@login_required
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody choose the design any more."""
    row = design_for_editor(me(request), pk)
    if archive_design(row, by=me(request), on=now()):
        messages.success(request, _("Deleted: no course had chosen it."))
    else:
        messages.success(request, _("Archived. Courses that have it keep it."))
    return redirect("studio:designs")


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Let courses choose it again."""
    restore_design(design_for_editor(me(request), pk), by=me(request), on=now())
    messages.success(request, _("Restored. Courses can choose it again."))
    return redirect("studio:designs")


# --- of a course ---------------------------------------------------------------------------------


@login_required
@read_or_write
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """What the certificates of a course look like and state, with a sample."""
    course = course_for_lead(me(request), slug)
    row = certification_of(course.pk)
    usual, offered = usual_design(), list(designs_offered(row))
    is_posted = request.method == "POST"
    name = _("The site’s default design: %s") % usual.name if usual.pk else str(PLAIN)
    form = CertificationForm(row, offered, name, request.POST if is_posted else None)
    facts = None
    if not is_posted:
        facts = _sample_of_course(course, row, row.design or usual, form)
    elif form.is_valid():
        stated = form.stated()
        chosen = next((one for one in offered if one.pk == stated.design), usual)
        said = {name: getattr(stated, name) for name in stated.__dataclass_fields__}
        said["design_id"] = said.pop("design")
        facts = _sample_of_course(course, CourseCertification(course=course, **said), chosen, form)
    if is_posted and (answer := _only_sample(request, form, facts)):
        return answer
    if is_posted and facts and request.POST.get("do") == "save":
        try:
            state_certification(
                course,
                form.stated(),
                over=form.cleaned_data["over"],
                by=me(request),
                on=now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            if refusal.code == "changed-meanwhile":
                form.meet(certification_of(course.pk))
        else:
            messages.success(request, _("Saved. Certificates issued from now on state this."))
            return redirect("studio:certificate", slug=slug)
    context = {
        **desk(me(request), course, "settings"),
        "form": form,
        "edits_designs": me(request).edits_hub,
        **_sample(facts),
    }
    return _page(request, "studio/certificate.html", form, context)


def _sample_of_course(
    course: Course, row: CourseCertification, chosen: CertificateDesign, form: SampleForm
) -> CertificateFacts:
    """With the course as it is published; before that, of an invented course."""
    if course.in_force_id is None:
        return sample_of(chosen, form.wanted)
    outline = outline_by_id(course.in_force_id)
    return sample_of_course(chosen, row, outline, leaders_of(course.pk), form.wanted)


# --- samples -------------------------------------------------------------------------------------


def _only_sample(
    request: HttpRequest, form: SampleForm, facts: CertificateFacts | None
) -> HttpResponse | None:
    """The answer to who asks for the sample alone: its file, or the part of the page it stands in."""
    follows = request.htmx  # type: ignore[attr-defined]
    # What follows the form carries the button that was pressed last: the file is for a page of its own.
    if facts and request.POST.get("do") == "pdf" and not follows and not rendering_obstacle():
        try:
            response = HttpResponse(render_pdf(facts), content_type="application/pdf")
        except (Overlong, PressTrouble):
            # The page says why it has no file.
            return None
        response["Content-Disposition"] = 'inline; filename="sample.pdf"'
        return response
    if follows:
        context = {"form": form, **_sample(facts)}
        response = render(request, "studio/parts/sample.html", context)
        if facts is None:
            # The sample stays as it was, and above it stands what keeps it from following.
            response["HX-Retarget"] = "#sample-faults"
            response["HX-Reselect"] = "#sample-faults"
            response["HX-Reswap"] = "outerHTML"
        return response
    return None


def _sample(facts: CertificateFacts | None) -> dict[str, Any]:
    if facts is None:
        return {"sample": None}
    doubt = credits_doubted(facts.credits, facts.minutes)
    sheet = f"{reverse('studio:design-sheet')}?{urlencode({'look': look_said(facts)})}"
    page = sample_page(facts, sheet)
    return {"sample": page, "facts": facts, "doubt": doubt, "obstacle": page.obstacle}


@login_required
@require_safe
@cache_control(private=True, max_age=HOUR)
def sheet(request: HttpRequest) -> HttpResponse:
    """The style sheet of samples of one look."""
    said = request.GET.get("look", "")
    if (look := look_read(said)) is None:
        raise Http404(_("There is no such page."))

    def drawing_at(name: str) -> str:
        return f"{reverse('studio:design-drawing')}?{urlencode({'look': said, 'name': name})}"

    css = sheet_for_pages(look, drawing_at, font_face_css(f"{settings.STATIC_URL}lms/fonts"))
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@login_required
@require_safe
@cache_control(private=True, max_age=HOUR)
def sample_drawing(request: HttpRequest) -> HttpResponse:
    """A drawing of samples of one look."""
    look = look_read(request.GET.get("look", ""))
    svg = drawing(look, request.GET.get("name", "")) if look else None
    if svg is None:
        raise Http404(_("There is no such page."))
    return HttpResponse(svg, content_type="image/svg+xml")


def _page(
    request: HttpRequest, template: str, form: SampleForm, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
