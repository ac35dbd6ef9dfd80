"""Who holds a badge or a certificate of a course, and taking one back."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from badges.awards.actions import share_award
from badges.awards.giving_actions import Said, give_by_hand
from badges.awards.models import Achievement, Award
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from lms.accounts.digest_actions import send_digests
from lms.accounts.mailing import digest_moment
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.ids import as_printed
from tests.given import by_hand
from tests.learning import begin, finish
from tests.lms.studio.test_achievements import TYPED

STUDIO = "/en/studio/courses/sampling/"


@pytest.fixture
def lead(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def earned(lead, sampling_course, ona, birute):
    """A badge that Ona and Birutė have earned."""
    lead.post(f"{STUDIO}achievements/new/", TYPED)
    for one in (ona, birute):
        finish(one, sampling_course, on=now())
    take_in_waiting(on=now())
    return Achievement.objects.exclude(course=None).get()


def page_of(achievement, more=""):
    return f"{STUDIO}achievements/{achievement.key}/recipients/{more}"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


def cells(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_lead_reads_who_holds_a_badge_and_since_when(lead, earned):
    page = words(lead.get(page_of(earned)))
    assert "Found: 2" in page
    for award in Award.objects.filter(achievement=earned):
        assert award.recipient_name in page
        assert as_printed(award.code) in page
        assert localdate(award.issued_at).isoformat() in page
    assert "quiz" in page and "In force" in page
    assert page_of(earned) in lead.get(page_of(earned).removesuffix("recipients/")).text


def test_names_are_searched_and_states_filtered(lead, earned, ieva, ona):
    assert "Found: 1" in words(lead.get(page_of(earned, "?q=zemaityte")))
    assert "Nobody is found so" in words(lead.get(page_of(earned, "?q=zzz")))
    assert "Nobody is found so" in words(lead.get(page_of(earned, "?state=revoked")))
    Award.objects.filter(achievement=earned, person=ona).update(
        valid_until=now() - timedelta(days=1)
    )
    # Over, whether or not the sweep has noted it.
    assert "Ona Petraitė" in words(lead.get(page_of(earned, "?state=expired")))
    assert "Ona Petraitė" not in words(lead.get(page_of(earned, "?state=active")))
    assert lead.get(page_of(earned, "?state=<b>&page=99999999999&q=%00")).status_code in (200, 302)


def test_the_table_is_safe_for_spreadsheets(lead, sampling_course, ieva, person):
    badge = by_hand(sampling_course, ieva)
    found = person("formula", "=HYPERLINK(1)")
    begin(found, sampling_course)
    give_by_hand(badge, found, Said("@SUM(1)"), by=ieva, on=now())
    head, row = cells(lead.get(page_of(badge, "table.csv")))
    assert head[0] == "Name" and head[-1] == "Code"
    assert row[0] == "'=HYPERLINK(1)"
    assert row[6] == "Given by hand: @SUM(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert cells(lead.get(page_of(badge, "table.csv?q=zzz")))[1:] == []


def test_many_holders_stand_on_pages_and_cost_as_many_statements(
    lead, sampling_course, ieva, person
):
    badge = by_hand(sampling_course, ieva)
    counts = []
    lead.get(page_of(badge))
    for n in range(27):
        one = person(f"p{n}", f"Person P{n:02}")
        begin(one, sampling_course)
        give_by_hand(badge, one, Said("Led one."), by=ieva, on=now())
        if n in (0, 26):
            with CaptureQueriesContext(connection) as found:
                page = lead.get(page_of(badge))
            counts.append(len(found))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in words(page)
    second = words(lead.get(page_of(badge, "?page=2")))
    assert "Person P00" in second and "Person P26" not in second
    assert lead.get(page_of(badge, "?page=9")).status_code == 302


# --- taking back ---------------------------------------------------------------------------------


def test_a_badge_is_revoked_with_a_reason_that_both_pages_say(lead, earned, ona, visitor, ieva):
    award = Award.objects.get(achievement=earned, person=ona)
    share_award(award, shared=True, on=now())
    revoking = page_of(earned, f"{award.uid}/revoke/")
    assert "It cannot be undone" in lead.get(revoking).text
    empty = lead.post(revoking, {"reason": "  "})
    assert empty.status_code == 422
    award.refresh_from_db()
    assert award.status == "active"
    page = lead.post(revoking, {"reason": "Given by mistake: <b>"}, follow=True)
    assert "The badge is revoked." in page.text
    assert "Given by mistake: &lt;b&gt;" in page.text
    for language, said in (("en", "Revoked on"), ("lt", "Panaikinta")):
        verified = visitor.get(f"/{language}/verify/{award.code}/").text
        assert "Given by mistake: &lt;b&gt;" in verified
        assert said in verified
    note = AuditNote.objects.get(verb="revoked", target="badges.award")
    assert (note.actor, note.reason) == (ieva, "Given by mistake: <b>")
    # Once more changes nothing.
    assert lead.post(revoking, {"reason": "Again"}).status_code == 302
    award.refresh_from_db()
    assert award.status_reason == "Given by mistake: <b>"


def test_whose_badge_was_revoked_is_told_and_cannot_share_it(lead, earned, ona, client_for):
    award = Award.objects.get(achievement=earned, person=ona)
    holder = client_for(ona)
    assert "You have earned a badge: Watches the bank" in words(holder.get("/en/me/"))
    lead.post(page_of(earned, f"{award.uid}/revoke/"), {"reason": "The key was wrong."})
    page = words(holder.get("/en/me/"))
    assert "Your badge was revoked: Watches the bank" in page
    assert "You have earned a badge: Watches the bank" not in page
    own = holder.get(f"/en/me/badges/{award.uid}/")
    assert "Reason: The key was wrong." in words(own) and "/en/contacts/" in own.text
    assert "Share by link" not in own.text
    answer = holder.post(f"/en/me/badges/{award.uid}/share/", {"shared": "yes"}, follow=True)
    assert "A badge that was revoked cannot be shared." in words(answer)
    award.refresh_from_db()
    assert award.shared_at is None
    send_digests(on=digest_moment(now()) + timedelta(days=1, minutes=1))
    (letter,) = [one for one in mail.outbox if one.to == [ona.email]]
    assert "Panaikintas jūsų ženklelis" in letter.body
    assert "Nusipelnėte" not in letter.subject


def test_a_badge_that_was_shared_can_be_taken_out_of_sight_after_it_was_revoked(
    lead, earned, ona, client_for, visitor
):
    award = Award.objects.get(achievement=earned, person=ona)
    share_award(award, shared=True, on=now())
    lead.post(page_of(earned, f"{award.uid}/revoke/"), {"reason": "The key was wrong."})
    holder = client_for(ona)
    own = holder.get(f"/en/me/badges/{award.uid}/")
    assert "Whoever has the link reads that it was revoked" in words(own)
    holder.post(f"/en/me/badges/{award.uid}/share/", {"shared": "no"})
    # That it was revoked nobody hides; of whom it was and why is gone.
    page = visitor.get(f"/en/verify/{award.code}/")
    assert page.status_code == 200 and "This badge has been revoked" in words(page)
    told = visitor.get(f"/v/{award.code}", headers={"accept": "application/json"})
    assert told.json() == {
        "kind": "badge",
        "code": award.code,
        "status": "revoked",
        "status_at": told.json()["status_at"],
    }
    for answer in (page, told):
        assert award.recipient_name not in answer.text and "The key was wrong." not in answer.text


def test_too_long_a_reason_is_said_and_kept(lead, earned, ona):
    award = Award.objects.get(achievement=earned, person=ona)
    page = lead.post(page_of(earned, f"{award.uid}/revoke/"), {"reason": "x" * 601})
    assert page.status_code == 422 and "x" * 601 in page.text


def test_a_certificate_is_revoked_where_the_certificates_of_the_course_stand(
    lead, sampling_course, ona, visitor, client_for
):
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    certificate = Certificate.objects.get()
    assert f"{STUDIO}people/certificates/" in lead.get(f"{STUDIO}people/").text
    page = words(lead.get(f"{STUDIO}people/certificates/"))
    assert "Ona Petraitė" in page and as_printed(certificate.code) in page
    revoking = f"{STUDIO}people/certificates/{certificate.code}/revoke/"
    assert lead.post(revoking, {"reason": ""}).status_code == 422
    page = lead.post(revoking, {"reason": "The wrong person."}, follow=True)
    assert "The certificate is revoked." in page.text
    assert "The wrong person." in visitor.get(f"/lt/verify/{certificate.code}/").text
    assert f"/en/verify/{certificate.code}/" in lead.get(f"{STUDIO}people/certificates/").text
    holder = client_for(ona)
    assert "Your certificate was revoked: Planning a sample" in words(holder.get("/en/me/"))
    assert "Reason: The wrong person." in words(holder.get("/en/me/certificates/"))
    assert "Nobody is found so" in words(lead.get(f"{STUDIO}people/certificates/?state=issued"))


# --- who may -------------------------------------------------------------------------------------


def test_site_badges_are_for_administrators(client_for, vytas, ieva, earned, ona):
    site = Achievement.objects.get(key="ready-for-protocol")
    give_all = client_for(vytas)
    assert "/en/studio/badges/" in give_all.get("/en/studio/").text
    assert "Ready to follow a protocol" in give_all.get("/en/studio/badges/").text
    address = f"/en/studio/badges/{site.key}/recipients/"
    assert "Ona Petraitė" in give_all.get(address).text
    award = Award.objects.get(achievement=site, person=ona)
    lead = client_for(ieva)
    for closed in (
        "/en/studio/badges/",
        address,
        f"{address}table.csv",
        f"{address}{award.uid}/revoke/",
        f"/en/studio/badges/{site.key}/give/",
        page_of(site),
    ):
        assert lead.get(closed).status_code == 404, closed
    # One of a course is not one of the site.
    assert give_all.get(f"/en/studio/badges/{earned.key}/recipients/").status_code == 404
    page = give_all.post(
        f"{address}{award.uid}/revoke/", {"reason": "Was not theirs."}, follow=True
    )
    assert "Was not theirs." in page.text


def test_an_award_of_another_badge_is_not_revoked_here(lead, earned, sampling_course, ieva, ona):
    other = by_hand(sampling_course, ieva)
    award = Award.objects.get(achievement=earned, person=ona)
    assert lead.post(page_of(other, f"{award.uid}/revoke/"), {"reason": "x"}).status_code == 404
