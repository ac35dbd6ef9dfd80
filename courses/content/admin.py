"""Courses, units and releases to be read; who does what in a course, to be changed with a reason."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.content.actions.roles import give_role, take_role
from courses.content.models import (
    Course,
    CourseFile,
    CourseRole,
    DraftChange,
    ItemPin,
    Picture,
    Release,
    ReleaseAlignment,
    ReleaseItem,
    ReleaseModule,
    RenderedUnit,
    RoleInvitation,
    Unit,
    UnitDraft,
    UnitVersion,
)
from lms.accounts.models import User
from lms.common.admin import AsksWhy, ReadOnlyAdmin, ReasonForm, column, to_list, words
from lms.common.clock import now

RELEASE = (column("release__course__slug", _("course")), column("release__number", _("release")))


@admin.register(Course)
class CourseAdmin(ReadOnlyAdmin):
    """Courses, whatever their releases say."""

    list_display = (
        "slug",
        words("in_force__title", _("title")),
        column("in_force__number", _("release")),
        "owner",
        "made_at",
        "archived_at",
    )
    list_filter = (
        "in_force__audience",
        ("in_force", admin.EmptyFieldListFilter),
        ("archived_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("in_force", "owner")
    search_fields = ("slug", "in_force__title", "owner__email", "owner__full_name")
    more = (
        to_list("courses_courserole", "course", _("roles")),
        to_list("courses_release", "course", _("releases")),
        to_list("courses_unit", "course", _("units")),
        to_list("courses_enrolment", "run__course", _("learners")),
    )

    def view_on_site(self, course: Course) -> str | None:
        """Its page, where learners can see one."""
        if course.in_force_id is None or course.archived_at:
            return None
        return reverse("pages:course", args=[course.slug])


class ChangeRoleForm(forms.ModelForm):
    """What, and why."""

    reason = ReasonForm.base_fields["reason"]

    class Meta:
        model = CourseRole
        fields: tuple[str, ...] = ("role",)


class GiveRoleForm(ChangeRoleForm):
    """The same, and who: by address, because there may be thousands to choose from."""

    email = forms.EmailField(label=_("E-mail of the person"))

    class Meta(ChangeRoleForm.Meta):
        fields = ("course", "role")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has an account with this address."))
        self.instance.person = person
        return email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "course" in cleaned and "email" in cleaned:
            held = CourseRole.objects.filter(course=cleaned["course"], person=self.instance.person)
            if held.exists():
                told = _("This person has a role in this course already. Open it to change it.")
                self.add_error("email", told)
        return cleaned


@admin.register(CourseRole)
class CourseRoleAdmin(AsksWhy):
    """Every change goes through an action, which writes the audit note."""

    list_display = (
        column("course__slug", _("course")),
        column("person__full_name", _("person")),
        column("person__email", _("e-mail")),
        "role",
    )
    list_filter = ("role", "course")
    list_select_related = ("course", "person")
    search_fields = ("course__slug", "person__email", "person__full_name")
    ordering = ("course__slug", "role", "person__full_name")
    actions = ("take_away",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("course", "person" if obj else "email", "role", "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("course", "person") if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **more: Any
    ) -> Any:
        form = ChangeRoleForm if obj else GiveRoleForm
        return super().get_form(request, obj, change, form=form, **more)

    def named(self, row: CourseRole) -> str:
        return f"{row.person} ({row.person.email}), {row.get_role_display()}, {row.course}"

    def save_model(self, request: HttpRequest, obj: CourseRole, form: Any, change: bool) -> None:
        obj.pk = give_role(
            obj.course,
            obj.person,
            obj.role,
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
            on=now(),
        ).pk

    @admin.action(description=_("Take the role away"))
    def take_away(self, request: HttpRequest, rows: QuerySet[CourseRole]) -> HttpResponse | None:
        return self.ask_why(
            request, rows, take_role, name="take_away", title=_("Take the role away")
        )


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    """Units, whatever their versions say."""

    list_display = ("key", column("course__slug", _("course")), "archived_at")
    list_filter = ("course", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("course",)
    search_fields = ("key", "uid")
    more = (to_list("courses_unitversion", "unit", _("versions")),)


@admin.register(UnitVersion)
class UnitVersionAdmin(ReadOnlyAdmin):
    """Units as they were written."""

    list_display = (
        column("unit__key", _("unit")),
        "number",
        words("title", _("title")),
        "minutes",
        column("unit__course__slug", _("course")),
        "author",
        "made_at",
    )
    list_filter = ("unit__course",)
    list_select_related = ("unit__course", "author")
    search_fields = ("unit__key", "title")
    more = (to_list("courses_renderedunit", "version", _("as HTML")),)


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    """Editions of courses; the draft is the one without a number."""

    list_display = (
        column("course__slug", _("course")),
        "number",
        words("title", _("title")),
        "published_at",
        "published_by",
        "settled_at",
    )
    list_filter = ("course", ("number", admin.EmptyFieldListFilter))
    list_select_related = ("course", "published_by")
    search_fields = ("course__slug", "title", "change_note")
    ordering = ("course__slug", "-number")
    more = (
        to_list("courses_releasemodule", "release", _("modules")),
        to_list("courses_releaseitem", "release", _("units")),
        to_list("courses_releasealignment", "release", _("competencies")),
        to_list("courses_itempin", "release", _("items")),
    )


@admin.register(ReleaseModule)
class ReleaseModuleAdmin(ReadOnlyAdmin):
    """Modules of releases."""

    list_display = (*RELEASE, "position", "key", words("title", _("title")), "choose", "in_order")
    list_filter = ("release__course",)
    list_select_related = ("release__course",)
    search_fields = ("key", "title")
    ordering = ("release__course__slug", "-release__number", "position")
    more = (to_list("courses_releaseitem", "module", _("units")),)


@admin.register(ReleaseItem)
class ReleaseItemAdmin(ReadOnlyAdmin):
    """Units of releases, and what each asks."""

    list_display = (
        *RELEASE,
        column("module__key", _("module")),
        "position",
        words("version__title", _("title")),
        "required",
        "requirement",
        "score_at_least",
        "level_at_least",
    )
    list_filter = ("release__course", "required", "requirement")
    list_select_related = ("release__course", "module", "version")
    search_fields = ("unit__key", "version__title")
    ordering = ("release__course__slug", "-release__number", "module__position", "position")


@admin.register(ReleaseAlignment)
class ReleaseAlignmentAdmin(ReadOnlyAdmin):
    """Which unit of which release claims what."""

    list_display = (
        *RELEASE,
        column("item__unit__key", _("unit")),
        column("competency__code", _("competency")),
        "level",
        "gives_evidence",
    )
    list_filter = ("release__course", "gives_evidence", "level")
    list_select_related = ("release__course", "item__unit", "competency")
    search_fields = ("competency__code", "item__unit__key")


@admin.register(ItemPin)
class ItemPinAdmin(ReadOnlyAdmin):
    """Which versions of items a release asks."""

    list_display = (
        *RELEASE,
        "block",
        "position",
        column("item_version__item__key", _("item")),
        column("item_version__number", _("version")),
    )
    list_filter = ("release__course",)
    list_select_related = ("release__course", "item_version__item")
    search_fields = ("block", "item_version__item__key")


@admin.register(RenderedUnit)
class RenderedUnitAdmin(ReadOnlyAdmin):
    """Units as HTML."""

    list_display = (
        column("version__unit__key", _("unit")),
        column("version__number", _("version")),
        "language",
        "renderer",
        column("version__unit__course__slug", _("course")),
    )
    list_filter = ("language", "renderer", "version__unit__course")
    list_select_related = ("version__unit__course",)
    search_fields = ("version__unit__key", "plain")


@admin.register(Picture)
class PictureAdmin(ReadOnlyAdmin):
    """Pictures of courses."""

    list_display = (
        "key",
        column("course__slug", _("course")),
        "media_type",
        "width",
        "height",
        "made_at",
    )
    list_filter = ("course", "media_type")
    list_select_related = ("course",)
    search_fields = ("key", "digest")


@admin.register(CourseFile)
class CourseFileAdmin(ReadOnlyAdmin):
    """Files of courses for taking along."""

    list_display = ("key", column("course__slug", _("course")), "media_type", "size", "made_at")
    list_filter = ("course", "media_type")
    list_select_related = ("course",)
    search_fields = ("key", "digest")


@admin.register(UnitDraft)
class UnitDraftAdmin(ReadOnlyAdmin):
    """What is being written."""

    list_display = ("unit", "part", "sequence", "author", "saved_at")
    list_filter = ("part",)
    list_select_related = ("unit", "author")
    search_fields = ("unit__key", "unit__course__slug", "author__email", "author__full_name")


@admin.register(DraftChange)
class DraftChangeAdmin(ReadOnlyAdmin):
    """The last change of each draft's outline."""

    list_display = ("release", words("said", _("change")), "author", "made_at")
    list_select_related = ("release", "author")
    search_fields = ("release__course__slug", "author__email", "author__full_name")


@admin.register(RoleInvitation)
class RoleInvitationAdmin(ReadOnlyAdmin):
    """Who was invited to a course and has not come yet."""

    list_display = ("email", "course", "role", "invited_by", "invited_at")
    list_filter = ("role",)
    list_select_related = ("course", "invited_by")
    search_fields = ("email", "course__slug", "invited_by__email")
