"""The page of audit notes: every privileged act leaves one, and administrators read them."""

import csv
import io
from datetime import timedelta

import pytest

from badges.awards.actions import revoke_award
from badges.certificates.actions import revoke_certificate
from badges.certificates.models import Certificate, CertificateDesign
from badges.intake.actions import take_in_waiting
from courses.assessment.actions.regrading import order_regrade
from courses.calibration.actions import decide_on_gold
from courses.content.actions.publishing import unpublish
from courses.content.actions.roles import give_role, invite, take_role, withdraw_invitation
from courses.content.models import CourseRole
from courses.progress.actions import count_unit, withdraw_count
from courses.progress.models import How
from lms.accounts.actions import change_site_role, readmit, suspend
from lms.audit.actions import note
from lms.audit.models import AuditNote
from lms.common.clock import local_day, now
from tests.learning import begin, finish, item_of

PAGE, TABLE = "/en/administration/audit/", "/en/administration/audit/table.csv"


@pytest.fixture
def acts(teach, package, ona, birute, ieva, vytas, rasa):
    """One of each privileged act."""
    course, on = teach(package), now()
    suspend(ona, by=vytas, reason="Advertising.", on=on)
    readmit(ona, by=vytas, reason="A mistake.", on=on)
    change_site_role(rasa, "learner", by=vytas, reason="Has left.", on=on)
    given = give_role(course, rasa, "author", by=ieva, reason="Writes with us.", on=on)
    give_role(course, rasa, "viewer", by=ieva, reason="Only reads now.", on=on)
    take_role(CourseRole.objects.get(pk=given.pk), by=ieva, reason="Done.", on=on)
    invitation = invite(course, "nauja@example.org", "author", by=ieva, on=on)
    withdraw_invitation(invitation, by=ieva, on=on)
    enrolment = begin(ona, course)
    unit = item_of(course, "first").unit_id
    count_unit(enrolment, unit, how=How.OVERRIDE, reason="Did it on paper.", by=ieva, on=on)
    withdraw_count(enrolment, unit, reason="Wrong person.", by=ieva, on=on)
    count_unit(enrolment, unit, how=How.EXEMPT, reason="Knows it.", by=ieva, on=on)
    finish(birute, course, on=on)
    take_in_waiting(on=on)
    version = course.in_force.pins.first().item_version
    order_regrade(course.in_force, version, version, way="both", reason="Key.", by=ieva, on=on)
    for verdict in ("stands", "dropped"):
        decide_on_gold(course, version, verdict=verdict, reason="Seen.", by=ieva, on=on)
    revoke_certificate(Certificate.objects.get(), by=vytas, reason="Not hers.", on=on)
    revoke_award(birute.awards.get(), by=vytas, reason="Not hers either.", on=on)
    unpublish(course, by=ieva, on=on, reason="Being mended.")
    return course


SAID = {
    "suspended": "Vytas Stankevičius suspended the account: Ona Petraitė (ona@example.org)",
    "readmitted": "Vytas Stankevičius readmitted: Ona Petraitė (ona@example.org)",
    "role instructor → learner": "Was: Teaches. Is: Learns.",
    "course role → author": "Ieva Jankauskienė gave a role in a course",
    "course role author → viewer": "Was: Writes. Is: Views only.",
    "course role viewer →": "took a role in a course away",
    "invited → author": "invited somebody to a course",
    "invitation withdrawn": "withdrew an invitation",
    "unit-counted": "counted a unit as done",
    "count-withdrawn": "took a counted unit back",
    "unit-exempted": "exempted from a unit",
    "gold stands": "decided about the truth of an item",
    "gold dropped upward": "The item is taken out of the results.",
    "regraded both": "Points: Up and down.",
    "unpublished": "withdrew a course from learners",
    "published": "published a release",
}


def test_every_privileged_act_leaves_a_note_and_a_sentence(acts, client_for, vytas):
    page = client_for(vytas).get(PAGE).text
    for verb, said in SAID.items():
        found = AuditNote.objects.filter(verb=verb)
        assert found.count() == 1, verb
        assert found.get().actor, verb
        assert said in page, verb
    assert AuditNote.objects.filter(verb="revoked").count() == 2
    for said in ("revoked a certificate", "revoked a badge", "Advertising.", "Not hers either."):
        assert said in page
    without = {"published", "course made", "invitation withdrawn"}
    assert {one.verb for one in AuditNote.objects.filter(reason="")} <= without


