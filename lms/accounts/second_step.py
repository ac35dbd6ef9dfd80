"""The second step at sign-in: how its secrets are kept, who has one, and who must."""

import base64
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.addresses import host
from lms.accounts.models import User

NOT_RIGHT = _("This code is not right, or it has been used. Type the one that is shown now.")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets in cipher, the QR code drawn by us, this site by the name of its address."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NOT_RIGHT,
        "cannot_generate_recovery_codes": _(
            "Recovery codes stand in for an app or a passkey. Set up one of those first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The secret key of the site has been changed. No code fits a secret that nobody knows;
            # an empty one could be reckoned out.
            return base64.b32encode(Fernet.generate_key()).decode()

    def build_totp_svg(self, url: str) -> str:
        drawn: str = segno.make(url, error="m", micro=False).svg_inline(
            border=4, dark="#1c221b", light="#ffffff", omitsize=True
        )
        return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)

    def get_totp_issuer(self) -> str:
        return host()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        # The site's own name, never that of a request: a passkey works under one name only.
        return {"id": host(), "name": host()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        others = Authenticator.objects.filter(user=user, type=type).count()
        if not others:
            return gettext("My passkey")
        return gettext("Passkey %(n)s") % {"n": others + 1}


def _cipher() -> MultiFernet:
    """Made from the secret key of the site; what an older key wrote can still be read."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in keys])


def _key(secret: str) -> bytes:
    digest = salted_hmac("lms.accounts.second_step", "", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)


def means_of(person: User) -> list[Authenticator]:
    """Everything this person can take the second step with, the oldest first."""
    return list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))


def has_second_step(person: User) -> bool:
    """Whether a password or a mailed code alone is not enough; recovery codes only stand in."""
    real = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(real.exists())


def lacks_second_step(person: User) -> bool:
    """Whether studio and administration stay shut until this person has set one up."""
    return bool(settings.MFA_FOR_STAFF) and not has_second_step(person)
