"""Sign what was awarded before there was a key, or before there were credentials."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from badges.awards.signing_actions import allot_missing as badges_to_sign
from badges.awards.signing_actions import sign_badges
from badges.certificates.signing_actions import allot_missing as certificates_to_sign
from badges.certificates.signing_actions import sign_certificates
from badges.credentials.actions import usable_key
from badges.credentials.keys import CannotSign
from badges.credentials.models import SignedCredential
from lms.common.clock import now

BATCH = 100


class Command(BaseCommand):
    """`manage.py sign_credentials`."""

    help = "Sign every badge and certificate that has no credential yet, in batches."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            usable_key(on=now())
        except CannotSign as error:
            raise CommandError(str(error)) from error
        signed = 0
        for allot, sign in (
            (badges_to_sign, sign_badges),
            (certificates_to_sign, sign_certificates),
        ):
            signed += sign(on=now())
            while allot(on=now(), most=BATCH):
                signed += sign(on=now())
                self.stdout.write(f"{signed} credentials signed so far.")
        left = SignedCredential.objects.filter(digest="", revoked_at__isnull=True).count()
        self.stdout.write(f"{signed} credentials signed; {left} wait.")
