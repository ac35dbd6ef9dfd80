"""Runs and who comes into them: arranging runs, waiting and offers, invitations, learning and leaving."""

from courses.enrolment.actions.arranging import (
    change_run,
    close_run,
    copy_run,
    delete_run,
    make_run,
    renew_link,
    reopen_run,
    take_link,
)
from courses.enrolment.actions.inviting import decline_invitation, invite_to_run, uninvite
from courses.enrolment.actions.learning import enrol, self_paced_run, withdraw
from courses.enrolment.actions.reminding import remind_quiet
from courses.enrolment.actions.waiting import (
    decline_request,
    forget_invitations,
    offer_due,
    offer_places,
    withdraw_application,
)
from courses.enrolment.actions.waiting_for import (
    ask_by_address,
    confirm_interest,
    drop_interest,
    forget_interests,
    wait_for,
    wait_no_longer,
)

__all__ = [
    "ask_by_address",
    "change_run",
    "close_run",
    "confirm_interest",
    "copy_run",
    "decline_invitation",
    "decline_request",
    "delete_run",
    "drop_interest",
    "enrol",
    "forget_interests",
    "forget_invitations",
    "invite_to_run",
    "make_run",
    "offer_due",
    "offer_places",
    "remind_quiet",
    "renew_link",
    "reopen_run",
    "self_paced_run",
    "take_link",
    "uninvite",
    "wait_for",
    "wait_no_longer",
    "withdraw",
    "withdraw_application",
]
