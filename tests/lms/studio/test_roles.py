"""Who works on a course: inviting by e-mail, taking it up, changing and ending it."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from courses.content.actions.roles import give_role, invite
from courses.content.models import CourseRole, RoleInvitation
from lms.accounts.models import User
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.pages.demo_cast import PASSWORD

ROLES = "/en/studio/courses/sampling/roles/"


@pytest.fixture
def lead(ieva, sampling_course, client_for):
    return client_for(ieva)


def asks(client, email, role="author", language="en"):
    return client.post(
        f"/{language}/studio/courses/sampling/roles/invite/",
        {"email": email, "role": role},
        follow=True,
    )


def signs_up(visitor, email):
    """A new account with a confirmed address, as anybody makes one."""
    typed = {
        "email": email,
        "full_name": "Nauja",
        "password1": "upes-krantas-2026",
        "age": "14",
        "language": "lt",
    }
    visitor.post("/lt/accounts/signup/", typed)
    link = next(word for word in mail.outbox[-1].body.split() if "confirm-email" in word)
    visitor.post(link.replace("http://testserver", ""))
    return User.objects.get(email=email)


def test_somebody_without_an_account_finds_the_course_after_confirming(lead, visitor):
    page = asks(lead, "Nauja@Example.org").text
    assert "Invited: nauja@example.org" in page
    person = signs_up(visitor, "nauja@example.org")
    assert CourseRole.objects.get(person=person).role == "author"
    assert not RoleInvitation.objects.exists()
    assert "Imties planavimas" in visitor.get("/lt/studio/").text
    assert "/lt/studio/" in visitor.get("/lt/me/").text


def test_an_unconfirmed_address_gets_nothing(lead, visitor):
    asks(lead, "nauja@example.org")
    typed = {
        "email": "nauja@example.org",
        "password1": "upes-krantas-2026",
        "age": "14",
        "language": "lt",
    }
    visitor.post("/lt/accounts/signup/", typed)
    assert RoleInvitation.objects.exists()
    assert CourseRole.objects.count() == 1


def test_who_invites_gets_the_same_answer_whether_or_not_there_is_an_account(lead, jonas):
    known, unknown = asks(lead, "jonas@example.org"), asks(lead, "nobody@example.org")
    assert known.text.count("jonas@example.org") == unknown.text.count("nobody@example.org")
    assert "Jonas Kazlauskas" not in known.text
    assert [sent.to for sent in mail.outbox] == [["jonas@example.org"], ["nobody@example.org"]]


def test_somebody_signed_in_is_told_and_takes_the_role_up(lead, jonas, client_for):
    client = client_for(jonas)
    asks(lead, "jonas@example.org", "viewer")
    page = client.get("/en/me/").text
    assert "You are invited to work on a course:" in page
    assert "Planning a sample" in page
    home = client.get("/en/studio/").text
    assert "You are invited to work on" in home
    assert not jonas.course_roles.exists()
    assert "Planning a sample" in client.post("/en/studio/take-up/", follow=True).text
    assert jonas.course_roles.get().role == "viewer"
    assert ">Studio</a>" in client.get("/en/courses/").text


def test_signing_in_takes_the_role_up(lead, jonas, visitor):
    asks(lead, "jonas@example.org")
    visitor.post("/en/accounts/login/", {"login": jonas.email, "password": PASSWORD})
    assert jonas.course_roles.get().role == "author"


def test_taking_up_what_is_not_there_does_nothing(ona, sampling_course, client_for):
    EmailAddress.objects.create(user=ona, email="other@example.org", verified=False)
    RoleInvitation.objects.create(
        course=sampling_course, email="other@example.org", role="owner", invited_at=now()
    )
    client_for(ona).post("/lt/studio/take-up/")
    assert not ona.course_roles.exists()


def test_the_letter_is_in_both_languages_and_holds_nothing_that_was_typed(lead, ona, jonas):
    asks(lead, "ona@example.org")
    asks(lead, "jonas@example.org")
    to_ona, to_jonas = mail.outbox
    assert to_ona.subject == "Kvietimas rengti kursą / Invitation to work on a course"
    assert to_jonas.subject == "Invitation to work on a course / Kvietimas rengti kursą"
    assert "http://testserver/lt/studio/" in to_ona.body
    assert "http://testserver/en/studio/" in to_jonas.body
    for letter in mail.outbox:
        assert "You are invited to work on a course" in letter.body
        assert "Kviečiame prisidėti" in letter.body
        assert "Planning a sample" not in letter.body
        assert "Ieva" not in letter.body


def test_inviting_the_same_address_again_writes_one_letter(lead):
    asks(lead, "nobody@example.org", "author")
    asks(lead, "nobody@example.org", "viewer")
    assert len(mail.outbox) == 1
    assert RoleInvitation.objects.get().role == "viewer"


def test_nobody_sends_many_letters(lead):
    for n in range(20):
        asks(lead, f"nobody{n}@example.org")
    page = asks(lead, "onemore@example.org")
    assert page.status_code == 422
    assert "You have sent 20 invitations today" in page.text
    assert 'value="onemore@example.org"' in page.text
    assert len(mail.outbox) == 20


def test_a_mail_server_that_is_down_leaves_the_invitation(lead, monkeypatch):
    def down(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    assert "Invited: nobody@example.org" in asks(lead, "nobody@example.org").text
    assert RoleInvitation.objects.exists()


@pytest.mark.parametrize("wrong", [{"email": "no address"}, {"role": "god"}, {"email": ""}])
def test_wrong_words_are_refused_beside_the_field(lead, wrong):
    typed = {"email": "nobody@example.org", "role": "author"} | wrong
    page = lead.post(f"{ROLES}invite/", typed)
    assert page.status_code == 422
    assert not RoleInvitation.objects.exists()
    assert mail.outbox == []


def test_an_invitation_is_withdrawn(lead, visitor):
    asks(lead, "nobody@example.org")
    lead.post(f"{ROLES}invited/{RoleInvitation.objects.get().pk}/")
    signs_up(visitor, "nobody@example.org")
    assert CourseRole.objects.count() == 1


def test_a_role_is_changed_and_taken_away_with_a_note(lead, ieva, jonas, sampling_course):
    held = give_role(sampling_course, jonas, "viewer", by=ieva, reason="x", on=now())
    lead.post(f"{ROLES}{held.pk}/", {"role": "author"})
    assert jonas.course_roles.get().role == "author"
    lead.post(f"{ROLES}{held.pk}/", {"do": "take", "role": "author"})
    assert not jonas.course_roles.exists()
    assert AuditNote.objects.filter(verb="course role author →", actor=ieva).exists()


def test_the_last_who_leads_stays(lead, ieva, sampling_course):
    held = ieva.course_roles.get()
    page = lead.post(
        f"{ROLES}{held.pk}/",
        {"do": "take"},
        follow=True,
        headers={"referer": f"http://testserver{ROLES}"},
    )
    assert "A course keeps somebody who leads it" in page.text
    assert ieva.course_roles.get().role == "owner"


def test_who_leads_alone_and_takes_up_something_less_goes_on_leading(
    ieva, sampling_course, client_for
):
    RoleInvitation.objects.create(
        course=sampling_course, email=ieva.email, role="viewer", invited_at=now()
    )
    client_for(ieva).post("/en/studio/take-up/")
    assert ieva.course_roles.get().role == "owner"
    assert not RoleInvitation.objects.exists()


def test_an_author_sees_who_works_here_and_changes_nobody(
    ieva, rasa, jonas, sampling_course, client_for
):
    give_role(sampling_course, rasa, "author", by=ieva, reason="x", on=now())
    held = give_role(sampling_course, jonas, "viewer", by=ieva, reason="x", on=now())
    client = client_for(rasa)
    page = client.get(ROLES).text
    assert "Jonas Kazlauskas" in page
    assert "Invite somebody" not in page
    assert client.post(f"{ROLES}{held.pk}/", {"role": "owner"}).status_code == 404
    assert client.post(f"{ROLES}invite/", {"email": "a@b.lt", "role": "owner"}).status_code == 404


def test_roles_and_invitations_of_another_course_are_not_there(lead, ieva, rasa, teach, jonas):
    from tests.packages import sampling

    other = teach(sampling("other"), rasa)
    held = give_role(other, jonas, "viewer", by=rasa, reason="x", on=now())
    waiting = invite(other, "nobody@example.org", "viewer", by=rasa, on=now())
    assert lead.post(f"{ROLES}{held.pk}/", {"do": "take"}).status_code == 404
    lead.post(f"{ROLES}invited/{waiting.pk}/")
    assert jonas.course_roles.exists()
    assert RoleInvitation.objects.filter(pk=waiting.pk).exists()
