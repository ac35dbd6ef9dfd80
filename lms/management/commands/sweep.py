"""One round of everything that is due; what the scheduled task calls."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from badges.awards.actions import expire_awards
from badges.awards.list_actions import forget_lists, lists_due
from badges.awards.renewal_actions import renew_awards
from badges.awards.signing_actions import allot_missing as badges_to_sign
from badges.awards.signing_actions import sign_badges
from badges.certificates.actions import issue_all_due, render_due
from badges.certificates.batch_actions import batches_due, forget_batches
from badges.certificates.file_actions import forget_unfinished
from badges.certificates.signing_actions import allot_missing as certificates_to_sign
from badges.certificates.signing_actions import sign_certificates
from badges.credentials.actions import publish_lists
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import close_due, regrade_due
from courses.calibration.actions import gold_due
from courses.calibration.actions.trying import forget_trials
from courses.content.actions.publishing import render_in_force
from courses.enrolment.actions import (
    forget_interests,
    forget_invitations,
    offer_due,
    remind_quiet,
)
from courses.enrolment.letters import send_letters
from courses.enrolment.opening_letters import send_opening_letters
from courses.evidence.expiry_actions import remind_of_endings
from courses.progress.actions import look_again_due, settle_due
from lms.accounts.consent_actions import give_up_waiting
from lms.accounts.digest_actions import forget_digests, gather_digests, send_due
from lms.accounts.parent_letters import send_parent_letters
from lms.accounts.session_actions import forget_dead_sessions
from lms.common.api.repeating import forget_answers
from lms.common.clock import now
from lms.pages.queries import set_aside
from lms.privacy.copy_actions import copies_due, forget_copies, tell_ready
from lms.privacy.leaving_actions import empty_due

log = logging.getLogger(__name__)


def _done(name: str, step: Callable[[], int]) -> int:
    """What the step did; one that breaks is logged and does not hold up those after it."""
    try:
        return step()
    except Exception:
        log.exception("The sweep could not finish a step: %s.", name)
        return 0


def told(counts: dict[str, int]) -> str:
    """Each count after its name."""
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


class Command(BaseCommand):
    """`manage.py sweep`."""

    help = (
        "Do everything that is due: settle releases, offer places, take in records, issue and render "
        "certificates."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        steps: dict[str, Callable[[], int]] = {
            "units rendered": render_in_force,
            "attempts closed": lambda: close_due(on=now()),
            "trials forgotten": lambda: forget_trials(on=now()),
            "releases settled": lambda: settle_due(on=now()),
            "learners looked at again": lambda: look_again_due(on=now()),
            "answers scored again": lambda: regrade_due(on=now()),
            "results worked out again": lambda: gold_due(on=now()),
            "places offered": lambda: offer_due(on=now()),
            "addresses forgotten": lambda: (
                forget_invitations(on=now()) + forget_interests(on=now())
            ),
            "letters sent": send_letters,
            "openings told": lambda: send_opening_letters(on=now()),
            "records taken in": lambda: take_in_waiting(on=now()),
            "awards renewed": lambda: renew_awards(on=now()),
            "awards expired": lambda: expire_awards(on=now()),
            "lists of badges given": lambda: lists_due(on=now()),
            "lists of badges forgotten": lambda: forget_lists(on=now()),
            "certificates issued": lambda: issue_all_due(on=now()),
            "credentials due": lambda: badges_to_sign(on=now()) + certificates_to_sign(on=now()),
            "credentials signed": lambda: sign_badges(on=now()) + sign_certificates(on=now()),
            "status lists published": lambda: publish_lists(on=now()),
            "files made": lambda: render_due(on=now()),
            "unfinished files removed": lambda: forget_unfinished(on=now()),
            "batches of certificates made": lambda: batches_due(on=now()),
            "batches of certificates removed": lambda: forget_batches(on=now()),
            "learners reminded": lambda: remind_quiet(on=now()),
            "endings told": lambda: remind_of_endings(on=now()),
            "digests gathered": lambda: gather_digests(on=now()),
            "digests sent": lambda: send_due(on=now()),
            "digests forgotten": lambda: forget_digests(on=now()),
            "copies of data made": lambda: copies_due(on=now()),
            "copies told of": lambda: tell_ready(on=now()),
            "copies removed": lambda: forget_copies(on=now()),
            "parents written to": lambda: send_parent_letters(on=now()),
            "parents who did not answer": lambda: give_up_waiting(on=now()),
            "accounts emptied": lambda: empty_due(on=now()),
            "answers to programs forgotten": lambda: forget_answers(on=now()),
            "sessions forgotten": lambda: forget_dead_sessions(on=now()),
        }
        counts = {name: _done(name, step) for name, step in steps.items()}
        if options["verbosity"]:
            self.stdout.write(told(counts))
        if options["verbosity"] and any((aside := set_aside()).values()):
            self.stdout.write(
                f"Set aside after repeated failures: {told(aside)}. The administration "
                "says why, under Setbacks, Certificate files, Certificate batches, Signed "
                "credentials and Digests, and tries them again."
            )
