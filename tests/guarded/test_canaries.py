"""What is told to nobody but a few: looked for in every answer to everybody else.

Looked for are keys of letters and links, what people are known by, what they and authors wrote for some
eyes only, and what is right of items that are not answered. Looked through are pages, what is shown after
a form was taken or refused, answers to programs, and files, which are opened.

Short form: each address is asked by a few, by turns. With HOSTILE=long (`make hostile`) by everybody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from courses.banks.models import Item
from courses.calibration.models import SittingItem
from courses.content.actions.drafting import Typed, save_texts
from courses.content.models import RoleInvitation, Unit
from courses.enrolment.models import Enrolment
from lms.accounts.models import ApiToken, User
from lms.common.clock import now
from lms.hub.models import NewsItem
from tests.guarded import ways
from tests.guarded.asking import Asked, ask, rows
from tests.guarded.cast import COURSE_STAFF, ROLES, Site
from tests.guarded.table import EDITORS, PAGES
from tests.lms.api.test_matrix import ROUTES as API
from tests.lms.studio.test_matrix import ROUTES as STUDIO
from tests.lms.studio.test_matrix import autosave, filled

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.once]

LONG = os.environ.get("HOSTILE") == "long"
# How many ask each address in the short form.
A_FEW = 2
NOBODY: frozenset[str] = frozenset()
ADMINISTRATOR = frozenset({"administrator"})
LOOKS = ADMINISTRATOR | {*COURSE_STAFF}
SEES_PEOPLE = LOOKS - {"viewer"}


@dataclass(frozen=True)
class Canary:
    """A text that stands nowhere else, what it is, and who may be told.

    opens: the key of a letter on whose page it is told to whoever has that.
    """

    text: str
    word: str
    may: frozenset[str] = NOBODY
    opens: str = ""

    def is_known_at(self, address: str) -> bool:
        """Whether who asks for this address knows it, or may."""
        return self.text in address or bool(self.opens and self.opens in address)


# --- what is looked for --------------------------------------------------------------------------


def keys(site: Site) -> Iterator[Canary]:
    """What opens something: for who has it in a letter or an address, or for nobody at all."""
    named = ("confirm_key", "reset_key", "address_key", "off_key", "interest", "parent_code")
    for name in named:
        yield Canary(str(site.own[name]), name)
    yield Canary(site.own["run_code"], "the link of a run", LOOKS)
    for user in User.objects.exclude(password=""):
        yield Canary(user.password, f"the password of {user.email}")
        yield Canary(user.session_salt, f"the salt of {user.email}")
    for token in ApiToken.objects.all():
        yield Canary(token.digest, "a token")
    for role, client in site.clients.items():
        if role not in ("anonymous", "suspended"):
            yield Canary(client.session.session_key, f"the session of {role}")
    yield Canary(settings.SECRET_KEY, "the key of the site")


def letters(site: Site) -> dict[str, str]:
    """The key of the letter that was sent to an address, or about it."""
    own = site.own
    told = {"fresh": "confirm_key", "moved": "address_key", "child": "parent_code"}
    told |= {"parent": "parent_code", "wisher": "interest"}
    return {f"{first}@example.org": str(own[key]) for first, key in told.items()}


def people(site: Site) -> Iterator[Canary]:
    """Addresses, and names of those who have shown nothing to everybody."""
    sent = letters(site)
    roles = {one.pk: role for role, one in site.people.items() if one}
    taught = {site.course.pk: SEES_PEOPLE, site.other.pk: frozenset({"elsewhere"})}
    for user in User.objects.all():
        may = ADMINISTRATOR | {roles[user.pk]} if user.pk in roles else ADMINISTRATOR
        for course in Enrolment.objects.filter(person=user).values_list("run__course", flat=True):
            may |= taught[course]
        if roles.get(user.pk) == "learner":
            # He has asked to come into a run.
            may |= SEES_PEOPLE
        if roles.get(user.pk) in (*COURSE_STAFF, "elsewhere"):
            # Who teaches is named on the pages of the course.
            may |= LOOKS
        opens = sent.pop(user.email, "")
        yield Canary(user.email, f"the address of {user.email}", may, opens)
        if user.full_name and roles.get(user.pk) not in ("other", "owner", "elsewhere"):
            yield Canary(user.full_name, f"the name of {user.email}", may)
    for invited in RoleInvitation.objects.all():
        yield Canary(invited.email, "an invited address", LOOKS)
    for address, opens in sent.items():
        yield Canary(address, "an address that is nobody's yet", ADMINISTRATOR, opens)


SAID, ANSWERED, PLANNED = "zqxsaid", "zqxanswered", "zqxplanned"
DRAFT, NEWS = "zqxdraft", "zqxnews"
TYPED = (
    Canary(SAID, "why somebody would like to come in", SEES_PEOPLE | {"learner"}),
    Canary(ANSWERED, "an answer in a survey", frozenset({"enrolled"})),
    Canary(PLANNED, "a plan", frozenset({"enrolled"})),
    Canary(DRAFT, "a draft", LOOKS),
    Canary(NEWS, "news that are not out", EDITORS),
)


def typed(site: Site) -> None:
    """Put these words where they are typed."""
    own, slug = site.own, site.course.slug
    unit = f"/en/courses/{slug}/units/{own['unit']}"
    for role, at, data in (
        ("learner", f"/en/courses/{slug}/runs/{own['door']}/join/", {"said": SAID}),
        ("enrolled", f"{unit}/survey/{own['survey']}/", {"s-more": ANSWERED}),
        ("enrolled", f"/en/results/{own['measured_result']}/plan/", {"text": PLANNED}),
    ):
        answer = site.clients[role].post(at, data)
        assert answer.status_code == 302, (at, answer.status_code)
    author = site.people["owner"]
    assert author is not None
    unwritten = Unit.objects.get(uid=own["typed_unit"])
    save_texts(unwritten, "en", {"title": Typed(DRAFT, 0)}, by=author, on=now())
    NewsItem.objects.filter(slug=own["draft_news"]).update(body={"en": NEWS, "lt": NEWS})


def truths(site: Site) -> Iterator[Canary]:
    """Why it is so: of questions in a quiz, and of items that nobody who is measured has met."""
    for key in ("q1", "q2", "q3"):
        may = LOOKS | {"enrolled", "other"}
        yield Canary(f"It is so because of {key}.", "what is right in a quiz", may)
    met = SittingItem.objects.filter(sitting__enrolment__person=site.people["enrolled"])
    held = Item.objects.filter(bank=site.other.bank, pool="held-out")
    for item in held.exclude(versions__in=met.values("item_version")):
        why = f"It is so because of {item.key}."
        yield Canary(why, "what is right of a held-out item", ADMINISTRATOR | {"elsewhere"})
    may = LOOKS
    yield Canary("It is so because of leaf.", "what is right of a held-out item", may)


# --- where it is looked for ----------------------------------------------------------------------


def said_in(got: Asked) -> str:
    """All that an answer tells: its headers, where it led on the way, and its text, however packed."""
    kind, body = got.answer.headers.get("Content-Type", ""), got.body
    way = [*got.answer.headers.values(), *map(str, getattr(got.answer, "redirect_chain", ()))]
    return "\n".join([*way, text_of(body, kind)])


def text_of(body: bytes, kind: str = "") -> str:
    if body.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(body)) as packed:
            return "\n".join(
                [*packed.namelist(), *(text_of(packed.read(one)) for one in packed.namelist())]
            )
    if body.startswith(b"%PDF"):
        read = PdfReader(BytesIO(body))
        attached = [one for files in read.attachments.values() for one in files]
        return "\n".join(
            [
                str(read.metadata),
                *(page.extract_text() for page in read.pages),
                *map(text_of, attached),
            ]
        )
    text = body.decode("utf-8", "replace")
    if "json" in kind and body:
        return json.dumps(json.loads(text), ensure_ascii=False)
    return unescape(text) if "ml" in kind else text


def posts(name: str, site: Site) -> Iterator[tuple[str, Any, str]]:
    """(method, what is sent, its type): what the tables say is taken, and what is refused."""
    space, _colon, short = name.rpartition(":")
    if space == "api":
        for method, _roles, body in API[short].writes:
            sent = b"" if body is None else json.dumps(body).encode()
            yield method, sent, "application/json"
        yield "POST", b"{}", "application/json"
    elif space == "studio":
        route = STUDIO[short]
        if short == "draft":
            yield "POST", autosave(None)["data"], "application/json"  # type: ignore[arg-type]
        elif route.body:
            yield "POST", {"package": SimpleUploadedFile("course.zip", b"PK")}, ""
        elif route.posted:
            yield "POST", filled(route.posted, site.own), ""
        yield "POST", {}, ""
    else:
        if (row := PAGES.get(name)) and (sent := row.posted or row.typed):
            yield "POST", filled(sent, site.own), ""
        yield "POST", {}, ""


def asked(site: Site) -> Iterator[tuple[str, str, str]]:
    """(role, name, address): who asks what."""
    some = [one for one in ROLES if one != "suspended"]
    for place, (name, at) in enumerate((*ways.pages(site), *ways.studio(site), *ways.api(site))):
        turns = [some[(place * A_FEW + step) % len(some)] for step in range(A_FEW)]
        for role in ROLES if LONG else turns:
            yield role, name, at
    # Nobody else finds these (test_administration.py).
    for name, at in ways.administration(every=1 if LONG else 5):
        yield "administrator", name, at


def test_nobody_is_told_what_is_not_for_them(site: Site) -> None:
    typed(site)
    canaries = [*keys(site), *people(site), *TYPED, *truths(site)]
    assert len(canaries) > 120
    before, found, seen = rows(), [], set()
    for role, name, at in asked(site):
        looked_for = [one for one in canaries if not one.is_known_at(at)]
        for method, sent, kind in (("GET", None, ""), *posts(name, site)):
            more: dict[str, Any] = {"content_type": kind} if kind else {"follow": True}
            got = ask(site.clients[role], method, at, sent, keeps=False, **more)
            said = said_in(got)
            for one in [one for one in looked_for if one.text in said]:
                seen.add(one)
                if role not in one.may:
                    found.append(f"{role} {method} {name} {got.status}: {one.word}")
    assert not found, "\n".join(found)
    # The walk comes by where they are told, to those who may be.
    assert len(seen) > 20
    told = {one.word for one in seen}
    assert not LONG or told >= {one.word for one in (*TYPED, *truths(site))}
    assert rows() == before


def test_whatever_is_packed_is_looked_through() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("zqxname.json", json.dumps({"said": "Ačiū &amp; <b>"}))
    assert "zqxname.json" in text_of(packed.getvalue())
    assert "Ačiū" in text_of(b'{"a": "A\\u010di\\u016b"}', "application/json")
    assert 'a "b"' in text_of(b"<p>a &quot;b&quot;</p>", "text/html")
