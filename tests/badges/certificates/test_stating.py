"""What a certificate says of how its course assesses: as the release that was completed set it."""

import pytest
from django.utils.translation import override

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.calibration.models import CalibrationResult
from lms.accounts.actions import change_profile
from lms.common.clock import now
from lms.common.glyphs import missing_glyphs
from lms.common.wording import day
from tests.calibrations import measuring
from tests.learning import finish
from tests.packages import sampling

pytestmark = pytest.mark.django_db


def completed(person, course):
    finish(person, course, on=now())
    take_in_waiting(on=now())
    return Certificate.objects.get(person=person)


def with_attempts(*limits):
    """The small course with these limits on its quizzes, in their order."""
    package = sampling()
    left = list(limits)
    for module in package.modules:
        for unit in module["units"]:
            for head in [head for head in unit["blocks"] if head.startswith("::: quiz")]:
                texts = unit["blocks"].pop(head)
                unit["blocks"][f"{head} attempts={left.pop(0)}"] = texts
    assert not left
    return package


def test_unlimited_attempts_are_stated_in_both_languages_and_to_strangers(jonas, teach, visitor):
    certificate = completed(jonas, teach(with_attempts(0)))
    said = {language: certificate.facts[language]["assessment"] for language in ("lt", "en")}
    assert said["en"].endswith("; unlimited attempts, answers shown after each")
    assert said["lt"].endswith("; bandymų skaičius neribojamas, po kiekvieno parodomi atsakymai")
    for language in ("lt", "en"):
        assert said[language] in visitor.get(f"/{language}/verify/{certificate.code}/").text


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (1, "; 1 attempt, answers shown after it"),
        (3, "; at most 3 attempts, answers shown after each"),
    ],
)
def test_a_limit_is_stated(jonas, teach, most, said):
    assert completed(jonas, teach(with_attempts(most))).facts["en"]["assessment"].endswith(said)


def test_whoever_leads_the_course_signs_where_their_name_can_be_printed(jonas, ieva, teach):
    course = teach(with_attempts(2))
    assert completed(jonas, course).facts["en"]["signatories"][0]["name"] == ieva.full_name


def test_a_leader_whose_name_cannot_be_printed_costs_nobody_a_certificate(jonas, ieva, teach):
    course = teach(with_attempts(2))
    change_profile(ieva, full_name="ბირუტე", language="lt")
    certificate = completed(jonas, course)
    assert certificate.facts["en"]["signatories"] == []
    assert not missing_glyphs(str(certificate.facts["lt"]))


def test_what_an_issued_certificate_says_stays_when_the_course_changes(jonas, teach):
    certificate = completed(jonas, teach(with_attempts(2)))
    before = certificate.facts
    teach(with_attempts(0))
    take_in_waiting(on=now())
    certificate.refresh_from_db()
    assert certificate.facts == before


def test_what_was_measured_is_stated_with_its_limits(jonas, teach):
    certificate = completed(jonas, teach(measuring(requirement="measured 2")))
    [shown] = certificate.facts["en"]["competencies"]
    assert (shown["code"], shown["level"]) == ("C2", 2)
    [measured] = CalibrationResult.objects.all()
    with override("en"):
        last = day(measured.valid_until)
    assert shown["shown_by"] == (
        "measured in the unit “Unit second”: right in 29 of 29; between 88% and 100%; not proctored: "
        f"nobody watched; valid until {last}"
    )
