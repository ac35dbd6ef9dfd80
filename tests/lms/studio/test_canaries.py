"""What is not published, and who learns, is on no page of those whom it is no business of.

Words that stand nowhere else are put into everything that is still being written and into a
learner's name; every page there is, is then asked for by everybody who must not see them.
"""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.urls import NoReverseMatch, reverse

from badges.awards.giving_actions import Said, give_by_hand
from badges.awards.list_actions import confirm_list
from badges.awards.lists import Line
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.banks.actions import change_item, save_items
from courses.banks.queries import stamp_of
from courses.banks.reading import read_item
from courses.content.actions.drafting import Typed, add_block, save_texts
from courses.content.actions.outlining import add_module, add_unit
from courses.content.actions.roles import give_role, invite
from courses.content.models import Course
from courses.content.queries import working_of
from courses.enrolment.actions import invite_to_run
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.yamlnodes import Faults, node_of
from tests.given import by_hand
from tests.learning import answer, begin, finish, open_attempt, read
from tests.lms.studio.test_course import settings_form
from tests.packages import pair, sampling, single
from tests.runs import run_of
from tests.walking import patterns

pytestmark = pytest.mark.sweep

DRAFT, QUESTION, KEY, NAME = "zqxdraft", "zqxquestion", "zqxkey", "zqxname"


@pytest.fixture
def course(teach, ieva, ona, jonas, client_for) -> Course:
    package = sampling()
    for item in package.items:
        # What tells the answer of a question that is in force.
        item["explanation"] = pair(f"Dėl {KEY}", f"Because of {KEY}")
    course = teach(package)
    lead = client_for(ieva)
    typed = settings_form(lead, course)
    for name in ("title", "summary", "description", "outcomes", "can_be_asked"):
        typed |= {f"{name}_{code}": f"{name} {DRAFT}" for code in ("lt", "en")}
    assert lead.post("/en/studio/courses/sampling/settings/", typed).status_code == 302
    by = {"by": ieva, "on": now()}
    module = add_module(course, pair(f"M {DRAFT}", f"M {DRAFT}"), **by)
    unit = add_unit(course, module, pair(f"U {DRAFT}", f"U {DRAFT}"), **by)
    for one in (unit, course.units.get(key="first")):
        block = add_block(one, "text", after="", **by)
        for code in ("lt", "en"):
            fresh = {"title": DRAFT, "summary": DRAFT, f"{block}.text": f"## {DRAFT}"}
            save_texts(one, code, {name: Typed(said, 0) for name, said in fresh.items()}, **by)
    written = single("secret")
    written["prompt"] = written["explanation"] = pair(QUESTION, QUESTION)
    for option in written["options"]:
        option["text"] = option["feedback"] = pair(QUESTION, f"{QUESTION} {option['key']}")
        option["text"]["lt"] += option["key"]
    text = read_item(node_of(written), Faults(), ("lt", "en"))
    save_items(course.bank, [text], author=ieva, on=now())
    asked = course.bank.items.get(key="q1")
    newest = asked.versions.order_by("-number").first()
    again = read_item(node_of({**written, "key": "q1"}), Faults(), ("lt", "en"))
    change_item(asked, again, over=stamp_of(asked, newest), author=ieva, on=now())
    invite(course, f"{NAME}@invited.example.org", "author", **by)
    return course


@pytest.fixture
def hidden(person, course) -> User:
    """A learner who has finished; and one who is in the middle of the quiz."""
    found = person(NAME, f"Ona {NAME}")
    EmailAddress.objects.filter(user=found).update(email=f"{NAME}@example.org")
    finish(found, course, on=now())
    halfway = begin(person(f"{NAME}2", f"Jonas {NAME}"), course)
    read(halfway, course, "first")
    answer(halfway, course, "second", right=1)
    take_in_waiting(on=now())
    return found


@pytest.fixture
def learning(ona, course, teach):
    """Ona is in the middle of the quiz: what is asked is seen, what is right is not."""
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    return open_attempt(enrolment, course, "second")


