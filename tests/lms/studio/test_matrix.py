"""Who gets in where: every address of the studio, by either method, for everybody there is.

The table says what each address is for. An address that is not in it fails the first test.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from badges.awards.actions import define_achievement
from badges.awards.giving_actions import Said, give_by_hand
from badges.awards.list_actions import confirm_list
from badges.awards.lists import Line
from badges.awards.models import Achievement
from badges.certificates.design_actions import write_design
from badges.certificates.design_rules import Said as SaidOfDesign
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.banks.models import ItemVersion
from courses.calibration.actions import answer_item, close_sitting, open_sitting
from courses.calibration.models import Phase, Sitting
from courses.content.actions.courses import archive_course
from courses.content.actions.drafting import Typed, save_texts
from courses.content.actions.publishing import unpublish
from courses.content.actions.roles import give_role, invite
from courses.content.models import Course, CourseRole
from courses.content.package.files import read_folder, zipped
from courses.content.package.staging import keep
from courses.content.queries import working_of
from courses.enrolment.actions import invite_to_run
from courses.enrolment.models import Enrolment
from courses.progress.actions import allow, come_in, count_unit
from courses.progress.models import Allowance, How
from lms.accounts.models import SiteRole, User
from lms.common.clock import now
from lms.common.yamlnodes import Faults
from lms.studio import urls
from tests.badges.certificates.designs import TYPED as DESIGN
from tests.given import by_hand
from tests.guarded.asking import belongs, changed
from tests.guarded.asking import rows as every_row
from tests.learning import answer, begin, finish, item_of, outline_in_force, read
from tests.lms.studio.test_achievements import TYPED as BADGE
from tests.lms.studio.test_course import TYPED as COURSE
from tests.lms.studio.test_item import a_choice
from tests.lms.studio.test_videos import WEBM, WORDS
from tests.packages import QUESTIONS, SURVEY_TEXTS, Package, pair, sampling, single
from tests.runs import run_of

pytestmark = pytest.mark.sweep

# --- the table -----------------------------------------------------------------------------------

ANYBODY = frozenset({"learner", "enrolled", "viewer", "marker", "author", "owner"})
ANYBODY |= {"elsewhere", "administrator", "editor"}
MAKERS = ANYBODY - {"learner", "enrolled", "editor"}
WRITERS_SOMEWHERE = MAKERS - {"viewer", "marker"}
LOOKS = frozenset({"viewer", "marker", "author", "owner", "administrator"})
SEES_PEOPLE = LOOKS - {"viewer"}
WRITES = SEES_PEOPLE - {"marker"}
LEADS = WRITES - {"author"}
EDITORS = frozenset({"administrator", "editor"})
NOBODY: frozenset[str] = frozenset()
ROLES = ["anonymous", "suspended", *sorted(ANYBODY)]

GONE = "gone"


@dataclass(frozen=True)
class Route:
    """What one address is for.

    of: what its ids are the ids of.  posted: what to post, with words in braces for ids.
    changes: whether the post writes something, while the course is published.  foreign: what ids of another course's things are
    answered with: 404, or "gone": it leads back to a page of this course, and nothing is done.
    """

    reads: frozenset[str] = NOBODY
    writes: frozenset[str] = NOBODY
    of: dict[str, str] = field(default_factory=dict)
    posted: dict[str, Any] = field(default_factory=dict)
    changes: bool = True
    query: str = ""
    foreign: str = ""
    # There is nothing to give away while the course is closed to everybody.
    needs_release: bool = False
    body: Callable[["World"], dict[str, Any]] | None = None


RUN = {
    "name_lt": "Pavasaris",
    "name_en": "Spring",
    "starts_on": "2031-03-01",
    "language": "lt",
    "policy": "open",
    "offer_hours": "48",
}
UNIT = {"uid": "unit"}
QUIZ = {"uid": "quiz_unit", "block": "quiz"}
SURVEY = {"uid": "unit", "block": "survey"}
MEASURES = {"uid": "unit", "block": "calibration"}
EXERCISE = {"uid": "exercise_unit", "block": "exercise"}
ITEM = {"uid": "item"}
LEARNER = {"pk": "learner"}
KEY = {"key": "achievement"}
GIVEN = {"key": "given"}
SITE = {"key": "site_badge"}
ADMINISTERS = frozenset({"administrator"})
A_LIST = {"pasted": "nobody@example.org", "reason": "Took part.", "do": "look"}
LOOK = {"reads": LOOKS, "writes": LOOKS, "changes": False}
LOOK_OF_A_SAMPLE = "?look=44601f-fbfbf6-697f4a-e7ebdd-b9c2ab-landscape"
REASON = {"reason": "It was done on paper."}


def autosave(world: "World") -> dict[str, Any]:
    typed = {"language": "en", "typed": {"title": {"value": "Typed", "seen": 0}}}
    return {"data": json.dumps(typed), "content_type": "application/json"}


def upload(world: "World") -> dict[str, Any]:
    return {"data": {"package": SimpleUploadedFile("course.zip", world.zip)}}


ROUTES = {
    "home": Route(ANYBODY),
    "take-up": Route(writes=ANYBODY, changes=False),
    "new-course": Route(MAKERS, MAKERS, posted=COURSE),
    "new-course-package": Route(MAKERS, MAKERS, body=upload),
    "prose": Route(writes=WRITERS_SOMEWHERE, posted={"markdown": "Text"}, changes=False),
    # Designs of certificates, for who edits the hub's pages; samples, for whoever sees a form.
    "designs": Route(EDITORS),
    "new-design": Route(EDITORS, EDITORS, posted=DESIGN),
    "design": Route(EDITORS, EDITORS, of={"pk": "design"}, posted=DESIGN),
    "archive-design": Route(writes=EDITORS, of={"pk": "design"}),
    "restore-design": Route(writes=EDITORS, of={"pk": "design"}),
    "design-sheet": Route(ANYBODY, query=LOOK_OF_A_SAMPLE),
    "design-drawing": Route(ANYBODY, query=f"{LOOK_OF_A_SAMPLE}&name=level-1.svg"),
    # The course.
    "course": Route(LOOKS),
    "certificate": Route(LEADS, LEADS, posted={"credits": "2", "do": "save"}, changes=False),
    "outline": Route(LOOKS),
    "change-outline": Route(writes=WRITES, posted={"do": "out:{unit}"}),
    "settings": Route(WRITES, WRITES, changes=False),
    "copy-course": Route(writes=WRITES),
    # There is nothing to announce while it is published.
    "announce-course": Route(writes=LEADS, changes=False),
    "archive-course": Route(writes=LEADS),
    "restore-course": Route(writes=LEADS, changes=False),
    "roles": Route(LOOKS),
    "invite": Route(writes=LEADS, posted={"email": "new@example.org", "role": "author"}),
    "uninvite": Route(writes=LEADS, of={"pk": "invitation"}, foreign=GONE),
    "change-role": Route(writes=LEADS, of={"pk": "role"}, posted={"role": "marker"}),
    "publish": Route(WRITES, LEADS, changes=False),
    "unpublish": Route(writes=LEADS, posted=REASON),
    "return-to": Route(writes=LEADS, of={"number": "release"}),
    "package": Route(WRITES, WRITES, body=upload, changes=False),
    "take-package": Route(writes=WRITES, posted={"staged": "nothing"}, changes=False),
    "download-package": Route(WRITES),
    # Competencies and badges.
    "coverage": Route(LOOKS),
    "align": Route(WRITES, WRITES, of={"code": "code"}, posted={"level-{unit}": "1"}),
    "achievements": Route(LOOKS),
    "new-achievement": Route(LEADS, LEADS, posted=BADGE),
    "badge-preview": Route(writes=LEADS, posted=BADGE, changes=False),
    "achievement": Route(
        LOOKS, LEADS, of=KEY, posted={**BADGE, "name_en": "Another"}, changes=False
    ),
    "archive-achievement": Route(writes=LEADS, of=KEY),
    "restore-achievement": Route(writes=LEADS, of=KEY, changes=False),
    # Who holds a badge, and giving it by hand. A list is read by whoever brought it.
    "recipients": Route(LEADS, of=GIVEN),
    "recipients-table": Route(LEADS, of=GIVEN),
    "revoke-award": Route(LEADS, LEADS, of=GIVEN | {"uid": "award"}, posted=REASON),
    "give-badge": Route(LEADS, LEADS, of=GIVEN, posted={**REASON, "do": "give", "who": "{lead}"}),
    "give-list": Route(LEADS, LEADS, of=GIVEN, posted=A_LIST, changes=False),
    "given-list": Route(frozenset({"owner"}), of=GIVEN | {"uid": "list"}),
    "given-list-state": Route(frozenset({"owner"}), of=GIVEN | {"uid": "list"}),
    "given-list-table": Route(frozenset({"owner"}), of=GIVEN | {"uid": "list"}),
    "site-badges": Route(ADMINISTERS),
    "site-recipients": Route(ADMINISTERS, of=SITE),
    "site-recipients-table": Route(ADMINISTERS, of=SITE),
    "site-revoke-award": Route(
        ADMINISTERS, ADMINISTERS, of=SITE | {"uid": "site_award"}, posted=REASON
    ),
    "site-give-badge": Route(
        ADMINISTERS, ADMINISTERS, of=SITE, posted={**REASON, "do": "give", "who": "{lead}"}
    ),
    "site-give-list": Route(ADMINISTERS, ADMINISTERS, of=SITE, posted=A_LIST, changes=False),
    "site-given-list": Route(ADMINISTERS, of=SITE | {"uid": "site_list"}),
    "site-given-list-state": Route(ADMINISTERS, of=SITE | {"uid": "site_list"}),
    "site-given-list-table": Route(ADMINISTERS, of=SITE | {"uid": "site_list"}),
    # One unit.
    "unit": Route(WRITES, of=UNIT),
    "draft": Route(writes=WRITES, of=UNIT, body=autosave),
    "save": Route(writes=WRITES, of=UNIT, posted={"en:title": "Typed", "seen:en:title": "0"}),
    "leave": Route(writes=WRITES, of={"uid": "typed_unit"}),
    "undo": Route(writes=WRITES, of=UNIT, posted={"sequence": "1"}, changes=False),
    "about-unit": Route(writes=WRITES, of=UNIT, posted={"minutes": "25"}),
    "current": Route(writes=WRITES, of={"uid": "typed_unit"}, posted={"field": "title"}),
    "add-block": Route(writes=WRITES, of=UNIT, posted={"kind": "text"}),
    "block": Route(
        writes=WRITES, of=UNIT | {"block": "block"}, posted={"do": "remove"}, foreign=GONE
    ),
    "history": Route(WRITES, of=UNIT),
    "restore": Route(writes=WRITES, of={"uid": "typed_unit", "number": "unit_version"}),
    "quiz": Route(WRITES, WRITES, of=QUIZ, posted={"do": "out:{item}"}),
    # Questions.
    "bank": Route(WRITES),
    "new-item": Route(WRITES, WRITES, posted=a_choice(), query="?kind=single"),
    "import-items": Route(WRITES, WRITES, posted={"pasted": "Why? {=a ~b}"}, changes=False),
    "export-items": Route(WRITES),
    "item": Route(WRITES, WRITES, of=ITEM, posted=a_choice(do="try"), changes=False),
    "change-item": Route(writes=WRITES, of=ITEM, posted={"do": "copy"}),
    "item-history": Route(WRITES, of=ITEM),
    "restore-item": Route(writes=WRITES, of=ITEM | {"number": "item_version"}, changes=False),
    "new-drawn": Route(
        WRITES,
        WRITES,
        posted={"do": "save", "class": "few", "difficulty": "hard", "value-others": "some"},
        query="?generator=flock",
    ),
    "drawn-item": Route(
        WRITES,
        WRITES,
        of={"uid": "drawn"},
        posted={"do": "others", "class": "tens", "difficulty": "easy"},
        changes=False,
    ),
    # Exercises that measure, and their results.
    "calibration": Route(
        WRITES, WRITES, of=MEASURES, posted={"do": "save", "class": "few", "sitting": "40"}
    ),
    "measured": Route(SEES_PEOPLE, of=MEASURES),
    "measured-table": Route(SEES_PEOPLE, of=MEASURES),
    "measured-json": Route(SEES_PEOPLE, of=MEASURES),
    "measured-answers": Route(SEES_PEOPLE, of=MEASURES),
    # What learners answered, in counts.
    "survey": Route(WRITES, of=SURVEY, foreign=GONE),
    "survey-table": Route(WRITES, of=SURVEY, foreign=GONE),
    # People.
    "people": Route(SEES_PEOPLE),
    "people-table": Route(SEES_PEOPLE),
    "certificates": Route(LEADS),
    "revoke-certificate": Route(LEADS, LEADS, of={"code": "certificate"}, posted=REASON),
    "ask-batch": Route(writes=LEADS),
    "batch-state": Route(LEADS),
    "batch": Route(LEADS),
    "learner": Route(SEES_PEOPLE, of=LEARNER),
    "count-unit": Route(
        writes=WRITES, of=LEARNER, posted={**REASON, "unit": "{uncounted}", "how": "override"}
    ),
    "withdraw-count": Route(writes=WRITES, of=LEARNER | {"uid": "counted"}, posted=REASON),
    "take-out": Route(writes=WRITES, of={"pk": "in_run"}, posted=REASON),
    "take-back": Route(writes=WRITES, of=LEARNER | {"allowance": "allowance"}, posted=REASON),
    # Dated runs.
    "runs": Route(SEES_PEOPLE),
    "new-run": Route(WRITES, WRITES, posted=RUN),
    "run": Route(SEES_PEOPLE, of={"pk": "run"}),
    "edit-run": Route(WRITES, WRITES, of={"pk": "run"}, posted={**RUN, "name_en": "Later"}),
    "print-run": Route(SEES_PEOPLE, of={"pk": "run"}, needs_release=True),
    "change-run": Route(writes=WRITES, of={"pk": "run"}, posted={"do": "close"}),
    "answer-run": Route(writes=WRITES, of={"pk": "run"}, posted={"do": "approve"}, changes=False),
    "invite-to-run": Route(
        writes=WRITES, of={"pk": "run"}, posted={"addresses": "new@example.org"}
    ),
    "uninvite-from-run": Route(writes=WRITES, of={"pk": "run", "invited": "invited"}, foreign=GONE),
    "learner-attempt": Route(SEES_PEOPLE, of=LEARNER | {"uid": "attempt"}),
    "learner-measured": Route(SEES_PEOPLE, of=LEARNER | {"uid": "sitting"}),
    # The truth of what an exercise asks. Experts are those with a role, and nobody else.
    "gold": Route(
        WRITES,
        WRITES,
        of=EXERCISE,
        posted={"version": "{gold}", "verdict": "stands", "reason": "Looked at again."},
        needs_release=True,
    ),
    "gold-experts": Route(
        LOOKS - {"administrator"},
        LOOKS - {"administrator"},
        of=EXERCISE,
        posted={"version": "{gold}", "cannot": "1"},
    ),
    # The preview, in which nothing is recorded.
    "preview": Route(LOOKS),
    "preview-join": Route(**LOOK),
    "preview-leave": Route(writes=LOOKS, changes=False),
    "preview-continue": Route(LOOKS),
    "unit-preview": Route(LOOKS, of=UNIT),
    "preview-finish": Route(writes=LOOKS, of=UNIT, changes=False),
    "preview-check": Route(**LOOK, of=QUIZ, foreign=GONE),
    "preview-survey": Route(writes=LOOKS, of=SURVEY, changes=False),
    "preview-captions": Route(LOOKS, of={"uid": "unit", "block": "film", "language": "caption"}),
    "preview-examples": Route(LOOKS, of=MEASURES),
    "preview-start-sitting": Route(**LOOK, of=MEASURES, posted={"phase": "measured"}),
    "preview-attempt": Route(**LOOK, of=QUIZ, foreign=GONE),
    "preview-start-quiz": Route(**LOOK, of=QUIZ, foreign=GONE),
    "preview-save-answers": Route(**LOOK, of=QUIZ),
    "preview-hint": Route(**LOOK, of=QUIZ),
    "preview-submit": Route(**LOOK, of=QUIZ),
}


def test_every_address_of_the_studio_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns} == set(ROUTES)
    for pattern in urls.urlpatterns:
        asked = set(pattern.pattern.converters) - {"slug"}
        assert asked == set(ROUTES[pattern.name].of), pattern.name


# --- the world -----------------------------------------------------------------------------------


@dataclass
class World:
    """Ieva's course with everything that has an id in it, and Rasa's with the same."""

    course: Course
    own: dict[str, Any]
    foreign: dict[str, Any]
    clients: dict[str, Any]
    zip: bytes

    def address(self, name: str, **other: Any) -> str:
        route = ROUTES[name]
        ids = {kwarg: self.own[thing] for kwarg, thing in route.of.items()} | other
        pattern = next(one for one in urls.urlpatterns if one.name == name)
        if "slug" in pattern.pattern.converters:
            ids = {"slug": self.course.slug} | ids
        return f"{reverse(f'studio:{name}', kwargs=ids)}{route.query}"

    def post(self, role: str, name: str, address: str) -> Any:
        route = ROUTES[name]
        if route.body:
            return self.clients[role].post(address, **route.body(self))
        return self.clients[role].post(address, filled(route.posted, self.own))


def filled(posted: dict[str, Any], ids: dict[str, Any]) -> dict[str, Any]:
    """Braces in what is posted are replaced by ids."""

    def put(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        for name, one in ids.items():
            value = value.replace(f"{{{name}}}", str(one))
        return value

    return {put(name): put(value) for name, value in posted.items()}


def things_of(course: Course, lead: User, learner: User, asked: str) -> dict[str, Any]:
    """Something of everything in a course, by what the table calls it."""
    first, second = course.units.get(key="first"), course.units.get(key="second")
    quiz = next(one for one in working_of(second).blocks if one["kind"] == "quiz")
    enrolment = begin(learner, course)
    read(enrolment, course, "first")
    attempt = answer(enrolment, course, "second", right=1)
    more = {"reason": "On paper", "by": lead, "on": now()}
    extra = item_of(course, "extra")
    count_unit(enrolment, extra.unit_id, how=How.OVERRIDE, **more)
    given = allow(enrolment, Allowance.Kind.OPEN, unit_id=None, **more)
    typed = course.units.get(key="third")
    save_texts(typed, "lt", {"title": Typed("Rašoma", 0)}, by=lead, on=now())
    run = run_of(course, lead)
    in_run = come_in(lead, run, on=now())
    invited = invite_to_run(run, [f"in-{asked}"], by=lead, on=now())[0][0]
    waiting = invite(course, asked, "viewer", by=lead, on=now())
    by_kind = {one["kind"]: one["uid"] for one in working_of(first).blocks}
    # Whoever set its truth would be no expert on it.
    leaf = ItemVersion.objects.filter(item__bank=course.bank, item__key="leaf")
    leaf.update(author=None)
    design = write_design(None, SaidOfDesign(name=course.slug), by=lead, on=now())
    return {
        "design": design.pk,
        "survey": by_kind["survey"],
        "calibration": by_kind["calibration"],
        "drawn": course.bank.items.get(key="drawn").uid,
        "sitting": measured(enrolment, course).uid,
        "exercise": extra.measure_block,
        "exercise_unit": extra.uid,
        "gold": leaf.get().pk,
        "film": by_kind["video"],
        "caption": "en",
        "unit": first.uid,
        "typed_unit": typed.uid,
        "quiz_unit": second.uid,
        "block": working_of(first).blocks[0]["uid"],
        "quiz": quiz["uid"],
        "item": course.bank.items.get(key="q1").uid,
        "learner": enrolment.pk,
        "in_run": in_run.pk,
        "attempt": attempt.uid,
        "uncounted": typed.uid,
        "counted": extra.uid,
        "allowance": given.pk,
        "run": run.pk,
        "invited": invited.pk,
        "invitation": waiting.pk,
        "achievement": Achievement.objects.get(course=course).key,
        "release": 1,
        "unit_version": 1,
        "item_version": 1,
        "code": "C1",
    }


def given_things(course: Course, learner: User) -> dict[str, Any]:
    """A badge of the course that is given by hand, somebody who holds it, a list that was brought."""
    lead = course.owner
    badge = by_hand(course, lead)
    award = give_by_hand(badge, learner, Said("Led one."), by=lead, on=now())
    line = Line(1, "nobody@example.org", reason="Took part.")
    brought = confirm_list(badge, uuid4(), [line], by=lead, on=now())
    return {"given": badge.key, "award": award.uid, "list": brought.uid, "lead": lead.pk}


def of_the_site(administrator: User, holder: User) -> dict[str, Any]:
    """The same of a badge of the whole site."""
    badge = define_achievement(
        "friend",
        name=pair("Bičiulė", "Friend"),
        description={},
        criteria={},
        rule={"given": True},
        drawing={"letter": "C", "level": 0, "codes": [], "seed": 1},
        valid_months=None,
        on=now(),
    ).achievement
    award = give_by_hand(badge, holder, Said("Has helped."), by=administrator, on=now())
    line = Line(1, "nobody@example.org", reason="Helped.")
    brought = confirm_list(badge, uuid4(), [line], by=administrator, on=now())
    return {"site_badge": badge.key, "site_award": award.uid, "site_list": brought.uid}


def measured(enrolment: Enrolment, course: Course) -> Sitting:
    """A learner who could not tell any of thirty items, and said so."""
    item = item_of(course, "first")
    assert item.measure_block is not None
    sitting = open_sitting(
        enrolment,
        outline_in_force(course),
        item,
        item.measure_block,
        phase=Phase.MEASURED,
        on=now(),
    )
    for place in range(30):
        answer_item(sitting, place, None, cannot_tell=True, on=now())
    return close_sitting(sitting, on=now())


def with_more(slug: str) -> Package:
    """The small course with something to watch and to answer in its first unit."""
    package = sampling(slug)
    package.files = {"film.webm": WEBM}
    package.items.append(
        {"key": "drawn", "generator": "flock", "class": "few", "difficulty": "easy"}
    )
    package.unit("first")["blocks"] |= {
        f"::: survey ask {QUESTIONS}": SURVEY_TEXTS,
        "::: calibration eye classes=few sitting=30 looks=30:27 practice=0 examples=1": pair(
            "# Akis\n\nSkaičiuokite.\n\nreason: Kad nebūtų sėkmė.",
            "# The eye\n\nCount.\n\nreason: So that it is no luck.",
        ),
        "::: video film src=film.webm": pair(f"# Filmas\n\n{WORDS}", f"# A film\n\n{WORDS}"),
    }
    package.unit("extra")["blocks"]["::: calibration eye classes=a"] = pair(
        "# Lapai\n\nreason: Kad būtų tikra.", "# Leaves\n\nreason: To be sure."
    )
    package.items.append({**single("leaf", right="a"), "class": "a", "pool": "held-out"})
    return package


@pytest.fixture
def world(
    teach, person, client_for, ieva, rasa, vytas, ona, jonas, birute, tmp_path, monkeypatch
) -> World:
    # Twenty letters a day are enough for people, not for this table.
    monkeypatch.setattr("courses.content.actions.roles.MOST_INVITATIONS", 10_000)
    monkeypatch.setattr("lms.studio.prose_views.MOST_A_MINUTE", 10_000)
    course, other = teach(with_more("sampling")), teach(with_more("other"), rasa)
    for lead, slug in ((ieva, "sampling"), (rasa, "other")):
        client_for(lead).post(f"/en/studio/courses/{slug}/achievements/new/", BADGE)
    own = things_of(course, ieva, ona, "one@example.org")
    foreign = things_of(other, rasa, birute, "two@example.org")
    # Numbers are each course's own: what is another's is a number that this one has not.
    foreign |= {"caption": "de", "release": 2, "unit_version": 2, "item_version": 2, "code": "Z9"}
    people: dict[str, User | None] = {
        "anonymous": None,
        "learner": jonas,
        "enrolled": ona,
        "elsewhere": rasa,
        "owner": ieva,
        "administrator": vytas,
        "editor": person("editor", role=SiteRole.HUB_EDITOR),
    }
    for role in ("viewer", "marker", "author"):
        people[role] = person(role)
        held = give_role(course, people[role], role, by=ieva, reason="x", on=now())
        own["role"] = held.pk
    foreign["role"] = CourseRole.objects.get(course=other).pk
    people["suspended"] = person("suspended", role=SiteRole.INSTRUCTOR)
    give_role(course, people["suspended"], "owner", by=ieva, reason="x", on=now())
    User.objects.filter(pk=people["suspended"].pk).update(suspended_at=now())
    clients = {role: client_for(one) for role, one in people.items()}
    for one, things in ((course, own), (other, foreign)):
        finish(person(f"done-{one.slug}", "Done Learner"), one, on=now())
        things |= given_things(one, ona if one == course else birute)
    take_in_waiting(on=now())
    for one, things in ((course, own), (other, foreign)):
        certificate = Certificate.objects.get(enrolment__run__course=one)
        things["certificate"] = certificate.code
    own |= of_the_site(vytas, birute)
    foreign |= {name: foreign[name.partition("_")[2]] for name in ("site_award", "site_list")}
    foreign["site_badge"] = foreign["given"]
    folder = sampling("packed").write(tmp_path / "packed")
    content = zipped(read_folder(folder, Faults()), "packed")
    return World(course, own, foreign, clients, content)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but sessions: signing a suspended person out ends one."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


class Writing:
    """Whether the database was written to: statements, but for sessions and counters of tries."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(" ", 1)[0].upper()
        kept = any(table in sql for table in ('"django_session"', "cache"))
        if verb in ("INSERT", "UPDATE", "DELETE") and not kept:
            self.statements.append(sql[:160])
        return execute(sql, params, many, context)


