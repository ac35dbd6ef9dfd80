"""A survey and a self-rating from the studio to the learner and back to the author in counts."""

import pytest
from django.db import IntegrityError, transaction

from courses.content.actions.publishing import publish
from courses.content.models import Course, Unit
from courses.content.queries import draft_of, findings_of, working_of
from courses.evidence.models import Evidence
from courses.progress.models import UnitCompletion
from courses.surveys.models import SelfRating, SurveyAnswer
from lms.common.clock import now
from tests.learning import begin, finish
from tests.lms.studio.test_videos import write
from tests.packages import QUESTIONS, SURVEY_TEXTS, Package, pair, sampling


@pytest.fixture
def asking() -> Package:
    """The small course, whose first unit is done by answering a survey."""
    package = sampling()
    first = package.unit("first")
    first["requirement"] = "answer"
    first["blocks"][f"::: survey begin {QUESTIONS}"] = SURVEY_TEXTS
    return package


@pytest.fixture
def course(teach, asking) -> Course:
    return teach(asking)


@pytest.fixture
def unit(course: Course) -> Unit:
    return course.units.get(key="first")


def block_of(unit: Unit, kind: str = "survey") -> str:
    return next(one["uid"] for one in working_of(unit).blocks if one["kind"] == kind)


def page_of(unit: Unit, language: str = "en") -> str:
    return f"/{language}/courses/{unit.course.slug}/units/{unit.uid}/"


def say(client, unit, kind="survey", **said):
    address = f"{page_of(unit)}survey/{block_of(unit, kind)}/"
    return client.post(address, {f"s-{name}": one for name, one in said.items()}, follow=True)


def test_a_learner_answers_and_the_unit_is_done(course, unit, ona, client_for):
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    shown = client.get(page_of(unit)).text
    assert "Why are you here?" in shown
    assert "In <em>short</em>." in shown
    assert "nothing while fewer than 5 people have answered" in shown
    assert "done once you have answered" in shown
    # Reading alone does not do it.
    client.post(f"{page_of(unit)}finish/")
    assert not UnitCompletion.objects.exists()
    answer = say(client, unit, why="help", how=["bus", "foot"], sure="4", more=" Labas \r\n")
    assert "Kept." in answer.text
    assert "This unit is done." in answer.text
    row = SurveyAnswer.objects.get()
    assert row.answers == {"why": "help", "how": ["bus", "foot"], "sure": 4, "more": "Labas"}
    assert UnitCompletion.objects.get().required_then == "answer"
    assert "You answered on" in answer.text
    # What was answered stands in the form again.
    assert 'value="help" checked' in answer.text
    assert 'value="4" checked' in answer.text
    assert ">\nLabas</textarea>" in answer.text


def test_answers_are_given_again_and_none_is_overwritten(course, unit, ona, client_for):
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    say(client, unit, why="help")
    say(client, unit, why="help")
    assert SurveyAnswer.objects.count() == 1
    say(client, unit, why="learn", sure="1")
    kept = SurveyAnswer.objects.order_by("number").values_list("number", "answers")
    assert list(kept) == [(1, {"why": "help"}), (2, {"why": "learn", "sure": 1})]


def test_what_cannot_be_kept_is_shown_again(course, unit, ona, client_for):
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    answer = say(client, unit)
    assert answer.status_code == 422
    assert "Answer at least one question first." in answer.text
    answer = say(client, unit, why="learn", more="ą" * 1001)
    assert answer.status_code == 422
    assert "longer than 1000 characters; you wrote 1001" in answer.text
    assert "ą" * 1001 in answer.text
    assert 'value="learn" checked' in answer.text
    # What was never on offer is no answer.
    assert say(client, unit, why="other", how=["car"], sure="6").status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_only_learners_of_the_course_answer(course, unit, ona, jonas, client_for, visitor):
    address = f"{page_of(unit)}survey/{block_of(unit)}/"
    assert visitor.post(address, {"s-why": "help"}).status_code == 302
    assert client_for(jonas).post(address, {"s-why": "help"}).status_code == 303
    assert "once you have joined" in visitor.get(page_of(unit)).text
    assert not SurveyAnswer.objects.exists()
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    text = next(one["uid"] for one in working_of(unit).blocks if one["kind"] == "text")
    assert client.post(f"{page_of(unit)}survey/{text}/").status_code == 404
    # A unit that is still locked asks nothing.
    later = course.units.get(key="third")
    locked = f"{page_of(later)}survey/{block_of(unit)}/"
    assert client.post(locked, {"s-why": "help"}).status_code == 403


