"""Conversions for the writing tool: one definition, on the server, for every browser."""

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.content.access import WRITES
from courses.content.blocks.base import MOST_TEXT
from courses.content.models import CourseRole
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.html import render_markdown
from lms.common.languages import LANGUAGES
from lms.common.prose import from_prose, to_prose, why_source_only

# HTML says the same with more signs than Markdown.
MOST_HTML = 4 * MOST_TEXT
# Somebody who types without a pause asks about eighty times a minute.
MOST_A_MINUTE = 300


@login_required
@require_POST
def convert(request: HttpRequest) -> JsonResponse:
    """`html` to `markdown` and what was `dropped`; or `markdown` to `html`, or `reasons` why not.

    With `markdown` and `language` also a `preview`, as learners see the text.
    """
    assert isinstance(request.user, User)
    if not _writes_somewhere(request.user):
        raise Http404(_("There is no such course."))
    if not _admitted(request.user):
        return _refused("too-many", _("Too many changes at once. Wait a minute."), 429)
    html, markdown = request.POST.get("html"), request.POST.get("markdown")
    if html is not None:
        if len(html) > MOST_HTML:
            return _refused("too-long", _("This text is longer than %s characters.") % MOST_TEXT)
        stored = from_prose(html)
        return JsonResponse({"markdown": stored.text, "dropped": stored.dropped})
    if markdown is None:
        return _refused("nothing", _("There is no text to convert."))
    if len(markdown) > MOST_TEXT:
        return _refused("too-long", _("This text is longer than %s characters.") % MOST_TEXT)
    reasons = why_source_only(markdown)
    answer = {"html": "" if reasons else to_prose(markdown), "reasons": reasons}
    if (language := request.POST.get("language", "")) in LANGUAGES:
        answer["preview"] = render_markdown(markdown, language)
    return JsonResponse(answer)


def _writes_somewhere(person: User) -> bool:
    if person.teaches:
        return not person.is_suspended
    return CourseRole.objects.filter(person=person, role__in=WRITES).exists()


def _admitted(person: User) -> bool:
    """Counted by the minute: the parser's time is everybody's."""
    counter = f"prose:{person.pk}:{int(now().timestamp()) // 60}"
    cache.add(counter, 0, timeout=120)
    try:
        return cache.incr(counter) <= MOST_A_MINUTE
    except ValueError:
        # The counter was swept away between the two.
        return True


def _refused(code: str, detail: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"code": code, "detail": detail}, status=status)
