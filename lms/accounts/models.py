"""User (sign-in by e-mail, site role, suspension, mails), what leads out again (Leaving), a parent's
consent, OpenSession, ApiToken, Notice, Digest."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Case, Expression, F, Value, When
from django.db.models.functions import Lower, Replace, StrIndex, Substr
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from lms.common.ids import new_code
from lms.common.languages import PairField


class SiteRole(models.TextChoices):
    """What a person may do on the whole site; course roles are separate."""

    LEARNER = "learner", _("Learns")
    INSTRUCTOR = "instructor", _("Teaches")
    HUB_EDITOR = "hub_editor", _("Edits the hub's pages")
    ADMINISTRATOR = "administrator", _("Administers")


class Consent(models.TextChoices):
    """How a child's account stands with the parent; people of 14 and older need none."""

    NOT_NEEDED = "", _("not needed")
    WAITING = "waiting", _("a parent has been asked")
    GIVEN = "given", _("a parent has agreed")
    REFUSED = "refused", _("a parent has refused")


# Letters of the Lithuanian alphabet as what stands at their place in the Latin one: č after the last
# c, ą beside a, y beside i. Databases know the order only with the right locale, and SQLite never.
IN_ORDER = {
    "ą": "a",
    "č": "czz",
    "ę": "e",
    "ė": "e",
    "į": "i",
    "y": "i",
    "š": "szz",
    "ų": "u",
    "ū": "u",
    "ž": "zzz",
}


def in_order(name: Expression | F) -> Expression:
    """The expression that sorts names as Lithuanian does, in any database."""
    made: Expression = Lower(name)
    for letter, place in IN_ORDER.items():
        # SQLite lowers ASCII only.
        for written in (letter, letter.upper()):
            made = Replace(made, Value(written), Value(place))
    return made


