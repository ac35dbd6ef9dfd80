"""What an author may ask before something opens, and how many units of a module: refused in words
where it is impossible."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.competencies.queries import levels_by_code
from courses.content.opening import MOST_DAYS, Claim, Opening, is_sensible
from courses.content.shape import Module
from lms.common.errors import Refusal
from lms.common.languages import text


def need_possible(opening: Opening, *, skipped_by: Claim | None = None) -> None:
    """Refuse a day that no calendar of people has, and a competency that the map has not."""
    if opening.on and not is_sensible(opening.on):
        raise Refusal("no-day", _("Write a day between the years 2000 and 2200."))
    if opening.days is not None and not 1 <= opening.days <= MOST_DAYS:
        said = _("Write how many days after joining: a number from 1 to %s.")
        raise Refusal("days", said % MOST_DAYS)
    claims = [*opening.shown, *([skipped_by] if skipped_by else [])]
    if not claims:
        return
    levels = levels_by_code()
    for claim in claims:
        if claim.level not in levels.get(claim.code, ()):
            said = _("The competency map has no “%(code)s” at level %(level)s.")
            raise Refusal("no-competency", said % {"code": claim.code, "level": claim.level})


def need_so_many(module: Module, choose: int | None) -> None:
    """Refuse to ask for more units than the module requires anyway."""
    counting = sum(item["required"] for item in module["items"])
    if choose is None or 1 <= choose <= counting:
        return
    said = ngettext(
        "The module “%(module)s” has %(n)s required unit, so %(k)s of them cannot be asked for.",
        "The module “%(module)s” has %(n)s required units, so %(k)s of them cannot be asked for.",
        counting,
    )
    words = {"module": text(module["title"]), "n": counting, "k": choose}
    raise Refusal("too-many", said % words)