def test_the_database_keeps_what_the_pages_promise(course, unit, ona):
    enrolment = begin(ona, course)
    told = {
        "enrolment": enrolment,
        "unit": unit,
        "block": block_of(unit),
        "release": course.in_force,
        "given_at": now(),
    }
    SurveyAnswer.objects.create(**told, number=1, answers={"why": "help"})
    for broken in ({"number": 1, "answers": {"why": "learn"}}, {"number": 2, "answers": {}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SurveyAnswer.objects.create(**told, **broken)
    competency = course.in_force.alignments.first().competency
    for broken in ({"level": 5, "moment": "before"}, {"level": 1, "moment": "during"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SelfRating.objects.create(**told, number=1, competency=competency, **broken)


def test_the_report_says_that_answering_is_stricter_than_reading(
    course, unit, ona, ieva, client_for
):
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    say(client, unit, why="help")
    studio = "/en/studio/courses/sampling/"
    rules = {
        **{"do": f"unit:{unit.uid}", "title_lt": "Tema first", "title_en": "Unit first"},
        **{"seq_lt": "0", "seq_en": "0", "required": "1", "opens_on": "", "opens_days": ""},
    }
    author = client_for(ieva)
    author.post(f"{studio}outline/change/", {**rules, "requirement": "continue"})
    report = author.get(f"{studio}publish/").text
    assert "Done when what it asks has been answered" in report
    assert "Done when read" in report
    # Whoever has done it keeps it done.
    publish(unit.course, by=ieva, on=now())
    assert "This unit is done." in client.get(page_of(unit)).text


# --- the author -----------------------------------------------------------------------------------


@pytest.fixture
def crowd(course, unit, person, client_for):
    """So many people answer the same."""

    def answers(count, first=0, **said):
        for n in range(first, first + count):
            client = client_for(person(f"p{n}", f"Person {n}"))
            client.post("/en/courses/sampling/join/")
            say(client, unit, **said)

    return answers


def results(client, unit, kind="survey"):
    block = block_of(unit, kind)
    studio = f"/en/studio/courses/sampling/units/{unit.uid}/blocks/{block}/answers/"
    return client.get(studio), client.get(f"{studio}table.csv")


def test_an_author_sees_counts_from_five_answers_on(course, unit, ieva, client_for, crowd):
    client = client_for(ieva)
    crowd(4, why="help", sure="5", more="=SUM(A1)")
    page, table = results(client, unit)
    assert "fewer than 5 people have answered" in page.text
    assert "To help" not in page.text
    assert "SUM" not in page.text
    assert "SUM" not in table.getvalue().decode()
    crowd(2, first=4, why="learn", sure="3")
    page, table = results(client, unit)
    assert "6 people have answered" in page.text
    assert "67%" in page.text
    assert "mean 4.3</p>" in page.text
    # Only four wrote something.
    assert "SUM" not in page.text
    crowd(1, first=6, more="@cmd")
    page, table = results(client, unit)
    assert "=SUM(A1)" in page.text
    lines = table.getvalue().decode("utf-8-sig").splitlines()
    assert "Why are you here?,To help,4,6" in lines
    assert "Anything else?,'=SUM(A1),,5" in lines
    assert "Anything else?,'@cmd,,5" in lines
    for name in ("Person", "example.org"):
        assert name not in page.text.partition("</header>")[2]
        assert name not in "".join(lines)


def test_counts_are_for_those_who_write_the_course(course, unit, rasa, ona, vytas, client_for):
    for who in (rasa, ona):
        assert [one.status_code for one in results(client_for(who), unit)] == [404, 404]
    assert results(client_for(vytas), unit)[0].status_code == 200


def test_questions_are_made_moved_and_taken_out(sampling_course, ieva, ona, client_for):
    unit = sampling_course.units.get(key="first")
    desk = f"/en/studio/courses/sampling/units/{unit.uid}/"
    client = client_for(ieva)
    client.post(f"{desk}blocks/add/", {"kind": "survey", "after": ""})
    block = block_of(unit)

    def do(what, **more):
        return client.post(f"{desk}blocks/{block}/", {"do": what, **more}, follow=True)

    def stops():
        return [one.code for one in findings_of(draft_of(unit.course_id)) if one.stops]

    def questions():
        return working_of(unit).blocks[0]["settings"]["questions"]

    assert stops() == ["survey-fault", "no-questions"]
    for kind in ("one", "scale", "short"):
        do("question", kind=kind)
    one, scale, short = questions()
    assert [one["kind"], len(one["choices"]), scale["kind"], short["kind"]] == [
        "one",
        2,
        "scale",
        "short",
    ]
    do("question-up", question=short["key"])
    do("question-up", question=short["key"])
    do("question-up", question=short["key"])
    assert [asked["kind"] for asked in questions()] == ["short", "one", "scale"]
    do("choice", question=one["key"])
    assert len(questions()[1]["choices"]) == 3
    fields = [
        "title",
        f"q-{short['key']}",
        f"q-{one['key']}",
        *(f"q-{one['key']}-{choice}" for choice in questions()[1]["choices"]),
        f"q-{scale['key']}",
        f"q-{scale['key']}-low",
        f"q-{scale['key']}-high",
    ]
    write(client, desk, **{f"en:{block}.{field}": f"Words of {field}" for field in fields})
    assert stops() == []
    answer = do("choice-removed", question=f"{one['key']}.{one['choices'][0]}")
    assert "The answer was taken out." in answer.text
    assert len(questions()[1]["choices"]) == 2
    # Its words come back with it.
    sequence = answer.context["undo"]
    client.post(f"{desk}undo/", {"sequence": sequence})
    assert len(questions()[1]["choices"]) == 3
    place = f"{block}.q-{one['key']}-{one['choices'][0]}"
    assert working_of(unit).text("en", place).startswith("Words of")
    assert "The question was taken out." in do("question-removed", question=scale["key"]).text
    assert [asked["kind"] for asked in questions()] == ["short", "one"]
    for odd in ({"do": "question", "kind": "essay"}, {"do": "choice", "question": "nothing"}):
        refused = client.post(f"{desk}blocks/{block}/", odd, follow=True)
        assert "no such kind" in refused.text or "no longer here" in refused.text
    publish(unit.course, by=ieva, on=now())
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    assert f"Words of q-{one['key']}" in client.get(page_of(unit)).text


def test_a_unit_done_by_answering_needs_something_to_answer(teach, asking, ieva, client_for):
    blocks = asking.unit("first")["blocks"]
    blocks.pop(next(line for line in blocks if "survey" in line))
    with pytest.raises(AssertionError, match="survey or a self-rating"):
        teach(asking)


# --- self-rating ----------------------------------------------------------------------------------


@pytest.fixture
def rated(teach, asking) -> Course:
    first = asking.unit("first")
    first["blocks"] = {
        "::: text opening": pair("Tekstas.", "Text."),
        "::: self-rating before moment=before": pair("# Prieš", "# Before"),
    }
    asking.unit("third")["blocks"]["::: self-rating after moment=after"] = pair("# Po", "# After")
    return teach(asking)


def rate(client, unit, **levels):
    address = f"{page_of(unit)}survey/{block_of(unit, 'self-rating')}/"
    return client.post(address, {f"r-{code}": level for code, level in levels.items()}, follow=True)


def test_before_and_after_stand_beside_what_was_measured(rated, ona, client_for):
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    unit = rated.units.get(key="first")
    codes = sorted({one.competency.code for one in rated.in_force.alignments.all()})
    shown = client.get(page_of(unit)).text
    assert all(f'name="r-{code}"' in shown for code in codes)
    assert "before learning" in shown
    assert rate(client, unit).status_code == 422
    half = rate(client, unit, **{codes[0]: "7"})
    assert "Choose a level for each competency first." in half.text
    done = rate(client, unit, **dict.fromkeys(codes, "0"))
    assert "This unit is done." in done.text
    rate(client, unit, **dict.fromkeys(codes, "1"))
    assert SelfRating.objects.count() == 2 * len(codes)
    # How somebody sees themselves is no evidence.
    assert not Evidence.objects.exists()
    finish(ona, rated, on=now())
    assert Evidence.objects.exists()
    third = rated.units.get(key="third")
    rate(client, third, **dict.fromkeys(codes, "3"))
    table = client.get(page_of(third)).text
    assert "Shown by your work" in table
    assert {"before", "after"} == {one.moment for one in SelfRating.objects.all()}
    assert "level 3" in table
    assert Evidence.objects.filter(level__gt=2).count() == 0


def test_an_author_sees_levels_in_counts(rated, ieva, person, client_for):
    unit = rated.units.get(key="first")
    codes = sorted({one.competency.code for one in rated.in_force.alignments.all()})
    for n in range(5):
        client = client_for(person(f"p{n}", f"Person {n}"))
        client.post("/en/courses/sampling/join/")
        rate(client, unit, **dict.fromkeys(codes, "2" if n else "0"))
        page, _table = results(client_for(ieva), unit, "self-rating")
        assert (">5 people have answered" in page.text) is (n == 4)
    assert "80%" in page.text
    assert "Self-rating before learning" in page.text


def test_a_preview_keeps_nothing(course, unit, ieva, client_for):
    client = client_for(ieva)
    desk = f"/en/studio/courses/sampling/units/{unit.uid}/preview/"
    assert "Why are you here?" in client.get(f"{desk}?as=joined").text
    answer = client.post(
        f"{desk}survey/{block_of(unit)}/?as=joined", {"s-why": "help"}, follow=True
    )
    assert "what is answered here is not kept" in answer.text
    assert "This unit is done." in answer.text
    assert not SurveyAnswer.objects.exists()
