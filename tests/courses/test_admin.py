"""Who does what in a course, as administrators give and take it: with a reason, and audited."""

import pytest

from courses.content.actions.roles import give_role, take_role
from courses.content.models import CourseRole
from lms.accounts.actions import suspend
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal

ROLES = "/en/admin/courses/courserole/"


def chosen(*roles, **more):
    return {"action": "take_away", "_selected_action": [role.pk for role in roles], **more}


@pytest.fixture
def give(client_for, vytas, sampling_course):
    """Fill in the form as the administrator would."""

    def fill(email, role="viewer", reason="Watches the course for a term"):
        words = {"course": sampling_course.pk, "email": email, "role": role, "reason": reason}
        return client_for(vytas).post(f"{ROLES}add/", words, follow=True)

    return fill


@pytest.fixture
def lead(sampling_course, ieva):
    return CourseRole.objects.get(course=sampling_course, person=ieva)


# --- giving --------------------------------------------------------------------------------------


def test_a_role_is_given_by_address_with_a_reason_and_a_note(
    give, rasa, vytas, sampling_course, client_for
):
    people = f"/en/studio/courses/{sampling_course.slug}/people/"
    assert client_for(rasa).get(people).status_code == 404
    give("Rasa@Example.org", "marker", "Marks the field sheets")
    assert client_for(rasa).get(people).status_code == 200
    note = AuditNote.objects.get(verb__startswith="course role")
    assert (note.actor, note.verb, note.target_id) == (vytas, "course role → marker", str(rasa.pk))
    assert note.reason == "sampling: Marks the field sheets"


def test_without_a_reason_nothing_is_given(give, rasa):
    assert "This field is required." in give(rasa.email, reason="  ").text
    assert not rasa.course_roles.exists()


def test_an_unknown_address_is_named_as_such(give):
    assert "Nobody has an account with this address." in give("nobody@example.org").text


def test_whoever_has_a_role_in_the_course_gets_no_second_one(give, ieva, lead):
    assert "This person has a role in this course already." in give(ieva.email).text
    assert ieva.course_roles.get() == lead


def test_somebody_suspended_gets_no_role(give, rasa, vytas):
    suspend(rasa, by=vytas, reason="Spam", on=now())
    page = give(rasa.email)
    assert "This account is suspended" in page.text
    assert "successfully" not in page.text
    assert not rasa.course_roles.exists()


# --- changing ------------------------------------------------------------------------------------


def test_a_role_is_changed_and_whose_it_is_stays(give, rasa, ona, vytas, client_for):
    give(rasa.email, "viewer")
    role = rasa.course_roles.get()
    words = {"role": "author", "reason": "Writes module 2", "person": ona.pk, "course": 999}
    client_for(vytas).post(f"{ROLES}{role.pk}/change/", words)
    role.refresh_from_db()
    assert (role.role, role.person) == ("author", rasa)
    note = AuditNote.objects.first()
    assert (note.verb, note.reason) == ("course role viewer → author", "sampling: Writes module 2")


def test_a_course_keeps_somebody_who_leads_it(client_for, vytas, lead):
    client = client_for(vytas)
    words = {"role": "viewer", "reason": "Retires"}
    page = client.post(f"{ROLES}{lead.pk}/change/", words, follow=True)
    assert "A course keeps somebody who leads it." in page.text
    assert "successfully" not in page.text
    page = client.post(ROLES, chosen(lead, reason="Retires"), follow=True)
    assert "A course keeps somebody who leads it." in page.text
    lead.refresh_from_db()
    assert lead.role == "owner"
    assert not AuditNote.objects.filter(verb__startswith="course role").exists()


def test_where_two_lead_one_may_go(give, client_for, vytas, rasa, lead, sampling_course):
    give(rasa.email, "owner", "Takes over in March")
    client_for(vytas).post(ROLES, chosen(lead, reason="Retires"))
    assert [role.person for role in sampling_course.roles.all()] == [rasa]


# --- taking away ---------------------------------------------------------------------------------


def test_taking_a_role_away_asks_why_first(give, client_for, vytas, rasa):
    give(rasa.email)
    client, role = client_for(vytas), rasa.course_roles.get()
    asked = client.post(ROLES, chosen(role))
    assert asked.status_code == 200
    assert "rasa@example.org" in asked.text
    assert 'name="reason"' in asked.text
    client.post(ROLES, chosen(role, reason=" "))
    assert rasa.course_roles.exists()
    page = client.post(ROLES, chosen(role, reason="The term is over"), follow=True)
    assert "Take the role away: Rasa Kazlauskienė" in page.text
    assert not rasa.course_roles.exists()
    note = AuditNote.objects.first()
    assert (note.verb, note.target_id) == ("course role viewer →", str(rasa.pk))
    assert note.reason == "sampling: The term is over"


def test_roles_are_not_deleted_past_the_action(client_for, vytas, lead):
    client = client_for(vytas)
    assert client.post(f"{ROLES}{lead.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(ROLES, {**chosen(lead, post="yes"), "action": "delete_selected"})
    assert CourseRole.objects.filter(pk=lead.pk).exists()


def test_giving_and_taking_twice_is_once(rasa, vytas, sampling_course):
    def words():
        return {"by": vytas, "reason": "Watches", "on": now()}

    first = give_role(sampling_course, rasa, "viewer", **words())
    assert give_role(sampling_course, rasa, "viewer", **words()) == first
    take_role(first, **words())
    take_role(CourseRole(pk=first.pk, course=sampling_course, person=rasa), **words())
    assert AuditNote.objects.filter(target="lms.user", target_id=str(rasa.pk)).count() == 2
    with pytest.raises(Refusal, match="Say why"):
        give_role(sampling_course, rasa, "viewer", **{**words(), "reason": " "})
