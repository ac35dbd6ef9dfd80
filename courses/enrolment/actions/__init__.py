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
from courses.enrolment.actions.waiting import (
    decline_request,
    forget_invitations,
    offer_due,
    offer_places,
    withdraw_application,
)

__all__ = [
    "change_run",
    "close_run",
    "copy_run",
    "decline_invitation",
    "decline_request",
    "delete_run",
    "enrol",
    "forget_invitations",
    "invite_to_run",
    "make_run",
    "offer_due",
    "offer_places",
    "renew_link",
    "reopen_run",
    "self_paced_run",
    "take_link",
    "uninvite",
    "withdraw",
    "withdraw_application",
]
