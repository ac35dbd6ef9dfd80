"""Take in a letter that says that one of ours has come back; what a mail server pipes it to."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from lms.accounts.bounces import returned_id
from lms.accounts.digest_actions import take_bounce
from lms.common.clock import now

MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    """`manage.py take_bounce < letter`: reads one letter from the standard input.

    It ends well whatever the letter is: a mail server would send what is refused back once more.
    """

    help = "Read a delivery report from the standard input; nothing more is mailed to its address."

    def handle(self, *args: Any, **options: Any) -> None:
        message_id = returned_id(sys.stdin.buffer.read(MOST_BYTES))
        taken = bool(message_id) and take_bounce(message_id, on=now())
        if options["verbosity"]:
            self.stdout.write("Taken in." if taken else "Not about a letter of ours.")
