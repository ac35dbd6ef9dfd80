"""What pages say of a run to one person: when, how many places, how one comes in, how they stand."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.models import Application, Run
from courses.enrolment.queries import RunSeen
from lms.common.wording import clock_time, day

State = Application.State


@dataclass(frozen=True)
class RunTold:
    """A run in words. stands: how this person stands, or empty.  label: of the one button, empty
    where there is nothing to press.  direct: whether the button does it, without typing or reading
    anything first.  goes_in: whether it leads to the course instead."""

    seen: RunSeen
    facts: list[str]
    stands: str
    label: str
    direct: bool
    goes_in: bool = False
    waits: bool = False

    @property
    def run(self) -> Run:
        return self.seen.run

    @property
    def asks_key(self) -> bool:
        return self._asks(Run.Policy.KEY)

    @property
    def asks_sentence(self) -> bool:
        return self._asks(Run.Policy.APPROVAL)

    def _asks(self, policy: str) -> bool:
        seen = self.seen
        free = seen.invited or seen.mine or _state(seen) == State.OFFERED
        return bool(self.label) and not self.goes_in and not free and self.run.policy == policy

    @property
    def moves(self) -> bool:
        """Whether coming in now means leaving the run in which they learn."""
        return self.seen.learns and not self.seen.is_in

    @property
    def is_urgent(self) -> bool:
        """Whether something waits for their answer."""
        return self.seen.invited or _state(self.seen) == State.OFFERED

    @property
    def is_waiting(self) -> bool:
        """Whether they are on the way and can stop."""
        return _state(self.seen) in (State.REQUESTED, State.WAITLISTED, State.OFFERED)

    @property
    def stop_label(self) -> str:
        """What stopping is called."""
        return {
            State.REQUESTED: _("Withdraw the request"),
            State.WAITLISTED: _("Leave the waiting list"),
            State.OFFERED: _("Decline the place"),
        }.get(State(_state(self.seen)), "")


def told(seen: RunSeen, on: datetime) -> RunTold:
    """The run in the reader's language."""
    label, goes_in, waits = _button(seen, on)
    typed = seen.run.policy in (Run.Policy.KEY, Run.Policy.APPROVAL) and not (
        seen.invited or seen.mine or _state(seen) == State.OFFERED
    )
    direct = bool(label) and not typed and not (seen.learns and not waits)
    return RunTold(seen, _facts(seen, on), _stands(seen, on), label, direct, goes_in, waits)


def _state(seen: RunSeen) -> str:
    return seen.asked.state if seen.asked else ""


def when(run: Run, on: datetime) -> str:
    """The days of a run in a sentence."""
    if run.starts_on is None:
        return ""
    first = day(run.starts_on)
    if run.ends_on is None:
        said = _("Begins on %(day)s.") if run.begins_later(on) else _("Began on %(day)s.")
        return said % {"day": first}
    if run.is_over(on):
        said = _("It was from %(first)s to %(day)s.")
    elif run.begins_later(on):
        said = _("Begins on %(first)s, ends on %(day)s.")
    else:
        said = _("Began on %(first)s, ends on %(day)s.")
    return said % {"first": first, "day": day(run.ends_on)}


def _facts(seen: RunSeen, on: datetime) -> list[str]:
    run = seen.run
    found = [when(run, on)]
    if not run.takes_in(on):
        if not run.is_over(on):
            found.append(_("It takes in nobody new."))
        return found
    if seen.is_full:
        found.append(_("All places are taken."))
        if seen.waiting:
            found.append(
                ngettext("%(n)s person waits.", "%(n)s people wait.", seen.waiting)
                % {"n": seen.waiting}
            )
    elif seen.left is not None:
        found.append(
            ngettext("%(n)s place left.", "%(n)s places left.", seen.left) % {"n": seen.left}
        )
    found.append(way_in(run))
    return found


