"""The hub's words to be read here; they are written in the editors' forms, where both languages
stand side by side and nobody's words are lost."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.common.admin import ReadOnlyAdmin, words
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle


class WordsAdmin(ReadOnlyAdmin):
    """Words of the hub, and the way to their form."""

    # The form's address, and the field that stands in it.
    form_at: tuple[str, str | None]

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        return ["to_form", *super().get_fields(request, obj)]

    @admin.display(description=gettext_lazy("form"))
    def to_form(self, row: Any) -> SafeString:
        address, field = self.form_at
        place = reverse(address, args=[getattr(row, field)] if field else [])
        return format_html('<a href="{}">{}</a>', place, _("Edit in the editors' form"))


@admin.register(HubProfile)
class HubProfileAdmin(WordsAdmin):
    """Who the hub is."""

    list_display = ("logo_text", words("name", gettext_lazy("name")), "colour", "email", "to_form")
    form_at = ("hub:edit-profile", None)


@admin.register(HubPage)
class HubPageAdmin(WordsAdmin):
    """Its pages."""

    list_display = ("slug", words("title", gettext_lazy("title")), "updated_at", "to_form")
    search_fields = ("slug", "title", "body")
    form_at = ("hub:edit-page", "slug")

    def view_on_site(self, page: HubPage) -> str:
        return reverse(f"hub:{page.slug}")


@admin.register(Principle)
class PrincipleAdmin(WordsAdmin):
    """The ten principles."""

    list_display = ("number", words("title", gettext_lazy("title")), "to_form")
    search_fields = ("title", "gloss")
    form_at = ("hub:edit-principle", "number")


@admin.register(NewsItem)
class NewsItemAdmin(WordsAdmin):
    """News; a draft while it has no date."""

    list_display = (words("title", gettext_lazy("title")), "published_at", "to_form")
    list_filter = (("published_at", admin.EmptyFieldListFilter),)
    search_fields = ("slug", "title", "body")
    form_at = ("hub:edit-news", "slug")

    def view_on_site(self, item: NewsItem) -> str:
        return reverse("hub:news-item", args=[item.slug])
