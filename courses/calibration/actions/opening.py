"""Opening sittings, and what practice asks next."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from courses.banks.generators import Form
from courses.calibration.access import locked_sitting
from courses.calibration.choosing import Chosen, choose, next_to_practise, serves
from courses.calibration.models import Phase, Series, Sitting, SittingItem
from courses.calibration.queries import (
    Door,
    block_at,
    door_to,
    exercise_at,
    items_for,
    items_of,
    level_at,
    met_by,
    practised,
    results_at,
    wrong_in,
)
from courses.content.blocks.calibration import exercise_of
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment, refuse_outside
from courses.enrolment.models import Enrolment
from courses.progress.access import is_locked
from lms.common.errors import Refusal
from lms.common.transactions import atomic

# More than anybody practises at one go; a new practice goes on from there.
MOST_PRACTISED = 300


@atomic
def open_sitting(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    block: UUID,
    *,
    phase: str,
    form: str = Form.PICTURE,
    on: datetime,
) -> Sitting:
    """Open a sitting of an exercise, or return the one that is open: two tabs share it.

    form: as pictures or in words, as the learner chooses; it is kept with the result.
    """
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    if is_locked(enrolment, outline, item, on=on):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    if phase not in Phase.values or form not in list(Form):
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    exercise = exercise_at(item, block)
    known = list(Sitting.objects.filter(enrolment=enrolment, block=block, phase=phase))
    if found := next((one for one in known if one.is_open), None):
        return found
    refuse_outside(enrolment.run, on=on)
    if phase == Phase.AIDED and not exercise.aided:
        raise Refusal("no-aided", _("This exercise has no set with help."))
    series, size = None, exercise.aided
    if phase == Phase.MEASURED:
        results = results_at(enrolment.person_id, block)
        level = level_at(results, on)
        door = door_to(enrolment.person_id, block, exercise, level=level, on=on)
        refuse_early(door)
        series, size = door.joins or _new_series(enrolment, item, block, on), door.size
    sitting = Sitting.objects.create(
        enrolment=enrolment,
        unit_id=item.unit_id,
        block=block,
        release_id=outline.release_id,
        phase=phase,
        number=max((one.number for one in known), default=0) + 1,
        series=series,
        seed=secrets.randbits(48),
        opened_at=on,
    )
    if phase == Phase.PRACTICE:
        _add(sitting, [_next(sitting)], on, form)
        return sitting
    versions = [one for one in items_for(outline.release_id, block) if serves(one, phase)]
    chosen = choose(
        versions,
        exercise.classes,
        size,
        seed=sitting.seed,
        met=met_by(enrolment.person_id, block),
    )
    if len(chosen) < size:
        raise Refusal("few-items", _("This exercise has too few items for a sitting."))
    _add(sitting, chosen, on, form)
    return sitting


def refuse_early(door: Door) -> None:
    """Refuse a measuring that may not begin yet, and say what comes first."""
    if door.practice_first:
        raise Refusal("practise-first", _("Practise a little first; then you can be measured."))
    if not door.is_open:
        raise Refusal("series-closed", _("A new series opens later. Until then you can practise."))


@atomic
def practise_next(sitting: Sitting, *, on: datetime) -> SittingItem:
    """The item of a practice that waits for an answer; a new one where all are answered."""
    sitting = locked_sitting(sitting.pk)
    waiting = sitting.items.filter(answered_at__isnull=True).order_by("position").first()
    if waiting is not None:
        return waiting
    _refuse_closed(sitting)
    if sitting.items.count() >= MOST_PRACTISED:
        raise Refusal("enough", _("That is a lot of practice. Finish it, and begin a new one."))
    return _add(sitting, [_next(sitting)], on, _form(sitting))[0]


@atomic
def practise_again(sitting: Sitting, *, on: datetime) -> int:
    """Ask once more, as they were, the items of a practice that were not right when they were last
    asked; how many there are. Pressed again while they wait, it changes nothing."""
    sitting = locked_sitting(sitting.pk)
    _refuse_closed(sitting)
    items = items_of(sitting)
    wrong = wrong_in(one for one in items if one.is_answered)
    if not wrong and any(not one.is_answered for one in items):
        return 0
    if not wrong:
        raise Refusal("nothing-wrong", _("Nothing is left here that was not right."))
    room = MOST_PRACTISED - len(items)
    # What waits unanswered would stand before them; it was not looked at yet.
    sitting.items.filter(answered_at__isnull=True).delete()
    again = [Chosen(one.item_version, one.seed) for one in wrong[:room]]
    _add(sitting, again, on, _form(sitting))
    return len(wrong)


def _form(sitting: Sitting) -> str:
    """As the last item came."""
    return (
        sitting.items.order_by("-position").values_list("form", flat=True).first() or Form.PICTURE
    )


def _refuse_closed(sitting: Sitting) -> None:
    if not sitting.is_open or sitting.phase != Phase.PRACTICE:
        raise Refusal("closed-sitting", _("This practice is finished. Begin a new one."))


def _next(sitting: Sitting) -> Chosen:
    outline = outline_by_id(sitting.release_id)
    item = outline.by_unit[sitting.unit_id]
    exercise = exercise_of(block_at(item.version_id, sitting.block)["settings"])
    versions = [
        one for one in items_for(sitting.release_id, sitting.block) if serves(one, Phase.PRACTICE)
    ]
    met = dict.fromkeys(
        sitting.items.order_by().values_list("item_version__item", flat=True).distinct(), 1
    )
    found = next_to_practise(
        versions, exercise.classes, practised(sitting), seed=sitting.seed, met=met
    )
    # Where all written ones have been asked they come again.
    found = found or next_to_practise(
        versions, exercise.classes, practised(sitting), seed=sitting.seed, met={}
    )
    if found is None:
        raise Refusal("few-items", _("This exercise has too few items for a sitting."))
    return found


def _new_series(enrolment: Enrolment, item: OutlineItem, block: UUID, on: datetime) -> Series:
    several = Series.objects.filter(person=enrolment.person_id, block=block)
    number = max(several.values_list("number", flat=True), default=0) + 1
    return Series.objects.create(
        person_id=enrolment.person_id,
        unit_id=item.unit_id,
        block=block,
        number=number,
        opened_at=on,
    )


def _add(sitting: Sitting, chosen: Sequence[Chosen], on: datetime, form: str) -> list[SittingItem]:
    """The items, at the end; the first that waits is taken to be seen now."""
    last = sitting.items.order_by("-position").values_list("position", flat=True).first()
    first = 0 if last is None else last + 1
    return SittingItem.objects.bulk_create(
        SittingItem(
            sitting=sitting,
            item_version=one.version,
            position=first + place,
            seed=one.seed,
            form=form,
            asked_at=on if place == 0 else None,
        )
        for place, one in enumerate(chosen)
    )
