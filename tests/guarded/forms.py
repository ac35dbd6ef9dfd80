"""Every form there is, found on the pages that somebody sees: a new form is found by itself."""

import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import resolve

from tests.guarded import ways
from tests.guarded.asking import ask
from tests.guarded.cast import Site
from tests.walking import Form, Page

# Between them they see every page with a form that somebody may use.
SEE = ("anonymous", "learner", "enrolled", "owner", "administrator")
# More places of a page, each of which shows other forms.
KINDS = ("multiple", "number", "text", "sort", "truefalse", "match", "order", "classify", "faults")

# Files, some of which take long to make.
NO_FORMS = {
    *("pages:passport-pdf", "pages:course-card"),
    *("badges:certificate", "badges:badge-card", "badges:achievement-card"),
}


@dataclass(frozen=True)
class Found:
    """A form, where it stands, where it goes, and who saw it first."""

    role: str
    page: str
    at: str
    form: Form

    @property
    def name(self) -> str:
        """The address it goes to, by name."""
        return resolve(urlsplit(self.at).path).view_name or self.at


def just_signed_in(site: Site) -> None:
    """Nobody is asked for a password again on the way."""
    for role, client in site.clients.items():
        if role not in ("anonymous", "suspended"):
            session = client.session
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                {"method": "password", "at": time.time() + 24 * 3600}
            ]
            session.save()


def every_form(site: Site, method: str = "post") -> list[Found]:
    """Each form once, by where it goes and what it asks, as whoever sees it first."""
    just_signed_in(site)
    found: dict[tuple[object, ...], Found] = {}
    for role in SEE:
        for page, place in places(site, role):
            got = ask(site.clients[role], "GET", place)
            if got.status != 200 or "html" not in got.answer.headers["Content-Type"]:
                continue
            for form in Page(got.body.decode()).forms:
                one = Found(role, page, urljoin(place, form.action), form)
                if form.method == method and urlsplit(one.at).netloc == "":
                    fields = tuple(sorted({*form.texts, *form.data}))
                    # Fields of one unit, person or item are like those of another.
                    found.setdefault((one.name, fields), one)
    return list(found.values())


def places(site: Site, role: str) -> list[tuple[str, str]]:
    """What somebody looks at: their own pages, and those of the work that is theirs."""
    seen = [one for one in ways.pages(site) if one[0] not in NO_FORMS]
    if role == "learner":
        # Who has everything yet to join.
        seen = [one for one in seen if one[0].startswith(("classroom:", "pages:course"))]
    if role == "owner":
        seen = [one for one in ways.studio(site) if "preview" not in one[0]]
        new = next(place for name, place in seen if name == "studio:new-item")
        seen += [("studio:new-item", new.replace("single", kind)) for kind in KINDS]
        outline = next(place for name, place in seen if name == "studio:outline")
        opened = (f"u-{site.own['quiz_unit']}", f"to-{site.own['unit']}", "m-start")
        seen += [("studio:outline", f"{outline}?open={one}") for one in opened]
    if role == "administrator":
        seen = [one for one in seen if one[0].startswith(("hub:", "administration:"))]
        # Its tables are made by the same few classes.
        seen += ways.administration(every=5)
    return seen
