"""One site with something of everything in it, and everybody who may come to it."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.contrib.auth.tokens import default_token_generator
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)
from PIL import Image

from badges.awards.actions import share_award
from badges.awards.models import Award
from badges.awards.signing_actions import sign_badges
from badges.certificates.models import Certificate
from badges.certificates.signing_actions import sign_certificates
from badges.credentials.models import SignedCredential, StatusList
from badges.intake.actions import take_in_waiting
from courses.calibration.actions import answer_item, open_sitting, practise_next
from courses.content.actions.announcing import announce_course
from courses.content.actions.courses import create_course
from courses.content.actions.roles import give_role
from courses.content.models import Course, CourseFile, Picture, Release
from courses.enrolment.actions import ask_by_address
from courses.enrolment.interests import key_of
from lms.accounts.actions import share_passport
from lms.accounts.address_actions import ask_new_address, key_of_change
from lms.accounts.consent_actions import ask_parent
from lms.accounts.mail_off import off_link
from lms.accounts.models import ApiToken, SiteRole, User
from lms.accounts.token_actions import make_token
from lms.common.clock import now
from lms.hub.actions import load_texts
from lms.hub.models import NewsItem
from tests.calibrations import block_in, measuring, sit
from tests.learning import answer, begin, finish, item_of, open_attempt, outline_in_force, read
from tests.lms.studio.test_achievements import TYPED as BADGE
from tests.lms.studio.test_matrix import given_things, of_the_site, things_of, with_more
from tests.packages import Package, pair, reading
from tests.runs import day_from_now, run_of

# Whoever comes. "enrolled" learns in both courses, "other" has finished the first and learns in the
# second; "owner", "author", "marker" and "viewer" have roles in the first, "elsewhere" owns the second.
LEARNERS = ("learner", "enrolled", "other")
COURSE_STAFF = ("viewer", "marker", "author", "owner")
SIGNED_IN = (*LEARNERS, *COURSE_STAFF, "elsewhere", "editor", "administrator")
ROLES = ("anonymous", "suspended", *SIGNED_IN)


def with_everything(slug: str) -> Package:
    """The small course with a picture, a file and a film, a survey, and an exercise that measures."""
    package = with_more(slug)
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "#3a6ea5").save(drawn, "PNG")
    package.pictures = {"leaf.png": drawn.getvalue()}
    package.files["sheet.csv"] = b"species,count\nsparrow,3\n"
    package.unit("first")["blocks"] |= {
        "::: image leaf src=leaf.png": pair("alt: Lapas", "alt: A leaf"),
        "::: file sheet src=sheet.csv": pair("# Lapas", "# A sheet"),
    }
    package.modules[0]["units"].append(reading("fourth", required="false"))
    return package


@dataclass
class Site:
    """people and clients: by role.  own: the things that addresses are of, by name.  foreign: such
    things with another parent."""

    course: Course
    other: Course
    people: dict[str, User | None]
    clients: dict[str, Any]
    own: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)


def make_site(teach: Any, person: Any, client_for: Any, cast: dict[str, User]) -> Site:
    """The site before anybody comes. cast: the people of the tests, by first name."""
    ieva, rasa, ona, birute = (cast[one] for one in ("ieva", "rasa", "ona", "birute"))
    load_texts(now())
    course = teach(with_everything("sampling"))
    other = teach(measuring(), rasa)
    client_for(ieva).post(f"/en/studio/courses/{course.slug}/achievements/new/", BADGE)
    people: dict[str, User | None] = {
        "anonymous": None,
        "learner": cast["jonas"],
        "enrolled": ona,
        "other": birute,
        "owner": ieva,
        "elsewhere": rasa,
        "administrator": cast["vytas"],
        "editor": person("editor", "Eglė Redaktorė", SiteRole.HUB_EDITOR),
        "suspended": person("shut", role=SiteRole.ADMINISTRATOR),
    }
    own: dict[str, Any] = {}
    for role in ("viewer", "marker", "author"):
        people[role] = person(role)
        own["role"] = give_role(course, people[role], role, by=ieva, reason="x", on=now()).pk
    shut = people["suspended"]
    assert shut is not None
    User.objects.filter(pk=shut.pk).update(suspended_at=now())
    own |= things_of(course, ieva, person("halfway", "Halfway"), "one@example.org")
    own |= learnt(course, other, ona, birute) | around(course, ieva, ona, birute, person)
    own |= given_things(course, birute) | of_the_site(cast["vytas"], birute)
    share_award(Award.objects.get(uid=own["award"]), shared=True, on=now())
    sign_badges(on=now())
    site = Site(course, other, people, {one: client_for(who) for one, who in people.items()}, own)
    site.foreign = foreign(site)
    for role, client in site.clients.items():
        # The day of a session is written once; that is no matter of the page that is asked for.
        if role != "suspended":
            client.get("/en/about/")
    return site


def learnt(course: Course, other: Course, ona: User, birute: User) -> dict[str, Any]:
    """What Ona has under way, and what Birutė has to show."""
    enrolment = begin(ona, course)
    read(enrolment, course, "first")
    done = answer(enrolment, course, "second", right=1)
    attempt = open_attempt(enrolment, course, "second")
    hers, others = begin(ona, other), begin(birute, other)
    sit(hers, other, "practice", size=4)
    result = sit(hers, other).results.get()
    exercise = outline_in_force(other), item_of(other, "second"), block_in(other)
    practice = open_sitting(hers, *exercise, phase="practice", on=now())
    answer_item(practice, 0, None, cannot_tell=True, on=now())
    practise_next(practice, on=now())
    sit(others, other, "practice", size=4)
    finish(birute, course, on=now())
    take_in_waiting(on=now())
    sign_badges(on=now())
    sign_certificates(on=now())
    share_passport(birute, shared=True)
    birute.refresh_from_db()
    certificate = Certificate.objects.get(person=birute)
    award = Award.objects.filter(person=birute).order_by("pk").first()
    assert award is not None
    return {
        "open_attempt": attempt.uid,
        "done_attempt": done.uid,
        "asked": attempt.responses.first().item_version.item.uid,
        "leaves": other.slug,
        "read_unit": item_of(other, "first").uid,
        "measured_unit": item_of(other, "second").uid,
        "measured_block": exercise[2],
        "open_sitting": practice.uid,
        "measured_result": result.uid,
        "item_number": 2,
        "certificate": certificate.code,
        "award": award.uid,
        "award_code": award.code,
        "award_key": award.achievement.key,
        "award_number": award.version.number,
        "passport": birute.passport_code,
    }


def around(course: Course, ieva: User, ona: User, birute: User, person: Any) -> dict[str, Any]:
    """What is beside learning: news, tokens, passkeys, letters, pictures, a run with a link."""
    token, _text = make_token(
        ona, name="Mine", scope=ApiToken.Scope.WRITE, valid_until=day_from_now(30), on=now()
    )
    passkey = WebAuthn.add(ona, "Key", a_passkey()).instance
    news, draft = (
        NewsItem.objects.create(
            slug=slug, title=pair(slug, slug), body=pair("T", "T"), published_at=at
        )
        for slug, at in (("opened", now()), ("coming", None))
    )
    fresh, halfway = person("fresh"), User.objects.get(email="halfway@example.org")
    ask_new_address(halfway, "moved@example.org")
    child = person("child")
    asked = ask_parent(child, "parent@example.org", on=now())
    share_award(Award.objects.filter(person=birute).order_by("pk")[0], shared=True, on=now())
    signed = SignedCredential.objects.filter(award__person=birute).exclude(document="").first()
    assert signed is not None
    address = EmailAddress.objects.get(user=fresh)
    address.verified = False
    address.save()
    link = run_of(course, ieva, policy="link")
    approved = run_of(course, ieva, policy="approval")
    return {
        "slug": course.slug,
        "course": course.uid,
        "picture": Picture.objects.get(course=course).file.rpartition("/")[2],
        "file": CourseFile.objects.filter(course=course, key="sheet.csv")
        .values_list("file", flat=True)
        .get()
        .rpartition("/")[2],
        "film_file": CourseFile.objects.filter(course=course, key="film.webm")
        .values_list("file", flat=True)
        .get()
        .rpartition("/")[2],
        "language": "en",
        "form": "json",
        "competency": "C1",
        "news": news.slug,
        "draft_news": draft.slug,
        "hub_page": "about",
        "principle": 1,
        "door": approved.pk,
        "run_code": link.link_code,
        "token": token.pk,
        "passkey": passkey.pk,
        "off_key": off_link(birute).rstrip("/").rpartition("/")[2],
        "address_key": key_of_change(halfway),
        "parent_code": asked.code,
        "handed_out": signed.code,
        "status_list": StatusList.objects.values_list("code", flat=True).first(),
        **announced(ieva),
        "confirm_key": EmailConfirmationHMAC(address).key,
        "reset_uid": user_pk_to_url_str(fresh),
        "reset_key": default_token_generator.make_token(fresh),
        "nothing": "nothing",
        "one": 1,
    }


def announced(ieva: User) -> dict[str, Any]:
    """A course that is told of before it can be learnt in, and a wish to be told."""
    coming = create_course(pair("Ateis", "Coming"), languages=["lt", "en"], by=ieva, on=now())
    Release.objects.filter(course=coming).update(summary=pair("Trumpai.", "In short."))
    coming = announce_course(coming, by=ieva, on=now())
    wish = ask_by_address(coming, "wisher@example.org", language="en", on=now())
    assert wish is not None
    return {"announced": coming.slug, "interest": key_of(wish)}


def a_passkey() -> dict[str, Any]:
    """What a browser sends of a passkey that it has made."""
    key = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid.NONE, b"passkey", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, made)
    told = {"type": "webauthn.create", "challenge": "AAAA", "origin": "https://testserver"}
    return {
        "id": websafe_encode(b"passkey"),
        "rawId": websafe_encode(b"passkey"),
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(told).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }


def foreign(site: Site) -> dict[str, Any]:
    """Things of the same kinds that belong somewhere else."""
    own = site.own
    return {
        "slug": own["leaves"],
        "leaves": own["slug"],
        "unit": own["read_unit"],
        "typed_unit": own["read_unit"],
        "quiz_unit": own["measured_unit"],
        "read_unit": own["unit"],
        "measured_unit": own["quiz_unit"],
        "quiz": own["measured_block"],
        "survey": own["measured_block"],
        "film": own["survey"],
        "calibration": own["measured_block"],
        "measured_block": own["quiz"],
        "course": site.other.uid,
        "asked": own["item"],
    }