def asked(world: World, role: str, name: str, method: str, **other: Any) -> tuple[Any, list[str]]:
    """(the answer, what it wrote); everything written is taken back."""
    address, writing, client = world.address(name, **other), Writing(), world.clients[role]
    # Whom an answer signs out comes again as they were.
    cookies = client.cookies.copy()
    with transaction.atomic(), connection.execute_wrapper(writing):
        try:
            if method == "POST":
                answer = world.post(role, name, address)
            else:
                answer = client.get(address)
                if answer.streaming:
                    list(answer.streaming_content)
        finally:
            transaction.set_rollback(True)
            client.cookies = cookies
    return answer, writing.statements


def wanted(role: str, allowed: frozenset[str], route: Route, method: str) -> set[int] | None:
    """The statuses that answer it; none: whatever is no refusal."""
    if role == "suspended":
        return {403}
    if role in allowed:
        return None
    taken = route.reads if method == "GET" else route.writes
    if not taken:
        return {302, 405} if role == "anonymous" else {405}
    return {302} if role == "anonymous" else {404}


def faults_of(world: World, role: str, *, published: bool) -> Iterator[str]:
    """What is answered otherwise than the table says, for one who comes."""
    must_write = published and role == "owner"
    for name, route in ROUTES.items():
        for method, allowed in (("GET", route.reads), ("POST", route.writes)):
            answer, written = asked(world, role, name, method)
            told = f"{role} {method} {name}: {answer.status_code}"
            statuses = wanted(role, allowed, route, method)
            if statuses is None:
                if route.needs_release and not published and answer.status_code == 404:
                    continue
                if answer.status_code in (403, 404, 405) or answer.status_code >= 500:
                    yield told
                if method == "GET" and written:
                    yield f"{told}, and reading wrote: {written}"
                if method == "POST" and must_write and route.changes and not written:
                    yield f"{told}, and wrote nothing: the table posts too little"
                continue
            if answer.status_code not in statuses or written:
                yield f"{told}, not {sorted(statuses)}; written: {written}"
            if answer.status_code == 302 and "/accounts/login/" not in answer["Location"]:
                yield f"{told}, but to {answer['Location']}"


