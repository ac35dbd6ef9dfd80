"""Every form and every address for programs, with what nobody would send, as everybody there is.

No answer breaks, and what was refused has stored nothing. Forms are found on the pages and addresses in
the URL configuration, so that new ones are tried by themselves. Everything is drawn by a seed. Short form;
with FUZZ=long (`make fuzz`) much more of it, and no answer may take more than five seconds.
"""

import os
import random
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.urls import resolve, reverse

from tests.guarded import ways
from tests.guarded.asking import Rows, ask, rows
from tests.guarded.cast import ROLES, Site
from tests.guarded.forms import every_form
from tests.guarded.fuzzing import Sent, bodies, programs_send
from tests.lms.api.test_matrix import ROUTES as API

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.by_target]

LONG = os.environ.get("FUZZ") == "long"
SEED = os.environ.get("FUZZ_SEED", "1")
# Bodies of whoever may use a form, and of whoever comes beside them.
OWN, OTHERS = (60, 6) if LONG else (4, 0)
MOST_SECONDS = 5.0
# Where one text of many was written by somebody else meanwhile, the others are kept all the same.
KEEP_THE_REST = {"studio:save"}
# What only runs in the long form: whoever else comes to a form meets it in the short form by turns.
BESIDE = [role for role in ROLES if role != "suspended"]


@pytest.fixture
def site(site: Site) -> Site:
    """Whoever sends here is known by a token in the header and looked at as closely as a browser's forms
    are: the body is read before anything is done, and one that cannot be read is refused."""
    for client in site.clients.values():
        client.handler.enforce_csrf_checks = True
        client.cookies[settings.CSRF_COOKIE_NAME] = token = "t" * CSRF_SECRET_LENGTH
        client.defaults[settings.CSRF_HEADER_NAME] = token
    return site


def dice_for(*of: object) -> random.Random:
    return random.Random("/".join(map(str, (SEED, *of))))


def wrong_with(
    site: Site, role: str, at: str, sent: Sent, before: Rows, method: str = "POST"
) -> list[str]:
    """What is wrong about what came of it. before: every row as it was."""
    more = {"content_type": sent.content_type} if sent.content_type else {}
    got = ask(site.clients[role], method, at, sent.data, **more)
    told, what = f"{role} {method} {at} {sent.word} {str(sent.data)[:300]}", []
    if got.status >= 500:
        what.append(f"{got.status}: {told}")
    # What was begun and taken back has stored nothing.
    may_keep = got.status == 409 and resolve(urlsplit(at).path).view_name in KEEP_THE_REST
    if 400 <= got.status < 500 and not may_keep and not got.left_as_it_was(before):
        what.append(f"{got.status} and wrote {got.wrote.statements}: {told}")
    if LONG and got.seconds > MOST_SECONDS:
        # Not for what else the machine had to do just then.
        again = ask(site.clients[role], method, at, sent.data, keeps=False, **more)
        if again.seconds > MOST_SECONDS:
            what.append(f"{got.seconds:.1f} s and {again.seconds:.1f} s: {told}")
    return what


def things_of_others(site: Site) -> list[str]:
    """Ids that are nothing to whoever names them."""
    named = [*site.own.values(), *site.foreign.values(), 10**18, 0, -1]
    return [str(one) for one in named if len(str(one)) < 60]


def test_what_is_whole_is_taken_and_what_cannot_be_read_is_refused_first(site: Site) -> None:
    """By the link of a letter as well, which needs nothing of a body."""
    name = {"full_name": "Another", "language": "lt"}
    taken = ask(site.clients["enrolled"], "POST", "/en/me/profile/", name)
    assert (taken.status, bool(taken.wrote.statements)) == (302, True)
    confirms = reverse("account_confirm_email", args=[site.own["confirm_key"]])
    stranger = site.clients["anonymous"]
    refused = ask(stranger, "POST", confirms, b"{}", content_type="multipart/form-data")
    assert (refused.status, refused.wrote.statements) == (400, [])
    assert ask(stranger, "POST", confirms).wrote.statements


def test_no_form_breaks_and_none_that_is_refused_stores_anything(site: Site) -> None:
    before, faults, foreign = rows(), [], things_of_others(site)
    found = every_form(site)
    assert len(found) > 80
    for place, one in enumerate(found):
        beside = BESIDE if LONG else [BESIDE[place % len(BESIDE)]]
        for role, most in [(one.role, OWN), *((role, OTHERS or 1) for role in beside)]:
            dice = dice_for(one.name, *one.form.texts, role)
            for sent in bodies(one.form, foreign, dice, most):
                faults += wrong_with(site, role, one.at, sent, before)
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_no_address_breaks_whatever_is_sent_to_it(site: Site) -> None:
    """Also those to which no form leads from a page."""
    before, faults, foreign = rows(), [], things_of_others(site)
    for place, (name, at) in enumerate((*ways.pages(site), *ways.studio(site))):
        for role in BESIDE if LONG else ["owner", BESIDE[place % len(BESIDE)]]:
            for sent in programs_send({}, foreign, dice_for(name, role), 9 if LONG else 3):
                faults += wrong_with(site, role, at, sent, before)
    assert not faults, "\n".join(faults)
    assert rows() == before


def test_no_address_for_programs_breaks(site: Site) -> None:
    before, faults, foreign = rows(), [], things_of_others(site)
    for place, (name, at) in enumerate(ways.api(site)):
        route = API[name.removeprefix("api:")]
        fitting: dict[str, Any] = {method: body for method, _roles, body in route.writes}
        for method in fitting or ["POST"]:
            for role in BESIDE if LONG else ["enrolled", BESIDE[place % len(BESIDE)]]:
                dice = dice_for(name, method, role)
                for sent in programs_send(fitting.get(method), foreign, dice, 60 if LONG else 12):
                    faults += wrong_with(site, role, at, sent, before, method)
    assert not faults, "\n".join(faults)
    assert rows() == before


QUERIES = (
    "page",
    "q",
    "sort",
    "state",
    "open",
    "at",
    "release",
    "from",
    "to",
    "width",
    "unit",
    "kind",
)
QUERIES += (
    "date",
    "as",
    "who",
    "for",
    "units",
    "run",
    "check",
    "undo",
    "competency",
    "level",
    "effort",
)


def test_no_page_breaks_by_what_its_address_asks(site: Site) -> None:
    before, faults = rows(), []
    values = [
        "",
        "x",
        "-1",
        "9" * 5000,
        "٣",
        "\u0000",
        "²",
        "[]",
        "2026-02-31",
        *things_of_others(site)[:9],
    ]
    for role in ("owner", "administrator", "enrolled"):
        asked = ways.studio(site) if role == "owner" else ways.pages(site)
        for name, at in ways.administration() if role == "administrator" else asked:
            dice = dice_for(name, role)
            for _turn in range(20 if LONG else 1):
                told = {one: dice.choice(values) for one in dice.sample(QUERIES, 12)}
                more = {"o": dice.choice(values), "p": dice.choice(values), "e": "1"}
                got = ask(site.clients[role], "GET", at, query_params=told | more)
                if got.status >= 500 or got.wrote.beyond_due_files:
                    faults.append(f"{role} {name} {got.status} {told} {got.wrote.statements}")
    assert not faults, "\n".join(faults)
    assert rows() == before