class People(BaseUserManager["User"]):
    """Making people; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, site_role=SiteRole.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    Personal data: see `personal.py`, here as in every slice. Closed by the person; when the time to
    come back is over, name and address are removed, and what is left says nothing of who it was.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    full_name = models.CharField(
        _("full name"),
        max_length=120,
        blank=True,
        help_text=_("As it should stand on your certificates."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("lt", "Lietuvių"), ("en", "English")], default="lt"
    )
    # `name` as the database knows it, to sort people by.
    name_in_order = models.GeneratedField(
        verbose_name=_("full name"),
        expression=in_order(
            Case(
                When(full_name="", then=Substr("email", 1, StrIndex("email", Value("@")) - 1)),
                default=F("full_name"),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    site_role = models.CharField(
        _("role"), max_length=20, choices=SiteRole, default=SiteRole.LEARNER
    )
    is_active = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    unseen = models.PositiveIntegerField(default=0)
    # The competency passport answers strangers only under this code, and only while it is set.
    passport_code = models.CharField(max_length=26, null=True, blank=True, unique=True)
    # The address that waits to be confirmed before it takes the place of `email`.
    new_email = models.EmailField(max_length=254, blank=True, default="", db_default="")
    # Part of what every session is bound to: another one ends them all, also those nobody listed.
    session_salt = models.CharField(
        max_length=26, blank=True, default="", db_default="", editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    # What comes in the day's digest; the rest is only on the site. See lms.accounts.mailing.
    mail_certificates = models.BooleanField(_("certificates"), default=True, db_default=True)
    mail_badges = models.BooleanField(_("badges"), default=True, db_default=True)
    mail_for_me = models.BooleanField(_("answers and help"), default=True, db_default=True)
    mail_reminders = models.BooleanField(_("reminders"), default=True, db_default=True)
    # Since when mails to this address come back; no digest goes there until it is mended.
    bounced_at = models.DateTimeField(null=True, blank=True)
    # Of children under 14, and nothing more of their age.
    consent = models.CharField(
        max_length=8, choices=Consent, blank=True, default="", db_default="", editable=False
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Ona@… and ona@… are one person, whichever door she comes through.
            models.UniqueConstraint(Lower("email"), name="email_once"),
            # Nobody's name is taken who has not closed the account.
            models.CheckConstraint(
                condition=models.Q(emptied_at__isnull=True) | models.Q(closed_at__isnull=False),
                name="emptied_after_closing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["closed_at"],
                name="closed_not_emptied",
                condition=models.Q(closed_at__isnull=False, emptied_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call this person on a page."""
        if self.emptied_at is not None:
            return said("Closed account")
        return self.full_name or self.email.split("@")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, over the password and our salt; the same as Django's where there is no salt."""
        return salted_hmac(
            "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash",
            self.password + self.session_salt,
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_child(self) -> bool:
        """Whether this person is under 14, so that nothing about them is public."""
        return bool(self.consent)

    @property
    def waits_for_parent(self) -> bool:
        """Whether a parent has not agreed, so that this person takes part in nothing."""
        return self.consent in (Consent.WAITING, Consent.REFUSED)

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @property
    def is_staff(self) -> bool:
        """Whether the administration pages open for this person."""
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        return self.is_administrator

    @is_superuser.setter
    def is_superuser(self, value: bool) -> None:
        if value:
            self.site_role = SiteRole.ADMINISTRATOR

    @property
    def is_administrator(self) -> bool:
        return self.site_role == SiteRole.ADMINISTRATOR and not self.is_suspended

    @property
    def is_staff_of_site(self) -> bool:
        """Whether this person teaches or administers, by the role on the whole site."""
        return self.teaches or self.is_administrator

    @property
    def edits_hub(self) -> bool:
        return self.site_role in (SiteRole.HUB_EDITOR, SiteRole.ADMINISTRATOR)

    @property
    def teaches(self) -> bool:
        """Whether this person may make courses of their own."""
        return self.site_role in (SiteRole.INSTRUCTOR, SiteRole.ADMINISTRATOR)


class Leaving(models.Model):
    """An account that is closed, until when it can come back, and what becomes of it then.

    credentials: what its owner wants of badges and certificates; empty where they stay as they are.
    letter_to: where to say that it is done; empty once that has been said.
    listed_at: since when it stands in the list that is kept outside of the database.

    Kept for good, without name and address, so that a restored backup can be emptied again.
    """

    class Way(models.TextChoices):
        CLOSE = "close", _("Close it")
        ERASE = "erase", _("Erase it")

    class Credentials(models.TextChoices):
        KEEP = "keep", _("Still verifiable, without my name")
        WITHDRAW = "withdraw", _("Withdrawn")

    person = models.OneToOneField(User, models.CASCADE, related_name="leaving")
    way = models.CharField(max_length=5, choices=Way)
    credentials = models.CharField(max_length=8, choices=Credentials, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    letter_to = models.EmailField(max_length=254, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            # Whoever has everything erased has said what becomes of badges and certificates.
            models.CheckConstraint(
                condition=models.Q(way="close", credentials="")
                | models.Q(way="erase", credentials__in=["keep", "withdraw"]),
                name="erasing_settles_credentials",
            ),
            # An address is kept after the end for one letter only.
            models.CheckConstraint(
                condition=models.Q(letter_to="") | models.Q(done_at__isnull=False),
                name="last_letter_after_the_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="leaving_due", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.way}"

    @property
    def is_erased(self) -> bool:
        """Whether everything about the person is gone."""
        return self.way == self.Way.ERASE and self.done_at is not None


class ParentConsent(models.Model):
    """A child under 14, and the parent who is asked. How it stands is `User.consent`.

    code: of the link that only the parent has.
    """

    person = models.OneToOneField(User, models.CASCADE, related_name="parent")
    parent_email = models.EmailField(max_length=254)
    code = models.CharField(max_length=26, unique=True, default=new_code)
    asked_at = models.DateTimeField()
    # The letter is due from when the child has confirmed its own address until it is sent.
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id}"


class OpenSession(models.Model):
    """A browser in which somebody is signed in, as its owner should recognise it.

    Personal data: browser and system by name, part of an address. Kept while the session lives.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    # The address without what tells one household from the next.
    network = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField()

    class Meta:
        ordering = ["-began_at", "-id"]

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"


class ApiToken(models.Model):
    """What a program of somebody's signs in with, as far as its owner lets it.

    digest: of the token, which is shown once and kept nowhere.  ending: its last signs, to tell one
    from the next.  valid_until: its last day on the site's calendar.

    Personal data: what a person calls their programs, and the day each was last used.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Reads")
        WRITE = "write", _("Reads and writes")

    person = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.READ)
    made_at = models.DateTimeField()
    valid_until = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            # A name is what a person knows a token by; two with one name could not be told apart.
            models.UniqueConstraint("person", Lower("name"), name="one_token_of_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.ending}"

    @property
    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.valid_until


class NoticeKind(models.TextChoices):
    BADGE = "badge", _("Badge")
    CERTIFICATE = "certificate", _("Certificate")
    INVITATION = "invitation", _("Invitation")
    RESULT = "result", _("Result")
    RUN = "run", _("Run of a course")
    HELP = "help", _("Help from an instructor")
    OPENING = "opening", _("Course that has opened")
    REMINDER = "reminder", _("Reminder")
    EXPIRY = "expiry", _("Something that ends soon")
    DATA = "data", _("Copy of your data")
    BADGE_REVOKED = "badge revoked", _("Revoked badge")
    CERTIFICATE_REVOKED = "certificate revoked", _("Revoked certificate")


# A reminder says that somebody has been away: once they are here it has nothing to say.
ONLY_BY_MAIL = (NoticeKind.REMINDER,)


class Digest(models.Model):
    """The letter of one day to one person; due until it is sent. Its notices lead to it.

    Personal data: when somebody was written to. Kept for 30 days, so that a letter that comes back
    is known.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="digests")
    day = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # However many workers gather, nobody gets two letters a day.
            models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="digests_due",
                condition=models.Q(sent_at__isnull=True, set_aside_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} for {self.person_id}"


class Notice(models.Model):
    """Something this person should see on their next page.

    Personal data: what happened to whom.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    text = PairField()
    link = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    # Whether it waits for the day's digest, and the one it went into.
    to_mail = models.BooleanField(default=False, db_default=False)
    digest = models.ForeignKey(
        Digest, models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["person"], name="notice_unseen", condition=models.Q(seen_at__isnull=True)
            ),
            models.Index(
                fields=["made_at"], name="notices_to_mail", condition=models.Q(to_mail=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
