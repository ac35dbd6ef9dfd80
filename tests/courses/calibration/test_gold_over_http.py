"""An item whose truth is wrong: from what learners answer to a result that was worked out again."""

import re

import pytest

from courses.banks.models import ItemVersion
from courses.calibration.actions import answer_as_expert, decide_on_gold, gold_due
from courses.calibration.auditing import held_out
from courses.calibration.models import ExpertAnswer, GoldDecision
from courses.calibration.queries import items_of, result_of
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from lms.common.clock import now
from tests.calibrations import block_in, covering, measuring, sit
from tests.courses.calibration.test_decisions import rightly, sitting_like
from tests.learning import begin, item_of

pytestmark = pytest.mark.story


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def block(course):
    return f"/en/studio/courses/leaves/units/{item_of(course, 'second').uid}/blocks/{block_in(course)}/"


@pytest.fixture
def in_doubt(course, ona, person):
    """Everybody is asked one item of Ona's sitting; the better they are, the less they agree with it."""
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course, wrong={0, 1, 2, 3})
    for n in range(24):
        sitting_like(sitting, items_of(sitting), begin(person(f"p{n}@example.org"), course), n, 0)
    return sitting


def test_from_doubt_to_a_new_result(in_doubt, course, block, ieva, ona, jonas, client_for):
    mine = items_of(in_doubt)[0]
    author = client_for(ieva)
    home = author.get("/en/studio/").text
    assert "The truth of 1 item is in doubt" in home
    assert f'href="{block}gold/"' in home
    page = author.get(f"{block}gold/").text
    assert "Of the 7 best learners, 7 disagree with the truth." in page
    assert "No expert has answered yet." in page
    assert "correct the question first" in page
    # An expert with a role answers it, and does not see the truth.
    give_role(course, jonas, CourseRole.Role.VIEWER, by=ieva, reason="Knows leaves.", on=now())
    expert = client_for(jonas)
    asked = expert.get(f"{block}experts/").text
    assert "0 of 72 items answered" in asked
    assert "It is so because" not in asked
    for _place in range(2):
        version = ItemVersion.objects.get(pk=re.search(r'name="version" value="(\d+)"', asked)[1])
        said = {f"a-{version.item.uid}": version.item.category, "version": version.pk}
        asked = expert.post(f"{block}experts/", said, follow=True).text
    assert "2 of 72 items answered" in asked
    assert ExpertAnswer.objects.filter(expert=jonas, right=True).count() == 2
    assert "2 of 2 answers are as the truth says" in author.get(f"{block}gold/").text
    # The author corrects the question, and says that the new version is right.
    later = rightly(mine.item_version, mine.answer)
    page = author.get(f"{block}gold/?about={mine.item_version_id}").text
    assert f'value="corrected:{later.pk}"' in page
    said = {"version": mine.item_version_id, "verdict": f"corrected:{later.pk}"}
    refused = author.post(f"{block}gold/", said)
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert f'value="corrected:{later.pk}" checked' in refused.text
    said["reason"] = "The teeth were overlooked."
    page = author.post(f"{block}gold/", said, follow=True).text
    assert "Decided. The results that rest on it are being worked out again." in page
    assert "No item is in doubt." in page
    assert "The teeth were overlooked." in page
    assert gold_due(on=now()) == 1
    assert "is in doubt" not in author.get("/en/studio/").text
    # The learner sees it in the unit.
    learner = client_for(ona)
    unit = learner.get(f"/en/courses/leaves/units/{item_of(course, 'second').uid}/").text
    assert "This result was worked out again on" in unit
    assert "Level 2 instead of 1." in unit
    assert "Reason: The teeth were overlooked." in unit
    assert result_of(in_doubt).level == 2


def test_the_review_says_who_set_the_truth_and_how_many_experts_agree(
    course, block, ona, ieva, client_for
):
    enrolment = begin(ona, course)
    sitting = sit(enrolment, course, "aided")
    version = items_of(sitting)[0].item_version
    ItemVersion.objects.filter(pk=version.pk).update(author=ieva)
    for n, right in enumerate((True, True, False)):
        expert = type(ona).objects.create(email=f"e{n}@example.org")
        ExpertAnswer.objects.create(
            item_version=version, expert=expert, answer="a", right=right, at=now()
        )
    decided = client_for(ieva).post(
        f"{block}gold/", {"version": version.pk, "verdict": "dropped", "reason": "Two leaves."}
    )
    # What is only practised on is not measured with, and nothing is decided about it here.
    assert decided.status_code == 404
    page = client_for(ona).get(f"/en/sittings/{sitting.uid}/").text
    assert f"Truth: set by {ieva.name}" in page
    assert "2 of 3 experts who answered without seeing it agree." in page


