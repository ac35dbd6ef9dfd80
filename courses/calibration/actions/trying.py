"""Ten items without an account."""

import random
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.generators import Form
from courses.banks.kinds import KINDS
from courses.calibration.judging import judged
from courses.calibration.models import Trial
from courses.calibration.trying import body_at, ten_items, version_at
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic

FORGOTTEN_AFTER = timedelta(days=1)


@atomic
def start_trial(*, form: str = Form.PICTURE, person: User | None = None, on: datetime) -> Trial:
    """Ten fresh items. form: as pictures, or in words."""
    if form not in list(Form):
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    chance = random.Random(secrets.randbits(64))
    return Trial.objects.create(
        key=secrets.token_urlsafe(32), person=person, items=ten_items(chance, form), made_at=on
    )


@atomic
def answer_trial(trial: Trial, place: int, answer: Any, *, cannot_tell: bool = False) -> Trial:
    """Keep what somebody says to the next item; the first answer to each counts, as the truth is told
    with it."""
    trial = Trial.objects.select_for_update(no_key=True).get(pk=trial.pk)
    if place != len(trial.answers) or trial.is_done:
        return trial
    asked = trial.items[place]
    body = body_at(asked)
    kind = KINDS[body["kind"]]
    if cannot_tell:
        answer = None
    elif answer is None or not kind.is_answer(body, answer):
        raise Refusal("no-answer", _("Answer first, or say that you cannot tell."))
    elif fault := kind.fault(body, answer):
        raise Refusal("has-a-fault", fault)
    found = judged(version_at(asked), body, answer)
    trial.answers = [
        *trial.answers,
        {
            "answer": answer,
            "cannot_tell": cannot_tell,
            "right": found.right,
            "seen": found.seen,
        },
    ]
    trial.save(update_fields=["answers"])
    return trial


@atomic
def keep_trial(key: str, person: User) -> bool:
    """Let a trial belong to whoever has registered or signed in with it; whether there was one. What
    nobody has answered yet is not worth keeping."""
    kept = Trial.objects.filter(key=key, person__isnull=True).exclude(answers=[])
    return bool(kept.update(person=person))


def forget_trials(*, on: datetime) -> int:
    """Forget the trials of those who have not registered within a day; how many."""
    old = Trial.objects.filter(person__isnull=True, made_at__lt=on - FORGOTTEN_AFTER)
    return old.delete()[0]
