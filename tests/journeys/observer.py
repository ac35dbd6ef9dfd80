"""Somebody who is measured, for the contact sheets. Run inside the site: see stands()."""

import json
from datetime import datetime, timedelta

from courses.banks.generators import Form
from courses.calibration.actions import answer_item, open_sitting, practise_next
from courses.calibration.actions.trying import answer_trial, start_trial
from courses.calibration.judging import body_of
from courses.calibration.models import CalibrationResult, Certainty, Phase, Sitting
from courses.calibration.queries import items_of
from courses.calibration.trying import body_at
from courses.content.models import Course
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment
from courses.progress.actions import join
from lms.accounts.models import User
from lms.common.clock import now
from lms.pages.demo_cast import be_measured, right_in
from tests.journeys.meeting import said_to

COURSE = "collecting-data-practised-eye"
RESULT, TOLD, WAITING = "calibrated-estimating", "careful-observing", "protocol-keeping"


def stands(email: str) -> None:
    """Let this person be measured, and print the addresses of what came of it, and the keys of two
    trials: one in the middle, and one at its end."""
    on = now() - timedelta(days=1)
    course = Course.objects.get(slug=COURSE)
    outline = outline_by_id(course.in_force_id or 0)
    units = {item.key: item for item in outline.items}
    enrolment = join(User.objects.get(email=email), course, on=on)
    estimating = units[RESULT]
    assert estimating.measure_block
    be_measured(enrolment, outline, estimating, estimating.measure_block, on=on)
    result = CalibrationResult.objects.get(sitting__enrolment=enrolment)
    practice = _practises(enrolment, outline, TOLD, 12, on)
    waiting = _opens(enrolment, outline, TOLD, Phase.MEASURED, on)
    _answers(waiting, 9, on)
    sheets = _practises(enrolment, outline, WAITING, 10, on)
    ended = _opens(enrolment, outline, WAITING, Phase.MEASURED, on)
    _answers(ended, 30, on)
    said = {
        "@card": f"courses/{COURSE}/units/{units[TOLD].uid}/",
        "@told": f"sittings/{practice.uid}/11/",
        "@sheet-told": f"sittings/{sheets.uid}/6/",
        "@item": f"sittings/{waiting.uid}/10/",
        "@sheet": f"sittings/{ended.uid}/4/",
        "@end": f"sittings/{ended.uid}/",
        "@measured": f"results/{result.uid}/",
        "trying": _tries(3),
        "tried": _tries(10),
    }
    print(json.dumps(said))  # noqa: T201


def _opens(enrolment: Enrolment, outline: Outline, key: str, phase: str, on: datetime) -> Sitting:
    item = next(one for one in outline.items if one.key == key)
    assert item.measure_block
    return open_sitting(enrolment, outline, item, item.measure_block, phase=phase, on=on)


def _practises(
    enrolment: Enrolment, outline: Outline, key: str, answers: int, on: datetime
) -> Sitting:
    sitting = _opens(enrolment, outline, key, Phase.PRACTICE, on)
    for _answer in range(answers):
        practise_next(sitting, on=on)
        _answers(sitting, answers, on)
    return sitting


def _answers(sitting: Sitting, most: int, on: datetime) -> None:
    """Right answers to what is asked, but for every fifth."""
    for one in items_of(sitting)[:most]:
        if one.is_answered:
            continue
        body = body_of(one)
        said = right_in(body) if one.position % 5 else said_to(body, rightly=False)
        answer_item(sitting, one.position, said, certainty=Certainty.RATHER, on=on)


def _tries(answers: int) -> str:
    """The key of a trial with so many answers."""
    trial = start_trial(form=Form.PICTURE, on=now())
    for place in range(answers):
        said = said_to(body_at(trial.items[place]), rightly=place % 4 != 1)
        trial = answer_trial(trial, place, said)
    return trial.key