def way_in(run: Run) -> str:
    """How one comes into the run, in a sentence."""
    policy = Run.Policy
    return {
        policy.OPEN: _("Open to everybody."),
        policy.LINK: _("For those who have the link."),
        policy.KEY: _("With an enrolment key from the instructor."),
        policy.APPROVAL: _("You ask to come in, and the instructor answers."),
        policy.INVITATION: _("By invitation."),
        policy.DOMAIN: _("For e-mail addresses of: %s.") % ", ".join(run.domains),
    }[policy(run.policy)]


def _stands(seen: RunSeen, on: datetime) -> str:
    run, asked = seen.run, seen.asked
    if seen.is_in:
        if run.begins_later(on) and run.starts_on:
            said = _(
                "You are in. Learning begins on %(day)s; until then you can read the first unit."
            )
            return said % {"day": day(run.starts_on)}
        if run.is_over(on):
            return _(
                "You were in this run. You can still read what was open to you; nothing more is counted."
            )
        return _("You are in this run.")
    if asked is not None and (said := _asked(seen, asked)):
        return said
    if seen.invited:
        return _("You are invited.")
    if seen.mine:
        return _("You have left this run. What you did in it is kept.")
    if seen.of_domain is False:
        return _("Your address is of another domain.")
    return ""


def _asked(seen: RunSeen, asked: Application) -> str:
    hours = {"n": seen.run.offer_hours}
    if asked.state == State.REQUESTED:
        return _("You have asked to come in. The instructor’s answer will stand here.")
    if asked.state == State.WAITLISTED:
        first = _("You are on the waiting list. Place: %(n)s.") % {"n": seen.ahead + 1}
        then = ngettext(
            "When a place becomes free, we write to you and keep it for %(n)s hour.",
            "When a place becomes free, we write to you and keep it for %(n)s hours.",
            hours["n"],
        )
        return f"{first} {then % hours}"
    if asked.state == State.OFFERED and asked.offer_until:
        until = {"day": day(asked.offer_until), "time": clock_time(asked.offer_until)}
        return _("A place is free for you. It is kept until %(day)s, %(time)s.") % until
    if asked.state == State.LAPSED and not seen.invited:
        return _("The offer of a place has run out. You can join the waiting list again.")
    if asked.state == State.DECLINED and not seen.invited:
        return _("You have not been taken in. The instructor’s answer: %(reason)s") % {
            "reason": asked.reason
        }
    if asked.state == State.TAKEN_OUT and not seen.invited:
        return _(
            "You have been taken out of this run. The instructor’s reason: %(reason)s. What you did"
            " in it is kept."
        ) % {"reason": asked.reason.rstrip(".")}
    if asked.state == State.TURNED_DOWN and not seen.invited:
        return _("You have declined the invitation.")
    return ""


def _button(seen: RunSeen, on: datetime) -> tuple[str, bool, bool]:
    """(label, whether it leads into the course, whether it is for the waiting list)."""
    run, state = seen.run, _state(seen)
    if seen.is_in:
        return _("To the course"), True, False
    if state == State.OFFERED:
        return _("Take the place"), False, False
    if state in (State.REQUESTED, State.WAITLISTED) or not run.takes_in(on):
        return "", False, False
    if state == State.TAKEN_OUT and not seen.invited:
        return "", False, False
    if not seen.invited and not seen.mine:
        if state == State.DECLINED or run.policy == Run.Policy.INVITATION:
            return "", False, False
        if run.policy == Run.Policy.LINK and not seen.by_link:
            return "", False, False
        if seen.of_domain is False:
            return "", False, False
        if run.policy == Run.Policy.APPROVAL:
            return _("Ask to come in"), False, False
    if seen.is_full:
        return _("Join the waiting list"), False, True
    if seen.invited:
        return _("Accept the invitation"), False, False
    if seen.learns:
        return _("Move to this run"), False, False
    return _("Join this run"), False, False
