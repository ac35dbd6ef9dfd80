"""What the administration's pages share: looking without touching, columns, and asking why."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, PairField, text

MOST_REASON = 500

# What many tables share, as administrators read it.
FIELDS = {
    "archived_at": gettext_lazy("archived at"),
    "author": gettext_lazy("author"),
    "made_at": gettext_lazy("made at"),
    "number": gettext_lazy("number"),
    "person": gettext_lazy("person"),
    "position": gettext_lazy("position"),
    "slug": gettext_lazy("name in the address"),
    "title": gettext_lazy("title"),
    "uid": gettext_lazy("permanent identifier"),
}


def name_tables(app: str, tables: dict[str, tuple[Any, Any]], fields: dict[str, Any]) -> None:
    """Call the tables of an app and their fields what people call them, in their language.

    tables: by the model's name, one and many.  fields: by "model.field", or "field" for every table.
    Only administrators meet these words, so models stay free of them, and no migration repeats them:
    Django writes migrations from what a class was declared with.
    """
    for model in apps.get_app_config(app).get_models():
        name = model._meta.model_name
        if name in tables:
            model._meta.verbose_name, model._meta.verbose_name_plural = tables[name]
        for field in model._meta.concrete_fields:
            for key in (f"{name}.{field.name}", field.name):
                if said := fields.get(key) or FIELDS.get(key):
                    field.verbose_name = said
                    break


class NamedAdmin(admin.ModelAdmin):
    """Titles without a verb before the name of the table: Lithuanian would have to decline it."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        titled = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        return super().changelist_view(request, titled)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        titled = {"title": capfirst(self.opts.verbose_name), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, titled)


class ReadOnlyAdmin(NamedAdmin):
    """Tables that rules govern: to be found and read. What changes them are actions."""

    list_per_page = 50
    # Counting every record of everybody, only to say how many were not found, is slow.
    show_full_result_count = False
    # Links and texts of a row's page, after its fields.
    more: tuple[str | Callable[..., Any], ...] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        kept = set(self.get_exclude(request, obj) or ())
        fields = [
            field
            for field in self.opts.concrete_fields
            if not field.primary_key and field.name not in kept
        ]
        named = [
            _told(field) if isinstance(field, models.JSONField) else field.name for field in fields
        ]
        return [*named, *self.more]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self.get_fields(request, obj)


class ReasonForm(forms.Form):
    """Why; it stays in the audit note."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept in the audit log, with your name."),
    )


class AsksWhy(NamedAdmin):
    """Actions on rows of a list that first ask for a reason, on a page of their own."""

    def named(self, row: Any) -> str:
        """What to call a row in the question and in the answer."""
        return str(row)

    def changeform_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """A form whose action refuses says so and changes nothing, instead of claiming success."""
        try:
            return super().changeform_view(request, *args, **more)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def ask_why(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        act: Callable[..., Any],
        *,
        name: str,
        title: Any,
        hint: str = "",
    ) -> HttpResponse | None:
        """Ask, then do it to each; what is refused is said, and the others are done.

        act: takes a row, by=, reason=, on=.  name: of the action in the list.
        """
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return self._question(request, rows, form, name=name, title=title, hint=hint)
        for row in rows:
            called = self.named(row)
            try:
                act(row, by=request.user, reason=form.cleaned_data["reason"], on=now())
            except Refusal as refusal:
                self.message_user(request, f"{called}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{title}: {called}", messages.SUCCESS)
        return None

    def _question(
        self, request: HttpRequest, rows: QuerySet[Any], form: ReasonForm, **shown: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **shown,
            "opts": self.opts,
            "rows": [(row.pk, self.named(row)) for row in rows],
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/ask_why.html", context)


# --- columns -------------------------------------------------------------------------------------


def column(path: str, label: Any) -> Callable[[Any], Any]:
    """A column with what lies at the end of this path of relations; the list sorts by it."""

    def shown(row: Any) -> Any:
        return _at(row, path)

    return admin.display(description=label, ordering=path)(_called(shown, path))


def words(path: str, label: Any) -> Callable[[Any], str]:
    """A column with a text that stands in both languages, in the reader's."""

    def shown(row: Any) -> str:
        return text(_at(row, path))

    return admin.display(description=label)(_called(shown, path))


def to_list(model: str, path: str, label: Any) -> Callable[[Any], SafeString]:
    """A link to those rows of another table that lead here by this path; model: "app_name"."""

    def shown(row: Any) -> SafeString:
        address = reverse(f"admin:{model}_changelist")
        said = _("Show")
        return format_html('<a href="{}?{}__id__exact={}">{}</a>', address, path, row.pk, said)

    return admin.display(description=label)(_called(shown, f"{model}_by_{path}"))


def _at(row: Any, path: str) -> Any:
    for step in path.split("__"):
        if row is None:
            return None
        row = row.get(step) if isinstance(row, dict) else getattr(row, step)
    return row


def _called(shown: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    # The name is the class of the column in the page.
    shown.__name__ = name
    return shown


@cache
def _told(field: models.JSONField) -> Callable[[Any], SafeString]:
    """A JSON field for people: both languages of a text, or the value indented."""

    def shown(row: Any) -> SafeString:
        value = getattr(row, field.name)
        if isinstance(field, PairField):
            lines = [(code, code.upper(), value[code]) for code in LANGUAGES if value.get(code)]
            return format_html_join("", '<p lang="{}"><b>{}</b> {}</p>', lines)
        return format_html("<pre>{}</pre>", json.dumps(value, ensure_ascii=False, indent=1))

    return admin.display(description=field.verbose_name)(_called(shown, field.name))
