"""What every answer keeps, whatever is asked, however it ends: tokens, headers, ways that stay at home."""

import logging
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.pages.demo_cast import PASSWORD
from tests.guarded import ways
from tests.guarded.asking import ask, rows
from tests.guarded.cast import Site

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.once]

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# One press in a letter program comes without a token of ours: the address itself is signed (RFC 8058).
SIGNED_ITSELF = {"mail-off", "pages:interest"}
AWAY = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "https:///evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "/lt/\r\nSet-Cookie: a=b",
)
NAMES = ("next", "redirect", "redirect_to", "return_to", "url", "back", "to", "came_from")


def bearer_of_tokens(one: User | None) -> Client:
    """A browser whose forms are looked at as closely as anybody's."""
    assert one is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(one)
    return client


def test_nothing_is_done_for_a_form_from_elsewhere(site: Site) -> None:
    faults = []
    asked = {
        "administrator": [*ways.pages(site), *ways.administration(every=7)],
        "owner": [*ways.studio(site)],
        "enrolled": [*ways.api(site)],
    }
    clients = {role: bearer_of_tokens(site.people[role]) for role in asked}
    before = rows()
    for role, addresses in asked.items():
        client = clients[role]
        for place, (name, address) in enumerate(addresses):
            if name in SIGNED_ITSELF:
                continue
            for method in ("POST", UNSAFE[place % len(UNSAFE)]):
                got = ask(client, method, address, content_type="application/json")
                # What takes no such method at all may say so first.
                if got.status not in (403, 405) or got.wrote.statements:
                    faults.append(f"{role} {method} {name}: {got.status} {got.wrote.statements}")
    stranger = Client(enforce_csrf_checks=True)
    for name, address in ways.pages(site):
        got = ask(stranger, "POST", address, {"shared": "yes"})
        if name not in SIGNED_ITSELF and (got.status != 403 or got.wrote.statements):
            faults.append(f"anonymous POST {name}: {got.status} {got.wrote.statements}")
    assert not faults, "\n".join(faults)
    assert rows() == before


def faults_of_headers(answer: Any) -> list[str]:
    """What the answer lacks of what every answer carries."""
    said = answer.headers
    faults = []
    policy = said.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        faults.append(f"no policy: {policy!r}")
    if "unsafe" in policy and "sandbox" not in policy:
        faults.append(f"a loose policy: {policy}")
    for name, wanted in {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }.items():
        if said.get(name) != wanted:
            faults.append(f"{name}: {said.get(name)}")
    # The link of a run, which opens it, is told to nobody at all.
    if said.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        faults.append(f"Referrer-Policy: {said.get('Referrer-Policy')}")
    if any("\r" in f"{name}{value}" or "\n" in f"{name}{value}" for name, value in said.items()):
        faults.append("a header of two lines")
    return faults


def test_every_answer_carries_its_headers(site: Site) -> None:
    faults = []
    asked = {
        "anonymous": [*ways.pages(site), *ways.api(site)],
        "other": [*ways.pages(site), *ways.api(site)],
        "suspended": [*ways.pages(site)][::9],
        "owner": [*ways.studio(site)],
        "administrator": [*ways.administration(every=7)],
    }
    for role, addresses in asked.items():
        for name, address in addresses:
            got = ask(site.clients[role], "GET", address)
            lacks = faults_of_headers(got.answer)
            faults += [f"{role} {name} {got.status}: {one}" for one in lacks]
    assert not faults, "\n".join(faults)


def test_whatever_goes_wrong_carries_them_too(site: Site, settings: Any, monkeypatch: Any) -> None:
    client = Client(raise_request_exception=False)
    settings.ALLOWED_HOSTS = ["testserver"]
    asked = {
        400: client.get("/en/", headers={"host": "evil.example"}),
        404: client.get("/en/courses/%00/"),
        405: client.post("/en/about/"),
    }
    strict = Client(enforce_csrf_checks=True)
    asked[403] = strict.post("/en/accounts/login/")
    monkeypatch.setattr("lms.pages.public_views.render", lambda *_a, **_k: 1 / 0)
    asked[500] = client.get("/en/")
    for status, answer in asked.items():
        assert answer.status_code == status
        assert faults_of_headers(answer) == [], status


