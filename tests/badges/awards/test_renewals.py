"""Badges that rest on being measured: what they say, when they end, and how they are carried on."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command

from badges.awards.actions import define_achievement, expire_awards, revoke_award
from badges.awards.earning import due_by, to_earn, who_would_earn
from badges.awards.models import Achievement, Award
from badges.awards.renewal_actions import renew_awards
from badges.awards.rules import Facts
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.calibration.models import CalibrationResult, Phase
from lms.accounts.models import Notice
from lms.common.clock import months_later, now
from lms.common.wording import day
from lms.pages.invariants import differences
from tests.calibrations import covering, measuring, sit
from tests.learning import begin, read
from tests.packages import pair

pytestmark = pytest.mark.django_db

EYE = {"calibration": "leaves/second", "level": 2}
START = now() - timedelta(days=1200)
END = months_later(START, 24)


@pytest.fixture(autouse=True)
def nothing_else_to_earn(competency_map):
    """The badges of the site are given by the same results."""
    Achievement.objects.update(archived_at=START)


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def ona_there(course, ona):
    enrolment = begin(ona, course)
    sit(enrolment, course, Phase.PRACTICE, size=4, on=START)
    return enrolment


def define(key="careful-eye", rule=EYE, months=None, on=START, course=None):
    return define_achievement(
        key,
        name=pair("Akyla akis", "Careful eye"),
        description=pair("Skiria lapus.", "Tells leaves apart."),
        criteria=pair("Išmatuota.", "By being measured."),
        rule=rule,
        drawing={"letter": "C", "level": 2, "codes": [], "seed": 5},
        valid_months=months,
        on=on,
        course=course,
    )


def measure(enrolment, course, on, wrong=(3,), practise=5):
    """Some practice, a measuring, and what badges make of it."""
    if practise:
        sit(enrolment, course, Phase.PRACTICE, size=practise, on=on)
    sitting = sit(enrolment, course, wrong=wrong, on=on)
    take_in_waiting(on=on)
    return sitting


def plain(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


# --- the story -----------------------------------------------------------------------------------


def test_a_badge_says_what_was_measured_and_how_sure_that_is(ona_there, course, ona, client_for):
    define()
    client, visitor = client_for(ona), client_for()
    page = plain(client.get("/en/me/badges/"))
    assert "Measured in “Unit second”: level 2" in page
    assert "So far" not in page
    measure(ona_there, course, START, wrong=(3, 7), practise=0)
    award = Award.objects.get(person=ona)
    assert award.valid_until == END
    (row,) = award.evidence
    said = row["result"]
    assert (said["n"], said["right"], said["series_n"]) == (30, 28, 30)
    assert said["bank_version"]
    assert said["protocol_version"]
    assert said["proctored"] is False
    assert (row["calibration"], row["valid_until"]) == ("leaves/second", END.isoformat())
    address = f"me/badges/{award.uid}/"
    page = plain(client.get(f"/en/{address}"))
    assert "right in 28 of 30; between 79% and 98%" in page
    assert "not proctored: nobody watched" in page
    assert f"items {said['bank_version'][:8]}, rules {said['protocol_version'][:8]}" in page
    client.post(f"/en/{address}share/", {"shared": "yes"})
    verified = plain(visitor.get(f"/en/verify/{award.code}/"))
    assert "right in 28 of 30; between 79% and 98%" in verified
    assert "not proctored: nobody watched" in verified
    told = visitor.get(f"/en/verify/{award.code}/?format=json").json()
    assert told["evidence"][0]["result"] == said
    assert told["evidence"][0]["calibration"] == "leaves/second"
    assert list(differences()) == []


def test_a_later_check_carries_it_on_and_its_page_leads_to_the_new_one(
    ona_there, course, ona, client_for
):
    define()
    measure(ona_there, course, START, practise=0)
    first = Award.objects.get()
    client, visitor = client_for(ona), client_for()
    client.post(f"/en/me/badges/{first.uid}/share/", {"shared": "yes"})
    # Long before its end another check makes no other document.
    early = START + timedelta(days=100)
    measure(ona_there, course, early)
    assert Award.objects.get() == first
    # Before its end the sweep carries it on, by the check of then.
    near = END - timedelta(days=59)
    assert renew_awards(on=near - timedelta(days=2)) == 0
    assert renew_awards(on=near) == 1
    assert renew_awards(on=near) == 0
    first.refresh_from_db()
    second = Award.objects.get(renews=first)
    assert (first.status, first.status_at) == (Award.Status.SUPERSEDED, near)
    assert (second.status, second.valid_until) == ("active", months_later(early, 24))
    assert second.evidence[0]["result"]["n"] == 15
    assert second.evidence[0]["result"]["series_n"] == 45
    assert second.shared_at is None
    assert Notice.objects.filter(text__en="Careful eye (renewed)").count() == 1
    page = plain(visitor.get(f"/en/verify/{first.code}/"))
    assert "Superseded by a newer badge on" in page
    assert "The newer one" not in page
    mine = plain(client.get(f"/en/me/badges/{second.uid}/"))
    assert "You share the badge that this one renews." in mine
    client.post(f"/en/me/badges/{second.uid}/share/", {"shared": "yes"})
    assert f"/en/verify/{second.code}/" in visitor.get(f"/en/verify/{first.code}/").text
    assert client.get("/en/me/badges/").text.count("Careful eye") == 1


def test_after_its_end_it_is_expired_once_and_comes_back_by_a_new_result(
    ona_there, course, ona, client_for
):
    define()
    measure(ona_there, course, START, practise=0)
    late = END + timedelta(days=3)
    assert expire_awards(on=END - timedelta(seconds=1)) == 0
    assert expire_awards(on=late) == 1
    assert expire_awards(on=late + timedelta(days=1)) == 0
    first = Award.objects.get()
    assert (first.status, first.status_at) == (Award.Status.EXPIRED, END)
    page = plain(client_for(ona).get(f"/en/me/badges/{first.uid}/"))
    assert "A later result brings the badge again: 1.2 Unit second" in page
    # Nothing but being measured again brings it back.
    take_in_waiting(on=late)
    assert renew_awards(on=late) == 0
    measure(ona_there, course, late + timedelta(days=1))
    second = Award.objects.get(renews=first)
    assert second.valid_until == months_later(late + timedelta(days=1), 24)
    first.refresh_from_db()
    assert first.status == Award.Status.EXPIRED
    assert list(differences()) == []


# --- edges ---------------------------------------------------------------------------------------


def test_a_badge_ends_with_its_months_or_with_what_it_rests_on(ona_there, course, ona):
    short, long = define("short", months=6), define("long", months=60)
    shown = define("shown", rule={"competency": "C2", "level": 2})
    either = define("either", rule={"any": [EYE, {"course": "leaves"}]})
    measure(ona_there, course, START, practise=0)
    ends = dict(Award.objects.values_list("version", "valid_until"))
    assert ends[short.pk] == months_later(START, 6)
    assert ends[long.pk] == ends[shown.pk] == END
    assert ends[either.pk] == END
    row = Award.objects.get(version=shown).evidence[0]
    assert (row["kind"], row["valid_until"]) == ("measured", END.isoformat())


def test_bounds_are_asked_of_the_series(ona_there, course, ona):
    define("sure", rule={**EYE, "lower": 0.8})
    define("unbiased", rule={**EYE, "bias": 0.1})
    measure(ona_there, course, START, wrong=(1, 2), practise=0)
    assert not Award.objects.exists()
    need = to_earn(ona, START)[0].needs[0]
    assert not need.met
    assert need.best.level == 2
    assert need.best.lower == pytest.approx(0.787, abs=0.001)
    measure(ona_there, course, START + timedelta(days=1), wrong=())
    # 43 of 45; no leaf is an estimate, so no bias is known to be small.
    assert Award.objects.get().achievement.key == "sure"


def test_a_bound_on_the_bias_tells_who_leans_from_who_does_not(teach, ona, jonas, client_for):
    cover = teach(covering())
    asks = {"calibration": "cover/second", "level": 2}
    define("any", rule=asks)
    define("straight", rule={**asks, "bias": 0.02})
    for person, leans in ((ona, 1.0), (jonas, 1.06)):
        enrolment = begin(person, cover)
        sit(enrolment, cover, Phase.PRACTICE, size=4, leans=leans, on=START)
        sit(enrolment, cover, leans=leans, on=START)
        take_in_waiting(on=START)
    held = Award.objects.values_list("person", "achievement__key")
    assert set(held) == {(ona.pk, "any"), (ona.pk, "straight"), (jonas.pk, "any")}
    award = Award.objects.get(person=jonas)
    page = plain(client_for(jonas).get(f"/en/me/badges/{award.uid}/"))
    assert re.search(r"Cover in a square: [3-6]% too high on average, 30 estimates", page)
    need = to_earn(jonas, START)[0].needs[0]
    assert 0.02 < need.best.bias < 0.07


def test_what_is_asked_elsewhere_is_not_shown_here(ona_there, course, ona):
    define(rule={"calibration": "leaves/first", "level": 1})
    measure(ona_there, course, START, practise=0)
    assert not Award.objects.exists()
    assert to_earn(ona, START) == []


def test_a_result_below_the_level_gives_nothing(ona_there, course, ona):
    define()
    measure(ona_there, course, START, wrong=range(6), practise=0)
    assert CalibrationResult.objects.get().level == 1
    assert not Award.objects.exists()


def test_what_was_revoked_is_not_carried_on(ona_there, course, ona, vytas):
    define()
    measure(ona_there, course, START, practise=0)
    revoke_award(Award.objects.get(), by=vytas, reason="A mistake", on=START)
    measure(ona_there, course, END - timedelta(days=5))
    assert Award.objects.get().status == Award.Status.REVOKED


def test_an_archived_badge_is_not_carried_on(ona_there, course, ona):
    version = define()
    measure(ona_there, course, START, practise=0)
    version.achievement.archived_at = START
    version.achievement.save()
    measure(ona_there, course, END - timedelta(days=5))
    assert Award.objects.count() == 1


def test_quizzes_alone_never_bring_back_what_ended_by_its_months(ona_there, course, ona):
    define(months=6)
    measure(ona_there, course, START, practise=0)
    over = months_later(START, 6)
    expire_awards(on=over)
    # The result is valid for two years, but nothing has been shown since.
    assert renew_awards(on=over) == 0
    take_in_waiting(on=over)
    assert Award.objects.count() == 1
    measure(ona_there, course, over + timedelta(days=9))
    newest = Award.objects.first()
    assert newest.valid_until == months_later(over + timedelta(days=9), 6)


def test_a_sweep_does_it_all_and_twice_does_no_harm(ona_there, course, ona):
    define()
    measure(ona_there, course, START, practise=0)
    call_command("sweep", verbosity=0)
    states = list(Award.objects.values_list("status", "status_at"))
    assert states == [("expired", END)]
    call_command("sweep", verbosity=0)
    assert list(Award.objects.values_list("status", "status_at")) == states


def test_what_a_change_would_bring_counts_what_is_measured(ona_there, course, ona):
    sit(ona_there, course, on=now())
    version = define(rule={"all": [EYE, {"course": "other"}]}, on=now())
    would = who_would_earn({}, {ona.pk: {"other"}}, now())
    assert would == {ona.pk: [version]}
    assert due_by(EYE, course.pk, None, now()) == 1
    assert due_by({**EYE, "level": 3, "lower": 0.99}, course.pk, None, now()) == 0


def test_two_things_of_one_measuring_are_told_once(ona_there, course, ona, client_for):
    define(rule={"all": [EYE, {"competency": "C2", "level": 2}]})
    measure(ona_there, course, START, practise=0)
    award = Award.objects.get()
    assert [row["competency"] for row in award.evidence] == ["C2", ""]
    page = plain(client_for(ona).get(f"/en/me/badges/{award.uid}/"))
    assert page.count("right in 29 of 30") == 1
    assert "also covers ." not in page


def test_a_certificate_states_what_was_measured(ona_there, course, ona):
    on = now()
    read(ona_there, course, "first")
    sit(ona_there, course, wrong=(3, 7), on=on)
    take_in_waiting(on=on)
    facts = Certificate.objects.get(person=ona).facts["en"]
    (shown,) = facts["competencies"]
    assert shown["shown_by"].replace("\xa0", " ") == (
        "measured in the unit “Unit second”: right in 28 of 30; between 79% and 98%; not proctored: "
        f"nobody watched; valid until {day(months_later(on, 24))}".replace("\xa0", " ")
    )


def test_facts_without_results_ask_nothing_of_the_database(django_assert_num_queries):
    from badges.awards.standing import measured_of

    with django_assert_num_queries(0):
        assert measured_of([1], [{"course": "leaves"}], now()) == {}
    assert Facts().exercises == {}
