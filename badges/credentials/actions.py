"""Publishing keys, allotting places, signing, and taking back."""

import logging
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from badges.credentials.documents import Told, Twin, document_of
from badges.credentials.keys import (
    CannotSign,
    SigningKey,
    issuer_id,
    new_pem,
    private_key,
    signing_key,
    write_pem,
)
from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from badges.credentials.proofs import as_text, digest, multikey, sign
from badges.credentials.queries import address_of, is_due, list_address, taken_back
from badges.credentials.status import entry, list_document
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.clock import local_day
from lms.common.errors import Refusal, trouble_of
from lms.common.languages import LANGUAGES, OTHER
from lms.common.transactions import atomic

if TYPE_CHECKING:
    from badges.awards.models import Award
    from badges.certificates.models import Certificate

log = logging.getLogger(__name__)

TRIES = 6
WAIT = timedelta(minutes=1)
# Probing a list that is nearly full finds no free place so often; then the next one is begun.
PROBES = 8
SLICE = 100
# A list is made anew well before a copy of it is too old to be believed.
LIST_AGE = timedelta(days=1)

Teller = Callable[[SignedCredential, Twin | None], Told]


# --- keys ----------------------------------------------------------------------------------------


@atomic
def publish_key(key: Ed25519PrivateKey, *, on: datetime, is_development: bool = False) -> IssuerKey:
    """Put the public half into the issuer's document; those before it stay there, and sign nothing
    any more. One that is there already is left as it is."""
    said = multikey(key.public_key())
    if found := IssuerKey.objects.filter(multikey=said).first():
        return found
    day = f"key-{local_day(on):%Y-%m-%d}"
    others = IssuerKey.objects.filter(name__startswith=day).count()
    IssuerKey.objects.filter(retired_at__isnull=True).update(retired_at=on)
    return IssuerKey.objects.create(
        name=f"{day}-{others + 1}" if others else day,
        multikey=said,
        made_at=on,
        is_development=is_development,
    )


def usable_key(*, on: datetime) -> SigningKey:
    """The key to sign with; where nothing is at stake, one that is made at the first use. Raises
    CannotSign."""
    try:
        return signing_key()
    except CannotSign:
        if not settings.CREDENTIAL_KEY_MADE:
            raise
    # Another process may be quicker, with the file or with the row.
    if private_key() is None:
        with suppress(FileExistsError):
            write_pem(new_pem(), Path(settings.CREDENTIAL_KEY_FILE))
    made = private_key()
    assert made is not None
    with suppress(IntegrityError):
        publish_key(made, on=on, is_development=True)
    return signing_key()


# --- places --------------------------------------------------------------------------------------


@atomic
def allot(
    *, on: datetime, award: "Award | None" = None, certificate: "Certificate | None" = None
) -> list[SignedCredential]:
    """The due credentials of a badge or a certificate, one a language, each with a place of its own."""
    listed = StatusList.objects.first() or StatusList.objects.create(made_at=on)
    for probe in range(2 * PROBES):
        if probe == PROBES:
            listed = StatusList.objects.create(made_at=on)
        # Not a secret, but in no order: who was awarded after whom is nobody's business.
        places = random.SystemRandom().sample(range(StatusList.PLACES), len(LANGUAGES))
        rows = [
            SignedCredential(
                award=award,
                certificate=certificate,
                language=language,
                status_list=listed,
                place=place,
                try_after=on,
            )
            for language, place in zip(LANGUAGES, places, strict=True)
        ]
        try:
            with transaction.atomic():
                return SignedCredential.objects.bulk_create(rows)
        except IntegrityError:
            if not listed.credentials.filter(place__in=places).exists():
                raise
    raise AssertionError("a new list has a free place")


@atomic
def take_back(credentials: QuerySet[SignedCredential], *, on: datetime) -> int:
    """Set their bits; the lists are published anew once this is committed. How many."""
    rows = credentials.filter(revoked_at__isnull=True)
    lists = sorted(set(rows.values_list("status_list", flat=True)))
    count = rows.update(revoked_at=on)
    StatusList.objects.filter(pk__in=lists).update(document="", signed_at=None)
    for pk in lists:
        transaction.on_commit(partial(publish_list, pk, on=on), robust=True)
    return count


@atomic
def publish_list(list_id: int, *, on: datetime) -> StatusList:
    """Sign the list as it stands. Whoever takes something back meanwhile waits, and publishes again."""
    listed = StatusList.objects.select_for_update(no_key=True).get(pk=list_id)
    listed.document = signed_list(listed, on=on)
    listed.signed_at = on
    listed.save(update_fields=["document", "signed_at"])
    return listed


def signed_list(listed: StatusList, *, on: datetime) -> str:
    """The list as it is published at this moment. Raises CannotSign."""
    if listed.document and listed.signed_at and on - listed.signed_at < LIST_AGE:
        return listed.document
    key = usable_key(on=on)
    address = list_address(listed.code)
    said = list_document(address, issuer_id(), taken_back(listed), StatusList.PLACES, on=on)
    return as_text(sign(said, key.private, key.method, on=on))


