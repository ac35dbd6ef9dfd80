"""What the tables of calibrations hold of people: sittings, answers, results, plans."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.banks.facing import prompt_of
from courses.calibration.models import (
    CalibrationResult,
    CorrectionPlan,
    ExpertAnswer,
    GoldDecision,
    Series,
    Sitting,
    SittingItem,
    Trial,
)
from lms.common.languages import text
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal


def _question(body: Any, language: str, _row: Mapping[str, Any]) -> str:
    return text(prompt_of(body), language)


OF_SITTING = {"sitting_uid": Also(_("number of the sitting"), "sitting__uid")}

REGISTER: list[Entry] = [
    Held(
        model=CorrectionPlan,
        of="sitting__enrolment__person",
        group=Group.ANSWERS,
        what=_("What you want to do differently after being measured"),
        erase=Erasing.DELETE,
        fields={"text": _("your plan"), "written_at": _("when you wrote it")},
        also=OF_SITTING,
    ),
    Held(
        model=CalibrationResult,
        of="sitting__enrolment__person",
        group=Group.ANSWERS,
        what=_("What you were measured at"),
        erase=Erasing.DELETE,
        fields={
            "uid": _("number of the result"),
            "level": _("level"),
            "numbers": _("the numbers"),
            "valid_until": _("valid until"),
            "made_at": _("when"),
            "reason": _("why it was worked out again"),
        },
        plain="bank_version protocol_version seeds",
        also=OF_SITTING,
    ),
    Held(
        model=SittingItem,
        of="sitting__enrolment__person",
        group=Group.ANSWERS,
        what=_("Your answers in practice and while being measured"),
        erase=Erasing.DELETE,
        fields={
            "form": _("as a picture or in words"),
            "answer": _("your answer"),
            "cannot_tell": _("that you could not tell"),
            "certainty": _("how sure you were"),
            "helped_at": _("when you asked for help"),
            "asked_at": _("when you first saw it"),
            "answered_at": _("when you answered"),
            "right": _("whether it was right"),
            "points": _("points, in thousandths"),
            "seen": _("your answer beside the truth"),
        },
        plain="position seed",
        also={
            **OF_SITTING,
            "question": Also(_("question"), "item_version__body", _question),
        },
    ),
    Held(
        model=Sitting,
        of="enrolment__person",
        group=Group.ANSWERS,
        what=_("When you practised and were measured"),
        erase=Erasing.DELETE,
        fields={
            "uid": _("number of the sitting"),
            "phase": _("practice, measuring or with help"),
            "number": _("which time"),
            "state": _("how it stands"),
            "opened_at": _("when you began"),
            "closed_at": _("when you finished"),
            "proctored": _("whether somebody watched"),
        },
        plain="block seed",
        also={
            "course": Also(_("course"), "enrolment__run__course__slug"),
            "unit_key": Also(_("unit"), "unit__key"),
        },
    ),
    Held(
        model=ExpertAnswer,
        of="expert",
        group=Group.ANSWERS,
        what=_("Your answers as an expert, which speak for or against the truth of items"),
        erase=Erasing.DELETE,
        fields={
            "answer": _("your answer"),
            "cannot_tell": _("that you could not tell"),
            "right": _("whether it agrees with the truth"),
            "seen": _("your answer beside the truth"),
            "at": _("when you answered"),
        },
        plain="seed",
        also={"question": Also(_("question"), "item_version__body", _question)},
    ),
    NotPersonal(GoldDecision, "verdict way reason decided_at settled_at", by="by"),
    Held(
        model=Trial,
        of="person",
        group=Group.ANSWERS,
        what=_("The ten items that you tried before you registered"),
        erase=Erasing.DELETE,
        fields={"answers": _("what you answered"), "made_at": _("when you began")},
        withheld="key",
        plain="items",
    ),
    Held(
        model=Series,
        of="person",
        group=Group.ANSWERS,
        what=_("Your series of measured answers"),
        erase=Erasing.DELETE,
        fields={"number": _("which series"), "opened_at": _("when it began")},
        plain="block",
        also={
            "course": Also(_("course"), "unit__course__slug"),
            "unit_key": Also(_("unit"), "unit__key"),
        },
    ),
]
