"""A small course that measures: three kinds of leaves told apart by written items, and what a learner
does in it."""

from typing import Any
from uuid import UUID

from courses.banks.models import ItemVersion
from courses.calibration.actions import answer_item, close_sitting, open_sitting, practise_next
from courses.calibration.actions.closing import write_plan
from courses.calibration.actions.deciding import decide_on_gold
from courses.calibration.actions.trying import answer_trial, start_trial
from courses.calibration.actions.vouching import answer_as_expert
from courses.calibration.judging import body_of
from courses.calibration.models import Phase, Sitting
from courses.calibration.queries import items_of
from courses.content.models import Course
from courses.enrolment.models import Enrolment
from courses.evidence.models import ExpiryReminder
from courses.records.models import Verb
from lms.accounts.models import User
from lms.common.clock import now
from tests.learning import begin, item_of, outline_in_force
from tests.packages import Package, pair, reading, single

CLASSES = ("a", "b", "c")
DIFFICULTIES = ("easy", "medium", "hard")
MEASURES = (
    "::: calibration eye classes=a,b,c key_classes=a,b,c sitting=30 looks=30:27,60:50 practice=4 "
    "examples=2 aided=6 lessons=a:first/opening"
)


def leaf(name: str, category: str, place: int, pool: str) -> dict[str, Any]:
    """An item whose right option is its class."""
    return {
        **single(f"{name}-{category}-{place}", right=category),
        "class": category,
        "difficulty": DIFFICULTIES[place % 3],
        "pool": pool,
    }


def measuring(words: str = MEASURES, *, requirement: str = "measured") -> Package:
    """Two units: one to read, and one with an exercise of three classes; 24 held-out items of each, and
    six for practice."""
    unit = reading("second", requirement=requirement, aligns=["C2@2"])
    unit["blocks"][words] = pair(
        "# Lapai\n\nAtskirkite lapus.\n\nreason: Kad dešimt lapų nebūtų sėkmė.",
        "# Leaves\n\nTell the leaves apart.\n\nreason: So that ten leaves are no luck.",
    )
    items = [leaf("p", name, n, "practice") for name in CLASSES for n in range(6)]
    items += [leaf("h", name, n, "held-out") for name in CLASSES for n in range(24)]
    module = {
        "key": "all",
        "title": pair("Visi", "All"),
        "units": [reading("first"), unit],
    }
    return Package("leaves", [module], items)


def counting() -> Package:
    """A unit with an exercise whose items are flocks, drawn anew; nothing is practised before."""
    unit = reading("second", requirement="measured", aligns=["C5@2"])
    words = "::: calibration eye classes=tens,hundreds sitting=30 practice=0 examples=0"
    unit["blocks"][words] = pair(
        "# Pulkai\n\nreason: Tiek užtenka.", "# Flocks\n\nreason: That is enough."
    )
    items = [
        {"key": f"{name}-{hard}", "generator": "flock", "class": name, "difficulty": hard}
        for name in ("tens", "hundreds")
        for hard in DIFFICULTIES
    ]
    module = {"key": "all", "title": pair("Visi", "All"), "units": [reading("first"), unit]}
    return Package("flocks", [module], items)


def covering() -> Package:
    """The same where something is estimated: how much of a drawn square is covered."""
    classes = ("sparse", "middle", "dense")
    words = MEASURES.replace("a,b,c", ",".join(classes)).replace(" lessons=a:first/opening", "")
    unit = reading("second", requirement="measured", aligns=["C3@2"])
    unit["blocks"][words] = pair(
        "# Padengimas\n\nreason: Kad nebūtų sėkmė.", "# Cover\n\nreason: So that it is no luck."
    )
    items = [
        {
            "key": f"{name}-{difficulty}",
            "generator": "quadrat",
            "class": name,
            "difficulty": difficulty,
            "values": {"ground": "meadow"},
        }
        for name in classes
        for difficulty in DIFFICULTIES
    ]
    module = {"key": "all", "title": pair("Visi", "All"), "units": [reading("first"), unit]}
    return Package("cover", [module], items)


def block_in(course: Course, key: str = "second") -> UUID:
    """The exercise of a unit."""
    found = item_of(course, key).measure_block
    assert found is not None
    return found


def sit(
    enrolment: Enrolment,
    course: Course,
    phase: str = Phase.MEASURED,
    *,
    wrong: Any = (),
    cannot: Any = (),
    size: int | None = None,
    on: Any = None,
    key: str = "second",
    said: Any = None,
    leans: float | None = None,
) -> Sitting:
    """A whole sitting: right but for the items whose place stands in `wrong` or `cannot`, or that
    `wrong` says. size: of a practice.  said: what is answered to a body, where it is no class.
    leans: of estimates, each answer as so many times the truth."""
    if leans is not None:
        much = leans
        said = lambda body: {"typed": str(round(min(100, float(body["answer"]) * much), 1))}  # noqa: E731
    on = on or now()
    sitting = open_sitting(
        enrolment,
        outline_in_force(course),
        item_of(course, key),
        block_in(course, key),
        phase=phase,
        on=on,
    )
    place = 0
    while True:
        items = items_of(sitting)
        if place == (size if size is not None else len(items)):
            break
        if place == len(items):
            practise_next(sitting, on=on)
            continue
        if said is not None:
            answer = said(body_of(items[place]))
            answer_item(sitting, place, answer, certainty="rather", on=on)
            place += 1
            continue
        right = items[place].item_version.item.category
        slips = wrong(items[place]) if callable(wrong) else place in wrong
        chosen = next(name for name in CLASSES if name != right) if slips else right
        if place in cannot:
            answer_item(sitting, place, None, cannot_tell=True, on=on)
        else:
            answer_item(sitting, place, chosen, certainty="rather", on=on)
        place += 1
    return close_sitting(sitting, on=on)


def all_of_it(course: Course, learner: User, expert: User) -> Sitting:
    """A row in every table that has to do with measuring; expert: somebody with a role in the course who
    set no truth."""
    enrolment = begin(learner, course)
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course)
    write_plan(sitting, "Look at the edge first.", on=now())
    record = learner.records.get(verb=Verb.MEASURED)
    ExpiryReminder.objects.create(record=record, days=60, told_at=now())
    answer_trial(start_trial(person=learner, on=now()), 0, None, cannot_tell=True)
    version = items_of(sitting)[0].item_version
    ItemVersion.objects.filter(pk=version.pk).update(author=None)
    version.refresh_from_db()
    answer_as_expert(course, block_in(course), version, "a", by=expert, on=now())
    decide_on_gold(
        course, version, verdict="stands", reason="Looked at again.", by=course.owner, on=now()
    )
    return sitting
