"""The catalogue: words, filters, and an address that says both."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.classroom.guards import person_of
from courses.content.queries import announced_courses
from lms.common.languages import current_language, text
from lms.common.templatetags.laukas import AUDIENCES
from lms.pages.catalogue import Choices, announced, catalogue, choices_in, filtered, searched
from lms.pages.filters import EFFORTS, LEVELS, Wanted, read_wanted


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The courses that fit what the address asks for."""
    wanted = read_wanted(request.GET)
    clean = f"{reverse('pages:catalogue')}{wanted.address}"
    if "" in request.GET.values() and not request.htmx:  # type: ignore[attr-defined]
        # A form sends its empty fields along; an address that is passed on should not carry them.
        return HttpResponseRedirect(clean)
    every = catalogue(person_of(request))
    found = searched(every, wanted.query, current_language()) if wanted.query else every
    fitting = filtered(found, wanted)
    choices = choices_in(every)
    context = {
        "found": fitting,
        "any": bool(every),
        "wanted": wanted,
        # How many there would be without the filters, for whoever has asked for too much.
        "otherwise": len(found) - len(fitting),
        "fields": list(_fields(wanted, choices)),
        "chosen": list(_chosen(wanted, choices)),
        "announced": announced(wanted, announced_courses()),
        "section": "courses",
    }
    response = render(request, "pages/catalogue.html", context)
    if request.htmx:  # type: ignore[attr-defined]
        # In place of the last: whoever moves through a list by keyboard asks for each choice on the
        # way, and "back" should lead to where they came from.
        response["HX-Replace-Url"] = clean
    response["Vary"] = "HX-Request"
    return response


Option = tuple[str, str]


def _fields(wanted: Wanted, choices: Choices) -> Iterator[tuple[str, str, str, list[Option]]]:
    """(name, label, what is chosen, choices) of every list in the form that there is a choice in."""
    for name, label, options in _lists(choices):
        chosen = getattr(wanted, name)
        if len(options) > 1 or chosen:
            yield name, label, chosen, options


def _lists(choices: Choices) -> Iterator[tuple[str, str, list[Option]]]:
    yield (
        "competency",
        _("Competency"),
        [(code, f"{code} {text(name)}") for code, name in choices.competencies],
    )
    levels = [level for level in LEVELS if int(level) in choices.levels]
    yield "level", _("Level it can show"), [(one, _level(one)) for one in levels]
    yield "language", _("Language"), [(code, _language(code)) for code in choices.languages]
    yield "effort", _("Effort"), [(name, str(said[0])) for name, said in EFFORTS.items()]
    yield "audience", _("What for"), [(name, str(said)) for name, said in AUDIENCES.items()]


def _level(number: str) -> str:
    return _("level %(level)s or higher") % {"level": number} if number != "4" else _("level 4")


def _language(code: str) -> str:
    return _("in Lithuanian") if code == "lt" else _("in English")


def _chosen(wanted: Wanted, choices: Choices) -> Iterator[tuple[str, str]]:
    """(what was chosen, the address without it), for every filter."""
    here = reverse("pages:catalogue")
    for name, _label, options in _lists(choices):
        if chosen := getattr(wanted, name):
            said = dict(options).get(chosen, chosen)
            yield said, f"{here}{wanted.but(name).address}"