def publish_lists(*, on: datetime) -> int:
    """Every list that is due for it; how many."""
    try:
        usable_key(on=on)
    except CannotSign as error:
        log.warning("No status list is published. %s", error)
        return 0
    old = Q(document="") | Q(signed_at__isnull=True) | Q(signed_at__lte=on - LIST_AGE)
    return len(
        [
            publish_list(pk, on=on)
            for pk in list(StatusList.objects.filter(old).values_list("pk", flat=True))
        ]
    )


# --- signing -------------------------------------------------------------------------------------


def sign_due(rows: QuerySet[SignedCredential], teller: Teller, *, on: datetime) -> int:
    """Sign what is due of these, a hundred at a time; how many were signed.

    teller: what one of them says.  A row that cannot be signed is tried again later, longer each time,
    and set aside in the end. Where there is no key nothing is tried: all of it waits.
    """
    count, last = 0, 0
    try:
        while slice_ := _sign_slice(rows.filter(pk__gt=last), teller, on=on):
            count += sum(bool(one.digest) for one in slice_)
            last = slice_[-1].pk
    except CannotSign as error:
        log.warning("Nothing is signed. %s", error)
    return count


@atomic
def _sign_slice(
    rows: QuerySet[SignedCredential], teller: Teller, *, on: datetime
) -> list[SignedCredential]:
    # What another process signs at this moment is passed over.
    held = rows.filter(is_due(on)).order_by("pk").select_related("status_list")
    slice_ = list(held.select_for_update(no_key=True, skip_locked=True, of=("self",))[:SLICE])
    if slice_:
        key = usable_key(on=on)
        twins = _twins(slice_)
        for one in slice_:
            _sign(one, teller, twins.get(one.pk), key, on=on)
        SignedCredential.objects.bulk_update(slice_, WRITTEN)
    return slice_


WRITTEN = [
    "document",
    "digest",
    "key",
    "signed_at",
    "tries",
    "try_after",
    "set_aside_at",
    "trouble",
]


def _twins(rows: list[SignedCredential]) -> dict[int, Twin]:
    """Credential → the same thing in the other language."""
    same = Q(award__in=[one.award_id for one in rows if one.award_id]) | Q(
        certificate__in=[one.certificate_id for one in rows if one.certificate_id]
    )
    codes: dict[tuple[int | None, int | None, str], str] = {
        (award, certificate, language): code
        for award, certificate, language, code in SignedCredential.objects.filter(same).values_list(
            "award_id", "certificate_id", "language", "code"
        )
    }
    found = {}
    for one in rows:
        other = OTHER[one.language]
        if code := codes.get((one.award_id, one.certificate_id, other)):
            found[one.pk] = Twin(address_of(code), other)
    return found


def _sign(
    one: SignedCredential, teller: Teller, twin: Twin | None, key: SigningKey, *, on: datetime
) -> None:
    try:
        said = document_of(teller(one, twin))
        signed = sign(said, key.private, key.method, on=on)
    except Exception as error:
        log.exception("Credential %s could not be signed.", one.pk)
        one.tries += 1
        one.trouble = trouble_of(error)
        one.try_after = on + WAIT * 2**one.tries
        one.set_aside_at = on if one.tries >= TRIES else None
        return
    one.document, one.digest = as_text(signed), digest(signed)
    one.key, one.signed_at = key.published, on
    one.tries, one.trouble, one.set_aside_at = 0, "", None


def signed_in(
    language: str,
    rows: QuerySet[SignedCredential],
    sign_them: Callable[[], object],
    allot_them: Callable[[], object] | None,
) -> SignedCredential | None:
    """The one in this language, signed at this moment where nobody has come to it yet; None where it
    cannot be, and where it has been taken back.

    rows: of one badge or certificate.  allot_them: None where it gets no credentials any more.
    """
    found = rows.filter(language=language).first()
    if found is None and allot_them:
        # From before there were any. Whoever is quicker does it for both.
        with suppress(IntegrityError):
            allot_them()
        found = rows.filter(language=language).first()
    if found and not found.digest:
        sign_them()
        found.refresh_from_db()
    return found if found and found.digest and not found.revoked_at else None


@atomic
def take_up_credential(
    one: SignedCredential, *, by: User, reason: str, on: datetime
) -> SignedCredential:
    """Let it be tried anew, from the first try. One that is not set aside stays as it is."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say what has been mended."))
    one = SignedCredential.objects.select_for_update(no_key=True).get(pk=one.pk)
    if one.set_aside_at is not None:
        one.tries, one.try_after, one.set_aside_at = 0, on, None
        one.save(update_fields=["tries", "try_after", "set_aside_at"])
        note(by, "took up again", one, on=on, reason=reason)
    return one


def status_entry(one: SignedCredential) -> dict[str, object]:
    """Where the credential's bit stands."""
    return entry(list_address(one.status_list.code), one.place)
