"""Coming into a dated run: by its own rule, from the waiting list, or because an instructor agrees.

Everything here holds the run's lock while it looks for a place, so that no place is given twice.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from courses.enrolment.access import locked_person
from courses.enrolment.actions.waiting import apply, inform, offer, offer_places
from courses.enrolment.models import Application, Enrolment, Invitation, Run, RunLetter
from courses.enrolment.queries import confirmed_addresses, taken, waiting
from courses.enrolment.runs import is_of, plain_key
from courses.progress.actions.joining import hold, join
from lms.accounts.children import refuse_before_consent
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

State = Application.State
MOST_TRIES = 10
HOUR = 60 * 60


def come_in(
    person: User,
    run: Run,
    *,
    on: datetime,
    by_link: bool = False,
    key: str = "",
    said: str = "",
    waits: bool = False,
    moves: bool = False,
) -> Enrolment | Application:
    """Come into the run, if its rule lets this person in; or ask, or wait. Repeating it is coming
    once.

    by_link: whether they have its link.  key, said: what they typed.  waits: whether they join the
    waiting list where no place is free.  moves: whether they leave the run in which they learn.
    """
    # Before the transaction: a wrong key is counted, though it comes to nothing.
    opens = run.policy == Run.Policy.KEY and bool(key) and _key_fits(person, run, key)
    return _come_in(
        person, run, on=on, by_link=by_link, opens=opens, said=said, waits=waits, moves=moves
    )


@atomic
def _come_in(
    person: User,
    run: Run,
    *,
    on: datetime,
    by_link: bool,
    opens: bool,
    said: str,
    waits: bool,
    moves: bool,
) -> Enrolment | Application:
    run = hold(run, on=on, person=person)
    refuse_before_consent(locked_person(person))
    mine = Enrolment.objects.filter(run=run, person=person).first()
    if mine is not None and mine.is_open:
        return mine
    asked = Application.objects.filter(run=run, person=person).first()
    if asked is not None and asked.state == State.OFFERED:
        return _take_offer(person, run, asked, on=on, moves=moves)
    if asked is not None and asked.state in (State.REQUESTED, State.WAITLISTED):
        return asked
    if not run.takes_in(on):
        raise Refusal("closed", _("This run takes in nobody new."))
    invited = Invitation.objects.filter(run=run, email__in=confirmed_addresses(person))
    if asked is not None and asked.state == State.TAKEN_OUT and not invited.exists():
        said = _("You have been taken out of this run. Ask your instructor to let you in again.")
        raise Refusal("taken-out", said)
    if mine is None and not invited.exists():
        if run.policy == Run.Policy.APPROVAL:
            return _ask(person, run, asked, said=said, on=on)
        _let_in(person, run, by_link=by_link, opens=opens)
    if _is_full(run):
        if not waits:
            raise Refusal(
                "full", _("All places are taken meanwhile. You can join the waiting list.")
            )
        invited.delete()
        return apply(run, person, State.WAITLISTED, on=on)
    _agree_to_move(person, run, moves)
    return join(person, run.course, on=on, run=run)


def _let_in(person: User, run: Run, *, by_link: bool, opens: bool) -> None:
    """Refuse whom the run's rule does not let in."""
    policy = Run.Policy
    if run.policy == policy.LINK and not (by_link and run.link_code):
        raise Refusal("by-link", _("One comes into this run by its link. Ask your instructor."))
    if run.policy == policy.KEY and not opens:
        raise Refusal(
            "wrong-key",
            _("This is not the enrolment key of this run. Type it as your instructor gave it."),
        )
    if run.policy == policy.DOMAIN and not any(
        is_of(email, run.domains) for email in confirmed_addresses(person)
    ):
        raise Refusal(
            "other-domain",
            _("This run is for e-mail addresses of: %s. Yours is another one.")
            % ", ".join(run.domains),
        )
    if run.policy == policy.INVITATION:
        raise Refusal(
            "not-invited",
            _("One comes into this run by invitation, and your address has none."),
        )


