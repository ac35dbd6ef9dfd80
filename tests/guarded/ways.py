"""Where every address of the site is, with things that are there: one place for all the walks.

A new address of the studio or of the API stands in its matrix, any other in `table.py`; whatever
walks finds it there.
"""

from collections.abc import Iterator

from django.contrib import admin
from django.urls import reverse

from lms.studio import urls as studio_urls
from tests.guarded.addresses import every_address
from tests.guarded.cast import Site
from tests.guarded.table import PAGES
from tests.lms.api.test_matrix import ROUTES as API
from tests.lms.studio.test_matrix import ROUTES as STUDIO

# What the API's table calls by other words than the cast.
IN_API = {
    "first": "unit",
    "unit": "quiz_unit",
    "block": "quiz",
    "attempt": "open_attempt",
    "item": "asked",
    "measuring": "measured_unit",
    "exercise": "measured_block",
    "sitting": "open_sitting",
    "number": "item_number",
    "result": "measured_result",
    "code": "certificate",
}


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """(name, address) of every page outside the studio and Django's administration."""
    for one in every_address():
        if one.name in PAGES:
            of = PAGES[one.name].of
            yield one.name, one.at({name: site.own[thing] for name, thing in of.items()})


def studio(site: Site) -> Iterator[tuple[str, str]]:
    """The same of the studio, for the first course."""
    for pattern in studio_urls.urlpatterns:
        route = STUDIO[pattern.name]
        ids = {name: site.own[thing] for name, thing in route.of.items()}
        if "slug" in pattern.pattern.converters:
            ids["slug"] = site.course.slug
        yield (
            f"studio:{pattern.name}",
            f"{reverse(f'studio:{pattern.name}', kwargs=ids)}{route.query}",
        )


def api(site: Site) -> Iterator[tuple[str, str]]:
    """The same of the API."""
    for name, route in API.items():
        ids = {kwarg: site.own[IN_API.get(thing, thing)] for kwarg, thing in route.of}
        yield f"api:{name}", reverse(f"api:{name}", kwargs=ids)


def administration(every: int = 1) -> Iterator[tuple[str, str]]:
    """The same of Django's administration: each table, its form to add, and one row of it; or of every so
    many tables, which are all made by the same classes."""
    yield "admin:index", reverse("admin:index")
    for model in list(admin.site._registry)[::every]:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield f"{start}_changelist", reverse(f"{start}_changelist")
        yield f"{start}_add", reverse(f"{start}_add")
        if row := model._default_manager.order_by("pk").first():
            for way in ("change", "delete", "history"):
                yield f"{start}_{way}", reverse(f"{start}_{way}", args=[row.pk])


def everything(site: Site) -> list[tuple[str, str]]:
    """All of them."""
    return [*pages(site), *studio(site), *api(site), *administration()]