def test_files_that_stand_beside_the_pages_carry_them_too(settings: Any) -> None:
    for address in ("/static/lms/laukas.css", "/static/lms/nowhere.css"):
        answer = Client().get(address)
        answer.getvalue()
        assert faults_of_headers(answer) == [], address


def leads_away(where: str) -> bool:
    """Whether a browser at our site would leave it for this address."""
    if not where:
        return False
    seen = where.strip().replace("\\", "/").replace("\t", "").replace("\r", "").replace("\n", "")
    parts = urlsplit(seen)
    return (
        seen.startswith("//")
        or parts.scheme not in ("", "http", "https")
        or (bool(parts.scheme) and parts.netloc != "testserver")
    )


def test_nothing_leads_away_from_here(site: Site) -> None:
    """Whatever a form or an address names as the way to go on."""
    faults, before = [], rows()
    asked = {
        "anonymous": [*ways.pages(site)],
        "enrolled": [*ways.pages(site)],
        "owner": [*ways.studio(site)],
    }
    for role, addresses in asked.items():
        for place, (name, address) in enumerate(addresses):
            # Every address meets one of them by either method, and each of them many addresses.
            where = AWAY[place % len(AWAY)]
            told, headers = dict.fromkeys(NAMES, where), {"referer": where.replace("\r\n", "")}
            client = site.clients[role]
            for got in (
                ask(client, "POST", address, told, headers=headers),
                ask(client, "GET", address, query_params=told, headers=headers),
            ):
                ways_on = (got.to, got.answer.headers.get("HX-Redirect", ""))
                found = [one for one in ways_on if leads_away(one)]
                faults += [f"{role} {name} {where!r}: {one}" for one in found]
    assert not faults, "\n".join(faults)
    assert rows() == before


@pytest.mark.parametrize("where", AWAY)
def test_signing_in_leads_home(person: Any, where: str) -> None:
    one = person("laima")
    typed = {"login": one.email, "password": PASSWORD, "next": where}
    for address in ("/en/accounts/login/", f"/en/accounts/login/?next={where.strip()[:9]}"):
        client = Client()
        answer = client.post(address, typed)
        assert answer.status_code == 302
        assert not leads_away(answer["Location"]), answer["Location"]


def test_no_log_says_whose_it_is_or_what_opens_it(site: Site, caplog: Any) -> None:
    """Names, addresses and keys stay out of the log, also where an answer is logged that went wrong."""
    secrets = {
        site.own[one]
        for one in ("confirm_key", "reset_key", "address_key", "off_key", "interest", "parent_code")
    }
    people = [one for one in User.objects.all() if one.full_name]
    secrets |= {str(one) for person in people for one in (person.email, person.full_name)}
    assert len(secrets) > 12
    caplog.set_level(logging.DEBUG)
    for role in ("anonymous", "enrolled"):
        for _name, address in (*ways.pages(site), *ways.api(site)):
            for method in ("GET", "PATCH"):
                ask(site.clients[role], method, address)
    client = Client()
    client.post("/en/accounts/login/", {"login": "ona@example.org", "password": "wrong-zqx"})
    for record in caplog.records:
        if record.name.startswith("django.db"):
            continue
        said = logging.Formatter().format(record)
        told = [one for one in (*secrets, "wrong-zqx") if one in said]
        assert not told, (record.name, said)


@pytest.mark.parametrize("sign", ["\r", "\n", "\u2028", "\x1b", "\x85"])
def test_nobody_writes_lines_of_their_own_into_the_log(
    sign: str, visitor: Any, caplog: Any
) -> None:
    visitor.get(f"/en/courses/{sign}ERROR forged/")
    visitor.get("/en/nowhere/", {"q": f"{sign}ERROR forged"})
    assert caplog.records
    for record in caplog.records:
        assert len(record.getMessage().splitlines()) == 1
        assert "\x1b" not in record.getMessage()
