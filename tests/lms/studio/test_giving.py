"""Giving a badge by hand, to one person and to a list."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openbadgeslib.ob3.ldp import OB3LdpVerifier

from badges.awards.actions import define_achievement, reissue_award, share_award
from badges.awards.list_actions import forget_lists, lists_due
from badges.awards.models import Achievement, Award, GivenList, GivenRow
from badges.awards.signing_actions import sign_badges
from badges.intake.actions import take_in_waiting
from lms.accounts.models import Consent
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.badges.credentials.test_signing import Elsewhere
from tests.given import by_hand
from tests.learning import begin, finish
from tests.lms.studio.test_achievements import TYPED
from tests.packages import pair

ACHIEVEMENTS = "/en/studio/courses/sampling/achievements/"
GIVEN = {
    **TYPED,
    "how": "given",
    "part": ["", ""],
    "name_en": "Leads a bioblitz",
    "name_lt": "Talkos vedlė",
}


@pytest.fixture
def lead(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def badge(sampling_course, ieva):
    return by_hand(sampling_course, ieva)


@pytest.fixture
def learners(ona, jonas, sampling_course):
    for one in (ona, jonas):
        begin(one, sampling_course)


def at(badge, more="give/"):
    return f"{ACHIEVEMENTS}{badge.key}/{more}"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).replace("\xa0", " ").split())


def typed(person, **more):
    return {"do": "give", "q": person.email, "who": str(person.pk), "reason": "Led one.", **more}


# --- the story -----------------------------------------------------------------------------------


def test_a_badge_is_written_to_be_given_found_a_holder_and_says_so_everywhere(
    lead, sampling_course, ona, learners, client_for, visitor
):
    page = lead.post(f"{ACHIEVEMENTS}new/", GIVEN, follow=True)
    assert "To give the badge, open it below by its name" in page.text
    badge = Achievement.objects.exclude(course=None).get()
    assert badge.in_force.rule == {"given": True}
    assert badge.in_force.drawing["codes"] == [] and badge.in_force.drawing["level"] == 0
    for shown in (lead.get(ACHIEVEMENTS), lead.get(at(badge, ""))):
        assert "Given by hand" in shown.text
    assert at(badge) in lead.get(at(badge, "")).text
    # Nobody is told that it can be earned.
    assert "Leads a bioblitz" not in client_for(ona).get("/en/me/badges/").text
    found = lead.post(at(badge), {"do": "find", "q": "petraite", "reason": "Led the count."})
    assert found.status_code == 200
    assert "Ona Petraitė" in found.text and "Led the count." in found.text
    assert "Jonas" not in found.text and ona.email not in found.text
    page = lead.post(
        at(badge),
        typed(
            ona,
            reason="Led the count.",
            done_on="2026-05-16",
            proof="Protocol no. 7",
            link="https://example.org/rep ort",
        ),
        follow=True,
    )
    assert "The badge is given: Ona Petraitė." in words(page)
    award = Award.objects.get(achievement=badge)
    assert (award.given_as, award.given_reason) == ("lead", "Led the count.")
    assert AuditNote.objects.get(verb="badge given by hand").target_id == str(award.pk)
    share_award(award, shared=True, on=now())
    own = client_for(ona).get(f"/en/me/badges/{award.uid}/")
    public = visitor.get(f"/en/verify/{award.code}/")
    for shown in (own, public):
        said = words(shown)
        assert "Given by hand, not measured" in said
        assert re.search(r"On .*, by whoever leads the course: Led the count\.", said)
        assert "Protocol no. 7" in said and "16 May 2026" in said
        assert "https://example.org/rep%20ort" in said
        assert "Given on" in said and "Earned on" not in said
        assert "Ieva" not in said
    assert "Suteikta žmogaus sprendimu, nematuota" in visitor.get(f"/lt/verify/{award.code}/").text
    told = visitor.get(f"/en/verify/{award.code}/?format=json").json()
    assert told["given"]["reason"] == "Led the count." and told["given"]["measured"] is False
    assert not list(differences())


def test_its_signed_credential_says_so_and_is_verified_by_a_stranger(
    badge, ona, learners, lead, ieva, visitor
):
    lead.post(at(badge), typed(ona, done_on="2026-05-16", link="https://example.org/r"))
    sign_badges(on=now())
    award = Award.objects.get(achievement=badge)
    for language, title in (
        ("en", "Given by hand, not measured"),
        ("lt", "Suteikta žmogaus sprendimu"),
    ):
        text = award.credentials.get(language=language).document
        document = json.loads(text)
        OB3LdpVerifier().verify(text, download=Elsewhere(visitor))
        (said,) = document["evidence"]
        assert said["name"].startswith(title)
        assert "Led one." in said["narrative"]
        assert said["genre"] == "given" and said["id"] == "https://example.org/r"
        assert "result" not in document["credentialSubject"]
        assert "alignment" not in document["credentialSubject"]["achievement"]
        assert "narrative" in document["credentialSubject"]["achievement"]["criteria"]
    ona.full_name = "Ona Kitaip"
    ona.save()
    again = reissue_award(award, by=ieva, reason="Her name", on=now())
    assert (again.given_as, again.given_reason, again.given_at) == (
        "lead",
        "Led one.",
        award.given_at,
    )


# --- who, and what is wrong ----------------------------------------------------------------------


def test_a_learner_is_found_by_a_whole_address_and_nobody_else_is(
    lead, badge, ona, learners, birute
):
    assert "Ona Petraitė" in lead.post(at(badge), {"do": "find", "q": "Ona@Example.org"}).text
    answers = {
        words(lead.post(at(badge), {"do": "find", "q": address})).replace(address, "")
        for address in (birute.email, "nobody@example.org")
    }
    # Birutė has an account here and does not learn in the course: nobody can tell.
    assert len(answers) == 1 and "Not among this course’s learners." in answers.pop()
    assert lead.post(at(badge), typed(birute)).status_code == 422
    assert not Award.objects.filter(achievement=badge).exists()


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"reason": " "}, "This field is required."),
        ({"who": ""}, "Find the person and choose them."),
        ({"who": "999999"}, "Nobody is found so."),
        ({"done_on": "2999-01-01"}, "still to come"),
        ({"link": "javascript:alert(1)"}, "beginning with https://"),
        ({"reason": "x" * 601}, "at most 600 characters"),
        ({"done_on": "yesterday"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    lead, badge, ona, learners, more, complaint
):
    page = lead.post(at(badge), typed(ona, proof="Protocol no. 7", **more))
    assert page.status_code == 422
    assert complaint in page.text
    assert "Protocol no. 7" in page.text and ona.email in page.text
    assert not Award.objects.filter(achievement=badge).exists()


def test_whoever_holds_it_keeps_the_one_they_have(lead, badge, ona, learners):
    lead.post(at(badge), typed(ona))
    page = lead.post(at(badge), typed(ona))
    assert page.status_code == 422
    assert "This person holds the badge already." in page.text
    assert Award.objects.filter(achievement=badge).count() == 1
    assert "holds it already" in lead.post(at(badge), {"do": "find", "q": "ona"}).text
    Award.objects.update(valid_until=now() - timedelta(days=1))
    lead.post(at(badge), typed(ona))
    assert set(Award.objects.filter(achievement=badge).values_list("status", flat=True)) == {
        "expired",
        "active",
    }


def test_a_child_whose_parent_has_not_agreed_is_given_nothing(lead, badge, jonas, learners):
    jonas.consent = Consent.WAITING
    jonas.save()
    assert "waits for a parent" in lead.post(at(badge), {"do": "find", "q": "jonas"}).text
    assert lead.post(at(badge), typed(jonas)).status_code == 422


def test_who_has_no_full_name_is_told_of_before(lead, badge, person, sampling_course):
    nameless = person("nameless")
    begin(nameless, sampling_course)
    assert "no full name yet" in lead.post(at(badge), {"do": "find", "q": nameless.email}).text
    lead.post(at(badge), typed(nameless))
    assert Award.objects.get(achievement=badge).recipient_name == ""


def test_a_badge_that_says_what_was_shown_is_never_given_by_hand(
    lead, sampling_course, ona, learners
):
    lead.post(f"{ACHIEVEMENTS}new/", TYPED)
    measured = Achievement.objects.exclude(course=None).get()
    for more in ("give/", "give/list/", "recipients/"):
        page = lead.get(at(measured, more))
        assert "nobody can be given it by hand" in words(page)
        assert f"{ACHIEVEMENTS}new/" in page.text
    assert 'name="reason"' not in lead.get(at(measured)).text
    lead.post(at(measured), typed(ona))
    lead.post(at(measured, "give/list/"), {"pasted": ona.email, "reason": "x", "do": "give"})
    assert not Award.objects.filter(achievement=measured).exclude(given_as="").exists()


def test_given_by_hand_asks_for_nothing_else(lead):
    lead.post(f"{ACHIEVEMENTS}new/", {**GIVEN, "part": ["C1@1"], "lower": "80"})
    assert Achievement.objects.exclude(course=None).get().in_force.rule == {"given": True}
    half = lead.post(f"{ACHIEVEMENTS}look/", {**GIVEN, "name_en": ""})
    assert half.text.count("this document says the rest in Lithuanian") == 1
    assert "says the rest" not in lead.post(f"{ACHIEVEMENTS}look/", GIVEN).text
    assert "nobody" not in lead.post(f"{ACHIEVEMENTS}look/", GIVEN).text.lower().split("<svg")[0]
    assert "Nobody gets it automatically" in lead.post(f"{ACHIEVEMENTS}look/", GIVEN).text


def test_what_learners_do_never_gives_it(badge, sampling_course, ona):
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    assert not Award.objects.filter(achievement=badge).exists()


def test_an_administrator_gives_a_badge_of_the_site_to_anybody_by_address(
    client_for, vytas, birute, competency_map, visitor
):
    site = define_achievement(
        "friend",
        name=pair("Bičiulė", "Friend"),
        description=pair("Padėjo.", "Has helped."),
        criteria=pair("Padėti.", "By helping."),
        rule={"given": True},
        drawing={"letter": "C", "level": 0, "codes": [], "seed": 3},
        valid_months=12,
        on=now(),
    ).achievement
    client = client_for(vytas)
    address = f"/en/studio/badges/{site.key}/give/"
    assert (
        "No account with this address."
        in client.post(address, {"do": "find", "q": "nobody@example.org"}).text
    )
    # By a part of the name nobody is found: it would list everybody who is here.
    assert "Birutė" not in client.post(address, {"do": "find", "q": "biru"}).text
    assert "Birutė Žemaitytė" in client.post(address, {"do": "find", "q": birute.email}).text
    assert client.post(address, typed(birute)).status_code == 302
    award = Award.objects.get(achievement=site)
    assert award.given_as == "administrator" and award.valid_until is not None
    share_award(award, shared=True, on=now())
    assert "by an administrator of this site" in words(visitor.get(f"/en/verify/{award.code}/"))


# --- lists ---------------------------------------------------------------------------------------

LIST = """e-mail;name;reason;date
ona@example.org;Ona Kita;Led the spring count;2026-05-16
JONAS@example.org;;;
birute@example.org;;;
nobody@example.org;;;
ona@example.org;;;
not an address;;;
"""


def fields(page):
    hidden = re.findall(r'name="(seen|uid)" value="([^"]+)"', page.text)
    return dict(hidden)


def rows_of(page):
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)[1:]
    ]


def test_a_list_is_looked_at_confirmed_given_and_reported(
    lead, badge, learners, ona, jonas, birute, client_for, ieva
):
    typed = {"pasted": LIST, "reason": "Took part.", "do": "look"}
    page = lead.post(at(badge, "give/list/"), typed)
    assert page.status_code == 200
    assert "2 people will be given the badge. 4 lines will not be given" in words(page)
    rows = rows_of(page)
    assert [row.split()[0] for row in rows] == ["2", "3", "4", "5", "6", "7"]
    assert "Ona Petraitė in the list: Ona Kita" in rows[0] and "Led the spring count" in rows[0]
    assert "Will be given Took part." in rows[1]
    assert "Not among this course’s learners" in rows[2]
    # The same for somebody who has an account and for an address without one.
    assert rows[2].replace("4 birute", "5 nobody") == rows[3]
    assert "Twice in the list" in rows[4] and "no e-mail address" in rows[5]
    assert not GivenList.objects.exists() and not Award.objects.filter(achievement=badge).exists()
    sure = {**typed, "do": "give", **fields(page)}
    report = lead.post(at(badge, "give/list/"), sure, follow=True)
    assert "0 of 6" not in report.text or "seen to" in report.text
    assert "4" in words(report)
    # Pressed twice, it is one list.
    lead.post(at(badge, "give/list/"), sure)
    given = GivenList.objects.get()
    assert lists_due(on=now()) == 1 and lists_due(on=now()) == 0
    address = at(badge, f"give/lists/{given.uid}/")
    page = words(lead.get(address))
    assert "2 people have been given the badge." in page
    assert "Not among this course’s learners: 2" in page
    assert set(Award.objects.filter(achievement=badge).values_list("person", "given_reason")) == {
        (ona.pk, "Led the spring count"),
        (jonas.pk, "Took part."),
    }
    table = b"".join(lead.get(f"{address}table.csv").streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table)))
    assert len(lines) == 7 and lines[1][1:4] == ["ona@example.org", "Ona Kita", "Given"]
    # The second line of the list had no name: the report has the holder's.
    assert jonas.full_name in page and lines[2][2] == jonas.full_name
    assert str(given.uid) in lead.get(at(badge, "recipients/")).text
    (note,) = AuditNote.objects.filter(verb__startswith="badges given by a list")
    assert note.verb.endswith("of 6") and note.actor == ieva
    # To be read by whoever brought it, and until its time is over.
    forget_lists(on=now() + GivenList.KEPT - timedelta(minutes=1))
    assert lead.get(address).status_code == 200
    assert forget_lists(on=now() + GivenList.KEPT + timedelta(minutes=1)) == 1
    assert lead.get(address).status_code == 404
    assert not GivenRow.objects.exists()
    assert Award.objects.filter(achievement=badge).count() == 2


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("\ufeffona@example.org,Ona,Vedė talką šilė\n".encode(), "Vedė talką šilė"),
        ("ona@example.org\tOna\tVedė talką šilė".encode("cp1257"), "Vedė talką šilė"),
        ('ona@example.org;"Ona";"Vedė; talką"\r\n'.encode(), "Vedė; talką"),
        ("Ona <ona@example.org>\n".encode("utf-16"), "Common."),
    ],
)
def test_files_are_read_as_spreadsheets_write_them(lead, badge, learners, raw, reason):
    file = SimpleUploadedFile("list.csv", raw)
    page = lead.post(at(badge, "give/list/"), {"file": file, "reason": "Common.", "do": "look"})
    assert "1 person will be given the badge." in words(page)
    assert reason in page.text
    # What the file said now stands in the field, to be confirmed.
    kept = re.search(r'<textarea name="pasted".*?>(.*?)</textarea>', page.text, re.DOTALL)[1]
    assert "ona@example.org" in kept


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"pasted": " \n "}, "Choose a file, or paste a list."),
        ({"pasted": "\n".join(f"p{n}@example.org" for n in range(501))}, "at most 500 lines"),
        ({"file": SimpleUploadedFile("x.csv", b"a" * 200_001)}, "larger than 200 kB"),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04\x00\x00")}, "no table of text"),
        ({"pasted": "ona@example.org", "reason": "y" * 601}, "at most 600 characters"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(lead, badge, learners, typed, complaint):
    page = lead.post(at(badge, "give/list/"), {"reason": "Took part.", "do": "look", **typed})
    assert page.status_code == 422
    assert complaint in page.text
    assert typed.get("reason", "Took part.") in page.text


def test_only_the_list_that_was_looked_at_is_confirmed(lead, badge, learners):
    typed = {"pasted": "ona@example.org", "reason": "Took part.", "do": "look"}
    seen = fields(lead.post(at(badge, "give/list/"), typed))
    changed = {**typed, **seen, "pasted": "jonas@example.org", "do": "give"}
    page = lead.post(at(badge, "give/list/"), changed)
    assert page.status_code == 200 and "jonas@example.org" in page.text
    assert not GivenList.objects.exists()
    for broken in ({"uid": "x"}, {"seen": "x"}, {"uid": ""}):
        assert (
            lead.post(
                at(badge, "give/list/"), {**typed, **seen, "do": "give", **broken}
            ).status_code
            == 200
        )
    assert not GivenList.objects.exists()


def test_a_list_of_somebody_else_is_not_read(lead, badge, learners, client_for, vytas):
    typed = {"pasted": "ona@example.org", "reason": "Took part.", "do": "look"}
    page = lead.post(at(badge, "give/list/"), typed)
    lead.post(at(badge, "give/list/"), {**typed, "do": "give", **fields(page)})
    uid = GivenList.objects.get().uid
    other = client_for(vytas)
    for more in ("", "state/", "table.csv"):
        assert other.get(at(badge, f"give/lists/{uid}/{more}")).status_code == 404
    # Nor taken for theirs by the page that confirms it.
    page = other.post(at(badge, "give/list/"), {**typed, "do": "give", **fields(page)})
    assert page.status_code == 200
    assert GivenList.objects.count() == 1


def test_progress_is_told_until_it_is_done(lead, badge, learners):
    typed = {"pasted": "ona@example.org", "reason": "Took part.", "do": "look"}
    page = lead.post(at(badge, "give/list/"), typed)
    lead.post(at(badge, "give/list/"), {**typed, "do": "give", **fields(page)})
    state = at(badge, f"give/lists/{GivenList.objects.get().uid}/state/")
    told = lead.get(state, headers={"HX-Request": "true"})
    assert "0 of 1 lines seen to" in words(told) and "HX-Refresh" not in told
    assert lead.get(state).status_code == 302
    lists_due(on=now())
    told = lead.get(state, headers={"HX-Request": "true"})
    assert told["HX-Refresh"] == "true"


def test_a_revoked_badge_can_be_given_again_and_the_preview_says_so(lead, badge, ona, learners):
    lead.post(at(badge), typed(ona))
    award = Award.objects.get(achievement=badge)
    lead.post(at(badge, f"recipients/{award.uid}/revoke/"), {"reason": "Too early."})
    page = lead.post(at(badge, "give/list/"), {"pasted": ona.email, "reason": "Now.", "do": "look"})
    assert "Will be given, again after it was revoked" in words(page)
