"""IssuerKey, StatusList, SignedCredential."""

from django.db import models
from django.db.models import Q

from lms.common.ids import new_code


class IssuerKey(models.Model):
    """The public half of a key that credentials are or were signed with.

    name: `key-2026-11-28`, the part after `#` in its address.  multikey: as the issuer's document
    writes it.  retired_at: since when nothing new is signed with it.
    """

    name = models.CharField(max_length=40, unique=True)
    multikey = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    is_development = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class StatusList(models.Model):
    """A published row of bits, one a credential: set where it has been taken back.

    Large, and filled in no order, so that a place says nothing of whose it is.
    """

    # The W3C's least size (Bitstring Status List 1.0), sixteen kilobytes before they are packed.
    PLACES = 131_072

    code = models.CharField(max_length=26, unique=True, default=new_code)
    made_at = models.DateTimeField()
    # What is published, signed; empty where it has to be made anew.
    document = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.code


class SignedCredential(models.Model):
    """A badge or a certificate in one language as an Open Badge, due while it has no document.

    code: its public name, 128 random bits.  document: as it was signed, never changed.  digest: of
    what it says (badges.credentials.proofs).  revoked_at: its bit in the list is set.

    Personal data: what a person achieved, with fingerprints of their address and name.
    """

    award = models.ForeignKey(
        "badges.Award", models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    certificate = models.ForeignKey(
        "badges.Certificate", models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    language = models.CharField(max_length=2)
    code = models.CharField(max_length=26, unique=True, default=new_code)
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="credentials")
    place = models.PositiveIntegerField()
    document = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    key = models.ForeignKey(
        IssuerKey, models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "place"], name="one_credential_a_place"),
            models.UniqueConstraint(
                fields=["award", "language"],
                condition=Q(award__isnull=False),
                name="one_credential_a_language",
            ),
            models.UniqueConstraint(
                fields=["certificate", "language"],
                condition=Q(certificate__isnull=False),
                name="one_certificate_credential_a_language",
            ),
            models.CheckConstraint(
                condition=Q(award__isnull=False, certificate__isnull=True)
                | Q(award__isnull=True, certificate__isnull=False),
                name="credential_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(digest="", signed_at__isnull=True, key__isnull=True)
                | (~Q(digest="") & Q(signed_at__isnull=False, key__isnull=False)),
                name="credential_signed_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"],
                name="credentials_due",
                condition=Q(digest="", set_aside_at=None),
            ),
            models.Index(
                fields=["status_list"],
                name="credentials_revoked",
                condition=Q(revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.language}"
