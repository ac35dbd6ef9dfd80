"""The page of a result, as its learner reads it."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import polib
import pytest
from django.conf import settings

from courses.calibration.actions import answer_item, close_sitting, open_sitting
from courses.calibration.models import CalibrationResult, CorrectionPlan, Sitting
from courses.calibration.queries import items_of
from lms.common.clock import day_began, now
from lms.management.commands.translations import LANGUAGES, catalogue_path, in_file
from tests.architecture.test_guards import rows
from tests.calibrations import block_in, measuring, sit
from tests.learning import begin, item_of, outline_in_force
from tests.packages import measured, pair, reading

pytestmark = [pytest.mark.django_db, pytest.mark.story]

# What a result never says, in either language.
NEVER = re.compile(r"\bfail|neišlaik|nepavyk|nepavyko", re.IGNORECASE)


def words(html):
    """What the main part says, in one line."""
    said = re.sub(
        r"<(script|style).*?</\1>", " ", html.split("<main")[1].split("</main")[0], flags=re.S
    )
    said = re.sub(r"<[^>]+>", " ", said)
    said = said.replace("&quot;", '"').replace("&#x27;", "'").replace("\u00a0", " ")
    return re.sub(r"\s+([.,:;])", r"\1", " ".join(said.split()))


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def client(ona, client_for):
    return client_for(ona)


def result_of(sitting):
    return CalibrationResult.objects.get(sitting=sitting, replaced_by=None)


def page_of(client, sitting, language="en"):
    return client.get(f"/{language}/results/{result_of(sitting).uid}/")


def test_a_level_with_its_uncertainty_and_what_comes_next(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course, wrong=(3, 9), cannot=(5,))
    page = words(page_of(client, sitting).text)
    assert "Level 2 reached" in page
    assert "27 of 29 answers were right: 93%." in page
    assert "Your true accuracy most likely lies between 78% and 99%." in page
    assert "Once you said that you cannot tell" in page
    assert "would settle" not in page and "Before level 2" not in page
    assert "no, on your own" in page
    assert "Practise first: 4 answers in practice" in page
    assert "The next measuring is a short check of 15 items, which join this series." in page
    assert "So that ten leaves are no luck." in page
    assert "reach level 2 by luck in about 2 of 100 series" in page
    assert "Cohen’s kappa: 0.9" in page
    assert "29 of 30" not in page


def test_who_never_recognises_a_class_is_told_which_and_where_it_is_explained(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course, wrong=lambda one: one.item_version.item.category == "a")
    html = page_of(client, sitting).text
    page = words(html)
    assert "Right answers: 20 of 30" in page
    assert "30 more items would settle level 2" in page
    assert "Level 2 needs 50 right of 60; you have 20 of 30 so far." in page
    assert "Before level 2 stands “Option a”: at least 60% of its items must be right." in page
    assert "In this sitting it was 0 of 10." in page
    assert "Most often “Option a” was taken for “Option b” (10 times)" in page
    lesson = f"/en/courses/leaves/units/{item_of(course, 'first').uid}/#b-opening"
    assert html.count(f'href="{lesson}"') == 2
    # Not by colour alone: the picture says it in words, and so does the table.
    assert "Option a: 0 of 10, below 60%" in html
    assert re.search(r'<th scope="row">Option a</th><td class="num">0 of 10</td>', html)


def test_no_level_yet_says_how_many_were_right_and_what_is_left(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course, wrong=range(15))
    page = words(page_of(client, sitting).text)
    assert "Right answers: 15 of 30" in page
    assert "Level 2 can be settled in a new series" in page
    assert "What is left of this series can still show level 1." in page


def test_a_short_check_keeps_the_level_and_one_that_does_not_leaves_the_old_one(
    course, ona, client
):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sit(enrolment, course)
    later = now() + timedelta(minutes=1)
    sit(enrolment, course, "practice", size=4, on=later)
    kept = sit(enrolment, course, wrong=(1,), on=later + timedelta(minutes=1))
    page = words(page_of(client, kept).text)
    assert "Level 2 still holds" in page
    assert "of your last 60 answers is at least 70%." in page
    assert "Series of 45 answers" in page and "This sitting" in page
    last = later + timedelta(minutes=2)
    sit(enrolment, course, "practice", size=4, on=last)
    lost = sit(enrolment, course, wrong=range(15), on=last + timedelta(minutes=1))
    page = words(page_of(client, lost).text)
    assert "Level 1 reached" in page
    assert "An earlier result shows level 2 and stays valid until" in page


def test_help_stands_beside_and_the_answers_come_ten_at_a_time(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sit(enrolment, course, "aided", wrong=(0,))
    sitting = sit(enrolment, course, wrong=(3, 17), cannot=(5,))
    page = words(page_of(client, sitting).text)
    assert "Measured, without help 27 of 30 right" in page
    assert "Set with help, where you opened it you never did" in page
    assert "Set with help, where you did not 5 of 6 right" in page
    address = f"/en/results/{result_of(sitting).uid}/answers/"
    first = client.get(address).text
    assert first.count('<li id="q-') == 10
    assert "You said that you cannot tell" in first
    assert "How sure you were: Rather sure" in first
    assert "It is so because of h-" in first
    assert re.findall(r'<li id="q-(\d+)"', client.get(f"{address}?page=3").text)[0] == "21"
    missed = client.get(f"{address}?show=missed").text
    assert re.findall(r'<li id="q-(\d+)"', missed) == ["4", "6", "18"]


def test_the_plan_is_kept_and_what_cannot_be_kept_stays_typed(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    sitting = sit(enrolment, course)
    address = f"/en/results/{result_of(sitting).uid}/plan/"
    kept = client.post(address, {"text": " Count in tens. "}, follow=True)
    assert "Your plan is kept with the result." in kept.text
    assert CorrectionPlan.objects.get().text == "Count in tens."
    typed = "Look twice. " * 400
    long = client.post(address, {"text": typed})
    assert long.status_code == 422
    assert "Write at most 3000 characters." in long.text
    assert typed in long.text
    assert CorrectionPlan.objects.get().text == "Count in tens."
    client.post(address, {"text": ""})
    assert not CorrectionPlan.objects.exists()


def test_results_of_others_are_not_there(course, ona, jonas, client, client_for, visitor):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    uid = result_of(sit(enrolment, course)).uid
    for address in (f"/en/results/{uid}/", f"/en/results/{uid}/answers/"):
        assert client.get(address).status_code == 200
        assert client_for(jonas).get(address).status_code == 404
        assert visitor.get(address).status_code == 302
    plan = f"/en/results/{uid}/plan/"
    assert client_for(jonas).post(plan, {"text": "Mine."}).status_code == 404
    assert client.get(plan).status_code == 302
    assert client.get(f"/en/results/{uuid4()}/").status_code == 404


def test_a_result_that_was_worked_out_again_says_why_and_leads_to_the_other(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    old = result_of(sit(enrolment, course))
    new = again(old, reason="The truth of one item was wrong.")
    before, after = (client.get(f"/en/results/{one.uid}/").text for one in (old, new))
    assert f'href="/en/results/{new.uid}/"' in before
    assert f'href="/en/results/{old.uid}/"' in after
    for html in (before, after):
        assert "The truth of one item was wrong." in words(html)


def again(old, *, reason, on=None):
    copied = {
        name: getattr(old, name)
        for name in (
            "sitting",
            "level",
            "numbers",
            "bank_version",
            "protocol_version",
            "seeds",
            "valid_until",
        )
    }
    return CalibrationResult.objects.create(
        **copied, made_at=on or now(), replaces=old, reason=reason
    )


def test_looking_writes_nothing_and_keeps_the_policy(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    page = f"/en/results/{result_of(sit(enrolment, course)).uid}/"
    before = rows()
    for address in (page, f"{page}answers/"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "no-store" in response["Cache-Control"]
        assert " style=" not in response.text
    assert rows() == before


# --- numbers -------------------------------------------------------------------------------------


@pytest.fixture
def counting(teach):
    package = measuring()
    unit = reading("flocks", requirement="measured")
    unit["blocks"]["::: calibration many classes=few,lots sitting=30 practice=0"] = pair(
        "# Būriai\n\nreason: Kad būtų aišku.", "# Flocks\n\nreason: To be clear."
    )
    package.modules[0]["units"].append(unit)
    for place in range(36):
        truth = 20 + 7 * place
        package.items.append(
            measured(f"n{place}")
            | {
                "answer": truth,
                "tolerance": truth * 0.1,
                "unit": pair("vnt.", "birds"),
                "class": "few" if place < 18 else "lots",
                "pool": "held-out",
            }
        )
    return teach(package)


def count(enrolment, course, times):
    """A sitting in which everything is counted so many times over, give or take a little."""
    on = now()
    item = item_of(course, "flocks")
    block = block_in(course, "flocks")
    sitting = open_sitting(
        enrolment, outline_in_force(course), item, block, phase="measured", on=on
    )
    for place, one in enumerate(items_of(sitting)):
        truth = float(one.item_version.body["answer"])
        said = round(truth * (times + (0.02 if place % 2 else -0.02)))
        answer_item(sitting, place, {"typed": str(said)}, certainty="sure", on=on)
    return close_sitting(sitting, on=on)


@pytest.mark.parametrize(
    ("times", "language", "said"),
    [
        (1.15, "en", "Your answers are about 15% too high"),
        (0.8, "en", "Your answers are about 20% too low"),
        (1.01, "en", "Your answers lean to neither side by much"),
        (1.15, "lt", "Vidutiniškai nurodote apie 15 % per daug"),
    ],
)
def test_who_counts_too_many_is_told_so(counting, ona, client, times, language, said):
    sitting = count(begin(ona, counting), counting, times)
    html = page_of(client, sitting, language).text
    assert said in words(html)
    assert html.count('<circle class="dot') == 30


def test_instruments_of_several_scales_come_in_short_where_each_was_read_seldom(teach, ona, client):
    """A page with a figure of two circles for every scale hides the figures that say something."""
    package = measuring()
    unit = reading("scales", requirement="measured")
    unit["blocks"]["::: calibration many classes=few,lots sitting=30 practice=0"] = pair(
        "# Skalės\n\nreason: Kad būtų aišku.", "# Scales\n\nreason: To be clear."
    )
    package.modules[0]["units"].append(unit)
    for place in range(32):
        package.items.append(
            measured(f"n{place}")
            | {
                "answer": 20 + place,
                "tolerance": 1,
                "unit": pair("m", "m") if place % 16 < 2 else pair("vnt.", "birds"),
                "class": "few" if place < 16 else "lots",
                "pool": "held-out",
            }
        )
    course = teach(package)
    item, block = item_of(course, "scales"), block_in(course, "scales")
    sitting = open_sitting(
        begin(ona, course), outline_in_force(course), item, block, phase="measured", on=now()
    )
    for place, one in enumerate(items_of(sitting)):
        said = one.item_version.body["answer"]
        answer_item(sitting, place, {"typed": said}, certainty="sure", on=now())
    html = page_of(client, close_sitting(sitting, on=now())).text
    assert html.count('id="way-') == 1
    said = words(html)
    assert "Too few answers to tell a side" in said
    assert "Within the tolerance: Scales, m 100%" in said
    assert "0% too" not in said
    assert "on average right" in said


# --- others --------------------------------------------------------------------------------------


@pytest.fixture
def others(course, person):
    """Makes so many results of others, each somewhat better than the one before; of yesterday, or so
    many days ago."""
    sample = {}

    def make(n, *, days=1):
        found = []
        for _one in range(n):
            place = len(sample)
            enrolment = begin(person(f"other{place}", f"Other {place}"), course)
            sample[place] = enrolment
            at = day_began(now()) - timedelta(days=days) + timedelta(minutes=place)
            sitting = Sitting.objects.create(
                enrolment=enrolment,
                unit_id=item_of(course, "second").unit_id,
                block=block_in(course),
                release_id=course.in_force_id,
                phase="measured",
                number=1,
                series=enrolment.person.series.create(
                    unit_id=item_of(course, "second").unit_id,
                    block=block_in(course),
                    number=1,
                    opened_at=at,
                ),
                seed=1,
                state="closed",
                opened_at=at,
                closed_at=at,
            )
            numbers = {"accuracy": 0.5 + place / 100}
            found.append(
                CalibrationResult.objects.create(
                    sitting=sitting, level=0, numbers=numbers, made_at=at
                )
            )
        return found

    return make


@pytest.fixture
def mine(course, ona):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    return sit(enrolment, course, wrong=(0,))


def beside(client, sitting):
    found = re.search(
        r"In the first sittings of (\d+) other people the median is (\d+)%",
        words(page_of(client, sitting).text),
    )
    return (int(found[1]), int(found[2])) if found else None


def test_others_are_shown_from_ten_on_and_by_fives(mine, others, client):
    others(9)
    assert beside(client, mine) is None
    others(1)
    assert beside(client, mine) == (10, 55)
    others(4)
    assert beside(client, mine) == (10, 55)
    others(1)
    assert beside(client, mine) == (15, 57)


def test_others_are_those_of_the_day_before_who_learn(mine, others, client, course):
    found = others(10)
    assert beside(client, mine) == (10, 55)
    course.roles.create(person=found[0].sitting.enrolment.person, role="author")
    assert beside(client, mine) is None
    others(1, days=0)
    # Today's come tomorrow.
    assert beside(client, mine) is None
    others(1, days=1)
    assert beside(client, mine) == (10, 56)
    # What is worked out again today stands as it was until tomorrow, and nobody is lost by it.
    again(found[5], reason="A truth was wrong.")
    assert beside(client, mine) == (10, 56)


# --- words ---------------------------------------------------------------------------------------


def test_nothing_on_these_pages_says_that_anybody_did_not_pass(course, ona, client):
    enrolment = begin(ona, course)
    sit(enrolment, course, "practice", size=4)
    poor = sit(enrolment, course, wrong=range(25))
    for language in LANGUAGES:
        for more in ("", "answers/"):
            html = client.get(f"/{language}/results/{result_of(poor).uid}/{more}").text
            assert not NEVER.search(html)


def test_no_message_of_calibrations_says_it_either():
    top = Path(settings.BASE_DIR)
    files = [
        *(top / "courses/calibration").rglob("*.py"),
        *(top / "courses/classroom").glob("calibrat*.py"),
        top / "courses/content/blocks/calibration.py",
        *(top / "lms/templates/classroom").glob("calibration_*.html"),
        *(top / "lms/templates/classroom").glob("sitting_*.html"),
    ]
    assert len(files) > 20
    messages = {message.key for file in files for message in in_file(file)}
    assert len(messages) > 100
    for language in LANGUAGES:
        for entry in polib.pofile(str(catalogue_path(language))):
            if (entry.msgctxt, entry.msgid) in messages:
                said = " ".join([entry.msgid, entry.msgstr, *entry.msgstr_plural.values()])
                assert not NEVER.search(said), said
