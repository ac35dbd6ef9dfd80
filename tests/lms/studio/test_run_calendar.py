"""A unit with a day after the end of a dated run: said in the publish report and in the run's form."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content.actions.outlining import set_module, set_unit_rules
from courses.content.actions.publishing import publish
from courses.content.opening import Opening
from courses.content.queries import outline_of
from courses.enrolment.calendar import opening_after
from courses.enrolment.models import Run
from lms.common.clock import local_day, now
from lms.common.wording import day
from tests.courses.progress.test_gates import item, outline
from tests.courses.test_runs import FORM, studio
from tests.runs import day_from_now, run_of

pytestmark = pytest.mark.django_db
PUBLISH = "/en/studio/courses/sampling/publish/"


@pytest.fixture
def course(sampling_course):
    return sampling_course


@pytest.fixture
def dated(course, ieva):
    """The third unit opens in forty days, in the draft."""

    def by(days=40):
        unit = course.units.get(key="third")
        set_unit_rules(
            course,
            str(unit.uid),
            required=True,
            requirement="continue",
            score_at_least=None,
            opens_after=[],
            opening=Opening(on=day_from_now(days)),
            by=ieva,
            on=now(),
        )
        return day_from_now(days)

    return by


def test_the_report_names_the_unit_and_the_run_that_ends_before(course, ieva, client_for, dated):
    run = run_of(course, ieva, ends_on=day_from_now(30))
    run_of(course, ieva, name={"en": "Long run"}, ends_on=day_from_now(40))
    run_of(course, ieva, name={"en": "Endless run"}, ends_on=None)
    run_of(
        course,
        ieva,
        name={"en": "Old run"},
        starts_on=day_from_now(-9),
        ends_on=day_from_now(-2),
    )
    lead = client_for(ieva)
    assert "nobody in the run gets" not in lead.get(PUBLISH).text
    opens = dated()
    page = lead.get(PUBLISH).text
    late = next(one for one in outline_of(course.in_force).items if one.key == "third")
    said = f"The unit opens on {day(opens)}, but the run “Spring run” ends on {day(run.ends_on)}"
    assert said in page
    assert f"{late.label} {late.title['en']}" in page[: page.index(said)]
    assert all(name not in page for name in ("Long run", "Endless run", "Old run"))
    # It is advice: learners who come in by other ways get to it.
    assert f"outline/?open=u-{course.units.get(key='third').uid}" in page
    publish(course, by=ieva, on=now())
    assert "1 unit opens only after the last day" in lead.get(studio(course, f"{run.pk}/")).text


def test_a_last_day_before_a_units_day_is_refused_once_and_may_be_kept(
    course, ieva, client_for, dated
):
    opens = dated()
    publish(course, by=ieva, on=now())
    lead = client_for(ieva)
    early = {**FORM, "starts_on": str(day_from_now(1)), "ends_on": str(day_from_now(20))}
    page = lead.post(studio(course, "new/"), early)
    assert page.status_code == 422
    assert "1 unit opens only after the last day" in page.text
    assert day(opens) in page.text
    assert "Keep this last day all the same" in page.text
    assert 'value="Pavasario laida"' in page.text
    assert not Run.objects.filter(kind="dated").exists()
    lead.post(studio(course, "new/"), {**early, "knows_late": "on"})
    run = Run.objects.get(kind="dated")
    # What was decided is not asked again when something else is changed.
    lead.post(studio(course, f"{run.pk}/edit/"), {**early, "capacity": "7"})
    run.refresh_from_db()
    assert run.capacity == 7
    shorter = lead.post(
        studio(course, f"{run.pk}/edit/"), {**early, "ends_on": str(day_from_now(10))}
    )
    assert shorter.status_code == 422
    longer = {**early, "ends_on": str(opens)}
    assert lead.post(studio(course, f"{run.pk}/edit/"), longer).status_code == 302
    assert "opens only after" not in lead.get(studio(course, f"{run.pk}/")).text


def test_a_modules_day_counts_for_its_units_and_many_are_cut_short(course, ieva, client_for):
    module = course.releases.get(number=None).modules.order_by("position").first()
    set_module(
        course,
        module.key,
        title=module.title,
        in_order=False,
        opens_after=[],
        opening=Opening(on=day_from_now(50)),
        by=ieva,
        on=now(),
    )
    publish(course, by=ieva, on=now())
    early = {**FORM, "starts_on": str(day_from_now(1)), "ends_on": str(day_from_now(20))}
    page = client_for(ieva).post(studio(course, "new/"), early).text
    assert "units open only after the last day" in page


@given(st.lists(st.none() | st.integers(-5, 5), max_size=6), st.none() | st.integers(-5, 5))
def test_late_are_exactly_those_with_a_later_day(days, last):
    first = local_day(now())
    shift = lambda n: None if n is None else first + timedelta(days=n)  # noqa: E731
    items = [item(n, opening=Opening(on=shift(one))) for n, one in enumerate(days, 1)]
    late = opening_after(outline((None, items)), shift(last))
    wanted = [n for n, one in enumerate(days) if None not in (one, last) and one > last]
    assert late == [items[n] for n in wanted]
