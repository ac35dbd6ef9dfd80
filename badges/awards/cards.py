"""What other sites show beside a link to a badge, whoever holds it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from badges.awards.models import AchievementVersion
from lms.common.cards import as_card
from lms.common.languages import current_language, text
from lms.common.wording import listed
from lms.hub.queries import profile


def card_of(version: AchievementVersion) -> HttpResponse:
    """The same for all who hold it: it names nobody."""
    hub, language = profile(), current_language()
    return as_card(
        ("badge", version.pk, language, hub.colour, text(hub.name)),
        kind=_("Badge"),
        title=text(version.name),
        below=listed([str(one) for one in version.drawing["codes"]]),
        hub=text(hub.name) or hub.logo_text,
        seed=str(version.drawing["seed"]),
        colour=hub.colour,
    )
