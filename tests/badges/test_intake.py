"""Taking in: a crash in badges leaves progress untouched, and the sweep repairs it."""

import pytest
from django.core.management import call_command

from badges.awards.models import Award
from badges.certificates.models import Certificate, CertificateFile
from badges.intake import actions as intake
from badges.intake.models import Receipt
from courses.records.models import LearningRecord
from lms.accounts.actions import change_profile
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.learning import finish

pytestmark = pytest.mark.django_db


def test_a_crash_inside_badges_leaves_progress_untouched_and_the_sweep_repairs_it(
    jonas, sampling_course, client_for, monkeypatch, caplog
):
    def crash(*_args, **_kwargs):
        raise RuntimeError("badges are broken")

    client = client_for(jonas)
    with monkeypatch.context() as broken:
        broken.setattr(intake, "_take_in", crash)
        answer = client.post(f"/en/courses/{sampling_course.slug}/join/")
        assert answer.status_code == 302
        finish(jonas, sampling_course, on=now())
    assert jonas.enrolments.get().percent == 100
    assert not Award.objects.exists()
    call_command("sweep", verbosity=0)
    assert Award.objects.filter(person=jonas).count() == 1
    assert Certificate.objects.get(person=jonas).state == Certificate.State.ISSUED
    assert list(differences()) == []


def test_taking_in_twice_changes_nothing(jonas, sampling_course):
    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    counts = Award.objects.count(), Certificate.objects.count(), Receipt.objects.count()
    record = LearningRecord.objects.latest("pk")
    assert intake.take_in(record.pk, on=now()) is False
    assert intake.take_in_waiting(on=now()) == 0
    assert counts == (Award.objects.count(), Certificate.objects.count(), Receipt.objects.count())


def test_one_record_that_cannot_be_taken_in_does_not_hold_up_the_others(
    jonas, sampling_course, monkeypatch
):
    finish(jonas, sampling_course, on=now())
    first = LearningRecord.objects.order_by("pk").first()
    real = intake._take_in

    def sometimes(record_id, *, on):
        if record_id == first.pk:
            raise RuntimeError("this one is broken")
        return real(record_id, on=on)

    monkeypatch.setattr(intake, "_take_in", sometimes)
    intake.take_in_waiting(on=now())
    waiting = LearningRecord.objects.filter(receipt__isnull=True)
    assert [record.pk for record in waiting] == [first.pk]


