"""The mail that invites somebody to work on a course."""

import logging

from django.utils import translation
from django.utils.translation import gettext as _

from courses.content.models import CourseRole
from lms.accounts.adapter import written
from lms.accounts.addresses import absolute
from lms.accounts.letters import Letter
from lms.accounts.models import User
from lms.common.languages import LANGUAGES, OTHER

log = logging.getLogger(__name__)


def send_invitation(email: str, role: str) -> None:
    """Write to this address. A mail server that is down undoes nothing: whoever invited can tell
    the person, and the invitation waits."""
    known = User.objects.filter(email=email).values_list("language", flat=True).first()
    with translation.override(known or LANGUAGES[0]):
        message = written(invitation_letter(role, known or LANGUAGES[0]), email)
    try:
        message.send()
    except OSError:
        log.exception("The mail with an invitation could not be sent")


def invitation_letter(role: str, language: str) -> Letter:
    """In both languages, this one first: of a stranger nobody knows which one they read. It holds
    nothing that anybody has typed; see lms.accounts.letters."""
    subjects, told = [], {}
    for code in (language, OTHER[language]):
        with translation.override(code):
            subjects.append(_("Invitation to work on a course"))
            told[code] = [
                _(
                    "You are invited to work on a course of this learning platform. What you would"
                    " do there: %(role)s."
                )
                % {"role": _what(role)},
                _(
                    "Sign in with this address, or create an account with it, and open the studio:"
                    " the course is there."
                ),
                _("If you do not know of this, do nothing."),
            ]
    with translation.override(language):
        action, link = _("Open the studio"), absolute("studio:home")
    return Letter(
        subject=" / ".join(subjects),
        before=told[language][:2],
        action=action,
        link=link,
        after=[told[language][2], "—" * 3, *told[OTHER[language]]],
    )


def _what(role: str) -> str:
    return {
        CourseRole.Role.OWNER: _("lead it, together with others"),
        CourseRole.Role.AUTHOR: _("write it"),
        CourseRole.Role.MARKER: _("assess what learners do"),
        CourseRole.Role.VIEWER: _("look at it before it is published"),
    }[CourseRole.Role(role)]
