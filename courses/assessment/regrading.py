"""Which scores would differ if an answer key were another one. Reads; nothing is changed here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from courses.assessment.models import Attempt, Regrade, Response, Score
from courses.assessment.scoring import fault_of, mark
from courses.banks.facing import face
from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion

# A person has looked at these answers; no key overrules that.
BY_HAND = {Score.Kind.MANUAL, Score.Kind.OVERRIDE}


@dataclass(frozen=True)
class Rescored:
    """One answer whose points would change. before, after: thousandths of the item's one point."""

    response: Response
    before: int
    after: int

    @property
    def attempt(self) -> Attempt:
        return self.response.attempt


def rescored(
    course_id: int,
    was: ItemVersion,
    version: ItemVersion,
    *,
    upward: bool,
    attempt: Attempt | None = None,
) -> list[Rescored]:
    """The handed-in answers of this course that would get other points by the new version, in one
    statement. Answers to another question than `was` asks do not count: their key is not this one.

    upward: leave alone what would lose points.  attempt: look at this one only.
    """
    latest = Score.objects.filter(response=OuterRef("pk")).order_by("-pk")
    rows = Response.objects.filter(
        attempt__state=Attempt.State.SUBMITTED,
        attempt__enrolment__run__course=course_id,
        item_version__item=version.item_id,
        answer__isnull=False,
    ).annotate(
        points=Subquery(latest.values("points")[:1]), kind=Subquery(latest.values("kind")[:1])
    )
    if attempt is not None:
        rows = rows.filter(attempt=attempt)
    rows = rows.select_related("item_version", "attempt__enrolment__person", "attempt__unit")
    asked = {was.pk: True}
    wanted = face(was.body)
    found = []
    for row in rows.order_by("attempt__enrolment__person__full_name", "attempt_id"):
        if row.item_version_id not in asked:
            asked[row.item_version_id] = face(row.item_version.body) == wanted
        if not asked[row.item_version_id] or row.kind in BY_HAND or row.points is None:
            continue
        after = _points(row, version)
        if after is not None and (after > row.points or (after < row.points and not upward)):
            found.append(Rescored(row, row.points, after))
    return found


def _points(response: Response, version: ItemVersion) -> int | None:
    """What the answer is worth by this version; None where it is no answer to it."""
    body = version.body
    if not KINDS[body["kind"]].is_answer(body, response.answer) or fault_of(body, response.answer):
        return None
    return mark(body, response.answer, hint_cost=response.hint_cost).points


def by_attempt(rows: Iterable[Rescored]) -> dict[Attempt, int]:
    """Attempt → its points if all of these were changed."""
    sums: dict[Attempt, int] = defaultdict(int)
    for row in rows:
        sums[row.attempt] += row.after - row.before
    return {attempt: (attempt.points or 0) + more for attempt, more in sums.items()}


@dataclass(frozen=True)
class Corrected:
    """The key of a question, as it has been corrected since it was answered."""

    version: ItemVersion
    points: int
    at: datetime
    reason: str


def corrections(attempt: Attempt, responses: Sequence[Response]) -> dict[int, Corrected]:
    """Response id → the last correction of its question since it was handed in, with the points
    that count now. One statement where nothing was corrected, two elsewhere."""
    if attempt.submitted_at is None:
        return {}
    regrades = Regrade.objects.filter(
        release__course=attempt.enrolment.run.course_id,
        version__item__in=[response.item_version.item_id for response in responses],
        settled_at__isnull=False,
        ordered_at__gte=attempt.submitted_at,
    )
    last = {
        one.version.item_id: one
        for one in regrades.select_related("was", "version__item").order_by("pk")
    }
    if not last:
        return {}
    points = latest_points(responses)
    found = {}
    for response in responses:
        one = last.get(response.item_version.item_id)
        if one is not None and face(one.was.body) == face(response.item_version.body):
            found[response.pk] = Corrected(
                one.version, points.get(response.pk, 0), one.ordered_at, one.reason
            )
    return found


def latest_points(responses: Collection[Response]) -> dict[int, int]:
    """Response id → the points that count."""
    rows = Score.objects.filter(response__in=responses).order_by("pk")
    return dict(rows.values_list("response_id", "points"))
