"""Answering the items of a sitting, and asking for help."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.generators import Form
from courses.banks.kinds import KINDS
from courses.calibration.access import locked_sitting
from courses.calibration.judging import body_of, judged
from courses.calibration.models import Certainty, Phase, Sitting, SittingItem
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def answer_item(
    sitting: Sitting,
    position: int,
    answer: Any,
    *,
    cannot_tell: bool = False,
    certainty: str = "",
    on: datetime,
) -> SittingItem:
    """Keep what somebody says to one item. In practice the first answer counts, as the truth is told
    with it; in other sittings a later one takes its place until they are closed.

    answer: in the form of the item's kind; None only with cannot_tell.
    """
    sitting = locked_sitting(sitting.pk)
    if not sitting.is_open:
        raise Refusal("closed-sitting", _("This sitting is closed; its result stands."))
    mine, following = _here(sitting, position)
    if mine.is_answered and sitting.tells_at_once:
        return mine
    body = body_of(mine)
    kind = KINDS[body["kind"]]
    if cannot_tell:
        answer, certainty = None, ""
    elif answer is None or not kind.is_answer(body, answer):
        raise Refusal("no-answer", _("Answer first, or say that you cannot tell."))
    elif fault := kind.fault(body, answer):
        raise Refusal("has-a-fault", fault)
    elif certainty not in Certainty.values:
        raise Refusal("no-certainty", _("Say how sure you are."))
    found = judged(mine.item_version, body, answer)
    mine.answer, mine.cannot_tell, mine.certainty = answer, cannot_tell, certainty
    mine.right, mine.points, mine.seen = found.right, found.points, found.seen
    mine.answered_at = on
    SittingItem.objects.filter(pk=mine.pk).update(
        answer=answer,
        cannot_tell=cannot_tell,
        certainty=certainty,
        right=found.right,
        points=found.points,
        seen=found.seen,
        answered_at=on,
    )
    if following is not None and following.asked_at is None:
        SittingItem.objects.filter(pk=following.pk).update(asked_at=on)
    return mine


@atomic
def ask_help(sitting: Sitting, position: int, *, on: datetime) -> SittingItem:
    """Let somebody read the help that stands beside an item; the answer then counts as aided. There is
    none while measuring."""
    sitting = locked_sitting(sitting.pk)
    if not sitting.is_open or not sitting.helps:
        raise Refusal("no-help", _("There is no help in this sitting."))
    mine, _following = _here(sitting, position)
    if mine.helped_at is None and not (mine.is_answered and sitting.tells_at_once):
        mine.helped_at = on
        mine.save(update_fields=["helped_at"])
    return mine


@atomic
def change_form(sitting: Sitting, position: int, *, form: str) -> None:
    """Meet this item, and all that follow, as pictures or in words. What is answered stays as it was
    met, and says so. While measuring, an item met in words stays in words, and only those that follow
    come as pictures: it has told in numbers what its picture asks to be seen, and kept as a picture it
    would say more of the eye than is true."""
    sitting = locked_sitting(sitting.pk)
    if not sitting.is_open:
        raise Refusal("closed-sitting", _("This sitting is closed; its result stands."))
    if form not in list(Form):
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    stays = sitting.phase == Phase.MEASURED and form == Form.PICTURE
    first = position + 1 if stays else position
    sitting.items.filter(position__gte=first, answered_at__isnull=True).update(form=form)


def _here(sitting: Sitting, position: int) -> tuple[SittingItem, SittingItem | None]:
    rows = SittingItem.objects.filter(sitting=sitting, position__gte=position)
    both = rows.filter(position__lte=position + 1).select_related("item_version__item")
    found = {one.position: one for one in both}
    if position not in found:
        raise Refusal("not-here", _("This sitting has no such item."))
    return found[position], found.get(position + 1)
