"""The reason that stands beside whatever somebody decides for a learner."""

from django.utils.translation import gettext as _

from lms.common.errors import Refusal
from lms.common.wording import printable

LONGEST_REASON = 500


def stated_reason(typed: str) -> str:
    """The reason on one line; refuses none, and one that is too long."""
    reason = " ".join(printable(typed).split())
    if not reason:
        said = _("Write the reason: it stays in the record for whoever asks later.")
        raise Refusal("no-reason", said)
    if len(reason) > LONGEST_REASON:
        raise Refusal("too-long", _("This text is longer than %s characters.") % LONGEST_REASON)
    return reason