def test_it_reads_in_lithuanian(acts, client_for, vytas):
    page = client_for(vytas).get("/lt/administration/audit/").text
    assert "Vytas Stankevičius sustabdė paskyrą: Ona Petraitė (ona@example.org)" in page
    for english in ("suspended", "Was:", "release ", "published", "Reason:"):
        assert english not in page, english


def found(client, **asked):
    return [one.note.verb for one in client.get(PAGE, asked).context["shown"]]


def test_notes_are_found_by_who_what_whom_and_when(acts, client_for, vytas):
    client = client_for(vytas)
    assert set(found(client, who="stankevicius")) == {
        "suspended",
        "readmitted",
        "role instructor → learner",
        "revoked",
    }
    assert found(client, who="ieva@example", kind="publishing") == ["unpublished", "published"]
    assert set(found(client, kind="people")) == {
        "suspended",
        "readmitted",
        "role instructor → learner",
    }
    assert found(client, kind="credentials") == ["revoked", "revoked"]
    assert "unit-counted" in found(client, about="petraite")
    assert "course role → author" not in found(client, about="petraite")
    assert set(found(client, about="žemaitytė")) == {"revoked"}
    assert found(client, about="Wrong person") == ["count-withdrawn"]
    assert "unpublished" in found(client, about="sampling")
    code = Certificate.objects.get().code.lower()
    assert found(client, about=f"{code[:4]}-{code[4:]}") == ["revoked"]
    today = local_day(now())
    tomorrow = (today + timedelta(days=2)).isoformat()
    assert found(client, since=tomorrow) == []
    assert "suspended" in found(client, since=(today - timedelta(days=1)).isoformat())
    assert found(client, until=(today - timedelta(days=2)).isoformat()) == []


def test_a_day_that_is_none_is_said_beside_the_field(acts, client_for, vytas):
    answer = client_for(vytas).get(PAGE, {"since": "soon", "kind": "nonsense", "page": "x"})
    assert answer.status_code == 200
    assert "Write the day as 2026-03-07." in answer.text
    assert 'value="soon"' in answer.text


def test_notes_come_in_pages_the_newest_first(client_for, vytas, ona):
    for number in range(120):
        note(vytas, "suspended", ona, on=now() + timedelta(minutes=number), reason=f"No {number}.")
    client = client_for(vytas)
    first = client.get(PAGE)
    assert first.context["pages"] == 3 and "No 119." in first.text and "No 69." not in first.text
    assert "No 0." in client.get(f"{PAGE}?page=3").text
    assert client.get(f"{PAGE}?page=9&who=vytas")["Location"] == "?who=vytas&page=3"


def test_the_table_holds_everything_and_no_formula(acts, client_for, vytas, ona):
    note(vytas, "suspended", ona, on=now(), reason="=1+1")
    client = client_for(vytas)
    text = b"".join(client.get(TABLE).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == AuditNote.objects.count() + 1
    assert rows[1][4] == "'=1+1" and rows[1][2] == "vytas@example.org"
    only = b"".join(client.get(TABLE, {"kind": "publishing"}).streaming_content).decode()
    assert len(only.strip().splitlines()) == 3


@pytest.mark.parametrize("page", [PAGE, TABLE])
def test_it_is_there_for_administrators_only(page, client_for, visitor, ona, ieva, rasa, vytas):
    assert visitor.get(page).status_code == 302
    rasa.site_role = "hub_editor"
    rasa.save()
    for person in (ona, ieva, rasa):
        assert client_for(person).get(page).status_code == 404
    client = client_for(vytas)
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 405


def test_what_is_gone_and_what_is_new_are_still_told(client_for, vytas, ona, sampling_course):
    note(None, "account emptied", ona, on=now())
    note(vytas, "danced", ona, on=now())
    AuditNote.objects.create(
        actor=vytas, verb="edited", target="lms.newsitem", target_id="999", at=now()
    )
    design = CertificateDesign.objects.create(name="Upright, in moss")
    note(vytas, "design made", design, on=now())
    page = client_for(vytas).get(PAGE).text
    assert "design made, Upright, in moss" in page
    assert "Name and address were removed, a month after closing" in page
    assert "Vytas Stankevičius: danced, Ona Petraitė" in page
    assert "No. 999, which is gone" in page
