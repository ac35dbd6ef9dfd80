"""People for administrators: find, suspend, readmit, change the role; nobody is deleted. The letters
of the day, and trying one again."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.actions import change_site_role, readmit, remove_second_step, suspend
from lms.accounts.digest_actions import take_up_digest
from lms.accounts.models import Digest, User
from lms.common.admin import MOST_REASON, AsksWhy, ReadOnlyAdmin, column
from lms.common.clock import now
from lms.common.errors import Refusal


class RoleForm(forms.ModelForm):
    """The role, and why it changes."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the role changes. It is kept in the audit log, with your name."),
    )

    class Meta:
        model = User
        fields = ("site_role",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "site_role" in self.changed_data and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the role changes."))
        return cleaned


@admin.register(User)
class PersonAdmin(AsksWhy):
    """Every change goes through an action, which writes the audit note."""

    form = RoleForm
    list_display = (
        "email",
        "full_name",
        "site_role",
        "confirmed",
        "suspended_at",
        "date_joined",
        "last_login",
    )
    list_filter = ("site_role", ("suspended_at", admin.EmptyFieldListFilter))
    search_fields = ("email", "full_name")
    ordering = ("email",)
    fields = (
        "email",
        "full_name",
        "language",
        "confirmed",
        "second_step",
        "suspended_at",
        "bounced_at",
        "closed_at",
        "emptied_at",
        "date_joined",
        "last_login",
        "uid",
        "site_role",
        "reason",
    )
    readonly_fields = fields[:-2]
    actions = ("suspend_people", "readmit_people", "remove_second_steps")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        address = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
        people: QuerySet[User] = super().get_queryset(request)
        step = Authenticator.objects.filter(user=OuterRef("pk"))
        return people.annotate(has_confirmed=Exists(address), has_step=Exists(step))

    @admin.display(description=_("address confirmed"), boolean=True)
    def confirmed(self, person: User) -> bool:
        return bool(person.has_confirmed)  # type: ignore[attr-defined]

    @admin.display(description=_("second step"), boolean=True)
    def second_step(self, person: User) -> bool:
        return bool(person.has_step)  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        assert isinstance(request.user, User)
        person = User.objects.get(pk=obj.pk)
        reason = form.cleaned_data["reason"]
        change_site_role(person, obj.site_role, by=request.user, reason=reason, on=now())

    def named(self, row: User) -> str:
        return f"{row.email}, {row.full_name}" if row.full_name else row.email

    @admin.action(description=_("Suspend"))
    def suspend_people(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        title = gettext("Suspend")
        return self.ask_why(request, people, suspend, name="suspend_people", title=title)

    @admin.action(description=_("Readmit"))
    def readmit_people(self, request: HttpRequest, people: QuerySet[User]) -> HttpResponse | None:
        title = gettext("Readmit")
        return self.ask_why(request, people, readmit, name="readmit_people", title=title)

    @admin.action(description=_("Remove the second step"))
    def remove_second_steps(
        self, request: HttpRequest, people: QuerySet[User]
    ) -> HttpResponse | None:
        return self.ask_why(
            request,
            people,
            remove_and_tell,
            name="remove_second_steps",
            title=gettext("Remove the second step"),
            hint=gettext("Make sure first who asks: from then on the password alone lets them in."),
        )


def remove_and_tell(person: User, *, by: User, reason: str, on: datetime) -> None:
    """Remove it, and write to whom it was."""
    if not remove_second_step(person, by=by, reason=reason, on=on):
        raise Refusal("no-second-step", gettext("There is no second step to remove."))
    get_adapter().send_mail("account/email/second_step_removed", person.email, {"timestamp": on})


@admin.register(Digest)
class DigestAdmin(AsksWhy, ReadOnlyAdmin):
    """The letters of the day; what they say is their reader's alone."""

    list_display = (
        "day",
        column("person__email", _("e-mail")),
        "made_at",
        "sent_at",
        "tries",
        "try_after",
        "set_aside_at",
        "trouble",
    )
    list_filter = (
        ("sent_at", admin.EmptyFieldListFilter),
        ("set_aside_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("person",)
    search_fields = ("person__email", "person__full_name", "trouble")
    ordering = ("-day", "-id")
    actions = ("take_up",)

    def named(self, row: Digest) -> str:
        return f"{row.person.email}, {row.day}"

    @admin.action(description=_("Try again what was set aside"))
    def take_up(self, request: HttpRequest, rows: QuerySet[Digest]) -> HttpResponse | None:
        title = gettext("Try again what was set aside")
        hint = gettext("Say what has been mended.")
        return self.ask_why(request, rows, _take_up, name="take_up", title=title, hint=hint)


def _take_up(digest: Digest, **said: Any) -> None:
    if digest.set_aside_at is None:
        raise Refusal("not-set-aside", gettext("This letter is not set aside."))
    take_up_digest(digest, **said)
