"""A badge on paper, for its holder: here and not with its other files, as it is printed like a certificate."""

import logging
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from badges.awards.access import own_award
from badges.awards.learner_views import me, without_file
from badges.awards.signing_actions import signed_badge
from badges.certificates.badge_print import badge_pdf
from badges.certificates.rendering import (
    Overlong,
    PressTrouble,
    Unprintable,
    rendering_obstacle,
)
from badges.credentials.files import as_file
from lms.common.clock import now
from lms.common.languages import LANGUAGES, text

log = logging.getLogger(__name__)


@login_required
@require_safe
@never_cache
def badge_file(request: HttpRequest, uid: UUID, language: str) -> HttpResponse:
    """The badge as a PDF with its credential inside, made for this request: the same bytes each time."""
    award = own_award(me(request), uid)
    if language not in LANGUAGES:
        raise Http404(_("There is no such badge."))
    if rendering_obstacle():
        messages.info(
            request,
            _("No PDF can be made on this server. The badge’s other files say the same."),
        )
        return redirect("badges:badge", uid=award.uid)
    found = signed_badge(award, language, on=now())
    if found is None:
        return without_file(request, award)
    try:
        content = badge_pdf(award, found)
    except Unprintable as error:
        words = _(
            "The PDF cannot print these letters of your name: %(letters)s. The other files carry "
            "the badge all the same."
        )
        messages.info(request, words % {"letters": " ".join(error.characters)})
        return redirect("badges:badge", uid=award.uid)
    except (Overlong, PressTrouble):
        log.exception("The PDF of award %s could not be made.", award.pk)
        messages.info(
            request,
            _("The PDF could not be made. The badge’s other files say the same."),
        )
        return redirect("badges:badge", uid=award.uid)
    return as_file(content, "pdf", title=text(award.version.name, language), language=language)