# --- the matrix ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["published", "archived", "unpublished"])
def test_everybody_reads_and_writes_what_the_table_says_and_nothing_else(world, state, ieva):
    if state == "archived":
        archive_course(world.course, by=ieva, on=now())
    elif state == "unpublished":
        unpublish(world.course, by=ieva, on=now(), reason="x")
    before = rows()
    published = state == "published"
    faults = [one for role in ROLES for one in faults_of(world, role, published=published)]
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_ids_of_another_course_are_not_there_in_ones_own(world):
    before, faults = rows(), []
    for name, route in ROUTES.items():
        for kwarg, thing in route.of.items():
            for method, allowed in (("GET", route.reads), ("POST", route.writes)):
                if "owner" not in allowed:
                    continue
                answer, written = asked(
                    world, "owner", name, method, **{kwarg: world.foreign[thing]}
                )
                is_right = answer.status_code == 404 or (
                    route.foreign == GONE and answer.status_code in (302, 422)
                )
                if written or not is_right:
                    faults.append(f"{method} {name} {kwarg}: {answer.status_code} {written}")
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_whoever_writes_changes_nothing_of_another_course(world):
    """Every other row is as it was before: those of other courses, and of whoever learns in none of
    this one's runs."""
    before, owned, faults = every_row(), belongs(), []
    learners = set(
        Enrolment.objects.filter(run__course=world.course).values_list("person", flat=True)
    )
    staff = set(CourseRole.objects.filter(course=world.course).values_list("person", flat=True))
    for name, route in ROUTES.items():
        if "owner" not in route.writes or not route.changes:
            continue
        with transaction.atomic():
            world.post("owner", name, world.address(name))
            for label, key in changed(before, every_row()):
                person, course = owned.get((label, key), (None, None))
                is_other = course not in (None, world.course.pk)
                is_stranger = person is not None and person not in learners | staff
                if is_other or (is_stranger and course is None):
                    faults.append(f"{name}: {label} {key} of {person} in {course}")
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)


