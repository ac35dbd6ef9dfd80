"""What every page keeps: the policy, no writes on reading, no forms from elsewhere."""

import pytest
from django.apps import apps
from django.test import Client

from badges.awards.signing_actions import sign_badges
from badges.certificates.models import Certificate
from badges.certificates.signing_actions import sign_certificates
from badges.intake.actions import take_in_waiting
from lms.accounts.mail_off import off_link
from lms.common.clock import now
from tests.learning import finish

pytestmark = pytest.mark.django_db

# Sessions are the one thing that reading may touch; files of due certificates are the other.
MAY_CHANGE = {"sessions.Session", "badges.CertificateFile"}


def rows():
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label not in MAY_CHANGE
    }


@pytest.fixture
def addresses(sampling_course, birute):
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    # A file that is still due carries its credential, which would be signed with it.
    sign_badges(on=now())
    sign_certificates(on=now())
    code = Certificate.objects.get().code
    award = birute.awards.get()
    unit = sampling_course.units.get(key="first").uid
    attempt = birute.enrolments.get().attempts.get().uid
    slug = sampling_course.slug
    return [
        "",
        "courses/",
        "courses/?q=tekst",
        "courses/?q=tekst&competency=C1&effort=short",
        "feeds/courses/",
        "accounts/mails/",
        off_link(birute).removeprefix("http://testserver/en/"),
        "accounts/mails/off/nothing/",
        f"courses/{slug}/tell-me/nothing/",
        f"courses/{slug}/",
        f"courses/{slug}/units/{unit}/",
        f"courses/{slug}/continue/",
        f"attempts/{attempt}/",
        "me/",
        "me/passport/",
        "me/passport/print/",
        "me/passport/en.pdf",
        f"courses/{slug}/card.png",
        "verify/nothing/card.png",
        "me/badges/",
        f"me/badges/{award.uid}/",
        f"me/badges/{award.uid}/credential/en.json",
        f"me/badges/{award.uid}/credential/en.svg",
        f"me/badges/{award.uid}/credential/lt.png",
        f"me/badges/{award.uid}/credential/lt.pdf",
        f"achievements/{award.achievement.key}/{award.version.number}/",
        "achievements/nothing/1/",
        "me/certificates/",
        f"me/certificates/{code}/credential/lt.json",
        f"me/certificates/{code}/lt.pdf",
        f"me/certificates/{code}/",
        "me/profile/",
        "accounts/tokens/",
        "accounts/tokens/new/",
        "api/",
        "me/profile/copy/",
        "me/profile/copy/state/",
        "me/profile/close/",
        "me/profile/closed/",
        "privacy/what-we-hold/",
        "accounts/parent/",
        "accounts/parent/nothing/",
        "verify/",
        f"verify/{code}/",
        "verify/nothing/",
        "competencies/",
        "competencies/C1/",
        "about/",
        "news/",
        "studio/",
        "accounts/login/",
        "accounts/signup/",
        "nowhere/",
    ]