def addresses(course: Course, hidden: User, attempt) -> list[str]:
    """Every address there is, with ids of the course and of the hidden learner."""
    units = list(course.units.all())
    second = course.units.get(key="second")
    quiz = next(one for one in working_of(second).blocks if one["kind"] == "quiz")
    run = run_of(course, course.owner)
    invite_to_run(run, ["somebody@example.org"], by=course.owner, on=now())
    certificate = Certificate.objects.get()
    badge = by_hand(course, course.owner)
    award = give_by_hand(badge, hidden, Said(f"For {NAME}"), by=course.owner, on=now())
    lines = [Line(1, f"{NAME}@example.org", reason=NAME)]
    brought = confirm_list(badge, uuid4(), lines, by=course.owner, on=now())
    known = {
        "slug": ["sampling"],
        "uid": [
            *(one.uid for one in units),
            *(item.uid for item in course.bank.items.filter(key__in=["q1", "secret"])),
            attempt.uid,
            award.uid,
            brought.uid,
        ],
        "item": [item.uid for item in course.bank.items.filter(key__in=["q1", "secret"])],
        "block": [
            quiz["uid"],
            *(b["uid"] for b in working_of(course.units.get(key="first")).blocks),
        ],
        "code": ["C1", certificate.code],
        "pk": [run.pk, *Enrolment.objects.filter(run__course=course).values_list("pk", flat=True)],
        "door": [run.pk],
        "invited": [run.invitations.get().pk],
        "allowance": [1],
        "key": [badge.key, "x"],
        "number": [1],
        "name": ["x.pdf"],
        "language": ["en"],
        "form": ["json", "png", "svg"],
        "course": [course.uid],
        "uidb36": ["1"],
    }
    found = []
    for name, ids in patterns():
        # One id after another takes each value there is; the others stay at their first.
        for varied in sorted(ids) or [""]:
            for value in known.get(varied, [""]) if varied else [""]:
                chosen = {one: known[one][0] for one in ids} | ({varied: value} if varied else {})
                try:
                    found.append(reverse(name, kwargs=chosen))
                except NoReverseMatch:
                    continue
    for address in ("/en/", "/en/courses/", "/lt/courses/", "/en/studio/"):
        found += [f"{address}?q=zqx", f"{address}?q={DRAFT[:-1]}"]
    found += [f"{one}?for=done&who=done&release=1" for one in found if "/preview/" in one]
    # The words are in both languages, so that half of the pages in each of them will do.
    return [
        one if place % 2 else one.replace("/en/", "/lt/", 1)
        for place, one in enumerate(sorted(set(found)))
    ]


def test_what_is_not_published_and_who_learns_is_seen_by_nobody_else(
    course, hidden, learning, ona, jonas, rasa, person, ieva, client_for
):
    viewer = person("viewer")
    give_role(course, viewer, "viewer", by=ieva, reason="x", on=now())
    secrets = {DRAFT, QUESTION, KEY, NAME}
    kept_from = {
        "anonymous": (None, secrets),
        "learner": (jonas, secrets),
        "enrolled": (ona, secrets),
        "elsewhere": (rasa, secrets),
        # Who looks at what is being written sees it, and nobody who learns.
        "viewer": (viewer, {NAME}),
        # Of the same words, those who may see them do: the walk comes by.
        "owner": (ieva, set()),
    }
    pages = addresses(course, hidden, learning)
    certificate = Certificate.objects.get()
    told, seen = [], set()
    assert len(pages) > 150
    for role, (one, secret) in kept_from.items():
        client = client_for(one)
        for page in pages:
            # Who has the code of a certificate reads on it whose it is: that is what it is for.
            if certificate.code in page and ("/verify/" in page or "/v/" in page):
                continue
            response = client.get(page)
            body = response.getvalue().decode("utf-8", "replace")
            body += str(response.headers)
            if role == "owner":
                seen |= {word for word in secrets if word in body}
            assert response.status_code < 500, (role, page)
            told += [f"{role} {page}: {word}" for word in secret if word in body]
    assert not told, "\n".join(told)
    assert seen == secrets
