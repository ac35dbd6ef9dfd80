"""Banks, items and their versions to be read; they come from course packages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.banks.models import Item, ItemBank, ItemVersion
from lms.common.admin import ReadOnlyAdmin, column, to_list, words


@admin.register(ItemBank)
class ItemBankAdmin(ReadOnlyAdmin):
    """Items that belong together."""

    list_display = ("key", words("title", _("title")), "shared")
    list_filter = ("shared",)
    search_fields = ("key", "title")
    more = (to_list("courses_item", "bank", _("items")),)


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """Questions, whatever their wording."""

    list_display = ("key", "bank", "kind", "difficulty", "pool", "archived_at")
    list_filter = ("bank", "kind", "pool", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("bank",)
    search_fields = ("key", "uid")
    more = (to_list("courses_itemversion", "item", _("versions")),)


@admin.register(ItemVersion)
class ItemVersionAdmin(ReadOnlyAdmin):
    """Questions as they were asked."""

    list_display = (
        column("item__key", _("item")),
        "number",
        words("body__prompt", _("question")),
        column("item__bank__key", _("bank")),
        "author",
        "made_at",
    )
    list_filter = ("item__bank", "item__kind")
    list_select_related = ("item__bank", "author")
    search_fields = ("item__key", "body")
    more = (to_list("courses_itempin", "item_version", _("releases that ask it")),)
