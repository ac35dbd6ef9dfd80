"""Hostile authors: what they wrote is shown as they wrote it, wherever it is shown, and never runs."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from badges.awards.models import Achievement, Award
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import submit
from courses.content.actions.drafting import Typed, add_block, save_texts
from courses.content.actions.publishing import publish, unpublish
from courses.content.actions.surveying import add_question
from courses.content.drafting import places_of
from courses.content.models import Course
from courses.content.queries import working_of
from courses.progress.actions import count_unit
from courses.progress.models import How
from lms.accounts.actions import share_passport
from lms.accounts.models import User
from lms.common.clock import now
from tests.learning import begin, finish, item_of, open_attempt, read, right_answers
from tests.lms.studio.test_achievements import TYPED as BADGE
from tests.lms.studio.test_hostile_forms import EVALUATED, EVIL, SHORT, running_in
from tests.packages import pair, sampling
from tests.walking import patterns

pytestmark = pytest.mark.sweep


@pytest.fixture
def hostile(teach, ieva, vytas, person, client_for) -> tuple[Course, User]:
    """A course whose every text is markup, learned by somebody whose name is."""
    package = sampling()
    course = package.course
    for name in ("title", "summary", "description", "can_be_asked"):
        course[name] = pair(EVIL, EVIL)
    course |= {"outcomes": [pair(EVIL, EVIL)], "licence": SHORT}
    for module in package.modules:
        module["title"] = pair(EVIL, EVIL)
        for unit in module["units"]:
            unit |= {"title": pair(EVIL, EVIL), "summary": pair(EVIL, EVIL)}
            for line, text in unit["blocks"].items():
                unit["blocks"][line] = pair(*(f"{text[code]}\n\n{EVIL}" for code in ("lt", "en")))
    package.unit("first")["blocks"]["::: callout note"] = pair(
        f"# {EVIL}\n\n{EVIL}", f"# {EVIL}\n\nx"
    )
    for item in package.items:
        item |= {"prompt": pair(EVIL, EVIL), "explanation": pair(EVIL, EVIL), "class": SHORT}
        for option in item["options"]:
            key = option["key"]
            option["text"] = option["feedback"] = pair(f"{key} {EVIL}", f"{key} {EVIL}")
    package.items.append(
        {
            "key": "t1",
            "kind": "text",
            "prompt": pair(EVIL, EVIL),
            "accept": {"lt": ["imtis"], "en": ["sample"]},
            "explanation": pair(EVIL, EVIL),
        }
    )
    quiz = package.unit("second")["blocks"]
    quiz["::: quiz settle items=q1,q2,q3,t1 preset=check"] = quiz.popitem()[1]
    made = teach(package)
    lead = client_for(ieva)
    evil = {name: SHORT for name in BADGE if name.partition("_")[2] in ("lt", "en")}
    lead.post(f"/en/studio/courses/{made.slug}/achievements/new/", {**BADGE, **evil})
    lead.post(
        f"/en/studio/courses/{made.slug}/roles/invite/",
        {"email": '"<script>alert(1)</script>"@example.org', "role": "author"},
    )
    ona = person("evil", EVIL[:120])
    finish(ona, made, on=now())
    take_in_waiting(on=now())
    share_passport(ona, shared=True)
    jonas = begin(person("evil2", SHORT), made)
    read(jonas, made, "first")
    by = {"by": ieva, "on": now()}
    attempt = open_attempt(jonas, made, "second")
    asked = str(made.bank.items.get(key="t1").uid)
    submit(
        attempt, on=now(), answers={**right_answers(attempt), asked: {"typed": SHORT}}, sequence=1
    )
    open_attempt(jonas, made, "second")
    count_unit(jonas, item_of(made, "extra").unit_id, how=How.OVERRIDE, reason=EVIL, **by)
    # A second release, with a note; and a third being written.
    first = made.units.get(key="first")
    place = f"{working_of(first).blocks[0]['uid']}.text"
    save_texts(first, "en", {"title": Typed(f"Two {EVIL}", 0), place: Typed(EVIL, 0)}, **by)
    publish(made, change_note=EVIL, **by)
    for kind in (*NAMED, "callout", "check"):
        block = add_block(first, kind, after="", **by)
        names = NAMED.get(kind, ("text",))
        if kind == "survey":
            add_question(first, block, "scale", **by)
            names = [one.partition(".")[2] for one in places_of(working_of(first).blocks[0])]
        for code in ("lt", "en"):
            save_texts(first, code, {f"{block}.{one}": Typed(EVIL, 0) for one in names}, **by)
        if kind == "file":
            file = SimpleUploadedFile(f"{SHORT}.csv", b"a,b\n1,2\n")
            address = reverse("studio:block", args=[made.slug, first.uid, block])
            assert (
                "warning" not in lead.post(address, {"do": "file", "file": file}, follow=True).text
            )
    save_texts(first, "lt", {"title": Typed(f"Three {EVIL}", 0)}, **by)
    return made, ona


# The texts of blocks that have more than one.
NAMED: dict[str, tuple[str, ...]] = {
    "image": ("alt", "caption"),
    "file": ("title", "about"),
    "video": ("title", "about", "captions"),
    "embed": ("title", "about"),
    "survey": ("title",),
    "self-rating": ("title", "about"),
}


def shown_by(client: Any, addresses: list[str], faults: list[str]) -> int:
    """How many pages showed what was written; what in them would run is added to the faults."""
    count = 0
    for address in addresses:
        page = client.get(address)
        if page.status_code >= 500 or (running := running_in(page)):
            faults.append(f"{address}: {page.status_code} {running}")
        count += not page.streaming and b"alert(1)" in page.content
    return count


def test_nothing_that_was_written_runs_on_any_page(hostile, ieva, vytas, client_for):
    course, ona = hostile
    enrolments = course.runs.get().enrolments
    own, jonas = enrolments.get(person=ona), enrolments.exclude(person=ona).get()
    attempt = own.attempts.get()
    second = course.units.get(key="second")
    quiz = next(one for one in working_of(second).blocks if one["kind"] == "quiz")
    award, certificate = (
        Award.objects.filter(person=ona).first(),
        Certificate.objects.get(enrolment=own),
    )
    known: dict[str, list[Any]] = {
        "slug": [course.slug],
        "uid": [course.units.get(key="first").uid, second.uid, attempt.uid, award.uid,
                *(one.uid for one in jonas.attempts.all()),
                course.bank.items.first().uid],
        "block": [quiz["uid"]],
        "code": ["C1", certificate.code, ona.passport_code],
        "pk": [own.pk, jonas.pk],
        "key": [Achievement.objects.get(course=course).key],
        "number": [1],
        "language": [],
        "name": [],
    }  # fmt: skip
    addresses = set()
    for name, ids in patterns():
        if not ids <= set(known) or "logout" in name or not all(known[one] for one in ids):
            continue
        for varied in sorted(ids) or [""]:
            for value in known.get(varied, [""]):
                chosen = {one: known[one][0] for one in ids} | ({varied: value} if varied else {})
                addresses.add(reverse(name, kwargs=chosen))
    look = reverse("studio:preview", args=[course.slug])
    addresses |= {f"{look}?width=phone", f"{look}?release=1"}
    addresses |= {f"{one}?width=phone" for one in addresses if "/preview/" in one}
    base = reverse("studio:outline", args=[course.slug])
    addresses |= {f"{base}?open=u-{known['uid'][0]}", f"{base}?open=m-start"}
    faults: list[str] = []
    pages = sorted(addresses)
    assert shown_by(client_for(ieva), pages, faults) > 30
    assert shown_by(client_for(ona), pages, faults) > 15
    assert shown_by(client_for(jonas.person), pages, faults) > 15
    assert shown_by(client_for(), pages, faults) > 6
    unpublish(course, by=ieva, on=now(), reason=EVIL)
    tables = []
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        tables.append(reverse(f"{label}_changelist"))
        tables += [reverse(f"{label}_change", args=[row.pk]) for row in model.objects.all()[:3]]
    assert shown_by(client_for(vytas), tables, faults) > 30
    assert not faults, "\n".join(faults)


def test_a_certificate_prints_what_was_written_as_it_was_written(hostile, client_for):
    _course, ona = hostile
    code = Certificate.objects.get(enrolment__person=ona).code
    pdf = client_for(ona).get(reverse("badges:certificate", args=[code, "lt"]))
    content = b"".join(pdf.streaming_content) if pdf.streaming else pdf.content
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "<script>alert(1)</script>" in printed.replace(" ", "").replace("\n", "")
    assert EVALUATED not in printed