def test_reading_writes_nothing_and_every_answer_carries_the_policy(addresses, birute, client_for):
    client = client_for(birute)
    before = rows()
    for language in ("lt", "en"):
        for address in addresses:
            response = client.get(f"/{language}/{address}")
            assert response.status_code in (200, 302, 404), (address, response.status_code)
            policy = response["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address
            assert "unsafe" not in policy, address
            assert response["X-Content-Type-Options"] == "nosniff", address
            assert response["Referrer-Policy"] == "same-origin", address
            response.getvalue()
    assert rows() == before


def test_the_api_carries_the_policy_and_reading_it_writes_nothing(addresses, birute, client_for):
    client = client_for(birute)
    slug = birute.enrolments.get().run.course.slug
    before = rows()
    for page in (
        "",
        "courses",
        f"courses/{slug}",
        "me",
        "records",
        "passport",
        "nowhere",
        "schema",
    ):
        response = client.get(f"/api/v1/{page}")
        assert response.status_code == (404 if page == "nowhere" else 200), page
        assert response["Content-Type"] == "application/json", page
        assert "default-src 'none'" in response["Content-Security-Policy"], page
        assert response["X-Content-Type-Options"] == "nosniff", page
        assert page == "schema" or "no-store" in response["Cache-Control"] or page == "nowhere"
    assert rows() == before


def test_forms_from_elsewhere_are_refused(addresses, birute, sampling_course):
    client = Client(enforce_csrf_checks=True)
    client.force_login(birute)
    slug = sampling_course.slug
    for address in (
        f"courses/{slug}/join/",
        f"courses/{slug}/leave/",
        "me/passport/share/",
        "accounts/mails/",
        f"courses/{slug}/tell-me/",
    ):
        assert client.post(f"/en/{address}").status_code == 403
    for method, address in (("post", "enrolment"), ("delete", "enrolment")):
        sent = getattr(client, method)(
            f"/api/v1/courses/{slug}/{address}", {}, content_type="application/json"
        )
        assert (sent.status_code, sent.json()["code"]) == (403, "csrf")
    assert birute.enrolments.get().state == "completed"


def test_a_visitor_gets_no_session(addresses, visitor):
    for address in addresses:
        visitor.get(f"/lt/{address}")
    assert "laukas" not in visitor.cookies


def test_a_suspended_person_is_signed_out_at_the_next_request(jonas, vytas, client_for):
    from lms.accounts.actions import suspend

    client = client_for(jonas)
    assert client.get("/en/me/").status_code == 200
    suspend(jonas, by=vytas, reason="Spam.", on=now())
    assert client.get("/en/me/").status_code == 403
    assert client.get("/en/me/").status_code == 302


def test_search_names_no_unit_that_is_still_locked(teach, package, jonas, client_for, visitor):
    from tests.packages import pair

    package.unit("third")["title"] = pair("Slapta tema", "Secret unit")
    package.unit("third")["blocks"]["::: text opening"] = pair(
        "Naktį skraido šikšnosparniai.", "Bats fly by night."
    )
    course = teach(package)
    page = visitor.get("/lt/courses/?q=siksnosparniu").content.decode()
    assert "Imties planavimas" in page
    assert "Slapta tema" not in page
    client = client_for(jonas)
    client.post(f"/lt/courses/{course.slug}/join/")
    assert "Slapta tema" not in client.get("/lt/courses/?q=siksnosparniu").content.decode()


def test_an_empty_catalogue_says_how_to_fill_it(visitor):
    assert "manage.py demo" in visitor.get("/en/courses/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/lt/verify/?code=/",
        "/lt/competencies/%00/",
        "/lt/me/certificates/%00/",
        "/lt/courses/%00/",
        "/media/courses/0b9f9a3e-0000-4000-8000-000000000000/%00",
        "/v/%00",
        "/credentials/%00",
        "/achievements/nothing/1",
        "/achievements/nothing/1.svg",
        "/achievements/%00/1",
        "/sitemap.xml",
        "/robots.txt",
        "/competencies/c1",
        "/competencies/map.csv",
        "/competencies/crosswalk.csv",
        "/healthz/live",
        "/",
    ],
)
def test_odd_addresses_never_break(address, sampling_course, visitor):
    response = visitor.get(address)
    assert response.status_code in (200, 302, 404), response.status_code


def test_a_check_of_another_unit_is_not_there(sampling_course, jonas, client_for):
    client = client_for(jonas)
    client.post(f"/en/courses/{sampling_course.slug}/join/")
    first = sampling_course.units.get(key="first").uid
    block = sampling_course.in_force.pins.first().block
    address = f"/en/courses/{sampling_course.slug}/units/{first}/check/{block}/"
    assert client.post(address, headers={"hx-request": "true"}).status_code == 404


def test_health_says_what_is_well(visitor, db):
    said = visitor.get("/healthz/ready").json()
    assert said["ready"] is True
    assert said["migrations"] is True
