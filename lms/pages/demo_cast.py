"""The demo cast: six people, each in a state that was reached through the same actions as anybody's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from courses.assessment.actions import start_attempt, submit
from courses.assessment.queries import responses_of
from courses.banks.kinds.faults import NONE as NO_FAULT
from courses.banks.models import ItemVersion
from courses.calibration.actions import answer_item, close_sitting, open_sitting, practise_next
from courses.calibration.judging import body_of
from courses.calibration.models import Certainty, Phase, SittingItem
from courses.calibration.queries import exercise_at, items_of
from courses.content.blocks.self_rating import AFTER
from courses.content.blocks.survey import MANY, ONE, SCALE, Question, questions_of
from courses.content.models import Course, Met
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import blocks_of, outline_by_id
from courses.enrolment.access import enrolment_of
from courses.enrolment.models import Enrolment
from courses.progress.actions import complete_unit, join
from courses.progress.queries import standing_of
from courses.surveys.actions import answer_survey, rate_self
from courses.surveys.queries import competencies_in
from lms.accounts.actions import mark_seen, share_passport
from lms.accounts.digest_actions import send_digests
from lms.accounts.models import SiteRole, User
from lms.common.clock import now
from lms.common.transactions import atomic
from lms.pages.demo_plots import right_plots

PASSWORD = "laukas-demo"  # noqa: S105 - printed on the sign-in page, in debug only
CAST = {
    "ona": ("ona@example.org", "Ona Petraitė", SiteRole.LEARNER),
    "jonas": ("jonas@example.org", "Jonas Kazlauskas", SiteRole.LEARNER),
    "birute": ("birute@example.org", "Birutė Žemaitytė", SiteRole.LEARNER),
    "ieva": ("ieva@example.org", "Ieva Jankauskienė", SiteRole.INSTRUCTOR),
    "rasa": ("rasa@example.org", "Rasa Kazlauskienė", SiteRole.INSTRUCTOR),
    "vytas": ("vytas@example.org", "Vytas Stankevičius", SiteRole.ADMINISTRATOR),
}
FINISHES = "collecting-data-first-steps"
HALF_WAY = "collecting-data-first-steps"


@atomic
def make_people(*, on: datetime) -> dict[str, User]:
    """The cast by first name; whoever is there already stays as they are."""
    return {key: _person(email, name, role) for key, (email, name, role) in CAST.items()}


@atomic
def people_of(names: Mapping[str, tuple[str, str]]) -> dict[str, User]:
    """Learners beside the cast, in the same way: (address, full name) by first name."""
    return {key: _person(email, name, SiteRole.LEARNER) for key, (email, name) in names.items()}


def _person(email: str, name: str, role: SiteRole) -> User:
    from allauth.account.models import EmailAddress

    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create_user(
            email, PASSWORD, full_name=name, site_role=role, language="lt"
        )
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def reach_states(people: dict[str, User]) -> None:
    """Ona half-way, Birutė finished with a shared passport; nothing is done twice."""
    on = now()
    course = Course.objects.get(slug=FINISHES)
    if enrolment_of(people["birute"], course) is None:
        finish(people["birute"], course, on=on - timedelta(days=3))
        share_passport(people["birute"], shared=True)
        if settings.EMAIL_BACKEND.endswith(".filebased.EmailBackend"):
            # As the next morning's sweep would, so that the page of mails has one to show.
            send_digests(on=on + timedelta(days=1))
        mark_seen(people["birute"], on=on)
    if enrolment_of(people["ona"], course) is None:
        outline = outline_by_id(course.in_force_id or 0)
        half = sum(item.required for item in outline.items) // 2
        finish(people["ona"], course, on=on - timedelta(days=1), units=half)


def finish(person: User, course: Course, *, on: datetime, units: int | None = None) -> Enrolment:
    """Learn as a careful person would: read, answer rightly, go on; as many units as asked."""
    enrolment = join(person, course, on=on)
    outline = outline_by_id(course.in_force_id or 0)
    done = 0
    while units is None or done < units:
        item = standing_of(enrolment, outline, on).next
        if item is None:
            break
        on += timedelta(minutes=item.minutes)
        _do(enrolment, outline, item, on=on)
        done += 1
    return enrolment


def _do(enrolment: Enrolment, outline: Outline, item: OutlineItem, *, on: datetime) -> None:
    if item.requirement == Met.ANSWER:
        _answer_surveys(enrolment, outline, item, on=on)
        return
    if item.measure_block is not None and item.requirement == Met.MEASURED:
        be_measured(enrolment, outline, item, item.measure_block, on=on)
        return
    if item.score_block is None:
        complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=on)
        return
    attempt = start_attempt(enrolment, outline, item, item.score_block, on=on)
    versions = [response.item_version for response in responses_of(attempt)]
    answers = {str(version.item.uid): right_answer(version) for version in versions}
    if len(versions) > 3:
        # Careful people slip as well; the passport then shows something believable.
        answers[str(versions[-1].item.uid)] = None
    submit(attempt, on=on, answers=answers, sequence=1)


def be_measured(
    enrolment: Enrolment, outline: Outline, item: OutlineItem, block: UUID, *, on: datetime
) -> None:
    """Practise as much as it takes, then answer a whole sitting."""
    phases = [(Phase.PRACTICE, exercise_at(item, block).practice), (Phase.MEASURED, 0)]
    for phase, least in phases:
        if phase == Phase.PRACTICE and not least:
            continue
        sitting = open_sitting(enrolment, outline, item, block, phase=phase, on=on)
        while len(items_of(sitting)) < least:
            _answer_one(practise_next(sitting, on=on), slips=False, on=on)
        for one in items_of(sitting):
            # One item that cannot be told, which nobody is without; more could meet in one class.
            _answer_one(one, slips=one.position == 11, on=on)
            on += timedelta(seconds=20)
        close_sitting(sitting, on=on)


def _answer_one(mine: SittingItem, *, slips: bool, on: datetime) -> None:
    """slips: says honestly that it cannot be told."""
    if slips:
        answer_item(mine.sitting, mine.position, None, cannot_tell=True, on=on)
        return
    answer = right_in(body_of(mine))
    answer_item(mine.sitting, mine.position, answer, certainty=Certainty.SURE, on=on)


def _answer_surveys(
    enrolment: Enrolment, outline: Outline, item: OutlineItem, *, on: datetime
) -> None:
    for block in blocks_of(item.version_id):
        uid = UUID(block["uid"])
        if block["kind"] == "survey":
            answers = {one.key: _opinion(one) for one in questions_of(block["settings"])}
            answer_survey(enrolment, item.unit_id, uid, answers, on=on)
        elif block["kind"] == "self-rating":
            level = 2 if block["settings"]["moment"] == AFTER else 1
            levels = {one.code: level for one in competencies_in(outline)}
            rate_self(enrolment, item.unit_id, uid, levels, on=on)


def _opinion(question: Question) -> Any:
    if question.kind == ONE:
        return question.choices[0]
    if question.kind == MANY:
        return [*question.choices[:2]]
    return 4 if question.kind == SCALE else "…"


def right_answer(version: ItemVersion) -> Any:
    """The answer that this item takes as wholly right."""
    return right_in(version.body)


def right_in(body: Mapping[str, Any]) -> Any:
    """The answer that is wholly right for this body, as it is stored or was drawn."""
    if body["kind"] in ("single", "classify"):
        return next(option["key"] for option in body["options"] if option["right"])
    if body["kind"] == "multiple":
        return [option["key"] for option in body["options"] if option["right"]]
    if body["kind"] == "sort":
        return {card["key"]: card["group"] for card in body["cards"]}
    if body["kind"] == "match":
        return {card["key"]: card["side"] for card in body["cards"]}
    if body["kind"] == "order":
        return {card["key"]: place for place, card in enumerate(body["cards"], 1)}
    if body["kind"] == "truefalse":
        return "true" if body["right"] else "false"
    if body["kind"] in ("number", "estimate", "count"):
        return {"typed": body["answer"]}
    if body["kind"] == "reading":
        unit = next(one["key"] for one in body["units"] if one["right"])
        return {"typed": body["answer"], "unit": unit}
    if body["kind"] == "plots":
        return right_plots(body)
    if body["kind"] == "faults":
        return [fault["cells"][0] for fault in body["faults"]] or [NO_FAULT]
    return {"typed": next(forms[0] for forms in body["accept"].values() if forms)}
