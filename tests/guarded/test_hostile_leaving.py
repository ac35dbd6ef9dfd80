"""Hostile strings where they leave the site: in tables, answers to programs, badges, on paper, in letters.

Somebody of such a name answers a survey with it, asks to come into a run for it and is given a badge for
it; all through forms. Short form: some of the strings. With HOSTILE=long (`make hostile`) all of them.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from pypdf import PdfReader

from badges.awards.models import Achievement, Award
from badges.certificates.rendering import rendering_obstacle
from courses.enrolment.letters import send_letters
from courses.enrolment.models import Application, Run
from lms.accounts.digest_actions import send_digests
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.glyphs import missing_glyphs
from lms.common.spreadsheet import as_text
from tests.guarded.cast import Site
from tests.guarded.test_hostile_strings import LONG, SENT, faults_in, faults_in_mail, formulas
from tests.learning import begin
from tests.lms.api.test_measuring_tells_nothing import texts_in
from tests.lms.studio.test_achievements import TYPED as BADGE
from tests.lms.studio.test_matrix import RUN

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.by_target]

# Five make a survey's answers known; so many at once make fewer tables.
AT_ONCE = 20
STRINGS = [one.text for one in SENT] if LONG else [one.text for one in SENT[::13]]
# What a reason may be long.
MOST_REASON = 450


class Learners:
    """So many learners in the first course, each with a browser."""

    def __init__(self, site: Site, person: Any, client_for: Any) -> None:
        self.site, self.owner = site, site.clients["owner"]
        self.people = [person(f"hostile{n}", "A Name") for n in range(AT_ONCE)]
        for one in self.people:
            begin(one, site.course)
        self.clients = [client_for(one) for one in self.people]
        self.badge = Achievement.objects.get(key=site.own["given"])
        self.course = site.course.slug

    def studio(self, name: str, *ids: Any) -> str:
        return reverse(f"studio:{name}", args=[self.course, *ids])

    def is_given(self, one: User, reason: str, badge: Achievement | None = None) -> bool:
        at = self.studio("give-badge", (badge or self.badge).key)
        sent = {"who": one.pk, "reason": reason, "do": "give"}
        return bool(self.owner.post(at, sent).status_code == 302)

    def are_called(self, strings: list[str]) -> None:
        """Each takes one of them for a name, as far as names go."""
        for one, client, text in zip(self.people, self.clients, strings, strict=False):
            client.post("/en/me/profile/", {"full_name": text, "language": "en"})
            one.refresh_from_db()


@pytest.fixture
def learners(site: Site, person: Any, client_for: Any) -> Learners:
    return Learners(site, person, client_for)


def batches() -> Iterator[list[str]]:
    for at in range(0, len(STRINGS), AT_ONCE):
        yield STRINGS[at : at + AT_ONCE]


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


# --- tables, and answers to programs -------------------------------------------------------------


def tables(learners: Learners) -> dict[str, str]:
    """Every table that tells of people, as it is sent."""
    own, studio = learners.site.own, learners.studio
    found = {
        name: body_of(learners.owner.get(studio(name, *ids))).decode("utf-8-sig")
        for name, ids in {
            "people-table": (),
            "survey-table": (own["unit"], own["survey"]),
            "recipients-table": (own["given"],),
        }.items()
    }
    audit = reverse("administration:audit-table")
    return found | {
        "audit-table": body_of(learners.site.clients["administrator"].get(audit)).decode()
    }


def test_no_table_holds_a_formula_and_programs_are_told_what_was_kept(learners: Learners) -> None:
    site, faults, named = learners.site, [], 0
    unit = f"/en/courses/{learners.course}/units/{site.own['unit']}"
    door = f"/en/courses/{learners.course}/runs/{site.own['door']}/join/"
    for strings in batches():
        with transaction.atomic():
            learners.are_called(strings)
            for one, client, text in zip(learners.people, learners.clients, strings, strict=False):
                client.post(f"{unit}/survey/{site.own['survey']}/", {"s-more": text})
                client.post(door, {"said": text, "moves": "1"})
                learners.is_given(one, text)
                named += one.full_name != "A Name"
                told = {
                    name: json.loads(body_of(client.get(reverse(f"api:{name}"))))
                    for name in ("me", "enrolments", "awards", "passport")
                }
                if told["me"]["full_name"] != one.full_name:
                    faults.append(f"me: {told['me']} is not called {one.full_name!r}")
            for name, table in tables(learners).items():
                faults += [f"{name}: a formula: {cell!r:.60}" for cell in formulas(table)]
                cells = {cell for line in csv.reader(io.StringIO(table)) for cell in line}
                # The last batch is shorter, and whoever is not called keeps the name of the one before it.
                for one in learners.people[: len(strings)]:
                    is_told = name == "people-table" or (
                        name == "recipients-table" and one.awards.exists()
                    )
                    if is_told and as_text(one.full_name) not in cells:
                        faults.append(f"{name} lacks {one.full_name!r}")
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    assert named > len(STRINGS) / 2


# --- badges --------------------------------------------------------------------------------------


def faults_of(award: Award, client: Any) -> Iterator[str]:
    """What is wrong with the files of a badge, and with the page for whoever verifies it."""
    for language in ("lt", "en"):
        files = {
            form: body_of(
                client.get(reverse("badges:badge-file", args=[award.uid, language, form]))
            )
            for form in ("json", "svg")
        }
        # Whose it is stands in it as a hash alone.
        if not any(award.given_reason in one for one in texts_in(json.loads(files["json"]))):
            yield f"{language} JSON lacks {award.given_reason!r}"
        tags = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(files["svg"]).iter()}
        if strange := tags & {"script", "foreignObject", "image", "a", "iframe", "style", "use"}:
            yield f"{language} SVG holds {strange}"
    for at in (f"/en/v/{award.code}/", reverse("badges:badge", args=[award.uid])):
        yield from (f"{at}: {one}" for one in faults_in(client.get(at, follow=True)))


def test_a_badge_says_what_was_kept_and_runs_nothing(learners: Learners) -> None:
    faults, given = [], 0
    for strings in batches():
        with transaction.atomic():
            learners.are_called(strings)
            for one, client, text in zip(learners.people, learners.clients, strings, strict=False):
                if learners.is_given(one, text):
                    given += 1
                    award = one.awards.get()
                    faults += [f"{text!r:.60}: {told}" for told in faults_of(award, client)]
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    assert given > len(STRINGS) / 2


def groups(strings: list[str]) -> Iterator[list[str]]:
    """As many as go into one reason."""
    group: list[str] = []
    for text in strings:
        if group and len(" ".join([*group, text])) > MOST_REASON:
            yield group
            group = []
        group.append(text)
    yield group


def plain(text: str) -> str:
    """What every font has, and no line break parts; without the marks on letters."""
    text = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in text if "!" <= sign <= "~" and sign != "-")


def faults_on_paper(content: bytes, told: list[str]) -> Iterator[str]:
    """What a PDF does besides being read, and what of these texts it lacks."""
    reader = PdfReader(BytesIO(content))
    printed = plain("".join(page.extract_text() for page in reader.pages))
    yield from (f"lacks {text!r}" for text in told if plain(text) not in printed)
    strange = {"/OpenAction", "/AA"} & {*reader.trailer["/Root"]}
    names = reader.trailer["/Root"].get("/Names", {})
    if strange := strange | {"/JavaScript"} & {*names}:
        yield f"holds {strange}"
    for page in reader.pages:
        for link in page.get("/Annots", []):
            to = str(link.get_object()["/A"])
            if "evil.example" in to or "/URI" not in to:
                yield f"a link: {to}"


@pytest.mark.skipif(rendering_obstacle() is not None, reason="there is no PDF")
def test_a_badge_on_paper_says_it_too(learners: Learners) -> None:
    faults, printed = [], 0
    kept = [one for one in STRINGS if 0 < len(one.strip()) <= MOST_REASON]
    one, client = learners.people[0], learners.clients[0]
    for group in groups(kept):
        with transaction.atomic():
            called = next((text for text in group if text.isprintable()), "A Name")
            learners.are_called([called])
            if not missing_glyphs(one.full_name) and learners.is_given(one, " ".join(group)):
                printed += 1
                award = one.awards.get()
                at = reverse("badges:badge-pdf", args=[award.uid, "en"])
                told = [award.recipient_name, award.given_reason]
                found = faults_on_paper(body_of(client.get(at)), told)
                faults += [f"{group!r:.80}: {it}" for it in found]
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    assert printed > 2


# --- letters -------------------------------------------------------------------------------------


def test_letters_have_one_receiver_headers_of_one_line_and_no_markup(learners: Learners) -> None:
    faults, sent = [], 0
    one, client, owner = learners.people[0], learners.clients[0], learners.owner
    for text in STRINGS:
        with transaction.atomic():
            mail.outbox = []
            learners.are_called([text])
            named = {"name_lt": text, "name_en": text}
            made = owner.post(learners.studio("new-run"), {**RUN, **named, "policy": "approval"})
            if made.status_code == 302:
                run = Run.objects.latest("pk")
                door = f"/en/courses/{learners.course}/runs/{run.pk}/join/"
                client.post(door, {"said": text, "moves": "1"})
                asked = Application.objects.get(run=run)
                answer = {"who": asked.pk, "do": "decline", "reason": f"x {text}"}
                owner.post(learners.studio("answer-run", run.pk), answer)
                invited = {"addresses": "new@example.org"}
                owner.post(learners.studio("invite-to-run", run.pk), invited)
            by_hand = {**BADGE, **named, "how": "given", "part": ["", "", ""]}
            if owner.post(learners.studio("new-achievement"), by_hand).status_code == 302:
                learners.is_given(one, f"x {text}", Achievement.objects.latest("pk"))
            send_letters()
            send_digests(on=now() + timedelta(days=1))
            sent += len(mail.outbox)
            faults += [f"{text!r:.60}: {told}" for told in faults_in_mail()]
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    # Of most an answer, an invitation and the news of the badge.
    assert sent > 2 * len(STRINGS)
