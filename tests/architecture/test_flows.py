"""The two flows everything rests on: who calls whom, in which order."""

import sys

import pytest

from tests.learning import begin, item_of, outline_in_force, read

pytestmark = pytest.mark.django_db


def calls_during(work, names):
    """The functions of ours with these names, in the order in which they were entered."""
    entered = []

    def watch(frame, event, _argument):
        if event == "call" and frame.f_code.co_name in names:
            module = frame.f_globals.get("__name__", "")
            if module.split(".")[0] in ("lms", "courses", "badges"):
                entered.append(f"{module}.{frame.f_code.co_name}")
        return None

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return entered


def test_the_last_unit_goes_down_through_the_slices_and_comes_back_as_a_badge(
    jonas, teach, package, client_for
):
    package.modules[0]["units"] = package.modules[0]["units"][:1]
    package.items = []
    course = teach(package)
    client = client_for(jonas)
    begin(jonas, course)
    uid = item_of(course, "first").uid
    outline_in_force(course)
    address = f"/en/courses/{course.slug}/units/{uid}/finish/"
    names = {
        "finish_unit",
        "unit_to_do",
        "complete_unit",
        "locked_enrolment",
        "write_record",
        "record_evidence",
        "_complete_course",
        "take_in",
        "certify",
        "ring",
    }
    seen = calls_during(lambda: client.post(address), names)
    order = [
        "courses.classroom.learner_views.finish_unit",
        "courses.progress.access.unit_to_do",
        "courses.progress.actions.completing.complete_unit",
        "courses.enrolment.access.locked_enrolment",
        "courses.records.actions.write_record",
        "courses.evidence.actions.record_evidence",
        "courses.progress.actions.completing._complete_course",
        "badges.intake.actions.take_in",
        "badges.certificates.actions.certify",
    ]
    places = [seen.index(name) for name in order]
    assert places == sorted(places), seen


def test_publishing_checks_copies_pins_renders_flips_and_leaves_learners_to_the_sweep(
    jonas, sampling_course, teach, package, ieva
):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    package.unit("third")["minutes"] = 30
    names = {
        *("publish", "_check", "write_shape", "_pin_items", "render_versions", "note"),
        "settle_release",
    }
    seen = calls_during(lambda: teach(package), names)
    order = [
        "courses.content.actions.publishing.publish",
        "courses.content.actions.publishing._check",
        "courses.content.actions.outlining.write_shape",
        "courses.content.actions.publishing._pin_items",
        "courses.content.rendering.render_versions",
        "lms.audit.actions.note",
        "courses.progress.actions.settling.settle_release",
    ]
    # Importing writes the draft's shape too, before anything is published.
    seen = seen[seen.index(order[0]) :]
    places = [seen.index(name) for name in order]
    assert places == sorted(places), seen
    enrolment.refresh_from_db()
    assert enrolment.minutes_left == 40
