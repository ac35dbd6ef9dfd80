"""What the tables of quizzes hold of people: attempts, answers, scores."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt, LateAnswer, Regrade, Response, Score
from lms.common.languages import text
from lms.common.personal import Also, Entry, Erasing, Group, Held, NotPersonal


def _question(body: Any, language: str, _row: Mapping[str, Any]) -> str:
    return text(body["prompt"], language)


def _in_words(body: Any, language: str, row: Mapping[str, Any]) -> str:
    """What was chosen, as it read; answers hold keys of what there was to choose from."""
    words = {
        part["key"]: text(part.get("text") or part.get("name"), language)
        for parts in body.values()
        if isinstance(parts, list)
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("text") or part.get("name"), dict)
    }
    return _worded(row["answer"], words)


def _worded(answer: Any, words: Mapping[str, str]) -> str:
    if isinstance(answer, dict) and set(answer) == {"typed"}:
        return str(answer["typed"])
    if isinstance(answer, dict) and set(answer) == {"typed", "unit"}:
        return f"{answer['typed']} {words.get(answer['unit'], '')}".strip()
    if isinstance(answer, dict):
        return "; ".join(f"{_worded(k, words)} → {_worded(v, words)}" for k, v in answer.items())
    if isinstance(answer, list) and [type(part) for part in answer] == [int, int]:
        return f"({answer[0]}; {answer[1]})"
    if isinstance(answer, list):
        return "; ".join(_worded(part, words) for part in answer)
    return "" if answer is None else words.get(str(answer), str(answer))


REGISTER: list[Entry] = [
    Held(
        model=Attempt,
        of="enrolment__person",
        group=Group.ANSWERS,
        what=_("Your attempts at quizzes"),
        erase=Erasing.DELETE,
        fields={
            "uid": _("number of the attempt"),
            "number": _("which attempt"),
            "state": _("how it stands"),
            "opened_at": _("when you began"),
            "due_at": _("when the time ends"),
            "submitted_at": _("when you handed in"),
            "points": _("points, in thousandths"),
            "possible": _("points possible, in thousandths"),
        },
        plain="block seed preset",
        also={
            "course": Also(_("course"), "enrolment__run__course__slug"),
            "unit_key": Also(_("unit"), "unit__key"),
        },
    ),
    Held(
        model=Response,
        of="attempt__enrolment__person",
        group=Group.ANSWERS,
        what=_("Your answers"),
        erase=Erasing.DELETE,
        fields={
            "answer": _("your answer"),
            "saved_at": _("when it was saved"),
            "late": _("whether another came too late"),
            "hint_at": _("when you asked for the hint"),
            "hint_cost": _("what the hint cost, in thousandths"),
        },
        plain="position sequence",
        also={
            "attempt_uid": Also(_("number of the attempt"), "attempt__uid"),
            "question": Also(_("question"), "item_version__body", _question),
            "in_words": Also(_("your answer in words"), "item_version__body", _in_words),
        },
    ),
    Held(
        model=LateAnswer,
        of="response__attempt__enrolment__person",
        group=Group.ANSWERS,
        what=_("Answers that came after the end"),
        erase=Erasing.DELETE,
        fields={"answer": _("your answer"), "arrived_at": _("when it arrived")},
        plain="sequence",
        also={"attempt_uid": Also(_("number of the attempt"), "response__attempt__uid")},
    ),
    Held(
        model=Score,
        of="response__attempt__enrolment__person",
        group=Group.ANSWERS,
        what=_("Points for your answers"),
        erase=Erasing.DELETE,
        fields={
            "kind": _("how it was scored"),
            "points": _("points, in thousandths"),
            "why": _("why, where somebody decided it"),
            "at": _("when"),
        },
        also={"attempt_uid": Also(_("number of the attempt"), "response__attempt__uid")},
    ),
    NotPersonal(Regrade, "way reason ordered_at settled_at", by="by"),
]
