"""Gates by the calendar and by what was shown: properties over many outlines, and single cases."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from courses.content.checking import check_course
from courses.content.gating import SHOWN_BY_A_QUIZ
from courses.content.opening import Claim, Opening, opening_from, read_claim, together
from courses.content.outline import OutlineAlignment
from courses.evidence.calc import SHOWS_AT_MOST
from courses.progress.calc import having_done, standing
from courses.progress.gates import Facts, first_moment, missing_before, opens_on
from tests.courses.progress.test_calc import item, outline

# Seven o'clock in Vilnius; the day begins two hours before midnight UTC.
START = datetime(2026, 3, 7, 5, tzinfo=UTC)
CODES = ("A1", "B4")

claims = st.builds(Claim, st.sampled_from(CODES), st.integers(1, 4))
openings = st.builds(
    Opening,
    st.none() | st.dates(date(2026, 2, 1), date(2026, 4, 30)),
    st.none() | st.integers(1, 60),
    st.lists(claims, max_size=2, unique_by=lambda claim: claim.code).map(
        lambda found: tuple(sorted(found))
    ),
)


def shows(code):
    return OutlineAlignment(1, code, {}, 1, True)


@st.composite
def outlines(draw):
    """Up to three modules of up to four units, gated in every way there is."""
    number, modules = 0, []
    for _module in range(draw(st.integers(1, 3))):
        items = []
        for _unit in range(draw(st.integers(1, 4))):
            number += 1
            earlier = [UUID(int=n) for n in range(1, number)]
            waits = draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else set()
            given_here = draw(st.none() | st.sampled_from(CODES))
            items.append(
                item(
                    number,
                    required=draw(st.booleans()),
                    minutes=draw(st.integers(1, 60)),
                    waits_for=tuple(waits),
                    opening=draw(openings),
                    alignments=(shows(given_here),) if given_here else (),
                )
            )
        modules.append((draw(st.none() | st.integers(1, 6)), items))
    return outline(*modules)


@st.composite
def learners(draw, course):
    uids = [one.uid for one in course.items]
    return Facts(
        frozenset(draw(st.sets(st.sampled_from(uids)))),
        START,
        START + timedelta(days=draw(st.integers(0, 90))),
        draw(st.dictionaries(st.sampled_from(CODES), st.integers(1, 4))),
        frozenset(draw(st.sets(st.sampled_from(uids)))),
    )


def open_in(course, facts):
    return {one.uid for one in course.items if not missing_before(course, one, facts)}


@given(st.data())
def test_more_never_closes_what_was_open(data):
    """More done, more shown, a later day, an allowance: whatever was open stays open."""
    course = data.draw(outlines())
    facts = data.draw(learners(course))
    other = data.draw(learners(course))
    more = [
        Facts(facts.done | other.done, facts.since, facts.on, facts.levels, facts.opened),
        Facts(facts.done, facts.since, max(facts.on, other.on), facts.levels, facts.opened),
        Facts(facts.done, facts.since, facts.on, facts.levels, facts.opened | other.opened),
        Facts(
            facts.done,
            facts.since,
            facts.on,
            {code: max(facts.levels.get(code, 0), other.levels.get(code, 0)) for code in CODES},
            facts.opened,
        ),
        *(having_done(facts, one) for one in course.items),
    ]
    for richer in more:
        assert open_in(course, facts) <= open_in(course, richer)


@given(st.data())
def test_any_k_of_n_keeps_the_numbers_in_bounds_and_done_never_drops(data):
    course = data.draw(outlines())
    facts = data.draw(learners(course))
    at = standing(course, facts)
    assert 0 <= at.percent <= 100
    assert 0 <= at.done <= at.required
    assert (at.minutes_left == 0) == (at.done == at.required)
    for one in course.items:
        then = standing(course, having_done(facts, one))
        assert then.done >= at.done
        assert then.required == at.required
        assert then.minutes_left <= at.minutes_left


@given(st.data())
def test_next_is_open_and_not_done_or_nothing_is(data):
    course = data.draw(outlines())
    facts = data.draw(learners(course))
    following = standing(course, facts).next
    if following is not None:
        assert following.uid not in facts.done
        assert not missing_before(course, following, facts)


@given(openings, openings)
def test_both_openings_hold_together(one, other):
    both = together([one, other])
    assert together([other, one]) == both
    assert opening_from(both.stored) == both
    course = outline((None, [item(1, opening=one), item(2, opening=other), item(3, opening=both)]))
    for days in (0, 20, 70):
        facts = Facts(frozenset(), START, START + timedelta(days=days), {"A1": 2})
        first, second, third = (missing_before(course, each, facts) for each in course.items)
        assert bool(third) == bool(first or second)


def test_a_day_begins_at_midnight_by_the_clock_of_the_site():
    unit = item(1, opening=Opening(date(2026, 3, 8)))
    course = outline((None, [unit]))
    midnight = datetime(2026, 3, 7, 22, tzinfo=UTC)
    assert first_moment(date(2026, 3, 8)) == midnight
    before = missing_before(course, unit, Facts(set(), START, midnight - timedelta(seconds=1)))
    assert before.opens == date(2026, 3, 8)
    assert not missing_before(course, unit, Facts(set(), START, midnight))


def test_days_after_joining_are_counted_from_the_day_of_joining():
    unit = item(1, opening=Opening(days=2))
    late = datetime(2026, 3, 7, 21, 59, tzinfo=UTC)
    assert opens_on(unit, late) == date(2026, 3, 9)
    assert opens_on(unit, late + timedelta(minutes=1)) == date(2026, 3, 10)


def test_what_shows_the_competency_comes_next_although_nobody_requires_it():
    quiz = item(1, required=False, alignments=(shows("B4"),))
    gated = item(2, opening=Opening(shown=(Claim("B4", 1),)))
    at = standing(outline((None, [quiz, gated])), Facts(set(), START, START))
    assert at.next is quiz
    assert at.missing[gated.uid].shown == (Claim("B4", 1),)


def found(course, aligned):
    known = {code: {1, 2, 3, 4} for code in CODES}
    return check_course(course, known_levels=known, alignments=aligned)


def test_what_is_impossible_is_named():
    title = {"en": "Birds"}
    quiz = item(1, requirement="score", score_block=UUID(int=50), title={"en": "Quiz"})
    waits = (UUID(int=1),)
    aligned = {str(quiz.uid): [{"competency": "B4", "level": 1}]}
    late = item(
        1,
        **{"requirement": "score", "score_block": UUID(int=50), "title": {"en": "Quiz"}},
        opening=Opening(shown=(Claim("B4", 1),)),
    )
    told = {one.code: one for one in found(outline((None, [late])), aligned)}
    assert told["circle"].stops
    assert "“Quiz”" in told["circle"].message
    too_many = outline((3, [item(1, title=title), item(2), item(3, required=False)]))
    told = {one.code: one for one in found(too_many, {})}
    assert told["too-many"].stops
    assert "asks for 3 units, but has 2 required units" in told["too-many"].message
    unknown = outline((None, [item(1, opening=Opening(shown=(Claim("Z9", 1),)))]))
    assert any(one.code == "no-competency" and one.stops for one in found(unknown, {}))
    elsewhere = outline((None, [quiz, item(2, opening=Opening(shown=(Claim("A1", 1),)))]))
    told = {one.code: one for one in found(elsewhere, aligned)}
    assert not told["shown-elsewhere"].stops
    fine = outline(
        (None, [quiz, item(2, waits_for=waits, opening=Opening(shown=(Claim("B4", 1),)))])
    )
    assert not {one.code for one in found(fine, aligned)} & {"circle", "shown-elsewhere"}


def test_a_quiz_shows_as_much_here_as_evidence_says():
    assert SHOWS_AT_MOST["assessed"] == SHOWN_BY_A_QUIZ


def test_a_claim_reads_back():
    assert read_claim(str(Claim("B4", 2))) == Claim("B4", 2)
    for said in ("", "B4", "B4@5", "B4@0", "@1", "B4@1 "):
        assert read_claim(said) is None