def test_a_certificate_waits_for_the_name_and_is_issued_with_it(
    person, sampling_course, client_for
):
    nameless = person("nameless")
    finish(nameless, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    certificate = Certificate.objects.get(person=nameless)
    assert certificate.state == Certificate.State.DUE
    client = client_for(nameless)
    assert "waits for your full name" in client.get("/en/me/certificates/").content.decode()
    client.post("/en/me/profile/", {"full_name": "Vardenis Pavardenis", "language": "lt"})
    certificate.refresh_from_db()
    assert certificate.state == Certificate.State.ISSUED
    assert certificate.facts["en"]["learner_name"] == "Vardenis Pavardenis"
    assert [file.language for file in certificate.files.order_by("pk")] == ["lt", "en"]


def test_a_name_that_cannot_be_printed_is_refused_with_the_reason(jonas, client_for):
    answer = client_for(jonas).post("/en/me/profile/", {"full_name": "山田太郎", "language": "en"})
    page = answer.content.decode()
    assert "Certificates cannot print these letters yet" in page
    assert 'value="山田太郎"' in page
    jonas.refresh_from_db()
    assert jonas.full_name == "Jonas Kazlauskas"


def test_a_certificate_waits_for_a_name_that_can_be_printed_and_says_which_letters_cannot(
    person, sampling_course, client_for
):
    kept = person("kept")
    change_profile(kept, full_name="Ona 山", language="lt")
    finish(kept, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    certificate = Certificate.objects.get(person=kept)
    assert certificate.state == Certificate.State.DUE
    client = client_for(kept)
    for page in ("certificates", "profile"):
        assert "cannot print these letters yet: 山." in client.get(f"/en/me/{page}/").text
        assert "dar negalime išspausdinti: 山." in client.get(f"/lt/me/{page}/").text
    client.post("/en/me/profile/", {"full_name": "Ona", "language": "lt"})
    certificate.refresh_from_db()
    assert certificate.state == Certificate.State.ISSUED
    assert "cannot print" not in client.get("/en/me/profile/").text


def test_a_revoked_certificate_says_so_everywhere(
    jonas, vytas, sampling_course, client_for, visitor
):
    from badges.certificates.actions import revoke_certificate

    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    certificate = Certificate.objects.get(person=jonas)
    revoke_certificate(certificate, by=vytas, reason="Issued by mistake.", on=now())
    for language, word in (("en", "This certificate has been revoked"), ("lt", "panaikintas")):
        page = visitor.get(f"/{language}/verify/{certificate.code}/").content.decode()
        assert word in page
        assert "Issued by mistake." in page
    said = visitor.get(f"/v/{certificate.code}", headers={"accept": "application/json"}).json()
    assert said["status"] == "revoked"
    client = client_for(jonas)
    assert client.get(f"/en/me/certificates/{certificate.code}/en.pdf").status_code == 404


def test_an_unknown_code_is_a_helpful_404(visitor):
    answer = visitor.get("/en/verify/0123-456/")
    assert answer.status_code == 404
    assert "A code has 26 letters and digits." in answer.content.decode()
    program = visitor.get("/v/NOTHING", headers={"accept": "application/json"})
    assert program.status_code == 404
    assert program.json()["code"] == "unknown"


def test_a_badge_answers_strangers_only_while_it_is_shared(
    jonas, birute, sampling_course, client_for, visitor
):
    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    award = Award.objects.get(person=jonas)
    address = f"/en/verify/{award.code}/"
    assert visitor.get(address).status_code == 404
    client = client_for(jonas)
    client.post(f"/en/me/badges/{award.uid}/share/", {"shared": "yes"})
    assert "Jonas Kazlauskas" in visitor.get(address).content.decode()
    client.post(f"/en/me/badges/{award.uid}/share/", {"shared": "no"})
    assert visitor.get(address).status_code == 404
    assert client_for(birute).get(f"/en/me/badges/{award.uid}/").status_code == 404


def test_a_file_that_cannot_be_made_is_tried_again_and_then_set_aside(
    jonas, sampling_course, monkeypatch
):
    from datetime import timedelta

    from badges.certificates import actions

    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())

    def fail(_facts, **_more):
        raise OSError(28, "disk full")

    monkeypatch.setattr(actions, "render_pdf", fail)
    at = now()
    for _round in range(actions.TRIES):
        actions.render_due(on=at)
        at += timedelta(hours=2)
    files = CertificateFile.objects.filter(certificate__person=jonas)
    assert all(file.set_aside_at for file in files)
    assert all("disk full" in file.trouble for file in files)
    assert actions.render_due(on=at) == 0


def test_a_set_aside_file_is_not_tried_by_downloads(
    jonas, sampling_course, client_for, monkeypatch
):
    from datetime import timedelta

    from badges.certificates import actions
    from badges.certificates.signing_actions import sign_certificates

    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    sign_certificates(on=now())
    tried = []

    def fail(_facts, **_more):
        tried.append(1)
        raise OSError(28, "disk full")

    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    monkeypatch.setattr(actions, "render_pdf", fail)
    file = CertificateFile.objects.get(language="en")
    for hours in range(actions.TRIES):
        actions.render_file(file.pk, on=now() - timedelta(hours=9 - hours))
    assert len(tried) == actions.TRIES
    code = file.certificate.code
    answer = client_for(jonas).get(f"/en/me/certificates/{code}/en.pdf")
    assert answer.url == f"/en/me/certificates/{code}/"
    assert len(tried) == actions.TRIES


def test_a_try_that_takes_the_process_with_it_counts(jonas, sampling_course, monkeypatch):
    from datetime import timedelta

    from badges.certificates import actions

    class Killed(BaseException):
        """As by the system, for want of memory: nothing of ours runs after it."""

    def die(_facts, **_more):
        raise Killed

    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    monkeypatch.setattr(actions, "render_pdf", die)
    file = CertificateFile.objects.get(language="en")
    at = now()
    for _try in range(actions.TRIES):
        with pytest.raises(Killed):
            actions.render_file(file.pk, on=at)
        at += timedelta(hours=2)
    file = actions.render_file(file.pk, on=at)
    assert file.set_aside_at == at
    assert "the process ended" in file.trouble


def test_a_message_that_comes_thrice_draws_once_and_counts_as_one_try(
    jonas, sampling_course, monkeypatch
):
    from badges.certificates import actions
    from badges.certificates.tasks import render_certificate

    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    file = CertificateFile.objects.get(language="en")
    drawn = []

    def draw(_facts, **_more):
        drawn.append(1)
        if len(drawn) == 1:
            # While the first worker is drawing, the message comes to others.
            for _time in range(actions.TRIES):
                render_certificate(file.pk)
        return b"%PDF"

    monkeypatch.setattr(actions, "render_pdf", draw)
    render_certificate(file.pk)
    assert len(drawn) == 1
    file.refresh_from_db()
    assert file.digest and file.set_aside_at is None


def test_who_died_while_drawing_is_followed_within_a_minute(jonas, sampling_course, monkeypatch):
    from datetime import timedelta

    from badges.certificates import actions

    class Killed(BaseException):
        """Nothing of ours runs after it."""

    def die(_facts, **_more):
        raise Killed

    at = now()
    finish(jonas, sampling_course, on=at)
    intake.take_in_waiting(on=at)
    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    file = CertificateFile.objects.get(language="en")
    with monkeypatch.context() as killing:
        killing.setattr(actions, "render_pdf", die)
        with pytest.raises(Killed):
            actions.render_file(file.pk, on=at, claims=True)
    monkeypatch.setattr(actions, "render_pdf", lambda _facts, **_more: b"%PDF")
    assert actions.render_file(file.pk, on=at + timedelta(seconds=5), claims=True).digest == ""
    later = at + timedelta(seconds=31)
    assert actions.render_file(file.pk, on=later, claims=True).digest


def test_who_wants_the_file_now_does_not_wait_for_a_worker(jonas, sampling_course, monkeypatch):
    from badges.certificates import actions

    at = now()
    finish(jonas, sampling_course, on=at)
    intake.take_in_waiting(on=at)
    monkeypatch.setattr(actions, "rendering_obstacle", lambda: "")
    monkeypatch.setattr(actions, "render_pdf", lambda _facts, **_more: b"%PDF")
    file = CertificateFile.objects.get(language="en")
    assert actions._begun(file, on=at, claims=True)
    assert actions.render_file(file.pk, on=at).digest


def test_a_changed_definition_makes_a_new_version_once_somebody_holds_the_badge(
    jonas, sampling_course
):
    from badges.awards.actions import define_achievement
    from badges.awards.models import Achievement

    finish(jonas, sampling_course, on=now())
    intake.take_in_waiting(on=now())
    held = Award.objects.get(person=jonas)
    changed = define_achievement(
        held.achievement.key,
        name={"lt": "Kitas vardas", "en": "Another name"},
        description=held.version.description,
        criteria=held.version.criteria,
        rule=held.version.rule,
        drawing=held.version.drawing,
        valid_months=None,
        on=now(),
    )
    assert changed.number == 2
    held.refresh_from_db()
    assert held.version.number == 1
    assert held.version.name["en"] == "Ready to follow a protocol"
    assert Achievement.objects.get(pk=held.achievement_id).in_force == changed