def test_ids_of_another_course_in_what_is_posted_change_nothing(world, rasa):
    """A form may name what its address does not."""
    own, foreign = world.own, world.foreign
    file = SimpleUploadedFile("course.zip", world.zip)
    staged = keep(file, str(rasa.pk))
    forms = [
        *(
            ("change-outline", "", {"do": f"{verb}:{foreign['unit']}", **more})
            for verb, more in (
                ("out", {}),
                ("up", {}),
                ("down", {}),
                ("switch", {}),
                ("put", {"to": "start:0"}),
                ("back", {"module": "start"}),
                ("unit", {"title_en": "Mine", "required": "on"}),
                ("name-back", {}),
            )
        ),
        ("change-outline", "", {"do": f"unit:{own['unit']}", "title_en": "Unit first",
                                "title_lt": "Tema first", "required": "on",
                                "opens_after": str(foreign["unit"])}),
        ("align", "", {f"level-{foreign['unit']}": "3"}),
        ("count-unit", "", {**REASON, "unit": str(foreign["uncounted"]), "how": "override"}),
        ("quiz", "", {"do": f"add:{foreign['item']}"}),
        ("quiz", "", {"do": "add:", "item": [str(foreign["item"])]}),
        ("quiz", "", {"do": f"up:{foreign['item']}"}),
        ("quiz", "", {"do": f"out:{foreign['item']}"}),
        ("add-block", "", {"kind": "text", "after": str(foreign["block"])}),
        ("new-item", f"&unit={foreign['quiz_unit']}&block={foreign['quiz']}", a_choice()),
        ("new-item", f"&unit={own['quiz_unit']}&block={foreign['quiz']}", a_choice()),
        ("take-package", "", {"staged": staged, "over": "-", "other": "yes"}),
    ]  # fmt: skip
    before, faults = rows(), []
    for name, query, posted in forms:
        address = f"{world.address(name)}{query}"
        with transaction.atomic():
            status = world.clients["owner"].post(address, posted).status_code
            if rows() != before or status >= 500:
                faults.append(f"{name}{query} {posted}: {status}")
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)


def test_a_form_for_another_achievement_shows_nothing_of_it(world):
    posted = {**BADGE, "key": world.foreign["achievement"]}
    page = world.clients["owner"].post(world.address("badge-preview"), posted)
    own = world.clients["owner"].post(world.address("badge-preview"), {**BADGE, "key": ""})
    assert page.status_code == 200
    assert page.text == own.text