def _ask(
    person: User, run: Run, asked: Application | None, *, said: str, on: datetime
) -> Application:
    if asked is not None and asked.state == State.DECLINED:
        raise Refusal("declined", _("Your request has been answered already."))
    if not said.strip():
        raise Refusal("no-sentence", _("Write a sentence about yourself, so that you are known."))
    return apply(run, person, State.REQUESTED, on=on, said=said)


def _take_offer(
    person: User, run: Run, asked: Application, *, on: datetime, moves: bool
) -> Enrolment:
    if asked.offer_until is None or asked.offer_until <= on:
        raise Refusal(
            "offer-over",
            _("The offer has run out, and the next person gets the place."),
        )
    if run.is_over(on):
        raise Refusal("closed", _("This run takes in nobody new."))
    _agree_to_move(person, run, moves)
    return join(person, run.course, on=on, run=run)


def _agree_to_move(person: User, run: Run, moves: bool) -> None:
    if not moves and _learns_elsewhere(person, run):
        raise Refusal(
            "moves",
            _("You learn this course in another run. This page says what moving means."),
        )


def _learns_elsewhere(person: User, run: Run) -> bool:
    elsewhere = Enrolment.objects.filter(
        person=person, run__course=run.course_id, state=Enrolment.State.ACTIVE
    )
    return elsewhere.exclude(run=run).exists()


def _is_full(run: Run) -> bool:
    """Whether who comes now waits. A place that is free belongs to who waits already."""
    if run.capacity is None:
        return False
    return taken(run) >= run.capacity or waiting(run).exists()


def _key_fits(person: User, run: Run, typed: str) -> bool:
    """Whether this is the run's key; wrong ones are counted for the person."""
    digest = hashlib.blake2s(f"{run.pk} {person.pk}".encode(), digest_size=16).hexdigest()
    counter = f"run-keys:{digest}"
    cache.add(counter, 0, HOUR)
    # Counted before it is looked at, so that a burst of tries at once gains nothing.
    if cache.incr(counter) > MOST_TRIES:
        raise Refusal(
            "too-many",
            _("Too many keys have been tried. Ask your instructor, and try again in an hour."),
        )
    fits = constant_time_compare(plain_key(typed), plain_key(run.key))
    if fits:
        cache.decr(counter)
    return fits


# --- instructors ---------------------------------------------------------------------------------


@atomic
def approve(run: Run, pks: Iterable[int], *, by: User, on: datetime) -> dict[str, int]:
    """Take in those who have asked, the first first: {"in", "waiting", "offered"}, how many. The same
    lets those in again who were taken out.

    Where no place is left they join the waiting list. Who learns the course in another run is
    offered a place instead: nobody is moved by somebody else's act.
    """
    run = hold(run, on=on)
    if not run.takes_in(on):
        raise Refusal("closed", _("This run takes in nobody new. Open it for newcomers first."))
    told = {"in": 0, "waiting": 0, "offered": 0}
    outside = (State.REQUESTED, State.TAKEN_OUT)
    asked = Application.objects.filter(run=run, pk__in=list(pks), state__in=outside)
    for application in asked.select_related("person").order_by("asked_at", "pk"):
        person = application.person
        again = application.state == State.TAKEN_OUT
        done = "let into a run again" if again else "run request approved"
        note(by, done, person, on=on, reason=f"{run.course.slug}: {run.pk}")
        if _is_full(run):
            application.state, application.waits_since = State.WAITLISTED, on
            application.reason = ""
            application.save(update_fields=["state", "waits_since", "reason"])
            told["waiting"] += 1
        elif _learns_elsewhere(locked_person(person), run):
            offer(run, application, on=on)
            told["offered"] += 1
        else:
            join(person, run.course, on=on, run=run)
            inform(run, person, RunLetter.Kind.ADMITTED, on=on)
            told["in"] += 1
    offer_places(run, on=on)
    return told