def test_what_was_taken_out_says_so_in_the_review(course, ona, ieva, client_for):
    sitting = sit(begin(ona, course), course, "aided")
    version = items_of(sitting)[0].item_version
    GoldDecision.objects.create(
        course=course,
        version=version,
        verdict="dropped",
        reason="Two leaves.",
        by=ieva,
        decided_at=now(),
    )
    page = client_for(ona).get(f"/en/sittings/{sitting.uid}/").text
    assert page.count("This item was taken out of the results on") == 1
    assert "Two leaves." in page


def test_what_an_expert_cannot_send(course, block, ieva, jonas, vytas, client_for):
    assert client_for(jonas).get(f"{block}experts/").status_code == 404
    # To see everything is not to be an expert.
    assert client_for(vytas).get(f"{block}gold/").status_code == 200
    assert client_for(vytas).get(f"{block}experts/").status_code == 404
    give_role(course, jonas, CourseRole.Role.MARKER, by=ieva, reason="Knows leaves.", on=now())
    expert = client_for(jonas)
    assert expert.get(f"{block}gold/").status_code == 404
    asked = expert.get(f"{block}experts/").text
    version = re.search(r'name="version" value="(\d+)"', asked)[1]
    blank = expert.post(f"{block}experts/", {"version": version})
    assert blank.status_code == 422
    assert "Answer first, or say that you cannot tell." in blank.text
    assert expert.post(f"{block}experts/", {"version": "1x"}).status_code == 302
    done = expert.post(f"{block}experts/", {"version": version, "cannot": "1"}, follow=True).text
    assert "1 of 72 items answered" in done
    # Sent again from another tab, nothing changes.
    uid = ItemVersion.objects.get(pk=version).item.uid
    expert.post(f"{block}experts/", {"version": version, f"a-{uid}": "a"})
    assert ExpertAnswer.objects.get().cannot_tell


def test_a_block_that_measures_nothing_has_no_such_pages(course, ieva, client_for):
    other = f"/en/studio/courses/leaves/units/{item_of(course, 'first').uid}/"
    address = f"{other}blocks/{block_in(course)}/"
    assert client_for(ieva).get(f"{address}gold/").status_code == 404
    assert client_for(ieva).get(f"{address}experts/").status_code == 404


def test_three_experts_agree_in_two_figures_and_what_is_drawn_can_be_looked_at(
    teach, ieva, person, client_for
):
    course = teach(covering())
    exercise = block_in(course)
    asked = held_out(course, exercise)
    for n in range(3):
        expert = person(f"expert{n}")
        give_role(course, expert, CourseRole.Role.VIEWER, by=ieva, reason="Counts.", on=now())
        answer_as_expert(course, exercise, asked[0], {"typed": "10"}, by=expert, on=now())
    gold = f"/en/studio/courses/cover/units/{item_of(course, 'second').uid}/blocks/{exercise}/gold/"
    page = client_for(ieva).get(f"{gold}?about={asked[0].pk}").text
    # Numbers have an alpha, by class too, and no kappa.
    assert 'data-label="Alpha"' in page
    assert "kappa" not in page.partition("What alpha and kappa say")[0]
    assert f"/en/studio/courses/cover/questions/drawn/{asked[0].item.uid}/" in page
    assert (
        client_for(ieva)
        .get(f"/en/studio/courses/cover/questions/drawn/{asked[0].item.uid}/")
        .status_code
        == 200
    )


def test_experts_who_class_the_same_items_have_a_kappa(course, block, ieva, person, client_for):
    asked = held_out(course, block_in(course))[::12]
    for n in range(3):
        expert = person(f"expert{n}")
        give_role(course, expert, CourseRole.Role.VIEWER, by=ieva, reason="Leaves.", on=now())
        for version in asked:
            said = version.item.category
            answer_as_expert(course, block_in(course), version, said, by=expert, on=now())
    # What was decided about says which item it was, and not only what draws or asks it.
    decide_on_gold(course, asked[0], verdict="stands", reason="Seen.", by=ieva, on=now())
    page = " ".join(client_for(ieva).get(f"{block}gold/").text.split())
    assert "Agreement of 3 experts: alpha 1.00</b>, kappa 1.00 of 6 items" in page
    assert 'data-label="Alpha"' not in page
    decided = page.partition('id="decided"')[2]
    assert asked[0].item.get_difficulty_display() in decided
